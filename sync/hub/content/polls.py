"""What a poll must say to be fit for a station: what all polls have, together with what its kind alone decides."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Any, Self

from annotated_types import MaxLen
from pydantic import Field, ModelWrapValidatorHandler, ValidationInfo, field_validator, model_validator

from sync.hub.content.faults import Faults, fault
from sync.hub.content.poll_settings import SETTINGS, check_rules, check_settings
from sync.hub.content.vocabulary import (
    TIDY,
    Day,
    District,
    EveryLanguage,
    Identifier,
    Model,
    OneOf,
    Positive,
    SignVideo,
    Text60,
    Text80,
    Text120,
    Text140,
    Text300,
    surroundings,
    unique,
)
from sync.protocol.polls.poll import Decides

OPTION_ABOUT_LENGTH = 140
"""The longest text about an option, in characters."""

_NO_PLACES = "a poll says where codes are given out when, and only when, it takes codes"


def _not_said() -> Any:
    """The value of a member that is absent, where null may not stand."""
    return None


class Option(Model):
    """One thing a person can choose."""

    id: Identifier
    title: EveryLanguage[Text60]
    about: EveryLanguage[Annotated[str, MaxLen(OPTION_ABOUT_LENGTH), TIDY]]


class Poll(Model):
    """One poll: its districts exist, its days follow each other, its id is the name of its file."""

    id: Identifier
    version: Positive
    kind: Annotated[str, OneOf(SETTINGS)]
    districts: list[District]
    decides: Annotated[str, OneOf(Decides)]
    opens: Day
    closes: Day
    as_of: Day
    grace: Day = Field(default_factory=_not_said)
    title: EveryLanguage[Text80]
    question: EveryLanguage[Text120]
    about: EveryLanguage[Text300]
    options: Annotated[list[Option], unique("id")] = Field(default_factory=list)
    codes: bool = False
    codes_at: EveryLanguage[Text140] = Field(default_factory=dict)
    sign_video: SignVideo = Field(default_factory=dict)

    @field_validator("id")
    @classmethod
    def _check_name(cls, poll_id: str, info: ValidationInfo) -> str:
        name = surroundings(info).name
        if name is not None and poll_id != name:
            raise fault(f"the id must be the name of the file, {name!r}")
        return poll_id

    @field_validator("districts")
    @classmethod
    def _check_districts(cls, districts: list[str]) -> list[str]:
        if len(set(districts)) != len(districts):
            raise fault("a district is named twice")
        return districts

    @field_validator("closes")
    @classmethod
    def _check_closes(cls, closes: Day, info: ValidationInfo) -> Day:
        opens = info.data.get("opens")
        if opens and closes < opens:
            raise fault(f"the poll closes on {closes}, before it opens on {opens}")
        return closes

    @field_validator("grace")
    @classmethod
    def _check_grace(cls, grace: Day, info: ValidationInfo) -> Day:
        closes = info.data.get("closes")
        if closes and grace < closes:
            raise fault(f"the day of grace {grace} is before the last day of the poll, {closes}")
        return grace

    @model_validator(mode="wrap")
    @classmethod
    def _check_whole(cls, value: Any, handler: ModelWrapValidatorHandler[Self]) -> Any:
        """Both halves are checked, and everything wrong in either is said."""
        faults = Faults()
        if not isinstance(value, dict):
            return handler(value)
        common, settings = split_settings(value)
        poll = faults.take(handler, common)
        check_settings(value.get("kind"), settings, faults)
        if bool(value.get("codes")) is not ("codes_at" in value):
            faults.say(_NO_PLACES, "codes_at")
        faults.stop_if_any()
        check_rules(value, faults)
        faults.stop_if_any()
        return poll


def split_settings(poll: Mapping[str, Any]) -> tuple[dict[str, Any], dict[str, Any]]:
    """What all polls have, and the rest; of each option, too."""
    common, settings = _split(poll, Poll)
    if isinstance(options := poll.get("options"), list):
        halves = [_split(option, Option) if isinstance(option, dict) else (option, {}) for option in options]
        common["options"] = [half for half, _ in halves]
        settings["options"] = [half for _, half in halves]
    return common, settings


def _split(value: Mapping[str, Any], model: type[Model]) -> tuple[dict[str, Any], dict[str, Any]]:
    names = model.model_fields
    return (
        {name: entry for name, entry in value.items() if name in names},
        {name: entry for name, entry in value.items() if name not in names},
    )

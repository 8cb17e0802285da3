"""What a poll must say to be fit for a station: what all polls have, together with what its kind alone decides."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Any, Self

from pydantic import Field, ModelWrapValidatorHandler, ValidationInfo, field_validator, model_validator

from sync.hub.content.faults import Faults, fault
from sync.hub.content.poll_settings import SETTINGS, check_halves, check_kind
from sync.hub.content.problems import MISSING
from sync.hub.content.promises import Promise
from sync.hub.content.vocabulary import (
    Day,
    Districts,
    Model,
    NameOfFile,
    OneOf,
    Positive,
    SignVideo,
    StationNames,
    Text80,
    Text120,
    Text140,
    Text300,
    Translated,
    not_said,
    surroundings,
)
from sync.protocol.evening_polls import EVENING_KINDS
from sync.protocol.languages import LANGUAGE_CODES
from sync.protocol.polls.background import Audience, Secrecy
from sync.protocol.polls.kinds import KINDS
from sync.protocol.polls.poll import Decides, texts_of

_NO_PLACES = "a poll says where codes are given out when, and only when, it takes codes"


_NO_PICTURE = "children choose among pictures: each option has one"

MOST_IN_A_QUESTION_FOR_CHILDREN = 80
MOST_IN_A_TITLE_FOR_CHILDREN = 32

_NOT_ON_THE_SPOT = "what is counted the same evening is yes or no, or a choice; it takes no codes and decides nothing"
_TOO_SIMPLE = "a poll that decides, takes codes or spends money has two trustees"


class BackgroundOfPoll(Model):
    """Who asks, who decides, what is not on the table, and the level of participation."""

    asks: Translated[Text80] = Field(default_factory=not_said)
    decided_by: Translated[Text80] = Field(default_factory=not_said)
    not_asked: Translated[Text140] = Field(default_factory=not_said)
    level: Translated[Text80] = Field(default_factory=not_said)


class Poll(Model):
    """One poll: its districts exist, its days follow each other, its id is the name of its file."""

    id: NameOfFile
    version: Positive
    kind: Annotated[str, OneOf(SETTINGS)]
    districts: Districts
    stations: StationNames = Field(default_factory=list)
    decides: Annotated[str, OneOf(Decides)]
    opens: Day
    closes: Day
    as_of: Day
    grace: Day = Field(default_factory=not_said)
    title: Translated[Text80]
    question: Translated[Text120]
    about: Translated[Text300]
    codes: bool = False
    codes_at: Translated[Text140] = Field(default_factory=dict)
    sign_video: SignVideo = Field(default_factory=dict)
    promise: Promise
    background: BackgroundOfPoll = BackgroundOfPoll()
    audience: Annotated[str, OneOf(Audience)] = Audience.EVERYBODY.value
    secrecy: Annotated[str, OneOf(Secrecy)] = Secrecy.TWO_TRUSTEES.value
    void: Translated[Text300] = Field(default_factory=dict)

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

    @field_validator("promise")
    @classmethod
    def _check_promise(cls, promise: Promise, info: ValidationInfo) -> Promise:
        closes = info.data.get("closes")
        if closes and promise.by and promise.by <= closes:
            raise fault(f"the answer is promised by {promise.by}, but the poll is open until {closes}")
        return promise

    @model_validator(mode="wrap")
    @classmethod
    def _check_whole(cls, value: Any, handler: ModelWrapValidatorHandler[Self], info: ValidationInfo) -> Any:
        """Both halves are checked, and everything wrong in either is said."""
        faults = Faults()
        if not isinstance(value, dict):
            return handler(value)
        poll = check_halves(cls, value, handler, surroundings(info), faults)
        if bool(value.get("codes")) is not ("codes_at" in value):
            faults.say(_NO_PLACES, "codes_at")
        faults.stop_if_any()
        _check_secrecy(value, faults)
        _check_translations(value, faults)
        _check_for_children(value, faults)
        check_kind(value, faults)
        faults.stop_if_any()
        return poll


def _check_secrecy(poll: Mapping[str, Any], faults: Faults) -> None:
    """What decides something, spends money or gives one person one vote has two trustees."""
    weighs = poll["decides"] == Decides.DECIDES or poll.get("codes") or KINDS[poll["kind"]].traits.has_costs
    if poll.get("secrecy") == Secrecy.SIMPLE and weighs:
        faults.say(_TOO_SIMPLE, "secrecy")
    if poll.get("secrecy") == Secrecy.ON_THE_SPOT and (
        poll["decides"] == Decides.DECIDES or poll.get("codes") or poll["kind"] not in EVENING_KINDS
    ):
        faults.say(_NOT_ON_THE_SPOT, "secrecy")


def _check_for_children(poll: Mapping[str, Any], faults: Faults) -> None:
    """Who reads little yet sees pictures, and few words."""
    if poll.get("audience") != Audience.CHILDREN:
        return
    for index, option in enumerate(poll.get("options", ())):
        if "picture" not in option:
            faults.say(_NO_PICTURE, "options", index, "picture")
        _check_few_words(option["title"], MOST_IN_A_TITLE_FOR_CHILDREN, faults, "options", index, "title")
    _check_few_words(poll["question"], MOST_IN_A_QUESTION_FOR_CHILDREN, faults, "question")


def _check_few_words(texts: Mapping[str, str], most: int, faults: Faults, *place: str | int) -> None:
    for language, text in texts.items():
        if len(text) > most:
            faults.say(f"children read few words: {len(text)} characters, at most {most}", *place, language)


def _check_translations(poll: Mapping[str, Any], faults: Faults) -> None:
    """A language that one text is in, all are in: half a poll in another language helps nobody."""
    texts = dict(texts_of(poll))
    own = [text for place, text in texts.items() if "picture" not in place]  # a picture may be described in more
    begun = [language for language in LANGUAGE_CODES if any(language in text for text in own)]
    for place, text in texts.items():
        for language in begun:
            if language not in text:
                faults.say(MISSING, *place, language)

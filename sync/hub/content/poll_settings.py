"""What the kind of a poll alone decides: how it is answered, and what there is to choose."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from typing import Annotated, Any

from annotated_types import MaxLen, MinLen
from pydantic import Field

from sync.hub.content.faults import Faults
from sync.hub.content.pictures import DescribedPicture
from sync.hub.content.vocabulary import (
    TIDY,
    Amount,
    Identifier,
    Model,
    OneOf,
    Positive,
    Surroundings,
    Text60,
    Translated,
    not_said,
    unique,
)
from sync.protocol.polls.kinds import KINDS, PollKind, kind_of
from sync.protocol.polls.poll import Poll

OPTION_ABOUT_LENGTH = 140
"""The longest text about an option, in characters."""


class Option(Model):
    """One thing a person can choose."""

    id: Identifier
    title: Translated[Text60]
    about: Translated[Annotated[str, MaxLen(OPTION_ABOUT_LENGTH), TIDY]]
    picture: DescribedPicture = Field(default_factory=not_said)


class Project(Option):
    """An option of a budget, with what it costs."""

    cost_euro: Positive


Options = Annotated[list[Option], MinLen(2), unique("id")]
Projects = Annotated[list[Project], MinLen(2), unique("id")]
Order = Annotated[str, OneOf(("fixed", "random"))]


class OneWordSettings(Model):
    """There are no options, and nothing to set."""


class ChoosingSettings(Model):
    """What there is to choose from, and how many of it."""

    order: Order
    options: Options
    max: Positive
    min: Amount


class BudgetSettings(Model):
    """What there is to choose from, what it costs, and how much money there is."""

    order: Order
    budget_euro: Positive
    options: Projects
    max: Positive
    min: Amount


def _settings_of(kind: PollKind) -> type[Model]:
    if not kind.has_options:
        return OneWordSettings
    return BudgetSettings if kind.has_costs else ChoosingSettings


SETTINGS: Mapping[str, type[Model]] = {word: _settings_of(kind) for word, kind in KINDS.items()}
"""Each kind of poll with the members that it adds to those of all polls."""


def check_settings(kind: object, settings: Mapping[str, Any], around: Surroundings, faults: Faults) -> None:
    """Note what is wrong in the members that all polls do not have. Of an unknown kind nothing can be said."""
    if isinstance(kind, str) and kind in SETTINGS:
        faults.take(partial(SETTINGS[kind].model_validate, context=around), settings)


def check_kind(poll: Mapping[str, Any], faults: Faults) -> None:
    """Note what the kind itself finds in a poll whose members are all right."""
    read = Poll.from_wire(poll)
    for found in kind_of(read).check_settings(read):
        faults.say(found.words, *found.path)

"""What the kind of a poll alone decides: the settings a poll of each kind has, of itself and of each option.

Which members there are stands here; what they may say together is the rule of the kind itself, the same at the station.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Any

from annotated_types import Ge, Le, MinLen
from pydantic import WithJsonSchema

from sync.hub.content.faults import Faults
from sync.hub.content.vocabulary import LARGEST_NUMBER, Model, OneOf, Positive
from sync.protocol.errors import Refused
from sync.protocol.polls.choose import SINGLE
from sync.protocol.polls.kinds import KINDS, PollKind, kind_of
from sync.protocol.polls.poll import Poll

NotNegative = Annotated[int, Ge(0), Le(LARGEST_NUMBER)]


class FixedAnswers(Model):
    """The answers are words of the kind itself: there is nothing to set."""


class PlainOption(Model):
    """An option about which there is nothing more to say."""


class Project(Model):
    """What a project of a budget costs."""

    cost_euro: Positive


class Limits(Model):
    """How many options may be chosen, and in which order they are shown."""

    max: Positive
    min: NotNegative
    order: Annotated[str, OneOf(("fixed", "random"))]


class OptionSettings(Limits):
    """Options alone."""

    options: Annotated[list[PlainOption], MinLen(2)]


class OneOption(OptionSettings):
    """Options of which at most one is chosen."""

    max: Annotated[Positive, WithJsonSchema({"const": 1})]
    min: Annotated[NotNegative, WithJsonSchema({"enum": [0, 1]})]


class BudgetSettings(Limits):
    """How much money there is, and what each project costs."""

    budget_euro: Positive
    options: Annotated[list[Project], MinLen(2)]


def _settings_of(kind: PollKind) -> type[Model]:
    if not kind.has_options:
        return FixedAnswers
    if kind is SINGLE:
        return OneOption
    return BudgetSettings if kind.has_costs else OptionSettings


SETTINGS: Mapping[str, type[Model]] = {word: _settings_of(kind) for word, kind in KINDS.items()}
"""Each kind of poll with the members that it adds to those of all polls."""


def check_settings(kind: object, settings: Mapping[str, Any], faults: Faults) -> None:
    """Note what is wrong in the members that all polls do not have. Of an unknown kind nothing can be said."""
    if isinstance(kind, str) and kind in SETTINGS:
        faults.take(SETTINGS[kind].model_validate, settings)


def check_rules(wire: Mapping[str, Any], faults: Faults) -> None:
    """Note what the rule of its kind has against a poll in which every member alone is right."""
    try:
        poll = Poll.from_wire(wire)
    except Refused as error:
        faults.say(str(error))
        return
    for found in kind_of(poll).check_settings(poll):
        faults.say(found.words, *found.path)

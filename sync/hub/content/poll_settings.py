"""What the kind of a poll alone decides: how it is answered, and what there is to choose."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Any

from annotated_types import MaxLen, MinLen
from pydantic import AfterValidator, ValidationInfo, WithJsonSchema, field_validator

from sync.hub.content.faults import Faults, fault
from sync.hub.content.vocabulary import TIDY, EveryLanguage, Identifier, Model, OneOf, Positive, Text60, unique
from sync.protocol.polls.poll import PollKind

OPTION_ABOUT_LENGTH = 140
"""The longest text about an option, in characters."""


def _check_most(most: int, info: ValidationInfo) -> int:
    options = info.data.get("options")
    if options and most > len(options):
        raise fault(f"max is {most}, but there are only {len(options)} options")
    return most


def _check_least(least: int, info: ValidationInfo) -> int:
    most = info.data.get("max")
    if most and least > most:
        raise fault(f"min is {least}, more than max, which is {most}")
    return least


def _check_one(number: int) -> int:
    if number != 1:
        raise fault("a poll of kind single has min 1 and max 1")
    return number


Most = Annotated[Positive, AfterValidator(_check_most)]
Least = Annotated[Positive, AfterValidator(_check_least)]
ExactlyOne = Annotated[Positive, AfterValidator(_check_one), WithJsonSchema({"const": 1})]


class Option(Model):
    """One thing a person can choose."""

    id: Identifier
    title: EveryLanguage[Text60]
    about: EveryLanguage[Annotated[str, MaxLen(OPTION_ABOUT_LENGTH), TIDY]]


class Project(Option):
    """An option of a budget, with what it costs."""

    cost_euro: Positive


Options = Annotated[list[Option], MinLen(2), unique("id")]
Projects = Annotated[list[Project], MinLen(2), unique("id")]
Order = Annotated[str, OneOf(("fixed", "random"))]


class SingleSettings(Model):
    """Exactly one option is chosen."""

    order: Order
    options: Options
    max: ExactlyOne
    min: ExactlyOne


class MultipleSettings(Model):
    """How many options may be chosen."""

    order: Order
    options: Options
    max: Most
    min: Least


class BudgetSettings(Model):
    """How much money there is, and how many projects may be chosen; each alone can be paid."""

    order: Order
    budget_euro: Positive
    options: Projects
    max: Most
    min: Least

    @field_validator("options")
    @classmethod
    def _check_costs(cls, projects: list[Project], info: ValidationInfo) -> list[Project]:
        faults, budget = Faults(), info.data.get("budget_euro")
        for index, project in enumerate(projects):
            if budget and project.cost_euro > budget:
                faults.say(f"{project.cost_euro} euros are more than the budget of {budget}", index, "cost_euro")
        faults.stop_if_any()
        return projects


SETTINGS: Mapping[str, type[Model]] = {
    PollKind.SINGLE: SingleSettings,
    PollKind.MULTIPLE: MultipleSettings,
    PollKind.BUDGET: BudgetSettings,
}
"""Each kind of poll with the members that it adds to those of all polls."""


def check_settings(kind: object, settings: Mapping[str, Any], faults: Faults) -> None:
    """Note what is wrong in the members that all polls do not have. Of an unknown kind nothing can be said."""
    if isinstance(kind, str) and kind in SETTINGS:
        faults.take(SETTINGS[kind].model_validate, settings)

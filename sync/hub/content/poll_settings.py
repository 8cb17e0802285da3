"""What the kind of a poll alone decides: the settings a poll of each kind has, of itself and of each option."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Any

from pydantic import AfterValidator, Field, ValidationInfo, WithJsonSchema, field_validator

from sync.hub.content.faults import Faults, fault
from sync.hub.content.vocabulary import Model, Positive
from sync.protocol.polls.poll import PollKind


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


class PlainOption(Model):
    """An option about which there is nothing more to say."""


class SingleSettings(Model):
    """Exactly one option is chosen."""

    options: list[PlainOption] = Field(default_factory=list)
    max: ExactlyOne
    min: ExactlyOne


class MultipleSettings(Model):
    """How many options may be chosen."""

    options: list[PlainOption] = Field(default_factory=list)
    max: Most
    min: Least


class Project(Model):
    """What a project of a budget costs."""

    cost_euro: Positive


class BudgetSettings(Model):
    """How much money there is, and how many projects may be chosen; each alone can be paid."""

    budget_euro: Positive
    options: list[Project] = Field(default_factory=list)
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

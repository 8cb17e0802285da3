"""What the city can choose, in the words of who chooses."""

from __future__ import annotations

from collections.abc import Mapping

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from sync.hub.choices.services import HouseDates, SecondStep, Translations

CHOICE_NAMES: Mapping[str, str] = {
    "second_step": gettext_noop("Second step of signing in"),
    "translations": gettext_noop("What is not translated"),
    "house_dates": gettext_noop("Dates and news that a house writes for its own station"),
}
"""Each choice by its name."""

VALUES: Mapping[str, Mapping[str, str]] = {
    "second_step": {
        SecondStep.OPTIONAL: gettext_noop("Everybody decides for themselves"),
        SecondStep.COMPULSORY: gettext_noop("Everybody needs one, and sets it up before anything else"),
    },
    "translations": {
        Translations.LABEL: gettext_noop("Stations show it in German and say so"),
        Translations.BLOCK: gettext_noop("It cannot be handed in before it is in all languages stations offer"),
    },
    "house_dates": {
        HouseDates.HOUSE: gettext_noop("The house itself lets them go to its station"),
        HouseDates.APPROVAL: gettext_noop("Somebody who approves looks at them first"),
    },
}
"""What there is to choose from."""


def choice_name(choice: str) -> str:
    """What a choice is called; one of a newer version as it is."""
    return _(CHOICE_NAMES[choice]) if choice in CHOICE_NAMES else choice


def value_words(choice: str, value: str) -> str:
    """What was chosen."""
    words = VALUES.get(choice, {}).get(value)
    return _(words) if words else value


def choice_facts(facts: Mapping[str, object]) -> dict[str, object]:
    """The facts of an event in words."""
    choice = str(facts["choice"])
    values = {name: value_words(choice, str(facts[name])) for name in ("before", "value")}
    return {"choice": choice_name(choice), **values}

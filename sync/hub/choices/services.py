"""Reading what the city has chosen, and choosing: each change is an audit event that says what was before."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import suppress
from dataclasses import asdict, dataclass, fields, replace
from datetime import datetime
from enum import StrEnum
from typing import Any

from django.db import transaction

from sync.hub.audit import services as audit
from sync.hub.audit.events import AuditEvent
from sync.hub.audit.models import AuditEntry
from sync.hub.audit.selectors import newest_about
from sync.hub.choices.models import CityChoice
from sync.hub.versions import ChangedMeanwhile


class SecondStep(StrEnum):
    """Who has to have a second step of signing in."""

    OPTIONAL = "optional"
    COMPULSORY = "compulsory"
    """Everybody: an account without one is led to set it up before anything else."""


class Translations(StrEnum):
    """What becomes of polls and other content that is not in all languages stations offer."""

    LABEL = "label"
    """It is shown in German, and says so."""
    BLOCK = "block"
    """It is not handed in before it is whole in all of them."""


class HouseDates(StrEnum):
    """Who lets the dates and news of a house go to its own station."""

    HOUSE = "house"
    """The house itself."""
    APPROVAL = "approval"
    """Somebody who approves, as with everything else."""


@dataclass(frozen=True)
class CityChoices:
    """Everything there is to choose, as a new hub has it."""

    second_step: SecondStep = SecondStep.OPTIONAL
    translations: Translations = Translations.LABEL
    house_dates: HouseDates = HouseDates.HOUSE


def city_choices() -> CityChoices:
    """What holds now. A value of a newer version counts as not chosen."""
    kept = dict(CityChoice.objects.values_list("name", "value"))
    choices = CityChoices()
    for field in fields(CityChoices):
        with suppress(KeyError, ValueError):
            kind: type[StrEnum] = type(getattr(choices, field.name))
            changed: dict[str, Any] = {field.name: kind(kept[field.name])}
            choices = replace(choices, **changed)
    return choices


def choose(chosen: Mapping[str, str], *, seen: int, by: str, now: datetime) -> None:
    """From now on it is like this; one event for each that changes. Raises KeyError and ValueError for what is none.

    ``seen`` is the version the person had before them (``newest_choice``). Raises ChangedMeanwhile when it is another.
    """
    with transaction.atomic():
        before = asdict(city_choices())
        for name, value in before.items():  # a row that is there can be kept from others
            CityChoice.objects.select_for_update().get_or_create(name=name, defaults={"value": value.value})
        newest = newest_choice()
        if (newest.number if newest else 0) != seen:
            raise ChangedMeanwhile(newest)
        before = asdict(city_choices())  # as it is now that nobody else changes it
        for name, value in chosen.items():
            kept = type(before[name])(value)
            if kept != before[name]:
                CityChoice.objects.update_or_create(name=name, defaults={"value": kept.value})
                facts = {"choice": name, "before": before[name].value, "value": kept.value}
                audit.append(AuditEvent.CITY_CHOSE, by, at=now, **facts)


def newest_choice() -> AuditEntry | None:
    """Who chose something last. Its number is the version of all choices."""
    return newest_about(AuditEvent.CITY_CHOSE)

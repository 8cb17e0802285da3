"""What a calendar of a centre must say to be fit for a station."""

from __future__ import annotations

import re
from datetime import datetime
from typing import Annotated, Self

from annotated_types import Ge, Le, MaxLen, MinLen
from pydantic import (
    AfterValidator,
    Field,
    PlainValidator,
    WithJsonSchema,
    model_validator,
)

from sync.hub.content.faults import fault
from sync.hub.content.problems import shown
from sync.hub.content.vocabulary import (
    Districts,
    Model,
    NameOfFile,
    OneOf,
    StationNames,
    Text80,
    Translated,
)
from sync.protocol.centre_dates import CLOCK, MOMENT, DateKind

MOST_DATES = 60
"""In one calendar; more nobody reads."""

MOST_TIMES = 60
"""Of one date: half a year of weeks, two months of days."""


def _check_moment(value: object) -> str:
    if isinstance(value, str) and re.fullmatch(r"2[0-9]{3}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}", value):
        try:
            datetime.strptime(value, MOMENT)  # noqa: DTZ007  the clock on the wall
        except ValueError:
            pass
        else:
            return value
    raise fault("a moment like 2026-12-01T10:00 is expected")


def _check_clock(value: object) -> str:
    if isinstance(value, str) and re.fullmatch(r"([01][0-9]|2[0-3]):[0-5][0-9]", value):
        return value
    raise fault(f"a time of day like {datetime(2000, 1, 1, 9, 30).strftime(CLOCK)} is expected")  # noqa: DTZ001


Moment = Annotated[str, PlainValidator(_check_moment), WithJsonSchema({"type": "string", "pattern": "T"})]
TimeOfDay = Annotated[str, PlainValidator(_check_clock), WithJsonSchema({"type": "string", "pattern": ":"})]


def _check_span(span: list[str]) -> list[str]:
    if span[1] < span[0]:
        raise fault(f"it ends at {shown(span[1])}, before it begins")
    return span


Span = Annotated[list[Moment], MinLen(2), MaxLen(2), AfterValidator(_check_span)]
"""From when to when."""


class Weekly(Model):
    """Every week on this day, 1 is Monday."""

    weekday: Annotated[int, Ge(1), Le(7)]
    begins: TimeOfDay
    ends: TimeOfDay

    @model_validator(mode="after")
    def _check_order(self) -> Self:
        if self.ends <= self.begins:
            raise fault("it ends before it begins")
        return self


class CentreDate(Model):
    """Something in the calendar, and when it is."""

    kind: Annotated[str, OneOf(DateKind)]
    title: Translated[Text80]
    where: Translated[Text80] = Field(default_factory=dict)
    times: Annotated[list[Span], MinLen(1), MaxLen(MOST_TIMES)]
    weekly: Weekly | None = None


class CentreCalendar(Model):
    """The calendar of one centre: its districts exist, its id is the name of its file."""

    id: NameOfFile
    districts: Districts
    stations: StationNames = Field(default_factory=list)
    dates: Annotated[list[CentreDate], MaxLen(MOST_DATES)]

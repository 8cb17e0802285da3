"""Reading what was told of months."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Self

from sync.hub.indicators.models import ToldMonth

ALL = ""
"""The row of everybody."""


class Indicator(StrEnum):
    """What visits and entries are told apart by."""

    ALL = "all"
    DISTRICTS = "districts"
    CHANNELS = "channels"
    PLACES = "places"
    """Rows are ``district/channel/name``."""
    LANGUAGES = "languages"
    AIDS = "aids"
    HELP = "help"
    TASKS = "tasks"
    STEPS = "steps"
    """Where visits were abandoned."""
    ENTRIES = "entries"
    """What people left, by the district it is about."""


class Column(StrEnum):
    """What is counted of each."""

    BEGUN = "begun"
    FINISHED = "finished"
    """Ended by the person."""
    ABANDONED = "abandoned"
    CUT_OFF = "cut_off"
    """The power failed, or the program did."""
    NOT_FINISHED = "not_finished"
    """Abandoned or cut off."""
    ENDED = "ended"
    """Finished or abandoned."""
    REPORTS = "reports"
    CONTRIBUTIONS = "contributions"
    """Ideas, questions and offers."""
    ENTRIES = "entries"
    """Reports and contributions."""


class Channel(StrEnum):
    """Where a station stood."""

    HOUSE = "house"
    """Where it stands always."""
    ROAD = "road"
    """Where its team said, for a day."""


@dataclass(frozen=True)
class IndicatorTable:
    """One table. A number that is None is not told."""

    indicator: Indicator
    columns: Sequence[Column]
    rows: Mapping[str, Sequence[int | None]]

    def number(self, row: str, column: Column) -> int | None:
        """The number of a cell; 0 for a row that is not there; None: not told."""
        return self.rows[row][self.columns.index(column)] if row in self.rows else 0

    def to_wire(self) -> dict[str, Any]:
        """The JSON object that is kept."""
        rows = {row: list(numbers) for row, numbers in self.rows.items()}
        return {"indicator": self.indicator.value, "columns": [one.value for one in self.columns], "rows": rows}

    @classmethod
    def from_wire(cls, wire: Mapping[str, Any]) -> Self:
        """From what was kept."""
        return cls(Indicator(wire["indicator"]), [Column(one) for one in wire["columns"]], wire["rows"])


@dataclass(frozen=True)
class MonthTold:
    """What was told of one month (``YYYY-MM``)."""

    month: str
    tables: Mapping[Indicator, IndicatorTable]


def told_months(most: int | None = None) -> list[MonthTold]:
    """The newest first."""
    return [
        MonthTold(row.month, {table.indicator: table for table in map(IndicatorTable.from_wire, row.tables)})
        for row in ToldMonth.objects.all()[:most]
    ]


def names_of_told_months() -> list[str]:
    """``YYYY-MM``, the newest first."""
    return list(ToldMonth.objects.values_list("month", flat=True))

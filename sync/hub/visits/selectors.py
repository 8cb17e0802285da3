"""Tables of visits by months, in which numbers below five are not told and cannot be worked out.

Months that are not over are in none of them: from one day to the next a growing number would tell of single visits.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from sync.hub.counting.small_cells import TOTAL, tellable
from sync.hub.visits.models import VisitDay
from sync.protocol.polls.answers import SHARED_BY
from sync.protocol.visit_counts import VisitCounts


class VisitTable(StrEnum):
    """What visits are told apart by."""

    OUTCOME = "outcome"
    ABANDONED = "abandoned"
    LANGUAGES = "languages"
    TASKS = "tasks"
    AIDS = "aids"
    HELP = "help"
    DISTRICTS = "districts"


class VisitOutcome(StrEnum):
    """How a visit ended."""

    FINISHED = "finished"
    ABANDONED = "abandoned"
    CUT_OFF = "cut_off"


@dataclass(frozen=True)
class VisitFigures:
    """One table: rows and columns by their words, the last of each for the sums; None: too few to be told."""

    table: VisitTable
    rows: tuple[str, ...]
    columns: tuple[str, ...]
    cells: Mapping[tuple[str, str], int | None]


@dataclass(frozen=True)
class _Month:
    """The visits of one month and district, added up."""

    month: str
    district: str
    counts: VisitCounts


def visit_figures(today: date) -> list[VisitFigures]:
    """Every table that tells anything; none while there were too few visits for any."""
    months = list(_months(today))
    if sum(month.counts.begun for month in months) < SHARED_BY:
        return []
    parted = (
        (VisitTable.OUTCOME, _outcomes),
        (VisitTable.ABANDONED, lambda month: month.counts.abandoned),
        (VisitTable.LANGUAGES, lambda month: month.counts.languages),
        (VisitTable.DISTRICTS, lambda month: {month.district: month.counts.begun}),
    )
    shared = (
        (VisitTable.TASKS, lambda month: month.counts.tasks),
        (VisitTable.AIDS, lambda month: month.counts.aids),
        (VisitTable.HELP, lambda month: {"help": month.counts.helped}),
    )
    found = [_parted(table, months, cells) for table, cells in parted]
    found += [_shared(table, months, cells) for table, cells in shared]
    return [figures for figures in found if figures.columns]


_Cells = Callable[[_Month], Mapping[str, int]]


def _parted(table: VisitTable, months: Iterable[_Month], cells: _Cells) -> VisitFigures:
    """Each visit is in one column."""
    counted: Counter[tuple[str, str]] = Counter()
    for month in months:
        counted.update({(month.month, word): number for word, number in cells(month).items()})
    counted = Counter({cell: number for cell, number in counted.items() if number})
    return _figures(table, tellable(counted), columns=sorted({column for _, column in counted}))


def _shared(table: VisitTable, months: Iterable[_Month], cells: _Cells) -> VisitFigures:
    """A visit can be in several columns, so each is told beside those without: neither may be small."""
    months = list(months)
    told: dict[tuple[str, str], int | None] = {}
    for word in sorted({word for month in months for word, number in cells(month).items() if number}):
        counted: Counter[tuple[str, str]] = Counter()
        for month in months:
            number = cells(month).get(word, 0)
            counted.update({(month.month, word): number, (month.month, ""): _over(month.counts) - number})
        told |= _of_word(counted, word)
    return _figures(table, told, columns=sorted({column for _, column in told}))


def _of_word(counted: Mapping[tuple[str, str], int], word: str) -> dict[tuple[str, str], int | None]:
    parts = {(row, "with" if column else "without"): number for (row, column), number in counted.items()}
    return {(row, word): number for (row, column), number in tellable(parts).items() if column == "with"}


def _figures(table: VisitTable, cells: Mapping[tuple[str, str], int | None], *, columns: list[str]) -> VisitFigures:
    rows = sorted({row for row, _ in cells} - {TOTAL})
    sums = [TOTAL] if (TOTAL, TOTAL) in cells else []
    return VisitFigures(table, (*rows, TOTAL), (*columns, *sums) if columns else (), cells)


def _outcomes(month: _Month) -> dict[str, int]:
    counts = month.counts
    return {
        VisitOutcome.FINISHED: counts.finished,
        VisitOutcome.ABANDONED: sum(counts.abandoned.values()),
        VisitOutcome.CUT_OFF: counts.cut_off,
    }


def _over(counts: VisitCounts) -> int:
    """Visits of which more is known than that they began."""
    return counts.finished + sum(counts.abandoned.values())


def _months(today: date) -> Iterator[_Month]:
    """Of the twelve whole months before this one, every district's."""
    first = today.replace(year=today.year - 1, day=1)
    rows = VisitDay.objects.filter(day__gte=first, day__lt=today.replace(day=1))
    sums: dict[tuple[str, str], VisitCounts] = {}
    for row in rows:
        place = (row.day.strftime("%Y-%m"), row.district)
        counts = VisitCounts.from_wire(row.counts)
        sums[place] = _plus(sums[place], counts) if place in sums else counts
    return (_Month(month, district, counts) for (month, district), counts in sums.items())


def _plus(one: VisitCounts, other: VisitCounts) -> VisitCounts:
    def cells(of: Mapping[str, int], more: Mapping[str, int]) -> dict[str, int]:
        return dict(Counter(of) + Counter(more))

    return VisitCounts(
        one.day,
        one.begun + other.begun,
        one.finished + other.finished,
        cells(one.abandoned, other.abandoned),
        one.helped + other.helped,
        cells(one.languages, other.languages),
        cells(one.aids, other.aids),
        cells(one.tasks, other.tasks),
    )

"""All tables of one month, made together: a number that is hidden in one follows from none of the others.

Takes what was counted, gives what may be told. Reads and writes nothing.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from sync.hub.counting.linked_cells import Sum, tellable_together
from sync.hub.indicators.selectors import ALL, Channel, Column, Indicator, IndicatorTable
from sync.protocol.polls.answers import SHARED_BY
from sync.protocol.visit_counts import VisitCounts

_ENDS = (Column.FINISHED, Column.ABANDONED, Column.CUT_OFF)
_FEW = (Column.FINISHED, Column.NOT_FINISHED)
"""Few visits are cut off: told of each place, they would hide all else there."""

_WITHOUT = "without"
_UNKNOWN = "?"
_HELP = "help"

Cell = tuple[Indicator, str, str, Column]
"""Table, row, the part of it that is told (empty) or its counterpart (``without``), and column."""


@dataclass
class CountedMonth:
    """What was counted in one month. Not to be told as it is."""

    days: list[tuple[str, str, Channel, VisitCounts]] = field(default_factory=list)
    """District, name of the place and channel of each station's day, and its count."""
    entries: Counter[tuple[str, Column]] = field(default_factory=Counter)
    """District and ``Column.REPORTS`` or ``CONTRIBUTIONS`` to how many were left."""


def tables_of(counted: CountedMonth) -> list[IndicatorTable]:
    """Every table that has a row, numbers of one to four left out, and with them whatever would tell them."""
    numbers = _numbers(counted)
    sums = list(_sums(numbers))
    for total, parts in sums:
        numbers.setdefault(total, sum(numbers[part] for part in parts))
    whole = [cell for cell, number in numbers.items() if cell[1] == ALL and number >= SHARED_BY]
    unshown = [cell for cell in numbers if cell[2]]
    told = tellable_together(numbers, sums, unshown=unshown, always_told=whole)
    return [table for indicator in Indicator if (table := _table(indicator, told)).rows]


def _numbers(counted: CountedMonth) -> dict[Cell, int]:
    found: Counter[Cell] = Counter()
    for district, place, channel, counts in counted.days:
        ends = {
            Column.FINISHED: counts.finished,
            Column.ABANDONED: sum(counts.abandoned.values()),
            Column.CUT_OFF: counts.cut_off,
            Column.NOT_FINISHED: counts.begun - counts.finished,
        }
        of_all = (
            (Indicator.ALL, ALL),
            (Indicator.DISTRICTS, district),
            (Indicator.CHANNELS, channel.value),
            (Indicator.PLACES, f"{district}/{channel.value}/{place}"),
        )
        for indicator, row in of_all:
            found.update({(indicator, row, "", column): number for column, number in ends.items()})
        _add_languages(found, counts)
        for step, number in counts.abandoned.items():
            found[Indicator.STEPS, step, "", Column.ABANDONED] += number
        for task, number in counts.tasks.items():
            found[Indicator.TASKS, task, "", Column.ENDED] += number
        for aid, number in counts.aids.items():
            _add(found, (Indicator.AIDS, aid), number, counts.abandoned_aids.get(aid, 0))
        if counts.helped:
            _add(found, (Indicator.HELP, _HELP), counts.helped, counts.abandoned_helped)
    for (district, column), number in counted.entries.items():
        found[Indicator.ENTRIES, district, "", column] += number
        found[Indicator.ENTRIES, ALL, "", column] += number
    return _with_counterparts(found)


def _add(found: Counter[Cell], row: tuple[Indicator, str], ended: int, abandoned: int) -> None:
    found[(*row, "", Column.FINISHED)] += ended - abandoned
    found[(*row, "", Column.ABANDONED)] += abandoned


def _add_languages(found: Counter[Cell], counts: VisitCounts) -> None:
    for language, number in counts.languages.items():
        _add(found, (Indicator.LANGUAGES, language), number, counts.abandoned_languages.get(language, 0))
    abandoned = sum(counts.abandoned.values()) - sum(counts.abandoned_languages.values())
    ended = counts.finished + sum(counts.abandoned.values()) - sum(counts.languages.values())
    if ended:
        _add(found, (Indicator.LANGUAGES, _UNKNOWN), ended, abandoned)


def _with_counterparts(found: Counter[Cell]) -> dict[Cell, int]:
    """Every row with each of its columns, and beside each that not every visit is in, the visits that are not in it."""
    numbers: dict[Cell, int] = {}
    for indicator, row in {(indicator, row) for indicator, row, _, _ in found}:
        for column in _COLUMNS[indicator]:
            cell = (indicator, row, "", column)
            numbers[cell] = found[cell]
            if indicator in _SHARED:
                whole = sum(found[Indicator.ALL, ALL, "", one] for one in _PARTS.get(column, (column,)))
                numbers[indicator, row, _WITHOUT, column] = whole - found[cell]
    return numbers


_COLUMNS: Mapping[Indicator, tuple[Column, ...]] = {
    Indicator.ALL: _ENDS,
    **dict.fromkeys((Indicator.DISTRICTS, Indicator.CHANNELS, Indicator.PLACES), _FEW),
    **dict.fromkeys((Indicator.LANGUAGES, Indicator.AIDS, Indicator.HELP), _ENDS[:2]),
    Indicator.TASKS: (Column.ENDED,),
    Indicator.STEPS: (Column.ABANDONED,),
    Indicator.ENTRIES: (Column.REPORTS, Column.CONTRIBUTIONS),
}
"""What is counted of each; sums of them come after."""

_SHARED = (Indicator.AIDS, Indicator.HELP, Indicator.TASKS)
"""A visit can be in several rows of these, or in none."""

_PARTS: Mapping[Column, tuple[Column, ...]] = {
    Column.NOT_FINISHED: _ENDS[1:],
    Column.ENDED: _ENDS[:2],
    Column.ENTRIES: (Column.REPORTS, Column.CONTRIBUTIONS),
}
_SUM_OF: Mapping[tuple[Column, ...], Column] = {
    _ENDS: Column.BEGUN,
    _FEW: Column.BEGUN,
    _ENDS[:2]: Column.ENDED,
    _PARTS[Column.ENTRIES]: Column.ENTRIES,
}
"""What all of these together are called."""


def _sums(numbers: Mapping[Cell, int]) -> Iterable[Sum[Cell]]:
    rows = sorted({(indicator, row, side) for indicator, row, side, _ in numbers})
    for indicator, row, side in rows:
        if total := _SUM_OF.get(_COLUMNS[indicator]):
            cells = [(indicator, row, side, column) for column in _COLUMNS[indicator]]
            yield (indicator, row, side, total), cells
    if (Indicator.ALL, ALL, "") in rows:
        for column in (Column.ENDED, Column.NOT_FINISHED):
            yield (Indicator.ALL, ALL, "", column), [(Indicator.ALL, ALL, "", part) for part in _PARTS[column]]
    for indicator, columns in _COLUMNS.items():
        own = [row for one, row, side in rows if one is indicator and row != ALL and not side]
        for column in (*columns, *filter(None, [_SUM_OF.get(columns)])):
            whole = (Indicator.ENTRIES if indicator is Indicator.ENTRIES else Indicator.ALL, ALL, "", column)
            if indicator in _SHARED:
                yield from ((whole, [(indicator, row, side, column) for side in ("", _WITHOUT)]) for row in own)
            elif own:
                yield whole, [(indicator, row, "", column) for row in own]
    yield from _sums_of_places([row for one, row, _ in rows if one is Indicator.PLACES])


def _sums_of_places(places: Sequence[str]) -> Iterable[Sum[Cell]]:
    """Every place lies in one district, and has one channel."""
    for at, indicator in enumerate((Indicator.DISTRICTS, Indicator.CHANNELS)):
        for whole in sorted({place.split("/", 2)[at] for place in places}):
            own = [place for place in places if place.split("/", 2)[at] == whole]
            for column in (*_FEW, Column.BEGUN):
                yield (indicator, whole, "", column), [(Indicator.PLACES, place, "", column) for place in own]


def _table(indicator: Indicator, told: Mapping[Cell, int | None]) -> IndicatorTable:
    columns = [*_COLUMNS[indicator], *filter(None, [_SUM_OF.get(_COLUMNS[indicator])])]
    if indicator is Indicator.ALL:
        columns += [Column.ENDED, Column.NOT_FINISHED]
    rows = sorted({row for one, row, side, _ in told if one is indicator and not side})
    return IndicatorTable(
        indicator, columns, {row: [told[indicator, row, "", column] for column in columns] for row in rows}
    )

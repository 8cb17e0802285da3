"""Tables of reach as people read them: names and numbers in words, and a bar beside each row for who sees it sooner."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.utils import formats
from django.utils.translation import gettext as _

from sync.hub.console.figures import FigureTable
from sync.hub.console.queries import district_names, inhabitants
from sync.hub.console.wording.indicators import COLUMNS, HEADS, TITLES, row_words
from sync.hub.counting.selectors import published_polls
from sync.hub.counting.small_cells import TOTAL, tellable
from sync.hub.indicators.selectors import ALL, Column, Indicator, IndicatorTable, MonthTold, told_months
from sync.hub.polls.selectors import newest_versions, participation_of
from sync.hub.reach.warnings import finishing_less, share_finished
from sync.protocol.polls.answers import SHARED_BY

_WHOLE = (Column.BEGUN, Column.ENDED, Column.ENTRIES, Column.ABANDONED)
"""The first of these that a table has is how long its bars are."""


_WORKED_OUT = {Indicator.ALL: (Column.ENDED, Column.NOT_FINISHED)}
"""Sums that a reader makes out of what stands beside them."""


@dataclass(frozen=True)
class ReachRow:
    """One row: its numbers (None: not told), further cells in words, and its bar in per cent of the longest."""

    name: str
    numbers: Sequence[int | None]
    words: Sequence[str]
    bar: float | None
    """None: its length would tell a number that is not told."""
    finished: float
    """The part of the bar that was ended by the person."""
    is_less: bool = False
    """Finishes less often than all."""


@dataclass(frozen=True)
class ReachTable:
    """One table with its bars."""

    id: str
    title: str
    head: str
    columns: Sequence[str]
    further: Sequence[str]
    """Heads of the cells in words."""
    rows: Sequence[ReachRow]
    has_finished: bool

    @property
    def lines(self) -> list[tuple[ReachRow, list[tuple[str, int | None]], list[tuple[str, str]]]]:
        """Each row, its numbers and its cells in words, each beside its head."""
        return [
            (row, [*zip(self.columns, row.numbers, strict=True)], [*zip(self.further, row.words, strict=True)])
            for row in self.rows
        ]


def reach_tables(month: MonthTold, *, names: Mapping[str, str], people: Mapping[str, int]) -> list[ReachTable]:
    """Every table that was told of the month."""
    less = {(one.indicator, one.row) for one in finishing_less(month)}
    return [
        _table(table, names=names, people=people, less=[row for indicator, row in less if indicator == table.indicator])
        for table in month.tables.values()
        if table.indicator is not Indicator.ALL or len(month.tables) > 1
    ]


def figure_tables() -> list[FigureTable]:
    """The tables of the newest month that was told, without bars; none before the first."""
    names, people = district_names(), inhabitants()
    tables = [table for month in told_months(1) for table in reach_tables(month, names=names, people=people)]
    return [
        FigureTable(one.title, one.head, one.columns, [(row.name, row.numbers) for row in one.rows]) for one in tables
    ]


def vote_tables(*, names: Mapping[str, str], people: Mapping[str, int]) -> list[ReachTable]:
    """Votes by district and channel of every poll whose result is published, as the result tells them."""
    published = set(published_polls())
    return [
        _vote_table(row.poll, str(row.definition["title"].get("de", row.poll)), names=names, people=people)
        for row in newest_versions()
        if row.poll in published
    ]


def _table(
    table: IndicatorTable, *, names: Mapping[str, str], people: Mapping[str, int], less: Sequence[str]
) -> ReachTable:
    whole = next(column for column in _WHOLE if column in table.columns)
    longest = max(
        (table.number(row, whole) or 0 for row in table.rows if row != ALL or len(table.rows) == 1), default=0
    )
    per_people = table.indicator in (Indicator.DISTRICTS, Indicator.ENTRIES)
    has_shares = Column.FINISHED in table.columns
    shown = [column for column in table.columns if column not in _WORKED_OUT.get(table.indicator, ())]
    rows = []
    for row in _in_order(table, whole):
        number = table.number(row, whole)
        words = [_share(table, row)] if has_shares else []
        if per_people:
            words.append(_per_thousand(number, people.get(row, 0) if row != ALL else sum(people.values())))
        name = row_words(table.indicator, row, districts=names)
        bar = None if number is None or (row == ALL and len(table.rows) > 1) else _length(number, longest)
        finished = table.number(row, Column.FINISHED) if has_shares else None
        rows.append(
            ReachRow(
                name,
                [table.number(row, one) for one in shown],
                words,
                bar,
                _length(finished or 0, longest),
                is_less=row in less,
            )
        )
    further = [_("share ended by the person")] if has_shares else []
    further += [_("per 1,000 inhabitants")] if per_people else []
    return ReachTable(
        table.indicator.value,
        _(TITLES[table.indicator]),
        _(HEADS[table.indicator]),
        [_(COLUMNS[column]) for column in shown],
        further,
        rows,
        has_shares,
    )


def _in_order(table: IndicatorTable, whole: Column) -> list[str]:
    """The largest first, those that are not told after them, the sum last."""
    return sorted(table.rows, key=lambda row: (row == ALL, -(table.number(row, whole) or 0), row))


def _vote_table(poll: str, title: str, *, names: Mapping[str, str], people: Mapping[str, int]) -> ReachTable:
    told = tellable(participation_of(poll), smallest=SHARED_BY)
    channels = sorted({channel for _district, channel in told} - {TOTAL})
    columns = [*channels, TOTAL] if len(channels) != 1 else [TOTAL]
    districts = sorted({district for district, _channel in told} - {TOTAL})
    longest = max((told[district, TOTAL] or 0 for district in districts), default=0)
    rows = []
    for district in (*districts, TOTAL):
        number = told[district, TOTAL]
        inhabited = people.get(district, 0) if district != TOTAL else sum(people.values())
        bar = None if number is None or district == TOTAL else _length(number, longest)
        name = names.get(district, district or _("all"))
        rows.append(
            ReachRow(name, [told[district, one] for one in columns], [_per_thousand(number, inhabited)], bar, 0)
        )
    heads = [_("Votes") if one == TOTAL else one for one in columns]
    return ReachTable(
        f"votes-{poll}", title, _("District"), heads, [_("per 1,000 inhabitants")], rows, has_finished=False
    )


def _share(table: IndicatorTable, row: str) -> str:
    share = share_finished(table, row, of=Column.ENDED if Column.ENDED in table.columns else Column.BEGUN)
    return "·" if share is None else f"{share} %"


def _per_thousand(number: int | None, inhabited: int) -> str:
    if number is None or not inhabited:
        return "·"
    return formats.number_format(round(1000 * number / inhabited, 1), decimal_pos=1)


def _length(number: int, longest: int) -> float:
    return round(100 * number / longest, 1) if longest else 0.0

"""Warns where visits in a language, or with an aid, are finished less often than others. Takes told numbers alone."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sync.hub.indicators.selectors import ALL, Column, Indicator, IndicatorTable, MonthTold

FEWEST_VISITS = 20
"""Of fewer visits nothing is said: it may be chance."""

FEWEST_POINTS = 15
"""Per cent by which the share of finished visits lies below that of all visits."""

WATCHED = (Indicator.LANGUAGES, Indicator.AIDS, Indicator.HELP)


@dataclass(frozen=True)
class FinishesLess:
    """Visits of one row finish less often. Shares are in whole per cent of the visits that ended."""

    indicator: Indicator
    row: str
    share: int
    share_of_all: int


def share_finished(table: IndicatorTable, row: str, *, of: Column = Column.ENDED) -> int | None:
    """The finished ones in whole per cent of those that ended, or began; None where it cannot be told."""
    if row not in table.rows or of not in table.columns:
        return None
    finished, whole = (table.number(row, column) for column in (Column.FINISHED, of))
    return None if finished is None or not whole else round(100 * finished / whole)


def finishing_less(month: MonthTold) -> Sequence[FinishesLess]:
    """Whatever lies ``FEWEST_POINTS`` below all visits, the worst first."""
    whole = month.tables.get(Indicator.ALL)
    of_all = share_finished(whole, ALL) if whole else None
    if of_all is None:
        return []
    found = []
    for table in (month.tables[one] for one in WATCHED if one in month.tables):
        for row in table.rows:
            share = share_finished(table, row)
            if share is None or (table.number(row, Column.ENDED) or 0) < FEWEST_VISITS:
                continue
            if of_all - share >= FEWEST_POINTS:
                found.append(FinishesLess(table.indicator, row, share, of_all))
    return sorted(found, key=lambda one: (one.share, one.indicator, one.row))

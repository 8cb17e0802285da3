"""Where a station on the road is missing most: a plain rule over told numbers, which the page says in words.

Of the districts where next week no shift is planned, those come first in which the fewest visits and entries came per
thousand inhabitants; of equal ones that with more inhabitants. A number that is not told counts as none.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from sync.hub.indicators.selectors import Column, Indicator, MonthTold

MONTHS = 3
"""So many told months are looked at."""

PROPOSED = 3


@dataclass(frozen=True)
class DistrictReach:
    """How many people of a district were reached: visits begun there, and entries about it."""

    district: str
    inhabitants: int
    visits: int
    entries: int

    @property
    def per_thousand(self) -> float:
        """Visits and entries per thousand inhabitants, to one place."""
        return round(1000 * (self.visits + self.entries) / self.inhabitants, 1)


def reached(months: Sequence[MonthTold], inhabitants: Mapping[str, int]) -> list[DistrictReach]:
    """Every district with inhabitants, the one that is reached least first."""
    looked_at = months[:MONTHS]
    found = [
        DistrictReach(
            district,
            people,
            _sum(looked_at, Indicator.DISTRICTS, district, Column.BEGUN),
            _sum(looked_at, Indicator.ENTRIES, district, Column.ENTRIES),
        )
        for district, people in inhabitants.items()
        if people > 0
    ]
    return sorted(found, key=lambda one: (one.per_thousand, -one.inhabitants, one.district))


def proposed(districts: Sequence[DistrictReach], *, planned: Collection[str]) -> list[DistrictReach]:
    """Where to go next week. ``planned``: districts in which a shift is planned already."""
    return [one for one in districts if one.district not in planned][:PROPOSED]


def _sum(months: Sequence[MonthTold], indicator: Indicator, district: str, column: Column) -> int:
    return sum(month.tables[indicator].number(district, column) or 0 for month in months if indicator in month.tables)

"""Indicators as open data: what was told of whole months, as one long table with its description."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import lru_cache

from sync.hub.counting.tables import describe, write_csv
from sync.hub.indicators.selectors import Indicator, names_of_told_months, told_months
from sync.hub.training import marked_title

NAME = "indicators.csv"
TITLE = {
    "de": "Reichweite der Stationen nach Monaten",
    "en": "Reach of the stations by months",
}
_COLUMNS = ("month", "indicator", "row", "measure", "number")
_TITLES: Mapping[str, Mapping[str, str]] = {
    "month": {"de": "Monat", "en": "Month"},
    "indicator": {"de": "Unterschieden nach", "en": "Told apart by"},
    "row": {"de": "Zeile, leer: alle", "en": "Row, empty: all"},
    "measure": {"de": "Was gezählt ist", "en": "What is counted"},
    "number": {
        "de": "Anzahl, leer: weniger als fünf, oder man könnte es daraus ausrechnen",
        "en": "Number, empty: fewer than five, or one could work that out from it",
    },
}
_HOUSES_OWN = (Indicator.PLACES,)
"""Not given away: a house is one of the city's partners, and decides itself what is told of it."""


def indicator_files() -> Mapping[str, bytes]:
    """The table and its description; none before the first month was told."""
    months = tuple(names_of_told_months())
    return _files(months) if months else {}


@lru_cache(maxsize=2)
def _files(_months: tuple[str, ...]) -> Mapping[str, bytes]:
    """A told month never changes, so their names say what is in the files."""
    datatypes = {"month": "gYearMonth"}
    description = describe(
        NAME, _COLUMNS, title=marked_title(TITLE), titles=_TITLES, whole={"number"}, datatypes=datatypes
    )
    return {NAME: write_csv(_COLUMNS, _rows()), f"{NAME}-metadata.json": description}


def _rows() -> Iterator[tuple[str, str, str, str, int | None]]:
    for month in sorted(told_months(), key=lambda one: one.month):
        for table in month.tables.values():
            if table.indicator in _HOUSES_OWN:
                continue
            for row in table.rows:
                for column in table.columns:
                    yield month.month, table.indicator.value, row, column.value, table.number(row, column)

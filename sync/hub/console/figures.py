"""Tables of figures as people read them: titles, rows and columns in words, and numbers that are too small left out."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from django.utils.dateformat import format as format_date
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop, pgettext

from sync.hub.counting.small_cells import TOTAL
from sync.hub.visits.selectors import VisitFigures, VisitOutcome, VisitTable, visit_figures
from sync.protocol.languages import LANGUAGES


@dataclass(frozen=True)
class FigureTable:
    """One table. A number that is None is not told."""

    title: str
    head: str
    columns: Sequence[str]
    rows: Sequence[tuple[str, Sequence[int | None]]]


TITLES: Mapping[VisitTable, str] = {
    VisitTable.OUTCOME: gettext_noop("How visits ended"),
    VisitTable.ABANDONED: gettext_noop("At which step visits were abandoned"),
    VisitTable.LANGUAGES: gettext_noop("Visits by language"),
    VisitTable.TASKS: gettext_noop("Visits in which this was opened"),
    VisitTable.AIDS: gettext_noop("Visits in which this aid was used"),
    VisitTable.HELP: gettext_noop("Visits in which help was asked for"),
    VisitTable.DISTRICTS: gettext_noop("Visits by district"),
}

WORDS: Mapping[str, str] = {
    VisitOutcome.FINISHED: gettext_noop("ended by the person"),
    VisitOutcome.ABANDONED: gettext_noop("abandoned"),
    VisitOutcome.CUT_OFF: gettext_noop("cut off (power or program)"),
    "help": gettext_noop("with help"),
    "voting": gettext_noop("voting"),
    "reporting": gettext_noop("reporting a defect"),
    "projects": gettext_noop("projects"),
    "lookup": gettext_noop("looking up a code"),
    "speech": gettext_noop("reading aloud"),
    "size": gettext_noop("other text size"),
    "contrast": gettext_noop("other colours"),
    "reach": gettext_noop("controls within low reach"),
    "keys": gettext_noop("keys"),
    "switches": gettext_noop("switches"),
    "exploring": gettext_noop("speech under the finger"),
    "curtain": gettext_noop("covered screen"),
}
"""What is counted, as people call it. A word of a newer station is shown as it is."""


def visit_tables(today: date) -> list[FigureTable]:
    """The tables of visits; none while too few visits were counted."""
    return [_table(figures) for figures in visit_figures(today)]


def _table(figures: VisitFigures) -> FigureTable:
    return FigureTable(
        _(TITLES[figures.table]),
        _("Month"),
        [_column(figures.table, column) for column in figures.columns],
        [(_row(row), [figures.cells.get((row, column), 0) for column in figures.columns]) for row in figures.rows],
    )


def _row(row: str) -> str:
    return format_date(date.fromisoformat(f"{row}-01"), "F Y") if row else pgettext("sum", "all")


def _column(table: VisitTable, column: str) -> str:
    if column == TOTAL:
        return pgettext("sum", "all")
    if table is VisitTable.LANGUAGES:
        return next((language.own_name for language in LANGUAGES if language.code == column), column)
    return _(WORDS[column]) if column in WORDS else column

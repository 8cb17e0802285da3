"""Tables of figures as people read them: titles, rows and columns in words, and numbers that are too small left out."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from django.utils.translation import get_language, gettext_noop, pgettext
from django.utils.translation import gettext as _

from sync.hub.console.queries import district_names
from sync.hub.counting.small_cells import TOTAL
from sync.hub.surveys import selectors
from sync.hub.surveys.selectors import BankTable, bank_tables
from sync.protocol.polls.yes_no import ABSTAIN, NO, YES
from sync.protocol.surveys.questions import SCALE_OF, Asks


@dataclass(frozen=True)
class FigureTable:
    """One table. A number that is None is not told."""

    title: str
    head: str
    columns: Sequence[str]
    rows: Sequence[tuple[str, Sequence[int | None]]]


FACES: Mapping[Asks, Sequence[str]] = {
    Asks.HAPPINESS: (
        gettext_noop("not happy at all"),
        gettext_noop("not very happy"),
        gettext_noop("in between"),
        gettext_noop("fairly happy"),
        gettext_noop("very happy"),
    ),
    Asks.VISIT: (
        gettext_noop("very bad"),
        gettext_noop("bad"),
        gettext_noop("middling"),
        gettext_noop("good"),
        gettext_noop("very good"),
    ),
}
"""The five faces, the first first, as people answer by them."""


def mood_tables(today: date) -> list[FigureTable]:
    """The answers to the questions of the bank by years; none while too few have answered."""
    districts = district_names()
    return [_mood_table(table, districts) for table in bank_tables(today)]


def _mood_table(table: BankTable, districts: Mapping[str, str]) -> FigureTable:
    several = len(table.rows) > 1
    together = _("other districts together") if several else _("all districts")
    return FigureTable(
        f"{_in_language(table.asked.definition['question'])} ({table.year})",
        _("District"),
        [_answer(Asks(table.asked.definition["asks"]), column) for column in table.columns],
        [
            (districts.get(row, row) if row else together, [table.cells[row, column] for column in table.columns])
            for row in table.rows
        ],
    )


def survey_tables(today: date) -> list[FigureTable]:
    """The answers to surveys that are over; none while there are none."""
    return [_question_table(table) for table in selectors.survey_tables(today)]


def _question_table(table: selectors.QuestionTable) -> FigureTable:
    definition = table.asked.definition
    options = {option["id"]: _in_language(option["title"]) for option in definition.get("options", ())}
    named = options | {YES: _("Yes"), NO: _("No"), ABSTAIN: _("Abstention")}
    rows = []
    for name, number in table.cells.items():
        option, _bar, value = name.partition("|")
        title = named.get(option, option) + (f": {value}" if value else "")
        rows.append((title if name != TOTAL else _("everybody who answered"), [number]))
    title = f"{_in_language(definition['survey'])}: {_in_language(definition['question'])}"
    return FigureTable(title, _("Answer"), [_("People")], rows)


def _in_language(text: Mapping[str, str]) -> str:
    return text.get(get_language() or "de", text["de"])


def _answer(asks: Asks, column: str) -> str:
    if column == TOTAL:
        return pgettext("sum", "all")
    return _(FACES[asks][int(column) - 1]) if SCALE_OF[asks] == "faces" else column

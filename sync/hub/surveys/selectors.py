"""Tables of answers, in which numbers below five are not told and cannot be worked out.

A question of the bank is told by years that are over: a growing number would tell of single answers. Districts with too
few answers are told together.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from sync.hub.counting.small_cells import TOTAL, joined
from sync.hub.surveys.models import AskedQuestion, GivenAnswer
from sync.protocol.polls.answers import SHARED_BY
from sync.protocol.polls.poll import Poll
from sync.protocol.polls.scale import SCALES
from sync.protocol.surveys.questions import BANK, ONLY, BankQuestion, question_as_poll


@dataclass(frozen=True)
class BankTable:
    """How often each answer was given in one year: districts, the last row those that are told together; the numbers
    of the scale as columns, the last their sum. None: not told."""

    asked: AskedQuestion
    year: int
    rows: tuple[str, ...]
    columns: tuple[str, ...]
    cells: Mapping[tuple[str, str], int | None]


def poll_of(asked: AskedQuestion) -> Poll:
    """The question as a poll: so it is checked and counted."""
    if asked.source == BANK:
        return BankQuestion.from_wire(asked.definition).poll
    return question_as_poll(asked.definition)


def bank_tables(today: date) -> Iterator[BankTable]:
    """Every question of the bank, by the years that are over."""
    for asked in AskedQuestion.objects.filter(source=BANK):
        columns = tuple(str(number) for number in SCALES[poll_of(asked).scale])
        for year, counted in sorted(_by_year(asked, before=date(today.year, 1, 1)).items()):
            if counted.total() >= SHARED_BY:
                rows = {row for row, _ in counted}
                cells = joined({(row, column): counted[row, column] for row in rows for column in columns})
                yield BankTable(asked, year, _rows(cells), (*columns, TOTAL), cells)


def _rows(cells: Mapping[tuple[str, str], int | None]) -> tuple[str, ...]:
    return tuple(sorted({row for row, _ in cells}, key=lambda row: (row == TOTAL, row)))


def _by_year(asked: AskedQuestion, *, before: date) -> dict[int, Counter[tuple[str, str]]]:
    of_question = {"source": asked.source, "question": asked.question, "wording": asked.wording}
    years: dict[int, Counter[tuple[str, str]]] = defaultdict(Counter)
    for given in GivenAnswer.objects.filter(**of_question, day__lt=before):
        years[given.day.year][given.district, str(given.answer[ONLY])] += 1
    return years

"""Tables of answers, in which numbers below five are not told and cannot be worked out.

A question of the bank is told by years, each a while after it is over, when stations without a network have handed
over: a growing number would tell of single answers. Districts with too few answers are told together.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import QuerySet

from sync.hub.counting.small_cells import TOTAL, joined
from sync.hub.surveys.models import AskedQuestion, GivenAnswer
from sync.protocol.polls.answers import SHARED_BY, Answer
from sync.protocol.polls.kinds import kind_of
from sync.protocol.polls.poll import GRACE, Poll
from sync.protocol.polls.scale import SCALES
from sync.protocol.surveys.questions import BANK, ONLY, BankQuestion, question_as_poll

WAITED = timedelta(days=30)
"""So long after its last day a year is told."""

MULTIPLE, RANKED, SCALE, TEXT = "multiple", "ranked", "scale", "text"
"""Kinds whose answers are no single choice. Of a ranking the first is told."""


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
    """Every question of the bank, by the years that are over and no longer waited for."""
    told_before = date((today - WAITED).year, 1, 1)
    for asked in AskedQuestion.objects.filter(source=BANK):
        columns = tuple(str(number) for number in SCALES[poll_of(asked).scale])
        for year, counted in sorted(_by_year(asked, before=told_before).items()):
            if counted.total() >= SHARED_BY:
                rows = {row for row, _ in counted}
                cells = joined({(row, column): counted[row, column] for row in rows for column in columns})
                yield BankTable(asked, year, _rows(cells), (*columns, TOTAL), cells)


def _rows(cells: Mapping[tuple[str, str], int | None]) -> tuple[str, ...]:
    return tuple(sorted({row for row, _ in cells}, key=lambda row: (row == TOTAL, row)))


def _by_year(asked: AskedQuestion, *, before: date) -> dict[int, Counter[tuple[str, str]]]:
    years: dict[int, Counter[tuple[str, str]]] = defaultdict(Counter)
    for given in _answers_to(asked).filter(day__lt=before):
        years[given.day.year][given.district, str(given.answer[ONLY])] += 1
    return years


@dataclass(frozen=True)
class QuestionTable:
    """How often each answer to a question of a survey was given. None: not told.

    The names are those of options, with the number of a scale behind a bar; ``TOTAL`` is everybody who answered.
    """

    asked: AskedQuestion
    cells: Mapping[str, int | None]


def survey_tables(today: date) -> Iterator[QuestionTable]:
    """The questions of surveys that are over and no longer waited for, and that enough people have answered."""
    for asked in AskedQuestion.objects.exclude(source=BANK):
        if date.fromisoformat(asked.definition["closes"]) + GRACE >= today:
            continue
        given = [answer.answer for answer in _answers_to(asked)]
        if len(given) >= SHARED_BY:
            yield QuestionTable(asked, _cells(poll_of(asked), given))


def texts_of(survey: str) -> Iterator[tuple[AskedQuestion, list[str]]]:
    """What people wrote to each question of a survey that asks for words, in the order of chance."""
    for asked in AskedQuestion.objects.filter(source=survey):
        if poll_of(asked).kind == TEXT:
            yield asked, [str(answer.answer) for answer in _answers_to(asked)]


def _answers_to(asked: AskedQuestion) -> QuerySet[GivenAnswer]:
    return GivenAnswer.objects.filter(source=asked.source, question=asked.question, wording=asked.wording)


def _cells(poll: Poll, given: Sequence[Answer]) -> dict[str, int | None]:
    figures = kind_of(poll).tally(poll, given)
    if poll.kind == TEXT:
        return {TOTAL: figures["texts"]}
    if poll.kind == MULTIPLE:
        chosen = {option: _with_or_without(number, len(given)) for option, number in figures["counts"].items()}
        return {**chosen, TOTAL: len(given)}
    if poll.kind == SCALE:
        parts = [
            {f"{option}|{number}": values.get(str(number), 0) for number in SCALES[poll.scale]}
            for option, values in figures["values"].items()
        ]
        return {name: number for part in parts for name, number in _parted(part).items() if name != TOTAL}
    if poll.kind == RANKED:
        firsts = Counter(next(iter(answer)) for answer in given)
        return _parted({option.id: firsts[option.id] for option in poll.options})
    return _parted(figures["counts"])


def _parted(counts: Mapping[str, int]) -> dict[str, int | None]:
    told = joined({(TOTAL, name): number for name, number in counts.items()})
    return {name: number for (_row, name), number in told.items()}


def _with_or_without(number: int, total: int) -> int | None:
    is_small = 0 < number < SHARED_BY or 0 < total - number < SHARED_BY
    return None if is_small else number

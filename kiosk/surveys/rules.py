"""Rules of a survey at the station: which question comes next, and how answers are sealed and stored.

Every answer is a record of its own: nobody can put those of one person together again.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Protocol

from sync.protocol.envelope import seal_answer
from sync.protocol.keys import SealKey
from sync.protocol.polls.kinds import Answer, kind_of
from sync.protocol.records import Record
from sync.protocol.surveys.answers import SurveyAnswer
from sync.protocol.surveys.survey import Survey, SurveyQuestion
from sync.station.outbox import NotStored


class Outbox(Protocol):
    """Where a sealed record is made durable: ``sync.station.outbox.Outbox``."""

    def put(self, record: Record, /) -> None:
        """On disk when this returns; the very same again changes nothing. Raises NotStored."""


def place_of(survey: Survey, answers: Mapping[str, Answer], question: str) -> tuple[int, int]:
    """The number of a question among those that are shown, from 1, and how many are shown."""
    ids = [one.id for one in survey.shown(answers)]
    return ids.index(question) + 1 if question in ids else 1, len(ids)


def neighbour(survey: Survey, answers: Mapping[str, Answer], question: str, *, by: int) -> SurveyQuestion | None:
    """The next shown question (``by`` 1) or the one before (-1); None at the end."""
    number, total = place_of(survey, answers, question)
    place = number - 1 + by
    return survey.shown(answers)[place] if 0 <= place < total else None


def is_allowed(question: SurveyQuestion, answer: Answer) -> bool:
    """True for an answer that its own rules allow; an empty one is skipping, and always possible."""
    return not answer or kind_of(question.poll).check(question.poll, answer) is None


def counted_answers(survey: Survey, answers: Mapping[str, Answer]) -> list[tuple[SurveyQuestion, Answer]]:
    """What would be sent: answers to questions that are shown, each as its rules allow it, and nothing skipped."""
    shown = [(question, answers.get(question.id, "")) for question in survey.shown(answers)]
    return [(question, answer) for question, answer in shown if answer and is_allowed(question, answer)]


def seal_answers(
    survey: Survey, answers: Mapping[str, Answer], *, district: str, day: str, key: SealKey
) -> list[Record]:
    """Each answer as a record of its own."""
    return [
        seal_answer(
            SurveyAnswer(survey.id, question.id, question.wording, answer, district, day), question.poll, key=key
        )
        for question, answer in counted_answers(survey, answers)
    ]


def store_all(sealed: Sequence[Record], *, outbox: Outbox) -> bool:
    """Store what was sealed. False when not all was stored; the same can be tried again."""
    try:
        for record in sealed:
            outbox.put(record)
    except NotStored:
        return False
    return True

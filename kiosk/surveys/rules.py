"""Rules of a survey at the station: which question comes next, and how answers are sealed and stored.

Every answer is a record of its own: nobody can put those of one person together again.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from random import Random
from typing import Protocol

from kiosk.session.numbers import new_number, new_second_code
from kiosk.session.session import Sealed
from sync.protocol.contributions import Contribution, ContributionKind, Released
from sync.protocol.envelope import seal_answer, seal_contribution
from sync.protocol.keys import SealKey
from sync.protocol.polls.kinds import Answer, kind_of
from sync.protocol.records import Dated, Record
from sync.protocol.report_status import record_id_of, withdrawal_mark
from sync.protocol.surveys.answers import SurveyAnswer
from sync.protocol.surveys.survey import Survey, SurveyQuestion
from sync.station.outbox import NotStored

TEXT = "text"
"""The kind of question that is answered in own words."""
MOST_VOICES = 5
"""More than these nobody listens to before answering."""


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


def question_said_aloud(survey: Survey) -> str:
    """The id of the question that can be answered aloud: the first of a survey that listens. Empty for none."""
    return next((one.id for one in survey.questions if survey.listens and one.poll.kind == TEXT), "")


def voices_of(survey: Survey, released: Sequence[Released]) -> tuple[Released, ...]:
    """What others have said aloud to it, as far as it is released."""
    said = [one for one in released if one.kind is ContributionKind.SPOKEN_ANSWER and one.topic == survey.id]
    return tuple(sorted(said, key=lambda one: (one.since, one.name), reverse=True)[:MOST_VOICES])


def is_allowed(question: SurveyQuestion, answer: Answer) -> bool:
    """True for an answer that its own rules allow; an empty one is skipping, and always possible."""
    return not answer or kind_of(question.poll).check(question.poll, answer) is None


def counted_answers(
    survey: Survey, answers: Mapping[str, Answer], *, given: Mapping[str, Answer]
) -> list[tuple[SurveyQuestion, Answer]]:
    """What would be sent: answers to questions that are shown, each as its rules allow it, and nothing skipped.

    ``given``: by what questions are shown, the answers and what was said aloud.
    """
    shown = [(question, answers.get(question.id, "")) for question in survey.shown(given)]
    return [(question, answer) for question, answer in shown if answer and is_allowed(question, answer)]


def seal_answers(
    survey: Survey,
    answers: Mapping[str, Answer],
    *,
    given: Mapping[str, Answer],
    district: str,
    day: str,
    key: SealKey,
) -> list[Record]:
    """Each answer as a record of its own. ``given``: as for ``counted_answers``."""
    return [
        seal_answer(
            SurveyAnswer(survey.id, question.id, question.wording, answer, district, day), question.poll, key=key
        )
        for question, answer in counted_answers(survey, answers, given=given)
    ]


def seal_spoken(
    survey: str,
    attachments: tuple[tuple[str, ...], ...],
    *,
    district: str,
    language: str,
    dated: Dated,
    key: SealKey,
    random: Random,
) -> Sealed:
    """What was said aloud, with a number by which it can be withdrawn: a voice is somebody's own."""
    number, second_code = new_number(random), new_second_code(random)
    record_id = record_id_of(number)
    said = Contribution(
        kind=ContributionKind.SPOKEN_ANSWER,
        number=number,
        text="",
        district=district,
        language=language,
        day=dated.day,
        topic=survey,
        attachments=attachments,
        seen=dated.seen,
        unsure=dated.unsure,
        withdrawal=withdrawal_mark(record_id, second_code),
    )
    return Sealed(seal_contribution(said, key=key, record_id=record_id), number, second_code)


def store_all(sealed: Sequence[Record], *, outbox: Outbox) -> bool:
    """Store what was sealed. False when not all was stored; the same can be tried again."""
    try:
        for record in sealed:
            outbox.put(record)
    except NotStored:
        return False
    return True

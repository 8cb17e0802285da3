"""Remembering what is asked when content is published, and taking in answers."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from sync.hub.surveys.models import AskedQuestion, GivenAnswer
from sync.hub.surveys.selectors import poll_of
from sync.protocol.envelope import read_answer
from sync.protocol.errors import Refused
from sync.protocol.reasons import RecordReason
from sync.protocol.surveys.answers import SurveyAnswer
from sync.protocol.surveys.questions import BANK, BankQuestion
from sync.protocol.surveys.survey import definitions_of


def note_bank(bank: Iterable[Mapping[str, Any]], *, today: date) -> None:
    """Remember the questions of the bank that are published. Part of a transaction.

    Raises Refused for one that was asked before in other words: over the years only the same words compare.
    """
    for wire in bank:
        asked = BankQuestion.from_wire(wire)
        before = AskedQuestion.objects.filter(source=BANK, question=asked.id).exclude(wording=asked.wording)
        if before.exists():
            raise Refused(
                f"the question {asked.id} of the question bank was published in other words before; "
                "a question in new words needs a new id"
            )
        note_question(BANK, asked.id, asked.wording, wire, today=today)


def note_surveys(surveys: Iterable[Mapping[str, Any]], *, today: date) -> None:
    """Remember the questions of surveys that are published. Part of a transaction."""
    for survey in surveys:
        for question, wording, definition in definitions_of(survey):
            kept = {**definition, "closes": survey["closes"], "survey": survey["title"]}
            note_question(survey["id"], question, wording, kept, today=today)


def note_question(source: str, question: str, wording: str, definition: Mapping[str, Any], *, today: date) -> None:
    """Remember one question in its wording. Part of a transaction."""
    AskedQuestion.objects.get_or_create(
        source=source,
        question=question,
        wording=wording,
        defaults={"definition": dict(definition), "first_published": today},
    )


def receive_answer(given: SurveyAnswer) -> None:
    """Keep an answer, once however often it comes, without anything of the way it came.

    Raises Refused for one to no question of ours, or that its question does not allow.
    """
    asked = AskedQuestion.objects.filter(source=given.source, question=given.question, wording=given.wording).first()
    if asked is None:
        raise Refused(RecordReason.NO_QUESTION)
    try:
        answer = read_answer(poll_of(asked), given.answer)
    except Refused as error:
        raise Refused(RecordReason.ANSWER_NOT_ALLOWED) from error
    GivenAnswer.objects.get_or_create(
        slip=given.slip,
        defaults={
            "source": given.source,
            "question": given.question,
            "wording": given.wording,
            "answer": answer,
            "district": given.district,
            "day": date.fromisoformat(given.day),
        },
    )

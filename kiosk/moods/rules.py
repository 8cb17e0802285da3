"""Rules of the question at the end of a visit: whether one is asked, and which; and how its answer is stored.

Knows no screens and nothing of the visit: of what a person did, said or used nothing reaches an answer.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from random import Random
from typing import Protocol

from sync.protocol.envelope import seal_answer
from sync.protocol.keys import SealKey
from sync.protocol.records import Record
from sync.protocol.surveys.answers import SurveyAnswer
from sync.protocol.surveys.questions import BANK, ONLY, BankQuestion
from sync.station.outbox import NotStored

ASKED_ONCE_IN = 3
"""Of so many visits in which a question could be asked, one is asked."""


class Outbox(Protocol):
    """Where a sealed record is made durable: ``sync.station.outbox.Outbox``."""

    def put(self, record: Record, /) -> None:
        """On disk when this returns. Raises NotStored."""


def draw_question(bank: Sequence[BankQuestion], *, random: Random) -> BankQuestion | None:
    """One of the questions, or none, by chance alone."""
    if not bank or random.randrange(ASKED_ONCE_IN):
        return None
    return random.choice(bank)


def store_answer(asked: BankQuestion, number: int, *, district: str, day: str, key: SealKey, outbox: Outbox) -> bool:
    """Seal the answer and store it, alone. False when it was not stored: nothing is left of it.

    Raises sync.protocol.errors.Refused for a number that is not on the scale.
    """
    answer = SurveyAnswer(BANK, asked.id, asked.wording, {ONLY: number}, district, day)
    try:
        outbox.put(seal_answer(answer, asked.poll, key=key))
    except (NotStored, sqlite3.Error, OSError):
        return False
    return True

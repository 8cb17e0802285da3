"""The answer to one question as it travels: alone, with nothing beside it that leads to another answer or to a visit.

It names a day and a district, and no station, language, time or survey taker; the answers of one person to a survey are
as many records as there were answers, and nothing ties them together.
"""

from __future__ import annotations

import re
import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Self

from sync.protocol.errors import Refused
from sync.protocol.foreign import foreign
from sync.protocol.polls.answers import Answer
from sync.protocol.reasons import RecordReason

ANSWER_BYTES = 1024
"""Every answer is padded to this length, or where its question takes longer ones, to a multiple of it."""

_WORD = re.compile(r"[A-Za-z0-9_.-]{1,80}")
_HEX = re.compile(r"[0-9a-f]{16,32}")


@dataclass(frozen=True)
class SurveyAnswer:
    """One answer. ``source``: the survey, or ``questions.BANK``; ``wording``: what exactly was asked.

    ``slip`` is drawn by chance for this answer: by it the hub takes the answer once, however often it comes.
    """

    source: str
    question: str
    wording: str
    answer: Answer
    district: str
    day: str
    slip: str = field(default_factory=lambda: secrets.token_hex(16))

    def to_wire(self) -> dict[str, Any]:
        """The JSON object that is sealed."""
        return {
            "source": self.source,
            "question": self.question,
            "wording": self.wording,
            "answer": self.answer,
            "district": self.district,
            "day": self.day,
            "slip": self.slip,
        }

    @classmethod
    def from_wire(cls, wire: Mapping[str, Any]) -> Self:
        """Raises Refused when a member is missing or of the wrong kind. The answer's own rules are its question's."""
        with foreign(Refused, RecordReason.NO_ANSWER):
            answer = cls(
                source=str(wire["source"]),
                question=str(wire["question"]),
                wording=str(wire["wording"]),
                answer=wire["answer"],
                district=str(wire["district"]),
                day=date.fromisoformat(wire["day"]).isoformat(),
                slip=str(wire["slip"]),
            )
        words = (answer.source, answer.question)
        if not all(map(_WORD.fullmatch, words)) or not all(map(_HEX.fullmatch, (answer.wording, answer.slip))):
            raise Refused(RecordReason.NO_ANSWER, detail="bounds")
        if len(answer.slip) != 32 or len(answer.district) > 20 or not isinstance(answer.answer, str | list | dict):
            raise Refused(RecordReason.NO_ANSWER, detail="bounds")
        return answer

"""What everybody who comes has to understand stands in one language after the other: also a warning, while it lasts."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sync.protocol.emergency_notice import EmergencyNotice

TURN_SECONDS = 12
"""How long it stands in one language before the next: time to read it twice."""


def turn_of(notice: EmergencyNotice | None, now: datetime, seconds: float) -> tuple[EmergencyNotice, str] | None:
    """The warning and the code of the language whose turn it is, ``seconds`` on a clock that only counts."""
    if notice is None or not notice.is_current(now):
        return None
    return notice, language_of_turn(notice.languages, seconds)


def language_of_turn(languages: Sequence[str], seconds: float) -> str:
    """Which of them has its turn, ``seconds`` on a clock that only counts."""
    return languages[int(seconds / TURN_SECONDS) % len(languages)]

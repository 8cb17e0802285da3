"""A warning for everybody, on the greeting: as long as it is current, in one of its languages after the other."""

from __future__ import annotations

from datetime import datetime

from sync.protocol.emergency_notice import EmergencyNotice

WARNING_SECONDS = 12
"""How long a warning stands in one language before the next: time to read it twice."""


def turn_of(notice: EmergencyNotice | None, now: datetime, seconds: float) -> tuple[EmergencyNotice, str] | None:
    """The warning and the code of the language whose turn it is, ``seconds`` on a clock that only counts."""
    if notice is None or not notice.is_current(now):
        return None
    return notice, notice.languages[int(seconds / WARNING_SECONDS) % len(notice.languages)]

"""The rule of the signs: what stands beside a batch or a record once people have decided. Takes values, returns one.

What came stays as it came, beside its chain or in quarantine; the sign says what it means today.
"""

from __future__ import annotations

from enum import StrEnum

from sync.hub.intake.models import BatchState, RecordState
from sync.hub.triage.models import TriageVerdict


class BatchSign(StrEnum):
    """How a batch is."""

    STORED = "stored"
    ASIDE = "aside"
    """Waits for a decision."""
    LET_IN = "let-in"
    STAYS_OUT = "stays-out"
    UNREADABLE = "unreadable"
    LOST = "lost"
    """Nobody has taken note of it."""
    LOSS_NOTED = "loss-noted"

    @property
    def colour(self) -> str:
        """``good``, ``bad`` or ``off``: what colour and mark it gets."""
        if self in {BatchSign.STORED, BatchSign.LET_IN}:
            return "good"
        return "off" if self in {BatchSign.STAYS_OUT, BatchSign.LOSS_NOTED} else "bad"


class RecordSign(StrEnum):
    """How a record is."""

    WAITING = "waiting"
    APPLIED = "applied"
    QUARANTINED = "quarantined"
    """Waits for a decision."""
    STAYS_OUT = "stays-out"

    @property
    def colour(self) -> str:
        """``good``, ``waiting``, ``bad`` or ``off``."""
        return {"applied": "good", "waiting": "waiting", "stays-out": "off"}.get(self, "bad")


def batch_sign(state: str, verdict: str | None) -> BatchSign:
    """``verdict`` of the newest decision about it; None before the first."""
    if verdict and state == BatchState.ASIDE:
        return BatchSign.LET_IN if verdict == TriageVerdict.RELEASED else BatchSign.STAYS_OUT
    if verdict and state == BatchState.LOST:
        return BatchSign.LOSS_NOTED
    return BatchSign(state)


def record_sign(state: str, verdict: str | None) -> RecordSign:
    """``verdict`` as above. A record that was released and failed again waits for another decision."""
    if state == RecordState.QUARANTINED and verdict == TriageVerdict.REJECTED:
        return RecordSign.STAYS_OUT
    return RecordSign(state)

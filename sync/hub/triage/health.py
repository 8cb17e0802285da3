"""The rule of a station's state: which one sentence says how it is. Takes values, returns a value."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, tzinfo
from enum import StrEnum

from sync.hub.triage.contact_schedule import ContactPlan, is_overdue

MOST_CLOCK_SECONDS = 300
"""A station whose clock differs by more needs somebody: closing days of polls are judged by it while offline."""


class Health(StrEnum):
    """How a station is, the most pressing first."""

    ERROR = "error"
    OVERDUE = "overdue"
    NEVER = "never"
    """Enrolled, but not heard of within the time it was expected."""
    CLOCK = "clock"
    POWER = "power"
    """Its battery is nearly empty: it turns itself off soon."""
    SILENT = "silent"
    """It has no sound device: whoever cannot see can do nothing there."""
    NEW = "new"
    """Enrolled a short while ago and not heard of yet."""
    OLD_CONTENT = "old_content"
    WAITING = "waiting"
    IN_SYNC = "in_sync"
    REVOKED = "revoked"

    @property
    def state(self) -> str:
        """``good``, ``waiting``, ``bad`` or ``off``: what colour and sign it gets."""
        if self in _BAD:
            return "bad"
        return {Health.IN_SYNC: "good", Health.REVOKED: "off"}.get(self, "waiting")


_BAD = {Health.ERROR, Health.OVERDUE, Health.NEVER, Health.CLOCK, Health.POWER, Health.SILENT}


@dataclass(frozen=True)
class StationFacts:
    """What is known of a station's last visits. Moments are aware; ``clock_seconds`` is its clock minus the hub's."""

    enrolled_at: datetime
    is_revoked: bool = False
    last_contact: datetime | None = None
    last_success: datetime | None = None
    last_error_at: datetime | None = None
    clock_seconds: int | None = None
    waiting: int = 0
    content: str = ""
    is_silent: bool = False
    runs_low: bool = False


@dataclass(frozen=True)
class Gap:
    """Batches a station says it has frozen and the hub does not have: from ``first`` to ``last``."""

    inc: str
    first: int
    last: int


def health_of(facts: StationFacts, plan: ContactPlan, *, published: str, now: datetime, zone: tzinfo) -> Health:
    """The most pressing thing to say about a station. ``published`` names the newest content, empty for none."""
    if facts.is_revoked:
        return Health.REVOKED
    late = is_overdue(plan, last=facts.last_contact or facts.enrolled_at, now=now, zone=zone)
    if facts.last_contact is None:
        return Health.NEVER if late else Health.NEW
    if late:
        return Health.OVERDUE
    if facts.last_error_at and (facts.last_success is None or facts.last_error_at > facts.last_success):
        return Health.ERROR
    if abs(facts.clock_seconds or 0) > MOST_CLOCK_SECONDS:
        return Health.CLOCK
    if facts.runs_low:
        return Health.POWER
    if facts.is_silent:
        return Health.SILENT
    if facts.waiting:
        return Health.WAITING
    return Health.OLD_CONTENT if published and facts.content != published else Health.IN_SYNC


def gaps(said: Mapping[str, int], heads: Mapping[str, int]) -> list[Gap]:
    """What is missing here: incarnation to last number as the station said it, against the hub's own heads."""
    return [Gap(inc, heads.get(inc, 0) + 1, seq) for inc, seq in sorted(said.items()) if seq > heads.get(inc, 0)]


def ranges(numbers: Iterable[int]) -> list[tuple[int, int]]:
    """Numbers as runs: 4, 5, 6, 9 are (4, 6) and (9, 9)."""
    runs: list[tuple[int, int]] = []
    for number in sorted(set(numbers)):
        if runs and runs[-1][1] == number - 1:
            runs[-1] = (runs[-1][0], number)
        else:
            runs.append((number, number))
    return runs

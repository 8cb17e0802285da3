"""How a station can be, as one word, and what the hub lacks of it. Which word holds is judged by the database."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum

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
class Gap:
    """Batches a station says it has frozen and the hub does not have: from ``first`` to ``last``."""

    inc: str
    first: int
    last: int


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

"""The rule of alarms: of what is open, what has to be said now. Each is said when it begins, once a day as long as it
lasts, and when it is over. Knows no table and no network.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

AGAIN = timedelta(days=1)
"""What goes on is said again after so long."""


@dataclass(frozen=True)
class Alarm:
    """One thing somebody should know. ``id`` stays the same as long as it lasts; ``words`` name nobody."""

    id: str
    words: str


@dataclass(frozen=True)
class SaidAlarm:
    """One that was said and is not over."""

    words: str
    at: datetime
    """When it was said last."""


@dataclass(frozen=True)
class ToTell:
    """What has to be said now."""

    begun: Sequence[Alarm]
    """New, or said long ago."""
    over: Sequence[Alarm]
    """What was said and is no more, in the words of then."""

    @property
    def is_any(self) -> bool:
        """There is something to say."""
        return bool(self.begun or self.over)


def to_tell(open_now: Sequence[Alarm], *, said: Mapping[str, SaidAlarm], now: datetime) -> ToTell:
    """``said``: by the id of each alarm that is not over yet."""
    ids = {alarm.id for alarm in open_now}
    begun = [alarm for alarm in open_now if alarm.id not in said or now - said[alarm.id].at >= AGAIN]
    return ToTell(begun, [Alarm(name, said[name].words) for name in sorted(set(said) - ids)])


def said_after(told: ToTell, *, said: Mapping[str, SaidAlarm], now: datetime) -> dict[str, SaidAlarm]:
    """What was said, once this is."""
    over = {alarm.id for alarm in told.over}
    kept = {name: one for name, one in said.items() if name not in over}
    return {**kept, **{alarm.id: SaidAlarm(alarm.words, now) for alarm in told.begun}}

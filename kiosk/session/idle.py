"""When an abandoned visit is warned and ended. Knows no clock and no screen: seconds in, a decision out."""

from __future__ import annotations

from dataclasses import dataclass

from sync.station.config import IdleConfig


@dataclass(frozen=True)
class Stay:
    """The person is there."""


@dataclass(frozen=True)
class Warn:
    """Ask whether the person is still there; the visit ends in this many whole seconds."""

    seconds_left: int


@dataclass(frozen=True)
class End:
    """Nobody is there: end the visit and throw away what is unfinished."""


def patience_seconds(times: IdleConfig, *, switches: bool) -> int:
    """How long a person who is given time may be silent before the question; with switches each step takes longer."""
    return max(times.started_seconds, times.switches_seconds) if switches else times.started_seconds


def judge_silence(seconds: float, *, given_time: bool, times: IdleConfig, switches: bool = False) -> Stay | Warn | End:
    """What follows from this many seconds since the last touch.

    ``given_time``: something was entered, or speech is in use; ``switches``: they are in use, which asks for even more.
    Without either nothing can be lost, so the visit ends without a question (R63); with it the question stands for
    ``warning_seconds`` first (R60).
    """
    if not (given_time or switches):
        return Stay() if seconds < times.untouched_seconds else End()
    over = seconds - patience_seconds(times, switches=switches)
    if over < 0:
        return Stay()
    left = times.warning_seconds - int(over)
    return Warn(left) if left > 0 else End()

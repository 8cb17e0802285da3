"""When an abandoned visit is warned and ended. Knows no clock and no screen: seconds in, a decision out."""

from __future__ import annotations

from dataclasses import dataclass

from sync.config import IdleConfig


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


def judge_silence(seconds: float, *, given_time: bool, times: IdleConfig) -> Stay | Warn | End:
    """What follows from this many seconds since the last touch.

    ``given_time``: something was entered, or speech is in use. Without it nothing can be lost, so the visit
    ends without a question (R63); with it the question stands for ``warning_seconds`` first (R60).
    """
    if not given_time:
        return Stay() if seconds < times.untouched_seconds else End()
    over = seconds - times.started_seconds
    if over < 0:
        return Stay()
    left = times.warning_seconds - int(over)
    return Warn(left) if left > 0 else End()

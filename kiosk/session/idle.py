"""When an abandoned visit is warned and ended. Knows no clock and no screen: seconds in, a decision out."""

from __future__ import annotations

from dataclasses import dataclass

from accessibility.profile import Profile, Switches
from sync.station.config import IdleConfig

AWAY_SECONDS = 20
"""A sensor has seen nobody for so long, and nobody has touched anything: then it is asked earlier."""


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


def patience_seconds(times: IdleConfig, profile: Profile) -> int:
    """How long a person may be silent before the question; with switches each step takes longer.

    The rule below and every text that promises time take it from here (R62).
    """
    uses_switches = profile.switches is not Switches.NONE
    return max(times.started_seconds, times.switches_seconds) if uses_switches else times.started_seconds


def judge_silence(
    seconds: float, *, untouched: bool, profile: Profile, times: IdleConfig, away_seconds: float = 0.0
) -> Stay | Warn | End:
    """What follows from this many seconds since the last touch, for a person with these aids.

    ``untouched``: nobody did anything after the touch that began the visit. Where nobody is read to either, nothing
    can be lost and no time was promised, so the visit ends without a question (R63). In every other one the question
    stands for ``warning_seconds`` first (R60), also where a sensor has seen nobody for ``away_seconds``: that brings
    the question earlier, and only for people who see it at once.
    """
    if untouched and not profile.speech:
        return Stay() if seconds < times.untouched_seconds else End()
    over = seconds - patience_seconds(times, profile)
    if not profile.speech and profile.switches is Switches.NONE:
        over = max(over, min(seconds, away_seconds) - AWAY_SECONDS)
    if over < 0:
        return Stay()
    left = times.warning_seconds - int(over)
    return Warn(left) if left > 0 else End()

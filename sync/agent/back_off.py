"""How long the agent waits after rounds that did not get through."""

from __future__ import annotations

from random import Random

BACK_OFF_SECONDS = 5
BACK_OFF_AT_MOST_SECONDS = 15 * 60


def back_off(failures: int, random: Random, *, after_seconds: float | None = None) -> float:
    """Seconds to wait after so many rounds in a row that did not get through (docs/protocol.md, section 6).

    5 s x 2^n, at most 15 min, spread by half so that many stations do not come back in the same second; never shorter
    than the hub asked for.
    """
    longest = min(BACK_OFF_SECONDS * 2 ** min(failures, 16), BACK_OFF_AT_MOST_SECONDS)
    return max(random.uniform(longest / 2, longest), after_seconds or 0.0)

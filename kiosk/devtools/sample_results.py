"""What the station of the pictures knows of closed polls: a result with everything that can stand in one."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

from sync.protocol.evening_polls import EVENING_GRACE
from sync.protocol.poll_results import PollResult
from sync.protocol.polls.background import Secrecy

LATER = datetime(2027, 10, 15, 12, tzinfo=UTC)
"""A noon after the polls of the default content are over, counted, and their answers due."""

_COUNTED = date(2027, 7, 15)


def sample_result(poll: Mapping[str, Any]) -> PollResult:
    """The result of a poll with options: figures of all sizes, also one that is too small to be shown."""
    ids = [option["id"] for option in poll["options"]]
    counts = {option: max(2, 154 - 41 * place) for place, option in enumerate(ids)}
    return PollResult.of(poll, ballots=213, counts=counts, adds_up=False, counted_on=_COUNTED)


def sample_evening(poll: Mapping[str, Any], day: date) -> PollResult:
    """The same of a poll that was opened for this evening, and counted at its station."""
    days = dict.fromkeys(("opens", "closes"), day.isoformat()) | {"grace": (day + EVENING_GRACE).isoformat()}
    evening = {**poll, **days, "id": f"{poll['id']}-0a1b2c3d", "secrecy": Secrecy.ON_THE_SPOT.value}
    return replace(sample_result(evening), counted_on=day, by_station=True)

"""Telling stations the result of a poll: what may be shown of it, and no figure of fewer than five ballots."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.utils import timezone

from sync.hub.announcements import services as announcements
from sync.hub.polls.models import Tally
from sync.protocol.poll_results import LEAST_FIGURE, PollResult, adds_up, counts_of, result_name
from sync.protocol.polls.poll import Poll


def tell_result(row: Tally, wire: Mapping[str, Any], *, now: datetime) -> None:
    """Part of the transaction that publishes the result. Of too few ballots nothing is told."""
    if row.valid < LEAST_FIGURE:
        return
    counts = counts_of(Poll.from_wire(wire), row.figures)
    result = PollResult.of(
        wire,
        ballots=row.valid,
        counts=counts,
        adds_up=adds_up([*counts.values()], ballots=row.valid),
        counted_on=timezone.localdate(now),
    )
    announcements.tell(result_name(row.poll), result.to_bytes())

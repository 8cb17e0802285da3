"""Which of a round's notes are troubles, and in which order they are told."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from itertools import permutations

import pytest

from sync.station.events import Event, Note
from sync.station.troubles import GOOD_NEWS, is_agent_silent, worst_first

NOON = datetime(2026, 11, 22, 12, tzinfo=UTC)

ORDER = (Event.REVOKED, Event.DISK, Event.BATCH_REFUSED, Event.CLOCK_WRONG, Event.HUB_SILENT, Event.LOG_DOUBTED)


def told(*events: Event) -> list[Event]:
    return [note.event for note in worst_first(map(Note, events))]


def test_in_whatever_order_they_come_the_worst_is_first() -> None:
    for events in permutations((*ORDER[::2], Event.CONTENT_EXPIRED)):
        assert told(*events) == [*ORDER[::2], Event.CONTENT_EXPIRED]
    assert told(*reversed(ORDER)) == list(ORDER)


@pytest.mark.parametrize("why", [Event.HUB_SILENT, Event.HUB_UNKNOWN])
def test_content_that_does_not_come_hides_nothing(why: Event) -> None:
    assert told(Event.CONTENT_UNREACHABLE, why) == [why]
    assert told(Event.CONTENT_UNREACHABLE) == [Event.CONTENT_UNREACHABLE]
    assert told(Event.CONTENT_REFUSED, why) == [why, Event.CONTENT_REFUSED]


def test_every_event_is_good_news_or_told_once() -> None:
    for event in Event:
        assert told(event, event) == ([] if event in GOOD_NEWS else [event])


@pytest.mark.parametrize(
    ("minutes", "interval_seconds", "silent"),
    [(0, 60, False), (20, 60, False), (31, 60, True), (31, 3600, False), (121, 3600, True), (-600, 60, False)],
)
def test_an_agent_that_should_long_have_tried_again_is_silent(
    minutes: int, interval_seconds: int, silent: bool
) -> None:
    ended = NOON - timedelta(minutes=minutes)

    def judge(last_attempt: datetime | None, up_seconds: float) -> bool:
        return is_agent_silent(
            NOON, last_attempt=last_attempt, up_seconds=up_seconds, interval_seconds=interval_seconds
        )

    assert judge(ended, 1e6) is silent
    assert not judge(ended, 60), "the machine was off over night"
    assert not judge(None, 1e6)

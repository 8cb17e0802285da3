"""The one sentence that says how a station is."""

from __future__ import annotations

import dataclasses
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from sync.hub.triage.contact_schedule import ContactPlan
from sync.hub.triage.health import MOST_CLOCK_SECONDS, Gap, Health, StationFacts, gaps, health_of, ranges

NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)
HOUR = timedelta(hours=1)
WELL = StationFacts(
    enrolled_at=NOW - 300 * HOUR, last_contact=NOW - HOUR, last_success=NOW - HOUR, clock_seconds=0, content="new"
)


@pytest.mark.parametrize(
    ("changes", "health"),
    [
        ({}, Health.IN_SYNC),
        ({"waiting": 1}, Health.WAITING),
        ({"content": "old"}, Health.OLD_CONTENT),
        ({"content": "old", "waiting": 1}, Health.WAITING),
        ({"is_silent": True, "waiting": 1}, Health.SILENT),
        ({"runs_low": True, "is_silent": True}, Health.POWER),
        ({"runs_low": True, "clock_seconds": MOST_CLOCK_SECONDS + 1}, Health.CLOCK),
        ({"is_silent": True, "clock_seconds": MOST_CLOCK_SECONDS + 1}, Health.CLOCK),
        ({"clock_seconds": MOST_CLOCK_SECONDS}, Health.IN_SYNC),
        ({"clock_seconds": MOST_CLOCK_SECONDS + 1}, Health.CLOCK),
        ({"clock_seconds": -MOST_CLOCK_SECONDS - 1}, Health.CLOCK),
        ({"last_error_at": NOW - 2 * HOUR}, Health.IN_SYNC),
        ({"last_error_at": NOW}, Health.ERROR),
        ({"last_error_at": NOW, "clock_seconds": 9999}, Health.ERROR),
        ({"last_contact": NOW - 25 * HOUR}, Health.OVERDUE),
        ({"last_contact": NOW - 25 * HOUR, "last_error_at": NOW - 25 * HOUR, "last_success": None}, Health.OVERDUE),
        ({"last_contact": None}, Health.NEVER),
        ({"last_contact": None, "enrolled_at": NOW - HOUR}, Health.NEW),
        ({"is_revoked": True, "last_contact": NOW - 99 * HOUR}, Health.REVOKED),
    ],
)
def test_the_most_pressing_thing_is_said(changes: dict[str, Any], health: Health) -> None:
    facts = dataclasses.replace(WELL, **changes)
    assert health_of(facts, ContactPlan(), published="new", now=NOW, zone=UTC) is health


def test_without_published_content_none_is_old() -> None:
    assert health_of(WELL, ContactPlan(), published="", now=NOW, zone=UTC) is Health.IN_SYNC


@pytest.mark.parametrize(
    ("said", "heads", "missing"),
    [
        ({}, {}, []),
        ({"a": 410}, {"a": 410}, []),
        ({"a": 410}, {"a": 411}, []),
        ({"a": 418}, {"a": 410}, [Gap("a", 411, 418)]),
        ({"b": 2, "a": 1}, {}, [Gap("a", 1, 1), Gap("b", 1, 2)]),
    ],
)
def test_what_a_station_has_and_the_hub_has_not_is_missing(
    said: dict[str, int], heads: dict[str, int], missing: list[Gap]
) -> None:
    assert gaps(said, heads) == missing


@pytest.mark.parametrize(("numbers", "runs"), [([], []), ([5], [(5, 5)]), ([6, 4, 5, 9, 5], [(4, 6), (9, 9)])])
def test_numbers_are_told_as_runs(numbers: list[int], runs: list[tuple[int, int]]) -> None:
    assert ranges(numbers) == runs

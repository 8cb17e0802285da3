"""What the hub lacks of a station, and numbers told as runs."""

from __future__ import annotations

import pytest

from sync.hub.triage.health import Gap, gaps, ranges


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

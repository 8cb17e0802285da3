"""A closed day adds up, or says why not; and two people stand for it."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sync.protocol.day_closure import Balance, DayClosure, DaySums
from sync.protocol.errors import Refused

DAY = "2026-11-22"
EVEN = DaySums(60, 41, 2, 17, 45, 41, 4, 58, 50, 8)
CLOSED = DayClosure(DAY, DAY, "Markt", "E", EVEN, 41, ("A. Behrens", "M. Kruse"), by_pin=True)
COUNTS = st.integers(0, 500)


@given(used=COUNTS, spoiled=COUNTS, returned=COUNTS, cast=COUNTS, left=COUNTS, finished=COUNTS, abandoned=COUNTS)
def test_a_day_in_which_everything_went_somewhere_adds_up(
    used: int, spoiled: int, returned: int, cast: int, left: int, finished: int, abandoned: int
) -> None:
    sums = DaySums(
        *(used + spoiled + returned, used, spoiled, returned),
        *(cast + left, cast, left),
        *(finished + abandoned, finished, abandoned),
    )
    assert sums.gaps == {}
    assert sums.plus(codes_issued=2, ballots_cast=1, visits_begun=1).gaps == {
        Balance.CODES: 2,
        Balance.BALLOTS: -1,
        Balance.VISITS: 1,
    }


def test_a_closure_travels_whole() -> None:
    gap = replace(CLOSED, sums=EVEN.plus(codes_issued=1), notes={Balance.CODES: "eine Karte verweht"})
    for closure in (CLOSED, gap):
        assert DayClosure.from_wire(closure.to_wire()) == closure


@pytest.mark.parametrize(
    "change",
    [
        {"sums": EVEN.plus(codes_issued=1)},
        {"sums": EVEN.plus(ballots_cast=1), "notes": {Balance.BALLOTS: "  "}},
        {"sums": EVEN.plus(visits_begun=1), "notes": {Balance.CODES: "about something else"}},
        {"names": ("A. Behrens", "")},
        {"names": ("A. Behrens", " a. behrens ")},
        {"sums": replace(EVEN, visits_begun=-1)},
        {"notes": {Balance.CODES: "x" * 301}},
        {"day": "yesterday"},
    ],
)
def test_what_nobody_may_sign_is_refused(change: dict[str, object]) -> None:
    with pytest.raises(Refused):
        DayClosure.from_wire(replace(CLOSED, **change).to_wire())  # type: ignore[arg-type]

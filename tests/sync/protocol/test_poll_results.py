"""The result of a poll as stations are told it: no figure of fewer than five ballots, and none that gives one away."""

from __future__ import annotations

import json
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sync.protocol.encoding import canonical_json
from sync.protocol.errors import Refused
from sync.protocol.poll_results import (
    LEAST_FIGURE,
    NONE_OF_THEM,
    PollResult,
    ResultFigure,
    adds_up,
    counts_of,
    read_results,
    result_name,
    withheld,
)
from sync.protocol.polls.kinds import kind_of
from sync.protocol.polls.poll import Poll
from tests.kits.content import SOURCE, Keys, content_files

DAY = date(2027, 7, 15)
MARKET = json.loads((SOURCE / "polls" / "neuer-markt.json").read_bytes())
COUNTS = st.dictionaries(st.text("abcdefgh", min_size=1, max_size=2), st.integers(0, 30), min_size=1, max_size=8)


def result(**counts: int) -> PollResult:
    ballots = sum(counts.values())
    named = {option["id"]: 0 for option in MARKET["options"]} | {n.replace("_", "-"): c for n, c in counts.items()}
    return PollResult.of(MARKET, ballots=ballots, counts=named, adds_up=True, counted_on=DAY)


@given(COUNTS, st.booleans())
def test_no_figure_below_five_is_told_nor_one_by_which_it_could_be_found(counts: dict[str, int], sums: bool) -> None:
    told = withheld(counts, adds_up=sums)
    assert told.keys() == counts.keys()
    assert all(figure is None or figure == counts[option] >= LEAST_FIGURE for option, figure in told.items())
    if sums:
        hidden = sum(counts.values()) - sum(figure or 0 for figure in told.values())
        everything = sum(counts.values())
        assert hidden == 0 or hidden >= min(LEAST_FIGURE, everything)


def test_nothing_more_than_needed_is_withheld() -> None:
    assert withheld({"a": 40, "b": 9, "c": 2}, adds_up=True) == {"a": 40, "b": None, "c": None}
    assert withheld({"a": 40, "b": 9, "c": 2}, adds_up=False) == {"a": 40, "b": 9, "c": None}
    assert withheld({"a": 40, "b": 0}, adds_up=True) == {"a": 40, "b": None}
    assert withheld({"a": 40, "b": 3, "c": 2}, adds_up=True) == {"a": 40, "b": None, "c": None}


def test_a_result_is_read_as_it_was_written_without_keys() -> None:
    wire = json.loads(content_files(Keys())["polls/neuer-markt.json"])
    counts = {"library": 20, "shops": 7}
    written = PollResult.of(wire, ballots=27, counts=counts, adds_up=True, counted_on=DAY)
    read = PollResult.from_bytes(written.to_bytes())
    assert read == written
    assert read.figures == (ResultFigure("library", 20), ResultFigure("shops", 7))
    assert read.leading == ("library",)
    assert read.poll.mix is None
    assert b"keys" not in written.to_bytes()


def test_a_result_of_too_few_ballots_is_none() -> None:
    with pytest.raises(Refused):
        result(library=4)


@pytest.mark.parametrize(
    "change",
    [
        {"figures": [["library", 4]]},
        {"figures": [["library", True]]},
        {"figures": [["library", "40"]]},
        {"ballots": 4},
        {"ballots": None},
        {"counted_on": "yesterday"},
        {"poll": {}},
        {"leading": 3},
        {"figures": [[]]},
    ],
)
def test_what_must_not_be_shown_is_not_read(change: dict[str, object]) -> None:
    wire = json.loads(result(library=20, shops=7).to_bytes())
    with pytest.raises(Refused):
        PollResult.from_bytes(canonical_json(wire | change))


def test_one_result_that_cannot_be_read_hides_no_other_and_none_stands_under_another_name() -> None:
    good = result(library=20, shops=7)
    name = result_name("neuer-markt")
    others = [("result-broken.json", b"{"), ("log.00000", b"x"), (result_name("other"), good.to_bytes())]
    assert read_results([*others, (name, good.to_bytes())]) == {"neuer-markt": good}


def test_the_counts_of_every_kind_that_has_them_can_be_told_side_by_side() -> None:
    poll = Poll.from_wire(MARKET | {"kind": "ranked", "max": 3})
    tally = kind_of(poll).tally(poll, [["library", "shops"]] * 6 + [["shops"]] * 5)
    assert counts_of(poll, tally)["library"] == 6
    free = Poll.from_wire(MARKET | {"min": 0})
    counts = counts_of(free, kind_of(free).tally(free, [["library"]] * 6 + [[]] * 7))
    assert counts[NONE_OF_THEM] == 7
    assert adds_up([*counts.values()], ballots=13)
    assert counts_of(poll, {"something": "newer"}) == {}

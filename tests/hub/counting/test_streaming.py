"""Counting holds one ballot at a time, however many there are, and gives what counting them all at once gives."""

from __future__ import annotations

import json
from dataclasses import replace
from hashlib import sha256
from random import Random

import pytest

from sync.counting.envelopes import StoredEnvelopes
from sync.counting.patterns import Repeated
from sync.counting.tally import Box, Count, count_answers, open_both, open_mix, open_tally, write_result
from sync.protocol.encoding import canonical_json
from sync.protocol.envelope import open_outer, seal_ballot
from sync.protocol.keys import OpenKey
from sync.protocol.polls.kinds import kind_of
from sync.protocol.polls.poll import Poll
from tests.kits.content import Keys, content_files

HELD_AT_ONCE = 2
"""The one being opened, and the one that comes next."""


class Watched(bytes):
    """An envelope that is counted as long as anybody holds it."""

    held = most = 0

    def __new__(cls, data: bytes) -> Watched:
        cls.held += 1
        cls.most = max(cls.most, cls.held)
        return super().__new__(cls, data)

    def __del__(self) -> None:
        type(self).held -= 1


class FromTheDisk:
    """Envelopes that come one by one, each made only when it is asked for."""

    def __init__(self, sealed: tuple[bytes, ...]) -> None:
        self._sealed = sealed

    def __iter__(self):
        return (Watched(one) for one in self._sealed)


def listed(count: Count) -> Count:
    """The same, to be compared."""
    return replace(count, patterns=list(count.patterns))


def test_a_count_holds_one_ballot_at_a_time_and_finds_the_same() -> None:
    keys = Keys()
    wire = json.loads(content_files(keys)["polls/garten-nordwest.json"])
    poll, hub = Poll.from_wire(wire), OpenKey.generate()
    random = Random(7)
    answers = [kind_of(poll).draw(poll, random) for _ in range(40)]
    sealed = [open_outer(seal_ballot(poll, answer, key=hub.public)[0], key=hub).inner for answer in answers]
    box = Box.of([*sealed, b"no envelope at all"])
    whole = open_tally(open_mix(box, poll=poll, key=keys.mix), poll=poll, key=keys.tally)
    streamed = Box(FromTheDisk(box.inner), box.ballots)
    Watched.most = Watched.held = 0
    assert listed(open_both(streamed, poll=poll, mix=keys.mix, tally=keys.tally)) == listed(whole)
    assert 0 < Watched.most <= HELD_AT_ONCE and Watched.held == 0
    assert whole.valid == 40 and whole.reasons == {"unreadable": 1}
    assert listed(whole) == listed(count_answers(answers, poll=poll, reasons={"unreadable": 1}))


def test_what_lies_between_the_steps_comes_back_whole_and_in_the_order_of_the_shuffle() -> None:
    with StoredEnvelopes() as stored:
        for one in (b"", b"a", b"bb" * 100_000):
            stored.add(one)
        stored.shuffle(lambda places: places.reverse())
        assert list(stored) == [b"bb" * 100_000, b"a", b""] == list(stored) and len(stored) == 3


@pytest.mark.parametrize("answers", [[], [["a"], ["b"], ["a"]]])
def test_a_result_is_written_piece_by_piece_as_canonical_json(answers: list[list[str]]) -> None:
    wire = json.loads(content_files(Keys())["polls/garten-nordwest.json"])
    names = [option["id"] for option in wire["options"]]
    given = [[names["ab".index(one)] for one in answer] for answer in answers]
    count, ballots = count_answers(given, poll=Poll.from_wire(wire), reasons={}), ["0" * 64] * len(answers)
    written = write_result(count, ballots=ballots, doubles=["f" * 64], late=1, wire=wire)
    read = json.loads(written)
    assert written == canonical_json(read) + b"\n"
    assert (read["answers"], read["ballots"], read["poll"]) == (sorted(given), ballots, wire)
    assert read["box_hash"] == sha256(canonical_json(ballots)).hexdigest()


def test_repeated_answers_are_gone_through_like_a_list() -> None:
    repeated, each = Repeated([("a", 2), ("b", 1), ("c", 3)]), ["a", "a", "b", "c", "c", "c"]
    assert list(repeated) == each == list(repeated) and len(repeated) == 6 and "b" in repeated
    assert not Repeated([]) and list(Repeated([])) == []

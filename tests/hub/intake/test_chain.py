"""The rule of the chain, by itself."""

from __future__ import annotations

import dataclasses

import pytest
from hypothesis import given
from hypothesis import strategies as some

from sync.hub.intake.chain import EMPTY_HEAD, ChainPlace, find_place
from sync.protocol.batches import BatchHeader
from sync.protocol.messages import Head
from sync.protocol.records import Stream

HEADER = BatchHeader("d", Stream.REPORTS, "0" * 32, 1, "", 1, "b", 10, "2026-11-22")
HEAD = Head(seq=4, hash="four", safe=0)


def header(seq: int, prev: str) -> BatchHeader:
    return dataclasses.replace(HEADER, seq=seq, prev=prev)


@pytest.mark.parametrize(
    ("seq", "prev", "head", "known", "place"),
    [
        (1, "", EMPTY_HEAD, None, ChainPlace.NEXT),
        (5, "four", HEAD, None, ChainPlace.NEXT),
        (5, "other", HEAD, None, ChainPlace.FORK),
        (1, "other", EMPTY_HEAD, None, ChainPlace.FORK),
        (6, "five", HEAD, None, ChainPlace.GAP),
        (2, "one", EMPTY_HEAD, None, ChainPlace.GAP),
        (4, "three", HEAD, "this", ChainPlace.REPEAT),
        (4, "three", HEAD, "another", ChainPlace.FORK),
        (2, "one", HEAD, None, ChainPlace.GAP),
    ],
)
def test_each_batch_has_one_place(seq: int, prev: str, head: Head, known: str | None, place: ChainPlace) -> None:
    assert find_place(header(seq, prev), "this", head=head, known_hash=known) is place


@given(
    seq=some.integers(1, 9),
    prev=some.sampled_from(["", "four", "x"]),
    head_seq=some.integers(0, 9),
    known=some.sampled_from([None, "this", "another"]),
)
def test_only_the_very_next_batch_continues_a_chain(seq: int, prev: str, head_seq: int, known: str | None) -> None:
    head = Head(head_seq, "four", 0)
    place = find_place(header(seq, prev), "this", head=head, known_hash=known)
    assert (place is ChainPlace.NEXT) == (known is None and seq == head_seq + 1 and prev == "four")
    assert (place is ChainPlace.REPEAT) == (known == "this")

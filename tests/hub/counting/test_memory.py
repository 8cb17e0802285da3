"""What a count holds in memory: of each ballot its name and its line in the result, and of envelopes one at a time."""

from __future__ import annotations

import tracemalloc
from random import Random

from sync.counting.tally import hash_of
from sync.hub.polls.models import BoxedBallot, Tally
from sync.protocol.envelope import seal_inner
from sync.protocol.polls.kinds import kind_of
from sync.protocol.polls.poll import Poll
from tests.hub.counting.test_counting import count
from tests.kits.hub import Hub

FEW, MANY = 300, 1300
MOST_BYTES = 900
"""Of a ballot more: its name, and its line of the result as it is written, kept and handed to the database."""


def fill_box(poll: Poll, until: int) -> None:
    random, there = Random(3), BoxedBallot.objects.count()
    sealed = [seal_inner(poll, kind_of(poll).draw(poll, random)) for _ in range(until - there)]
    rows = [BoxedBallot(inner_hash=hash_of(one), inner=one, poll=poll.id, tracker=hash_of(one)[:20]) for one in sealed]
    BoxedBallot.objects.bulk_create(rows, batch_size=500)


def peak_of_count(hub: Hub) -> int:
    tracemalloc.start()
    try:
        count(hub)
        return tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
        Tally.objects.all().delete()


def test_a_ballot_more_takes_little_more_memory(hub: Hub) -> None:
    poll = hub.poll()
    fill_box(poll, FEW)
    peak_of_count(hub)  # with what is loaded only once
    few = peak_of_count(hub)
    fill_box(poll, MANY)
    grown = (peak_of_count(hub) - few) / (MANY - FEW)
    assert grown < MOST_BYTES

"""What a count holds in memory does not grow with the ballots, however many different answers they give."""

from __future__ import annotations

import tracemalloc
from collections.abc import Callable
from datetime import timedelta
from random import Random

import pytest

from sync.counting.files import write_box
from sync.counting.tally import count_answers, hash_of
from sync.hub.counting.services import give_box
from sync.hub.polls.models import BoxedBallot, Tally
from sync.protocol.envelope import seal_inner
from sync.protocol.polls.kinds import kind_of
from sync.protocol.polls.poll import Poll
from tests.hub.counting.test_counting import SMALLEST, count
from tests.kits.hub import Hub
from tests.kits.real.programs import run_python
from tests.sync.protocol.polls.test_kinds import poll_of

FEW, MANY = 300, 900
MOST_GROWTH = 1.5
"""A part of the result file becomes full, and of each ballot its place on the disk is known: eight bytes."""


def peak_of(deed: Callable[[], object]) -> int:
    tracemalloc.start()
    try:
        deed()
        return tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()


MOST_BYTES = 30
"""Of a ranking more, its ranks stand in a row, two bytes each; no Python object is as small."""


def fill_box(poll: Poll, until: int) -> None:
    random, there = Random(3), BoxedBallot.objects.count()
    sealed = [seal_inner(poll, kind_of(poll).draw(poll, random)) for _ in range(until - there)]
    rows = [BoxedBallot(inner_hash=hash_of(one), inner=one, poll=poll.id, tracker=hash_of(one)[:20]) for one in sealed]
    BoxedBallot.objects.bulk_create(rows, batch_size=500)


def peak_of_count(hub: Hub) -> int:
    Tally.objects.all().delete()
    return peak_of(lambda: count(hub))


def test_more_ballots_take_no_more_memory(hub: Hub) -> None:
    poll = hub.poll()
    fill_box(poll, FEW)
    peak_of_count(hub)  # with what is loaded only once
    few = peak_of_count(hub)
    fill_box(poll, MANY)
    assert peak_of_count(hub) < few * MOST_GROWTH


def test_nor_does_the_box_for_two_people(hub: Hub) -> None:
    poll = hub.poll()

    def write(until: int) -> int:
        fill_box(poll, until)
        given = give_box(poll.id, smallest=SMALLEST, today=poll.grace + timedelta(days=1))
        return peak_of(lambda: sum(map(len, write_box(given))))

    write(FEW)  # with what is loaded only once
    few = write(FEW)
    assert write(MANY) < few * MOST_GROWTH


@pytest.mark.parametrize("kind", ["ranked", "text"])
def test_nor_do_more_different_answers(kind: str) -> None:
    ids = [f"option-{number}" for number in range(9)] if kind == "ranked" else []
    poll = poll_of(kind, ids, least=0, most=max(1, len(ids)))

    def count_different(number: int) -> None:
        random = Random(5)
        texts = (f"{random.random()} are my words" for _ in range(number))
        answers = texts if kind == "text" else (random.sample(ids, len(ids)) for _ in range(number))
        counted = count_answers(answers, poll=poll, reasons={})
        assert counted.valid == number and len(counted.patterns) > number * 0.9
        for _ in counted.patterns.texts():
            pass

    count_different(FEW)
    few, many = (peak_of(lambda number=number: count_different(number)) for number in (FEW, MANY))
    assert (many - few) / (MANY - FEW) < MOST_BYTES


def test_what_decides_a_budget_keeps_nothing_of_the_count_that_loads_it() -> None:
    """Its libraries keep errors of their own loading, with all that waited for it: keys and answers."""
    program = (
        "import weakref\n"
        "from sync.counting.rules.budgets import Budget, choose_greedily\n"
        "class Key: pass\n"
        "def count():\n"
        "    key = Key()\n"
        "    budget = Budget(1, {'a': 1}, {'a': 1}, None, str)\n"
        "    assert choose_greedily(budget) == ['a']\n"
        "    return weakref.ref(key)\n"
        "assert count()() is None\n"
    )
    run_python("-c", program)


def test_answers_that_find_no_room_on_the_disk_are_an_error_that_is_told() -> None:
    program = (
        "import resource\n"
        "from sync.counting.patterns import Patterns\n"
        "resource.setrlimit(resource.RLIMIT_FSIZE, (100_000, 100_000))\n"
        "try:\n"
        "    Patterns(str(number) * 500 for number in range(10_000, 14_000))\n"
        "except OSError as error:\n"
        "    print(error)\n"
    )
    assert "no room on the disk" in run_python("-c", program)

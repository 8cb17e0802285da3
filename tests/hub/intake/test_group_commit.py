"""Many writers, one commit: nobody is answered before it, and nobody's trouble is another's."""

from __future__ import annotations

import threading
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor

import pytest
from django.db import DatabaseError, OperationalError, connection, connections

from sync.hub.intake.group_commit import write
from sync.hub.stations.models import DeviceSeen, EnrolmentCode
from tests.kits.hub import NOW, Hub, no_turns


def keep(name: str) -> int:
    """Writes one row; tells which thread did."""
    EnrolmentCode.objects.create(
        locator=name, key=b"", name=name, district="K", made_at=NOW, expires_at=NOW, tries_left=1
    )
    return threading.get_ident()


def names() -> set[str]:
    return set(EnrolmentCode.objects.values_list("name", flat=True))


def together(*acts: Callable[[], int]) -> list[Future[int]]:
    """These writes, all waiting before the first of them has its turn."""

    def run(act: Callable[[], int]) -> int:
        try:
            return write(act)
        finally:
            connections.close_all()

    with ThreadPoolExecutor(len(acts)) as pool:
        with no_turns() as wait_for:
            futures = [pool.submit(run, act) for act in acts]
            wait_for(len(acts))
        return futures


def test_whoever_waits_is_taken_along_by_the_one_whose_turn_it_is(hub: Hub) -> None:
    futures = together(*(lambda name=str(number): keep(name) for number in range(8)))  # type: ignore[misc]
    assert len({future.result() for future in futures}) == 1  # one thread did it all
    assert names() == {str(number) for number in range(8)}


def test_a_faulty_write_is_undone_alone_and_only_its_own_thread_hears_of_it(hub: Hub) -> None:
    def fails() -> int:
        keep("half")
        raise ValueError("mine")

    good, bad, other = together(lambda: keep("good"), fails, lambda: keep("other"))
    assert good.result() == other.result()
    with pytest.raises(ValueError, match="mine"):
        bad.result()
    assert names() == {"good", "other"}


def test_what_does_not_fit_on_the_disk_does_not_keep_the_others_out(hub: Hub) -> None:
    def too_big() -> int:
        keep("big")
        raise OperationalError("database or disk is full")

    first, big, last = together(lambda: keep("first"), too_big, lambda: keep("last"))
    assert first.result()
    assert last.result()
    with pytest.raises(OperationalError, match="full"):
        big.result()
    assert names() == {"first", "last"}


def test_nobody_is_answered_before_the_commit(hub: Hub) -> None:
    """A row without its other half is refused by the database at the commit, and not before."""

    def orphan() -> int:
        DeviceSeen.objects.create(device_id="nobody")
        return 0

    good, bad, other = together(lambda: keep("good"), orphan, lambda: keep("other"))
    with pytest.raises(DatabaseError, match="FOREIGN KEY"):
        bad.result()
    assert good.result()
    assert other.result()
    assert names() == {"good", "other"}
    assert not DeviceSeen.objects.exists()


def test_a_transaction_that_was_lost_on_the_way_is_no_success(hub: Hub) -> None:
    def lose() -> int:
        number = keep("lost")
        connection.needs_rollback = True  # what Django notes when it cannot go back to a savepoint
        return number

    with pytest.raises(DatabaseError):
        write(lose)
    assert names() == set()

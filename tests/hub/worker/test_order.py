"""What came first is worked first, whatever waits beside it, and finding it costs the same however much waits."""

from __future__ import annotations

import re
from contextlib import suppress
from typing import Any

import pytest
from django.apps import apps
from django.db import connection
from django.test.utils import CaptureQueriesContext

from sync.hub.intake.models import Batch, RecordState, SealedRecord, WorkTurn
from sync.hub.polls.models import BoxedBallot
from sync.hub.reports.models import DefectReport
from sync.hub.triage.services import release_record
from sync.hub.worker.apply import MAX_TRIES, Applied, admit_held, apply_waiting
from sync.hub.worker.keyring import Content, Keyring, Opening
from sync.protocol.keys import OpenKey
from sync.protocol.records import Record, Stream
from tests.hub.polls.test_codes import ballot, codes, standings  # noqa: F401  (a fixture)
from tests.kits.hub import NOW, Hub, list_all, on_both, spoilt
from tests.kits.sqlite_steps import steps_of

Codes = Any


def two_with_one_code(hub: Hub, codes: Codes) -> tuple[str, str]:  # noqa: F811
    """One code at two stations while the worker is away, other ballots between; the trackers in their order."""
    first, second = hub.enrolled_station(name="1"), hub.enrolled_station(name="2")
    came, later = ballot(hub, first, codes[0], 0), ballot(hub, second, codes[0], 1)
    hub.accept(first.batch([came[0]], stream=Stream.BALLOTS))
    for code in codes[1:3]:
        hub.accept(first.batch([ballot(hub, first, code)[0]], stream=Stream.BALLOTS))
    hub.accept(second.batch([later[0]], stream=Stream.BALLOTS))
    return came[1], later[1]


@on_both
def test_of_a_backlog_the_first_that_came_counts(hub: Hub, codes: Codes) -> None:  # noqa: F811
    came, later = two_with_one_code(hub, codes)
    hub.work()
    assert (standings()[came], standings()[later]) == ("counts", "double")


def test_so_it_does_when_the_worker_was_killed_in_between(hub: Hub, codes: Codes) -> None:  # noqa: F811
    """Its try is counted, and it keeps its place: nobody came before it meanwhile."""
    first, second = hub.enrolled_station(name="1"), hub.enrolled_station(name="2")
    came, later = ballot(hub, first, codes[0], 0), ballot(hub, second, codes[0], 1)
    hub.accept(first.batch([came[0]], stream=Stream.BALLOTS))
    list_all()

    class Killed(BaseException):
        pass

    class Dying(Keyring):
        def open(self, record: Record, opening: Opening[Content]) -> Content:
            raise Killed

    with suppress(Killed):
        apply_waiting(Dying.load(hub.folder.root), now=NOW)
    assert SealedRecord.objects.get().tries == 1
    hub.accept(second.batch([later[0]], stream=Stream.BALLOTS))
    hub.work()
    assert (standings()[came[1]], standings()[later[1]]) == ("counts", "double")


def test_one_that_waited_for_its_key_has_its_place_among_those_that_still_wait(
    hub: Hub,
    codes: Codes,  # noqa: F811
) -> None:
    came, later = two_with_one_code(hub, codes)
    list_all()
    assert apply_waiting(Keyring([OpenKey.generate()]), now=NOW) == Applied()
    assert set(SealedRecord.objects.values_list("turn", flat=True)) == {WorkTurn.HELD}
    hub.work()
    assert (standings()[came], standings()[later]) == ("counts", "double")


def test_what_failed_comes_after_all_others_and_ends_in_quarantine(hub: Hub) -> None:
    station = hub.enrolled_station()
    bad = spoilt(station.report())
    hub.accept(station.batch([bad]))
    hub.accept(station.batch())
    list_all()
    keyring = Keyring.load(hub.folder.root)
    assert apply_waiting(keyring, now=NOW) == Applied(applied=1, failed=1)
    hub.accept(station.batch())
    list_all()
    assert apply_waiting(keyring, now=NOW) == Applied(applied=1)
    assert hub.work() == Applied(failed=MAX_TRIES - 1)
    row = SealedRecord.objects.get(record_id=bad.id)
    release_record(row.id, note="again", by="test", now=NOW)
    row.refresh_from_db()
    assert (row.state, row.turn, row.tries) == (RecordState.WAITING, WorkTurn.FIRST, 0)


def test_what_waits_for_a_key_keeps_nobody_waiting(hub: Hub) -> None:
    station = hub.enrolled_station()
    strange = [Record(f"{number:032x}", "report", "unknown", b"closed") for number in range(250)]
    hub.accept(station.batch(strange))
    hub.accept(station.batch())
    assert hub.work() == Applied(applied=1)
    assert DefectReport.objects.count() == 1


def fill(waiting: int, *, kid: str = "k") -> None:
    """So many records wait, in batches that hold none of them."""
    Batch.objects.bulk_create(
        Batch(device="d", inc="i", seq=number, hash=f"{number:064x}", stream="reports", line="", count=0,
              taken="", received_at=NOW, state="stored", body=b"x" * 4000)
        for number in range(1, waiting // 100 + 1)
    )  # fmt: skip
    ids = list(Batch.objects.order_by("id").values_list("id", flat=True))
    SealedRecord.objects.bulk_create(
        (
            SealedRecord(record_id=f"{number:032x}", kind="report", kid=kid, digest=b"", place=number % 100,
                         batch_id=ids[number // 100])
            for number in range(waiting)
        ),
        batch_size=1000,
    )  # fmt: skip


@pytest.mark.parametrize("turn", WorkTurn)
def test_a_pass_costs_the_same_however_many_wait(hub: Hub, turn: WorkTurn) -> None:
    """By the steps of the database's own machine, which do not depend on the machine's speed."""
    keyring = Keyring.load(hub.folder.root)
    steps = {}
    for waiting in (300, 3_000):
        SealedRecord.objects.all().delete()
        Batch.objects.all().delete()
        fill(waiting, kid=min(keyring.kids) if turn is not WorkTurn.HELD else "unknown")
        SealedRecord.objects.update(turn=turn)
        steps[waiting] = count_steps(keyring)
    assert steps[3_000] < steps[300] * 1.15 + 10


def count_steps(keyring: Keyring) -> int:
    """What SQLite does in one pass, in tens of steps."""

    def one_pass() -> None:
        admit_held(keyring)
        apply_waiting(keyring, now=NOW)

    return steps_of(one_pass)


@on_both
def test_the_database_takes_them_from_an_index_in_their_order(hub: Hub) -> None:
    fill(2_000)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    with CaptureQueriesContext(connection) as captured:
        apply_waiting(Keyring.load(hub.folder.root), now=NOW)
    look = captured.captured_queries[0]["sql"]
    explain = "EXPLAIN QUERY PLAN " if connection.vendor == "sqlite" else "EXPLAIN "
    with connection.cursor() as cursor:
        cursor.execute(explain + look)
        plan = " / ".join(str(row[-1]) for row in cursor.fetchall())
    assert "records_in_turn" in plan
    assert not re.search(r"TEMP B-TREE|\bSort\b|Seq Scan on intake_sealedrecord", plan), plan


def test_nothing_a_row_can_point_to_has_an_order_of_its_own() -> None:
    """To order by such a column would silently be to order by the other table's order."""
    pointed_at = {
        field.related_model
        for model in apps.get_models()
        for field in model._meta.get_fields()
        if field.many_to_one or field.one_to_one
        if field.concrete and field.related_model.__module__.startswith("sync.hub.")
    }
    assert {model.__name__ for model in pointed_at} >= {"Batch", "Device"}
    assert [model.__name__ for model in pointed_at if model._meta.ordering] == []


def test_the_box_tells_nothing_of_it(hub: Hub, codes: Codes) -> None:  # noqa: F811
    two_with_one_code(hub, codes)
    hub.work()
    hashes = list(BoxedBallot.objects.values_list("inner_hash", flat=True))
    assert hashes == sorted(hashes)

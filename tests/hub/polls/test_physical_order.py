"""Neither the pages of a file nor PostgreSQL's own columns tell which ballots came together, or in which order."""

from __future__ import annotations

from typing import Any

import pytest
from django.contrib.auth.models import User
from django.core.management import CommandError, call_command
from django.db import connection

from sync.hub.intake.models import RecordState, SealedRecord, WorkTurn
from sync.hub.monitoring.metrics import unopened_age
from sync.hub.polls.lay_down import LAID, lay_down
from sync.hub.polls.models import BoxedBallot, BoxRound, CodeMark
from sync.protocol.records import Stream
from tests.hub.polls.test_codes import POLL, ballot, codes  # noqa: F401  (a fixture)
from tests.kits.hub import NOW, Hub, on_both


def send_one_by_one(hub: Hub, codes: Any, *, box_at_once: bool) -> list[str]:  # noqa: F811
    """Batches of one ballot each, the worker coming by after each; their trackers in the order in which they came."""
    station = hub.enrolled_station()
    trackers = []
    for code in codes[:5]:
        record, tracker = ballot(hub, station, code)
        hub.accept(station.batch([record], stream=Stream.BALLOTS))
        trackers.append(tracker)
        hub.work(box_at_once=box_at_once)
    return trackers


def box_hashes() -> list[str]:
    return sorted(BoxedBallot.objects.values_list("inner_hash", flat=True))


def begin_day() -> None:
    """The next round of the box is due."""
    BoxRound.objects.all().delete()


@on_both
def test_ballots_enter_the_box_once_a_day(hub: Hub, codes: Any) -> None:  # noqa: F811
    hub.work(box_at_once=False)
    trackers = send_one_by_one(hub, codes, box_at_once=False)
    assert BoxedBallot.objects.count() == 0
    assert not CodeMark.objects.exclude(spent_for="").exists()
    assert set(SealedRecord.objects.values_list("state", "turn", "tries")) == {
        (RecordState.WAITING, WorkTurn.TOGETHER, 0)
    }
    assert unopened_age(NOW) is None, "the worker is not late: they wait for each other"
    begin_day()
    hub.work(box_at_once=False)
    assert set(BoxedBallot.objects.values_list("tracker", flat=True)) == set(trackers)
    hub.work(box_at_once=False)
    assert BoxRound.objects.count() == 1


def test_while_ballots_wait_for_the_night_no_poll_is_counted_and_the_console_says_so(
    hub: Hub,
    codes: Any,  # noqa: F811
) -> None:
    hub.work(box_at_once=False)
    send_one_by_one(hub, codes, box_at_once=False)
    for command in (["count_box", POLL, "--out=x"], ["count", POLL, "--mix-key=x", "--tally-key=x"]):
        with pytest.raises(CommandError, match="5 ballots have come"):
            call_command(*command)
    hub.client.force_login(User.objects.get(username=hub.account.user))
    page = hub.client.get("/", headers={"accept-language": "en"}).content.decode()
    assert "<b>5</b>Ballots that enter the box tonight" in page
    assert "<b>0</b>Records not yet opened" in page


def test_a_report_waits_for_nobody(hub: Hub) -> None:
    hub.work(box_at_once=False)
    station = hub.enrolled_station()
    hub.accept(station.batch())
    assert hub.work(box_at_once=False).applied == 1


def test_the_pages_of_the_box_are_in_the_order_of_its_hashes(hub: Hub, codes: Any) -> None:  # noqa: F811
    send_one_by_one(hub, codes, box_at_once=True)
    if places(hub, hashes := box_hashes()) == list(reversed(hashes)):  # by chance: this would see little
        send_one_by_one(hub, codes[len(hashes) : -1], box_at_once=True)
        hashes = box_hashes()
    begin_day()
    station = hub.enrolled_station()
    record, _ = ballot(hub, station, codes[-1])
    hub.accept(station.batch([record], stream=Stream.BALLOTS))
    hub.work(box_at_once=False)
    assert len(box_hashes()) == len(hashes) + 1
    hashes = box_hashes()
    # A page is filled from its end: what was written first lies last.
    assert places(hub, hashes) == list(reversed(hashes))


def places(hub: Hub, hashes: list[str]) -> list[str]:
    """The hashes as they stand in the pages of the box, first byte first."""
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        cursor.execute("SELECT rootpage FROM sqlite_master WHERE name = %s", [BoxedBallot._meta.db_table])
        root = cursor.fetchone()[0]
        cursor.execute("PRAGMA page_size")
        size = cursor.fetchone()[0]
    page = hub.folder.database.read_bytes()[(root - 1) * size : root * size]
    assert page[0] == 0x0A, "all on one leaf"
    return sorted(hashes, key=lambda one: page.rfind(one.encode()))


@pytest.mark.parametrize("hub", ["postgresql"], indirect=True)
@pytest.mark.parametrize("model", LAID)
def test_postgresqls_own_columns_tell_nothing(hub: Hub, codes: Any, model: Any) -> None:  # noqa: F811
    send_one_by_one(hub, codes, box_at_once=True)
    table, key = model._meta.db_table, model._meta.pk.column
    assert len(transactions(table)) > 1, "else this test could see nothing"
    lay_down()
    assert len(transactions(table)) == 1
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {key} FROM {table} ORDER BY ctid")
        rows = [row[0] for row in cursor.fetchall()]
    assert rows == sorted(rows)


def transactions(table: str) -> set[str]:
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT DISTINCT xmin::text FROM {table}")
        return {row[0] for row in cursor.fetchall()}


@on_both
def test_laying_down_changes_nothing_that_is_there(hub: Hub, codes: Any) -> None:  # noqa: F811
    send_one_by_one(hub, codes, box_at_once=True)
    before = [sorted(model.objects.values_list()) for model in LAID]
    shape = schema()
    lay_down()
    lay_down()
    assert [sorted(model.objects.values_list()) for model in LAID] == before
    assert schema() == shape
    assert POLL in set(BoxedBallot.objects.values_list("poll", flat=True))


def schema() -> list[Any]:
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("SELECT type, name, sql FROM sqlite_master ORDER BY type, name")
        else:
            cursor.execute(
                "SELECT tablename, indexname, indexdef FROM pg_indexes WHERE schemaname = 'public' ORDER BY 2"
            )
        return list(cursor.fetchall())

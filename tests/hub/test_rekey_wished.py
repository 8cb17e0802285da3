"""The hub wishes a new key of a station, which makes it by itself: by network, by stick, once, killed at any step."""

from __future__ import annotations

import os
import signal
import sys
from contextlib import closing
from pathlib import Path

import pytest

from sync.agent.enrol import load_device_key, rotate_if_wished
from sync.hub.audit.models import AuditEntry
from sync.hub.intake.models import ChainHead, Incident
from sync.hub.stations.models import Device, RetiredKey
from sync.hub.stations.selectors import last_rekeyed_at
from sync.hub.stations.services import revoke, wish_rekey
from sync.protocol.batches import Batch
from sync.protocol.jws import read_kid, read_unproven
from sync.protocol.records import RecordKind
from sync.station.config import StationConfig
from sync.station.database import open_database
from sync.station.state import StationState
from tests.hub.courier import test_courier
from tests.hub.courier.test_courier import at_hub, records_at_hub, stick  # noqa: F401  (a fixture)
from tests.hub.test_rekey import Place, everything_is_at_the_hub, identity, new_place, now
from tests.kits.hub import NOW, Hub, claims_of


@pytest.fixture
def place(hub: Hub, tmp_path: Path) -> Place:
    return new_place(hub, tmp_path / "place")


def wish(device: str) -> bool:
    return wish_rekey(device, by="admin", now=now())


def unwanted(place: Place, kid: str) -> None:
    with closing(open_database(place.config.database)) as connection:
        StationState(connection).note_unwanted_kid(kid)


def test_the_station_changes_its_key_by_itself(place):
    before = Device.objects.get()
    assert wish(before.id)
    assert not wish(before.id), "wished once"
    place.put()
    place.round()  # it hears the wish, and makes the key
    assert identity(place).kid != before.kid
    assert Device.objects.get().rekey_wished_at is not None
    place.put(RecordKind.BALLOT)
    place.round()
    after = Device.objects.get()
    assert after.kid == identity(place).kid and after.rekey_wished_at is None
    assert last_rekeyed_at(after) is not None
    assert everything_is_at_the_hub(place)
    events = AuditEntry.objects.filter(event__in=("rekey-wished", "station-rekeyed")).order_by("number")
    assert [(entry.event, entry.by) for entry in events] == [("rekey-wished", "admin"), ("station-rekeyed", "hub")]


def test_an_old_wish_played_again_does_nothing(place):
    old = identity(place).kid
    wish(Device.objects.get().id)
    place.round()
    place.round()
    ChainHead.objects.update(safe=10**6)
    place.round()
    new = identity(place).kid
    unwanted(place, old)
    assert not rotate(place.config)
    assert identity(place).kid == new
    place.round()
    assert RetiredKey.objects.count() == 1


def test_the_next_wish_waits_until_the_last_change_is_in_the_hubs_backup(place):
    device = Device.objects.get().id
    wish(device)
    place.round()
    place.round()
    first = identity(place).kid
    assert wish(device)
    place.round()
    assert identity(place).kid == first
    ChainHead.objects.update(safe=10**6)
    place.round()
    place.round()
    assert identity(place).kid != first
    place.put()
    place.round()
    assert RetiredKey.objects.count() == 2
    assert everything_is_at_the_hub(place)


def test_two_wishes_at_once_are_one_key(place):
    unwanted(place, identity(place).kid)
    assert rotate(place.config)
    assert not rotate(place.config)


def test_of_a_revoked_station_nothing_is_wished(hub):
    station = hub.enrolled_station()
    revoke(station.device, note="stolen", by="test", now=NOW)
    assert not wish(station.device)


def test_the_wish_is_for_the_key_of_now_and_under_the_hubs_signature(hub):
    station = hub.enrolled_station()
    assert "rekey" not in claims_of(hub.post("heads", station.status().encode()).content.decode())
    wish(station.device)
    claims = claims_of(hub.post("heads", station.status().encode()).content.decode())
    assert claims["rekey"] == station.key.kid


def rotate(config: StationConfig) -> bool:
    with closing(open_database(config.database)) as connection:
        return rotate_if_wished(config, connection, clock=now)


def change_and_die(config: StationConfig, step: int) -> int:
    """In a process of its own that is killed at the step-th thing it does to a file. Its exit status."""
    child = os.fork()
    if child:
        return os.waitpid(child, 0)[1]
    left = step

    def count_down(event: str, arguments: tuple[object, ...]) -> None:
        nonlocal left
        if event in {"os.rename", "os.remove", "os.mkdir", "sqlite3.connect"} or (
            event == "open" and str(config.data) in str(arguments[0])
        ):
            left -= 1
            if left < 0:
                os.kill(os.getpid(), signal.SIGKILL)

    sys.addaudithook(count_down)
    try:
        rotate(config)
    finally:
        os._exit(0)


def test_killed_at_any_step_the_next_round_ends_it(hub, tmp_path, full):
    for step in range(0, 60, 1 if full else 5):
        place = new_place(hub, tmp_path / f"step-{step}")
        before = identity(place).kid
        wish(Device.objects.get(kid=before).id)
        unwanted(place, before)
        place.put()
        status = change_and_die(place.config, step)
        for _ in range(3):
            place.round()
        kid = identity(place).kid
        assert kid != before
        device = Device.objects.get(kid=kid)
        assert device.rekey_wished_at is None
        assert load_device_key(place.config, identity(place)).kid == kid
        assert set(place.put_ids) <= records_at_hub()
        if status == 0:
            break
    assert 4 < step < 59
    assert not Incident.objects.exists()


def test_a_disk_that_takes_no_key_is_said_and_the_exchange_goes_on(place):
    wish(Device.objects.get().id)
    blocked = place.config.device_key.with_name("device-previous.pem")
    blocked.mkdir()
    place.put()
    place.round()
    assert everything_is_at_the_hub(place)
    blocked.rmdir()
    place.round()
    place.round()
    assert Device.objects.get().rekey_wished_at is None


def test_by_stick_the_wish_comes_and_the_change_goes_back_on_the_same_trip(hub, tmp_path, stick):  # noqa: F811
    place = test_courier.enrolled(hub, tmp_path / "far", stick)
    ids = place.put(2)
    place.meet(stick)
    before = Device.objects.get()
    wish(before.id)
    at_hub(hub, stick)
    ids += place.put(2)
    known = set(stick.rglob("*.batch"))
    place.meet(stick)  # hears of it, changes, and lays the change on the stick with what came since
    laid = [Batch.from_bytes(path.read_bytes()).line for path in set(stick.rglob("*.batch")) - known]
    under_old_key = [line for line in laid if read_kid(line) == before.kid]
    assert under_old_key and all("rekey" in read_unproven(line) for line in under_old_key)
    at_hub(hub, stick)
    after = Device.objects.get()
    assert after.kid != before.kid and after.rekey_wished_at is None
    assert records_at_hub() == set(ids)
    assert not Incident.objects.exists()
    # the next one, once a backup has the first: a station that sees only sticks ends the first change by itself
    ChainHead.objects.update(safe=10**6)
    wish(before.id)
    for _ in range(3):
        ids += place.put(1)
        place.meet(stick)
        at_hub(hub, stick)
    assert Device.objects.get().rekey_wished_at is None
    assert RetiredKey.objects.count() == 2
    assert records_at_hub() == set(ids)
    assert not Incident.objects.exists()

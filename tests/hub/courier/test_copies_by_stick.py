"""Stations that meet nothing but sticks: the hub hears how they are, and notices copies and those put back."""

from __future__ import annotations

import shutil
from contextlib import closing
from datetime import timedelta
from pathlib import Path

import pytest
from django.db.models import F

from sync.agent.enrol import rotate_key
from sync.hub.ballot_log.models import AwaitedWitness, LogHold
from sync.hub.courier.faults import FileFault
from sync.hub.intake.models import ChainHead, Incident, SealedRecord
from sync.hub.stations.models import DeviceSeen, RetiredKey
from sync.key_files import load_signing_key
from sync.protocol.keys import SigningKey
from sync.protocol.records import RecordKind
from sync.station.config import load_config
from sync.station.database import open_database
from sync.station.journal import Chains
from sync.stick import TOP
from sync.version import VERSION
from tests.hub.courier.test_courier import Place, at_hub, now
from tests.hub.test_rekey import forget
from tests.kits.hub import Hub, list_all


def copy_of(place: Place, folder: Path) -> Place:
    """Another machine with a copy of this one's disk."""
    shutil.copytree(place.settings.parent, folder)
    return Place(load_config(folder / "station.toml"), folder / "station.toml")


def put_back(place: Place, image: Place) -> Place:
    """The same machine, its disk as it was in the image."""
    shutil.rmtree(place.settings.parent)
    return copy_of(image, place.settings.parent)


def trip(hub: Hub, folder: Path, *places: Place, but: FileFault = FileFault.FORK) -> None:
    """A new stick goes round these stations, to the hub, and back; all is taken but what has this fault."""
    folder.mkdir(exist_ok=True)
    for place in places:
        place.meet(folder)
    assert {left.reason for left in at_hub(hub, folder).not_taken} <= {but, FileFault.NO_STATUS}
    for place in places:
        place.meet(folder)


def kinds() -> list[str]:
    return sorted(Incident.objects.filter(is_open=True).values_list("kind", flat=True))


def arrived() -> set[str]:
    list_all()
    return set(SealedRecord.objects.values_list("record_id", flat=True))


def test_the_hub_hears_how_a_station_is(hub: Hub, place: Place, stick: Path) -> None:
    place.put()
    place.meet(stick)
    at_hub(hub, stick)
    seen = DeviceSeen.objects.get(device=place.device)
    assert (seen.software, len(seen.chains)) == (VERSION, 1)
    assert len(seen.content) == 64
    assert seen.clock_difference_seconds is None, "nobody knows how long it was on its way"
    assert seen.waiting_reports == 0, "what waited came with it"


def test_it_is_heard_as_a_witness_of_the_ballot_log(hub: Hub, place: Place, stick: Path) -> None:
    """A hub restored from a backup waits for what its stations have seen; this one has no network to say it."""
    LogHold.objects.create(since=now())
    AwaitedWitness.objects.create(device=place.device)
    place.meet(stick)
    at_hub(hub, stick)
    assert not AwaitedWitness.objects.exists()


def test_one_that_cannot_be_read_costs_nothing_else(hub: Hub, place: Place, stick: Path) -> None:
    ids = place.put(2)
    place.meet(stick)
    (status,) = (stick / TOP / "asks").glob("*.status")
    status.write_bytes(status.read_bytes()[:-1])
    delivery = at_hub(hub, stick)
    assert [left.reason.value for left in delivery.not_taken] == ["no-status"]
    assert arrived() >= set(ids)
    assert DeviceSeen.objects.get(device=place.device).status_count == 0


def test_an_old_stick_out_of_a_pocket_is_no_copy(hub: Hub, place: Place, tmp_path: Path) -> None:
    place.put()
    old = tmp_path / "old"
    old.mkdir()
    place.meet(old)
    for number in range(3):
        place.put()
        trip(hub, tmp_path / str(number), place)
        with closing(open_database(place.config.database)) as connection:  # it gives up its chain, for whatever reason
            chains = Chains(connection, device=place.device, key=_key_of(place))
            chains.end_chain(chains.all()[-1], proven=chains.all()[-1].acked)
    newest = DeviceSeen.objects.get(device=place.device).status_count
    at_hub(hub, old)
    assert kinds() == []
    assert DeviceSeen.objects.get(device=place.device).status_count == newest


def test_a_stick_that_later_batches_have_overtaken_is_no_station_put_back(
    hub: Hub, place: Place, tmp_path: Path
) -> None:
    old, new = tmp_path / "old", tmp_path / "new"
    for folder in (old, new):
        folder.mkdir()
        place.put()
        place.meet(folder)
    for status in (new / TOP / "asks").glob("*.status"):
        status.unlink()
    at_hub(hub, new)
    at_hub(hub, old)
    assert DeviceSeen.objects.get(device=place.device).status_count > 0
    assert kinds() == []


@pytest.mark.parametrize("together", [True, False])
def test_copies_of_an_image_are_noticed_when_each_has_come_once(
    hub: Hub, place: Place, tmp_path: Path, together: bool
) -> None:
    machines = [place, copy_of(place, tmp_path / "copy")]
    ids = [machine.put()[0] for machine in machines]
    if together:
        trip(hub, tmp_path / "trip", *machines)
    else:
        for number, machine in enumerate(machines):
            trip(hub, tmp_path / f"trip {number}", machine)
    assert kinds() == ["two-machines"]
    assert arrived() >= set(ids)


def test_a_copy_of_a_station_at_work_is_noticed(hub: Hub, place: Place, tmp_path: Path) -> None:
    ids = place.put()
    trip(hub, tmp_path / "before", place)
    clone = copy_of(place, tmp_path / "clone")
    for number, machine in enumerate((place, clone) * 3):
        ids += machine.put()
        trip(hub, tmp_path / f"trip {number}", machine)
    assert "two-machines" in kinds()
    trip(hub, tmp_path / "last", place, clone)
    assert arrived() >= set(ids)


@pytest.mark.parametrize("has_new", [True, False])
def test_a_station_put_back_is_noticed(hub: Hub, place: Place, tmp_path: Path, has_new: bool) -> None:
    ids = place.put()
    trip(hub, tmp_path / "before", place)
    image = copy_of(place, tmp_path / "image")
    ids += place.put()
    trip(hub, tmp_path / "then", place)
    place = put_back(place, image)
    if has_new:
        ids += place.put()
    trip(hub, tmp_path / "after", place)
    ids += place.put()
    trip(hub, tmp_path / "again", place)
    assert "put-back" in kinds()
    assert arrived() >= set(ids)
    for number in range(2):
        ids += place.put()
        trip(hub, tmp_path / f"on {number}", place)
    assert place.waiting() == 0
    assert arrived() >= set(ids)


def test_a_copy_from_before_a_change_of_key_is_noticed(hub: Hub, place: Place, tmp_path: Path) -> None:
    place.put()
    trip(hub, tmp_path / "before", place)
    clone, old = copy_of(place, tmp_path / "clone"), tmp_path / "old"
    old.mkdir()
    place.meet(old)
    rotate_key(place.config, clock=now)
    trip(hub, tmp_path / "change", place)
    assert RetiredKey.objects.count() == 1
    trip(hub, old)
    assert kinds() == [], "laid down before the change"
    for number in range(4):
        trip(hub, tmp_path / f"clone {number}", clone)
    assert kinds() == ["old-key"]
    clone.put()
    trip(hub, tmp_path / "with a record", clone)
    assert kinds() == ["fork", "old-key"]


def test_a_stick_that_a_change_of_key_has_overtaken_is_no_copy(hub: Hub, place: Place, tmp_path: Path) -> None:
    old, change = tmp_path / "old", tmp_path / "change"
    for folder in (old, change):
        folder.mkdir()
    place.meet(old)
    rotate_key(place.config, clock=now)
    place.meet(change)
    for status in (change / TOP / "asks").glob("*.status"):
        status.unlink()
    at_hub(hub, change)
    assert RetiredKey.objects.count() == 1
    at_hub(hub, old)
    assert kinds() == []


def test_a_station_with_many_ended_chains_loses_nothing_and_forgets_those_that_are_proven(
    hub: Hub, place: Place, tmp_path: Path
) -> None:
    ids = []
    with closing(open_database(place.config.database)) as connection:
        for _ in range(30):
            ids += place.put()
            chains = Chains(connection, device=place.device, key=_key_of(place))
            chains.freeze_due(now(), together=1)
            (current,) = [chain for chain in chains.all() if chain.current]
            connection.execute("UPDATE chains SET current = 0 WHERE inc = ?", (current.inc,))
    trip(hub, tmp_path / "trip", place)
    assert arrived() >= set(ids)
    assert (place.waiting(), kinds()) == (0, [])
    _all_is_safe()
    for number in range(2):
        trip(hub, tmp_path / f"again {number}", place)
    with closing(open_database(place.config.database)) as connection:
        chains = Chains(connection, device=place.device, key=_key_of(place))
        assert all(chain.safe == chain.seq for chain in chains.all())
        chains.prune((now() + timedelta(days=40)).date())
        assert chains.all() == []


def test_a_hub_that_lost_all_chains_learns_of_a_new_key_after_all_the_old_one_signed(
    hub: Hub, place: Place, tmp_path: Path
) -> None:
    ids = place.put() + place.put(kind=RecordKind.BALLOT)
    with closing(open_database(place.config.database)) as connection:
        Chains(connection, device=place.device, key=_key_of(place)).freeze_due(now(), together=1)
    trip(hub, tmp_path / "old key", place)
    rotate_key(place.config, clock=now)
    trip(hub, tmp_path / "new key", place)
    assert RetiredKey.objects.count() == 1
    forget()
    for number in range(2):
        ids += place.put()
        trip(hub, tmp_path / f"again {number}", place, but=FileFault.FOREIGN)
    assert RetiredKey.objects.count() == 1
    assert (kinds(), place.waiting()) == ([], 0)
    assert arrived() >= set(ids)


def _key_of(place: Place) -> SigningKey:
    return load_signing_key(place.config.device_key)


def _all_is_safe() -> None:
    ChainHead.objects.update(safe=F("seq"))

"""Copied, restored and rolled back stations: the hub itself notices, says so once, and loses nothing."""

from __future__ import annotations

import shutil
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from django.contrib.auth.models import User
from django.urls import reverse

from sync.hub.audit.models import AuditEntry
from sync.hub.intake.models import Batch, ChainHead, Incident, SealedRecord
from sync.hub.stations.models import CurrentChain, DeviceSeen
from sync.protocol.encoding import random_id
from sync.protocol.messages import NOT_KNOWN, LeftChain
from sync.protocol.messages import CurrentChain as ToldChain
from sync.protocol.records import Stream
from sync.station.config import load_config
from tests.hub.test_rekey import Place, new_place
from tests.kits.hub import Hub, Station, list_all

NONE = LeftChain("none", 0, "")
"""It goes on with the first chain it ever had."""


def copy_of(place: Place, folder: Path) -> Place:
    """Another machine with a copy of this one's disk."""
    shutil.copytree(place.config.data.parent, folder)
    return Place(load_config(folder / "station.toml"), place.adapter)


def kinds() -> list[str]:
    return sorted(Incident.objects.values_list("kind", flat=True))


def everything_is_there(*places: Place) -> None:
    list_all()
    ids = {record for place in places for record in place.put_ids}
    assert ids <= set(SealedRecord.objects.values_list("record_id", flat=True))


@pytest.fixture
def place(hub: Hub, tmp_path: Path) -> Place:
    return new_place(hub, tmp_path / "station")


def test_an_honest_station_is_no_incident_whatever_it_goes_through(hub: Hub, place: Place, tmp_path: Path) -> None:
    for number in range(3):
        place.put()
        place.adapter.lose = number % 2
        place.round()
        place.round()
    place.rotate()
    place.round()
    place.put()
    place.round()
    assert kinds() == []


def test_two_copies_of_an_image_made_before_its_first_batch_are_noticed(hub: Hub, tmp_path: Path) -> None:
    """The usual way to set up many kiosks: neither copy ever contradicts the chain of another."""
    first = new_place(hub, tmp_path / "golden", with_records=False)
    others = [copy_of(first, tmp_path / f"copy {number}") for number in range(2)]
    machines = [first, *others]
    for machine in machines:
        machine.put()
        machine.round()
        machine.round()
    for machine in machines:
        machine.put()
        machine.round()
    assert kinds() == ["two-machines"]
    assert AuditEntry.objects.filter(event="station-copied").count() == 1
    everything_is_there(*machines)


def test_a_clone_of_a_station_at_work_is_noticed_by_the_hub(hub: Hub, place: Place, tmp_path: Path) -> None:
    place.round()
    clone = copy_of(place, tmp_path / "clone")
    for _ in range(2):
        for machine in (place, clone):
            machine.put()
            machine.round()
            machine.round()
    assert "two-machines" in kinds()
    assert len(kinds()) == len(set(kinds())), "each once, however many rounds it lasts"
    everything_is_there(place, clone)
    _offers_the_way_out(hub)


def test_a_station_put_back_to_its_backup_is_told(hub: Hub, place: Place, tmp_path: Path) -> None:
    place.round()
    image = copy_of(place, tmp_path / "image")
    place.put()
    place.round()
    image.put_ids = []
    image.put()
    image.round()
    assert kinds() == ["put-back"]
    image.put()
    image.round()
    assert kinds() == ["put-back"], "there is one machine only, and it goes on"
    everything_is_there(place, image)


def _offers_the_way_out(hub: Hub) -> None:
    hub.client.force_login(User.objects.get(username=hub.account.user))
    incident = Incident.objects.get(kind="two-machines")
    page = hub.client.get(reverse("console:incident", args=[incident.pk])).content.decode()
    assert reverse("console:revoke", args=[incident.device]) in page
    assert reverse("console:enrol") in page
    for stream in CurrentChain.objects.values_list("inc", flat=True):
        assert stream[:8] in page, "both machines can be told apart"


class TestStatuses:
    """Of two statuses the one with the higher number is the later; the others are heard no more."""

    @pytest.fixture
    def station(self, hub: Hub) -> Station:
        return hub.enrolled_station()

    def told(
        self, station: Station, inc: str, *, count: int, seq: int = 0, hash_: str = "", left: LeftChain = NOT_KNOWN
    ) -> str:
        current = {"reports": ToldChain(inc, hash_)}
        before = {"reports": left} if left.inc != "none" else {}
        return station.status(current=current, left=before, count=count, chains={inc: seq}, time=datetime.now(UTC))

    def test_an_old_one_played_again_makes_nobody_look_alive(self, hub: Hub, station: Station) -> None:
        old = self.told(station, random_id(), count=5)
        hub.post("heads", old.encode())
        long_ago = datetime.now(UTC) - timedelta(days=3)
        DeviceSeen.objects.update(last_contact=long_ago, waiting_ballots=7)
        assert hub.post("heads", old.encode()).status_code == 200
        seen = DeviceSeen.objects.get(device=station.device)
        assert (seen.last_contact, seen.waiting_ballots) == (long_ago, 7)

    def test_an_old_one_played_again_is_no_copy(self, hub: Hub, station: Station) -> None:
        first, second = random_id(), random_id()
        old = self.told(station, first, count=1, left=NONE)
        for status in (old, self.told(station, second, count=2, left=LeftChain(first, 0, "")), old):
            hub.post("heads", status.encode())
        assert kinds() == []
        hub.post("heads", self.told(station, first, count=3).encode())
        assert kinds() == ["two-machines"]

    def test_the_same_number_of_a_batch_with_another_hash_is_noticed(self, hub: Hub, station: Station) -> None:
        batch = station.batch()
        hub.accept(batch)
        inc = station.chains[Stream.REPORTS].inc
        hub.post("heads", self.told(station, inc, count=1, seq=1, hash_=batch.hash).encode())
        assert kinds() == []
        hub.post("heads", self.told(station, inc, count=2, seq=1, hash_="0" * 64).encode())
        assert kinds() == ["put-back"]

    def test_a_hub_that_was_restored_blames_no_station(self, hub: Hub, station: Station) -> None:
        inc = station.chains[Stream.REPORTS].inc
        batches = [station.batch(), station.batch()]
        for batch in batches:
            hub.accept(batch)
        Batch.objects.filter(seq=2).delete()
        ChainHead.objects.filter(inc=inc).update(seq=1, hash=batches[0].hash)
        hub.post("heads", self.told(station, inc, count=9, seq=2, hash_=batches[1].hash).encode())
        assert kinds() == []

    @pytest.mark.parametrize("is_newest", [True, False])
    def test_two_first_chains_are_those_of_two_machines(self, hub: Hub, station: Station, is_newest: bool) -> None:
        hub.post("heads", self.told(station, random_id(), count=5, left=NONE).encode())
        hub.post("heads", self.told(station, random_id(), count=6 if is_newest else 5, left=NONE).encode())
        assert kinds() == ["two-machines"]

    def test_two_that_follow_one_chain_are_told_once_for_all_rounds(self, hub: Hub, station: Station) -> None:
        before = LeftChain(random_id(), 3, "h")
        for count in range(1, 3):
            hub.post("heads", self.told(station, random_id(), count=count, left=before).encode())
        assert kinds() == ["put-back"]
        Incident.objects.update(is_open=False)
        hub.post("heads", self.told(station, CurrentChain.objects.latest("id").inc, count=3, left=before).encode())
        assert Incident.objects.filter(is_open=True).count() == 0, "settled is settled"

    def test_nothing_known_of_before_is_no_copy(self, hub: Hub, station: Station) -> None:
        for count in range(1, 4):
            hub.post("heads", self.told(station, random_id(), count=count, left=NOT_KNOWN).encode())
        assert kinds() == []

    @pytest.mark.parametrize(
        ("seq", "is_right", "expected"), [(2, True, []), (1, True, ["put-back"]), (2, False, ["put-back"])]
    )
    def test_a_chain_that_goes_beyond_where_it_was_left_is_another_machines(
        self, hub: Hub, station: Station, seq: int, is_right: bool, expected: list[str]
    ) -> None:
        inc = station.chains[Stream.REPORTS].inc
        batches = [station.batch(), station.batch()]
        for batch in batches:
            hub.accept(batch)
        left = LeftChain(inc, seq, batches[seq - 1].hash if is_right else "0" * 64)
        hub.post("heads", self.told(station, random_id(), count=1, left=left).encode())
        hub.post("heads", station.status(left={"reports": left}, chains={}, count=2).encode())
        assert kinds() == expected

    def test_what_looked_like_one_put_back_and_is_two_is_one_open_incident(self, hub: Hub, station: Station) -> None:
        first, second = random_id(), random_id()
        before = LeftChain(random_id(), 3, "h")
        for count, inc in enumerate((first, second, first), start=1):
            hub.post("heads", self.told(station, inc, count=count, left=before).encode())
        (incident,) = Incident.objects.filter(is_open=True)
        assert incident.kind == "two-machines"
        told = AuditEntry.objects.get(event="station-copied")
        assert first in str(told.facts) and second in str(told.facts), "both are named"

    @pytest.mark.parametrize("stream", ["reports", "nothing we know"])
    def test_whatever_stands_there_the_answer_comes(self, hub: Hub, station: Station, stream: str) -> None:
        current = {stream: ToldChain("x" * 4000 + "|", "y")}
        status = station.status(current=current, count=2**62, chains={})
        assert hub.post("heads", status.encode()).status_code == 200
        assert CurrentChain.objects.count() == 0

    @pytest.mark.parametrize("seq", [10**30, -(10**30)])
    @pytest.mark.parametrize("inc", ["y" * 500, "0" * 32])
    def test_whatever_number_stands_there_the_answer_comes(
        self, hub: Hub, station: Station, seq: int, inc: str
    ) -> None:
        hub.accept(station.batch())
        told, left = ToldChain(inc, ""), LeftChain(inc, seq, "z")
        status = station.status(current={"reports": told}, left={"reports": left}, chains={inc: seq}, count=1)
        assert hub.post("heads", status.encode()).status_code == 200

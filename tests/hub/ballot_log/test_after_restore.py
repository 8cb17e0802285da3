"""A restored hub signs no second ballot log: it waits for its stations or for a person; there is always a way out."""

from __future__ import annotations

import dataclasses
import shutil
from collections.abc import Iterator
from contextlib import ExitStack, closing, contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.urls import reverse
from django.utils.translation import override

from sync.hub.audit.models import AuditEntry
from sync.hub.ballot_log import selectors
from sync.hub.ballot_log.hold import present_hold
from sync.hub.console.pages.station_rows import station_rows
from sync.hub.console.pages.todo import open_needs
from sync.hub.intake.models import Incident
from sync.hub.stations.models import Device, DeviceSeen
from sync.hub.stations.services import revoke
from sync.hub.worker.announce import tell_stations
from tests.hub.ballot_log.test_ballot_log import back_up as copy_database
from tests.hub.ballot_log.test_ballot_log import box, forget, hashes
from tests.hub.conftest import use_folder
from tests.hub.courier.test_courier import at_hub
from tests.hub.intake.test_log_alarms import Witness
from tests.hub.publishing.test_publishing import publish_again
from tests.kits.backups import restore
from tests.kits.hub import Hub, on_both


def grow(hub: Hub, *inner: bytes) -> None:
    """These ballots are in the box, and the worker comes by, as it does for showing: the log grows whenever it may."""
    box(*inner)
    tell_stations(hub.folder, log_at_once=True, now=datetime.now(UTC))


def back_up(hub: Hub, tmp_path: Path) -> Path:
    (tmp_path / "away").mkdir(exist_ok=True)
    call_command("backup", str(tmp_path / "away"))
    (place,) = (tmp_path / "away").iterdir()
    return place


@contextmanager
def restored(hub: Hub, backup: Path, to: Path) -> Iterator[Hub]:
    """The hub that is made of this backup, on SQLite."""
    with use_folder(hub.folder, hub.config):
        folder = restore(hub, backup, to)
    config = dataclasses.replace(hub.config, database="")
    with use_folder(folder, config):
        yield dataclasses.replace(hub, folder=folder, config=config)


def titles() -> list[str]:
    with override("en"):
        return [need.title for need in open_needs(station_rows(datetime.now(UTC)))]


@pytest.fixture
def witnesses(hub: Hub, tmp_path: Path) -> Iterator[tuple[Witness, Witness]]:
    """Two stations that were in contact just now."""
    with ExitStack() as stack:
        found = []
        for name in ("one", "two"):
            (tmp_path / name).mkdir()
            found.append(stack.enter_context(_open_witness(hub, tmp_path / name)))
        for witness in found:
            witness.round()
        yield found[0], found[1]


@contextmanager
def _open_witness(hub: Hub, folder: Path) -> Iterator[Witness]:
    witness = Witness(hub, folder)
    with closing(witness.connection):
        yield witness


def lead_to(witness: Witness, hub: Hub) -> None:
    """The station finds the restored hub in the place of the old one."""
    witness.hub = hub
    witness.updates = Witness.reader(witness, f"file://{hub.folder.repository}", witness.updates._fetcher)


@on_both
def test_nothing_enters_before_every_station_has_told(hub: Hub, witnesses: tuple[Witness, Witness], tmp_path: Path):
    grow(hub, b"a")
    backup = back_up(hub, tmp_path)
    with restored(hub, backup, tmp_path / "again") as again:
        before = hashes()
        grow(again, b"new")
        assert hashes() == before, "no station can have called yet"
        assert titles()[0] == "The ballot log waits for stations"
        for witness in witnesses:
            assert hashes() == before
            lead_to(witness, again)
            witness.round()
            grow(again)
        assert len(hashes()) == 2
        assert titles() == []


def test_what_only_one_station_saw_binds_the_hub(hub: Hub, witnesses: tuple[Witness, Witness], tmp_path: Path):
    backup = back_up(hub, tmp_path)
    grow(hub, b"a", b"b")
    saw, saw_nothing = witnesses
    saw.round()
    published = hashes()
    with restored(hub, backup, tmp_path / "again") as again:
        grow(again, b"b", b"c")
        lead_to(saw_nothing, again)
        saw_nothing.round()
        grow(again)
        lead_to(saw, again)
        saw.round()
        grow(again)
        assert hashes() == []
        assert titles() == ["2 ballots are missing from the ballot log"]
        assert Incident.objects.get().kind == "log-behind"
        call_command("ballot_log", "rebuild", str(saw.content.announced.active().folder))
        grow(again)
        assert hashes()[:2] == published
        assert len(hashes()) == 3
        saw.round()
        assert saw.state.log_refused == ""


def test_many_stations_that_know_more_are_one_incident(hub: Hub, witnesses: tuple[Witness, Witness], tmp_path: Path):
    backup = back_up(hub, tmp_path)
    grow(hub, b"a")
    for witness in witnesses:
        witness.round()
    with restored(hub, backup, tmp_path / "again") as again:
        for witness in (*witnesses, *witnesses):
            lead_to(witness, again)
            witness.round()
        assert [row.kind for row in Incident.objects.all()] == ["log-behind"]
        assert AuditEntry.objects.filter(event="log-behind").count() == 1


def test_a_person_can_say_that_it_goes_on_and_why(hub: Hub, witnesses: tuple[Witness, Witness], tmp_path: Path):
    backup = back_up(hub, tmp_path)
    with restored(hub, backup, tmp_path / "again") as again:
        grow(again, b"a")
        with pytest.raises(CommandError, match="note"):
            call_command("ballot_log", "go-on")
        with pytest.raises(CommandError):
            call_command("ballot_log", "go-on", "--note", " ")
        call_command("ballot_log", "go-on", "--note", "both were scrapped")
        entry = AuditEntry.objects.get(event="log-released")
        assert "both were scrapped" in entry.facts
        grow(again)
        assert len(hashes()) == 1
        with pytest.raises(CommandError, match="does not wait"):
            call_command("ballot_log", "go-on", "--note", "again")


def test_who_was_not_heard_of_for_long_or_is_revoked_is_not_waited_for(
    hub: Hub, witnesses: tuple[Witness, Witness], tmp_path: Path
):
    one, two = (witness.station.device for witness in witnesses)
    third = hub.enrolled_station(name="third").device
    long_ago = datetime.now(UTC) - timedelta(days=31)
    Device.objects.filter(id=one).update(enrolled_at=long_ago)
    DeviceSeen.objects.filter(device=one).update(last_contact=long_ago)
    revoke(two, note="stolen", by="test", now=datetime.now(UTC))
    with restored(hub, back_up(hub, tmp_path), tmp_path / "again"):
        hold = present_hold()
        assert hold is not None
        assert hold.awaited == (third,)


def test_where_no_station_is_known_any_will_do(hub: Hub, tmp_path: Path):
    """The backup is from before the first was enrolled: those it does not know may have seen anything."""
    with restored(hub, back_up(hub, tmp_path), tmp_path / "again") as again:
        grow(again, b"a")
        assert hashes() == []
        (tmp_path / "new").mkdir()
        with _open_witness(again, tmp_path / "new") as witness:
            witness.round()
        grow(again)
        assert len(hashes()) == 1


def test_a_database_that_was_put_back_behind_the_hub_is_noticed_by_what_is_published(hub: Hub, tmp_path: Path):
    """Nobody said restore: somebody laid an older database into the folder, or wound back the server."""
    grow(hub)
    image = copy_database(hub, tmp_path / "image.sqlite")
    grow(hub, b"a", b"b")
    published = hashes()
    forget(hub, image)
    grow(hub, b"c", b"b")
    assert hashes()[:2] == published
    assert len(hashes()) == 3
    assert not Incident.objects.exists()


def test_without_its_files_what_is_published_still_binds(hub: Hub, tmp_path: Path):
    grow(hub)
    image = copy_database(hub, tmp_path / "image.sqlite")
    grow(hub, b"a", b"b")
    (lines,) = (hub.folder.repository / "targets/hub").glob("*.log.00000")
    lines.unlink()
    forget(hub, image)
    grow(hub, b"c", b"b")
    assert hashes() == []
    assert selectors.missing_lines() == 2


@pytest.mark.parametrize("copy", ["station", "mirror", "stick"])
def test_it_is_rebuilt_from_any_copy(hub: Hub, witnesses: tuple[Witness, Witness], tmp_path: Path, copy: str):
    backup = back_up(hub, tmp_path)
    grow(hub, b"a", b"b", b"c")
    published = hashes()
    witnesses[0].round()
    places = {
        "station": lambda: witnesses[0].content.announced.active().folder,
        "mirror": lambda: shutil.copytree(hub.folder.repository, tmp_path / "mirror"),
        "stick": lambda: _stick(hub, tmp_path / "stick"),
    }
    place = places[copy]()
    with restored(hub, backup, tmp_path / "again") as again:
        call_command("ballot_log", "rebuild", str(place))
        assert hashes() == published
        call_command("announce")
        for witness in witnesses:
            lead_to(witness, again)
            witness.round()
            assert witness.state.log_refused == ""
        grow(again, b"d")
        assert len(hashes()) == 4


def _stick(hub: Hub, place: Path) -> Path:
    place.mkdir()
    at_hub(hub, place)
    return place / "ck1" / "repo"


def test_a_shorter_copy_of_the_same_log_adds_nothing_and_is_no_fork(hub: Hub, tmp_path: Path):
    grow(hub, b"a")
    shutil.copytree(hub.folder.repository, tmp_path / "mirror")
    grow(hub, b"b")
    call_command("ballot_log", "rebuild", str(tmp_path / "mirror"))
    assert len(hashes()) == 2
    assert not Incident.objects.exists()


def test_a_copy_without_a_log_is_called_so(hub: Hub, tmp_path: Path) -> None:
    with pytest.raises(CommandError, match=f"there is no ballot log in {tmp_path}"):
        call_command("ballot_log", "rebuild", str(tmp_path))


def test_two_signed_logs_are_an_incident_and_the_way_out_leads_out(
    hub: Hub, witnesses: tuple[Witness, Witness], tmp_path: Path, capsys: pytest.CaptureFixture[str]
):
    backup = back_up(hub, tmp_path)
    grow(hub, b"a", b"b")
    witnesses[0].round()
    copy = witnesses[0].content.announced.active().folder
    with restored(hub, backup, tmp_path / "again") as again:
        call_command("ballot_log", "go-on", "--note", "nobody has seen anything")
        grow(again, b"c", b"d", b"e")
        for _ in range(2):
            with pytest.raises(CommandError, match=r"two logs were signed.*begin-again"):
                call_command("ballot_log", "rebuild", str(copy))
        assert [row.kind for row in Incident.objects.all()] == ["log-forked"]
        assert titles() == ["Two ballot logs were signed"]
        for witness in witnesses:
            lead_to(witness, again)
            witness.round()
        assert witnesses[0].state.log_refused
        _look_at_incidents(again)
        call_command("ballot_log", "begin-again", "--note", "restored and let go on too early")
        publish_again(again)
        grow(again, b"a", b"b")
        for witness in witnesses:
            witness.round()
            witness.round()
            assert witness.state.log_refused == ""
            assert witness.has(b"a")
            assert witness.has(b"e")
        assert "too early" in AuditEntry.objects.get(event="log-begun-again").facts
        grow(again, b"f")
        assert len(hashes()) == 6


def _look_at_incidents(hub: Hub) -> None:
    from django.contrib.auth.models import User

    hub.client.force_login(User.objects.get(username=hub.account.user))
    assert hub.client.get(reverse("console:incidents")).status_code == 200
    for incident in Incident.objects.all():
        page = hub.client.get(reverse("console:incident", args=[incident.pk]))
        assert page.status_code == 200
        assert "begin-again" in page.content.decode()

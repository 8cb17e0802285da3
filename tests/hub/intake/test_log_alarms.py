"""Stations as witnesses: a hub that shows two logs is noticed, told to it, and nothing stops."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

import pytest
from django.contrib.auth.models import User
from django.urls import reverse
from django.utils.translation import override

from sync.hub.announcements.models import Announcement
from sync.hub.announcements.services import tell
from sync.hub.audit.models import AuditEntry
from sync.hub.ballot_log.selectors import leaves
from sync.hub.console.pages.station_rows import station_rows
from sync.hub.console.pages.todo import open_needs
from sync.hub.intake.models import Incident
from sync.hub.intake.signer import current_voice
from sync.hub.polls.models import BoxedBallot
from sync.hub.publishing.services import announce
from sync.hub.worker.announce import tell_stations
from sync.protocol.ballot_log import CHECKPOINT, LogEntry, origin_of, write_files
from sync.protocol.encoding import group_code
from sync.protocol.envelope import tracker_of
from sync.protocol.jws import MAX_HEADER_BYTES
from sync.protocol.keys import SigningKey
from sync.protocol.merkle import root_of
from sync.protocol.messages import Heads, StationStatus
from sync.protocol.signed_note import Checkpoint
from sync.station.events import Event
from sync.station.state import StationState
from tests.hub.announcements.test_announcements import Listener, now
from tests.hub.ballot_log.test_ballot_log import box, key_of
from tests.kits.hub import Hub, Station


class Witness(Listener):
    """A station that listens and tells, as its agent does in each round."""

    def __init__(self, hub: Hub, folder: Path) -> None:
        super().__init__(hub, folder)
        self.station: Station = hub.enrolled_station(name="Bus")
        self.state = StationState(self.connection)

    def round(self) -> list[Event]:
        events = self.listen()
        status = self.station.status(
            time=datetime.now(UTC), chains={}, waiting={}, content=self.content.active_id(),
            log=self.state.log_checkpoint, log_refused=self.state.log_refused,
        )  # fmt: skip
        assert self.hub.post("heads", status.encode()).status_code == 200
        return events

    def has(self, inner: bytes) -> bool:
        return self.content.find_ballot(tracker_of(inner)) is not None


@pytest.fixture
def witness(hub: Hub, tmp_path: Path) -> Iterator[Witness]:
    (tmp_path / "witness").mkdir()
    witness = Witness(hub, tmp_path / "witness")
    with closing(witness.connection):
        yield witness


def log_and_tell(hub: Hub, *inner: bytes) -> None:
    box(*inner)
    tell_stations(hub.folder, log_at_once=True, now=now())


def show(hub: Hub, entries: list[bytes], key: SigningKey | None = None, *, note: str = "") -> None:
    """The hub shows this log, whatever it has said before."""
    key = key or key_of(hub)
    note = note or Checkpoint(origin_of(key.public), len(entries), root_of(entries)).sign(key)
    Announcement.objects.filter(name__startswith="log.").delete()
    for name, data in write_files(entries, note).items():
        tell(name, data)
    announce(hub.folder, now=now())


def other(number: int) -> bytes:
    return LogEntry("neuer-markt", "", f"{number:064x}").leaf


def titles() -> list[str]:
    with override("en"):
        return [need.title for need in open_needs(station_rows(datetime.now(UTC)))]


def test_a_station_finds_the_ballots_of_the_log_and_nothing_else(hub, witness):
    log_and_tell(hub, b"a", b"b")
    witness.round()
    assert witness.has(b"a")
    assert not witness.has(b"c")
    log_and_tell(hub, b"c")
    assert witness.round() == [Event.ANNOUNCED]
    assert witness.has(b"a")
    assert witness.has(b"c")
    assert witness.state.log_refused == ""
    assert titles() == []


def test_a_hub_that_shows_two_logs_is_noticed(hub, witness):
    log_and_tell(hub, b"a", b"b")
    witness.round()
    before = witness.state.log_checkpoint
    show(hub, [other(1), other(2), other(3)])
    assert Event.LOG_DOUBTED in witness.round()
    assert witness.state.log_checkpoint == before
    assert witness.has(b"a"), "it goes on with the last good log"
    assert titles() == ["Bus does not believe the ballot log"]
    facts = AuditEntry.objects.get(event="log-doubted").facts
    assert root_of(leaves()).hex() in facts
    assert root_of([other(1), other(2), other(3)]).hex() in facts


@pytest.mark.parametrize("fault", ["shorter", "of another key", "gone"])
def test_a_log_that_shrank_or_is_not_signed_is_an_alarm_too(hub, witness, fault):
    log_and_tell(hub, b"a", b"b")
    witness.round()
    if fault == "gone":
        Announcement.objects.filter(name__startswith="log.").delete()
        announce(hub.folder, now=now())
    elif fault == "shorter":
        show(hub, leaves()[:1])
    else:
        show(hub, [*leaves(), other(1)], SigningKey.generate())
    assert Event.LOG_DOUBTED in witness.round()
    assert witness.has(b"a")
    assert Incident.objects.get().kind == "log-doubted"


def test_what_else_the_hub_says_goes_on_meanwhile(hub, witness):
    log_and_tell(hub, b"a")
    witness.round()
    show(hub, [other(1)])
    tell("reports.json", b"1")
    announce(hub.folder, now=now())
    assert witness.round() == [Event.LOG_DOUBTED, Event.ANNOUNCED]
    assert witness.content.hub_file("reports.json") == b"1"
    assert witness.has(b"a")
    assert witness.round() == [Event.LOG_DOUBTED]  # as long as it lasts, and once at the hub
    assert Incident.objects.count() == 1


def test_voting_and_exchange_go_on(hub, witness):
    log_and_tell(hub, b"a")
    witness.round()
    show(hub, [other(1)])
    witness.round()
    record, _ = witness.station.ballot(hub.poll())
    assert hub.accept(witness.station.batch([record])).outcome.name == "ACKNOWLEDGED"
    hub.work()
    assert BoxedBallot.objects.count() == 2


def test_the_alarm_ends_when_the_right_log_is_back(hub, witness):
    log_and_tell(hub, b"a")
    witness.round()
    right, note = leaves(), witness.state.log_checkpoint
    show(hub, [other(1)])
    witness.round()
    show(hub, right, note=note)
    assert witness.round() == []
    assert witness.state.log_refused == ""
    log_and_tell(hub, b"b")
    assert witness.round() == [Event.ANNOUNCED]
    assert witness.has(b"b")


def test_one_who_lost_the_files_still_has_its_word(hub, witness):
    """The checkpoint stands in the database: a disk that lost the announcements forgets no promise."""
    log_and_tell(hub, b"a")
    witness.round()
    shutil.rmtree(witness.folder / "content" / "announced")
    show(hub, [other(1)])
    assert Event.LOG_DOUBTED in witness.round()
    assert not witness.has(b"a")
    assert witness.content.find_ballot(LogEntry("neuer-markt", "", f"{1:064x}").tracker) is None


def test_two_stations_that_were_shown_two_logs_show_it_to_the_hub(hub, witness, tmp_path):
    """Each has seen one log only; the hub's own word convicts it."""
    log_and_tell(hub, b"a")
    witness.round()
    (tmp_path / "second").mkdir()
    second = Witness(hub, tmp_path / "second")
    with closing(second.connection):
        show(hub, [other(1)])
        assert Event.LOG_DOUBTED not in second.round()
        assert Incident.objects.get().device == second.station.device


def test_after_a_restore_the_console_asks_for_the_log_and_no_station_is_blamed(hub, witness, tmp_path):
    from tests.hub.ballot_log.test_ballot_log import back_up, forget

    log_and_tell(hub, b"a")
    image = back_up(hub, tmp_path / "image.sqlite")
    shutil.copytree(hub.folder.repository, tmp_path / "repository")
    log_and_tell(hub, b"b", b"c")
    witness.round()
    published = dict(Announcement.objects.values_list("name", "digest"))
    forget(hub, image)
    witness.station = hub.enrolled_station(name="Bus")
    announce(hub.folder, now=now())
    assert Event.LOG_DOUBTED in witness.round()
    assert titles() == ["2 ballots are missing from the ballot log"]
    assert Incident.objects.get().kind == "log-behind"
    from django.core.management import call_command

    call_command("ballot_log", "rebuild", str(witness.content.announced.active().folder))
    assert dict(Announcement.objects.values_list("name", "digest")) == published
    announce(hub.folder, now=now())
    assert Event.LOG_DOUBTED not in witness.round()
    assert titles() == []


def test_a_hostile_checkpoint_never_makes_a_status_too_long(hub, witness):
    log_and_tell(hub, b"a")
    witness.round()
    tell(CHECKPOINT, ("\U0001f5f3" * 5000).encode())
    announce(hub.folder, now=now())
    witness.round()
    status = witness.station.status(log=witness.state.log_checkpoint, log_refused=witness.state.log_refused)
    assert len(status) < MAX_HEADER_BYTES
    assert StationStatus.read(status, key=witness.station.key.public).log_refused
    assert Incident.objects.count() == 1


def test_a_station_of_before_says_nothing_of_the_log(hub, witness):
    answer = hub.post("heads", witness.station.status().encode())
    assert Heads.read(answer.content.decode(), key=current_voice().key.public).device == witness.station.device
    assert not Incident.objects.exists()


def test_the_console_shows_the_seal_that_stations_show(hub, witness):
    hub.client.force_login(User.objects.get(username=hub.account.user))
    assert "ballot-log" not in hub.client.get(reverse("console:polls")).content.decode()
    log_and_tell(hub, b"a")
    witness.round()
    seal = Checkpoint.read_unproven(witness.state.log_checkpoint).short
    assert group_code(seal) in hub.client.get(reverse("console:polls")).content.decode()

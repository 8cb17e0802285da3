"""Whole copies of a hub: only a proven one lets stations forget, and out of one a hub can be made again."""

from __future__ import annotations

import dataclasses
import json
import sqlite3
from pathlib import Path

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError
from django.test import override_settings

from sync.hub.audit.models import AuditEntry
from sync.hub.audit.selectors import verify_chain
from sync.hub.backups import services
from sync.hub.backups.models import BackupSeen
from sync.hub.data_folder import HubFolder
from sync.hub.intake.models import Batch as StoredBatch
from sync.hub.intake.models import ChainHead, SealedRecord
from sync.hub.intake.services import Outcome
from sync.hub.intake.signer import current_voice
from sync.hub.reports.models import DefectReport
from sync.hub.stations import selectors as stations
from sync.protocol.errors import Refused
from sync.protocol.messages import Acknowledgement, Heads
from sync.protocol.records import Stream
from tests.hub.conftest import use_folder
from tests.kits.hub import NOW, Hub, Station, list_all, on_both
from tests.kits.real.postgres import Postgres


def busy_hub(hub: Hub) -> Station:
    """Three batches of reports, two of them worked on, and one of ballots."""
    station = hub.enrolled_station()
    for _ in range(2):
        hub.accept(station.batch([station.report(), station.report()]))
    hub.work()
    hub.accept(station.batch())
    hub.accept(station.batch([station.ballot(hub.poll())[0]], stream=Stream.BALLOTS))
    return station


def back_up(hub: Hub, into: Path) -> services.Backup:
    return services.back_up(hub.folder, into, with_keys=True, by="test", now=NOW)


def heads(hub: Hub, station: Station) -> dict[str, int]:
    answer = hub.post("heads", station.status().encode()).content.decode()
    told = Heads.read(answer, key=current_voice().key.public)
    return {inc: head.safe for inc, head in told.heads.items()}


@on_both
def test_a_proven_backup_makes_safe_what_is_in_it_and_nothing_else(hub: Hub, tmp_path: Path) -> None:
    station = busy_hub(hub)
    reports, ballots = (station.chains[stream].inc for stream in (Stream.REPORTS, Stream.BALLOTS))
    assert heads(hub, station) == {reports: 0, ballots: 0}
    backup = back_up(hub, tmp_path / "away")
    assert (backup.proof.batches, backup.proof.records) == (4, 6)
    assert heads(hub, station) == {reports: 3, ballots: 1}
    ack = hub.accept(station.batch()).message
    assert Acknowledgement.read(ack, key=current_voice().key.public).safe == 3
    assert heads(hub, station) == {reports: 3, ballots: 1}
    assert BackupSeen.objects.get().batches == 4
    assert AuditEntry.objects.filter(event="backup-verified").count() == 1


def damage_row(statement: str, backup: Path) -> None:
    """Change the copy, and the list of files to match: only reading the rows can tell."""
    file = backup / "hub.sqlite"
    database = sqlite3.connect(file)
    assert database.execute(statement).rowcount
    database.commit()
    database.close()
    manifest = json.loads((backup / services.MANIFEST).read_text())
    manifest["files"]["hub.sqlite"] = services._digest(file)
    (backup / services.MANIFEST).write_text(json.dumps(manifest))


@pytest.mark.parametrize(
    ("statement", "words"),
    [
        ("UPDATE intake_batch SET body = zeroblob(length(body)) WHERE seq = 2", "not the one the station signed"),
        ("DELETE FROM intake_batch WHERE seq = 2", "does not continue its chain"),
        ("DELETE FROM intake_batch WHERE seq = 3", "ends of the chains"),
        ("UPDATE intake_chainhead SET seq = 9 WHERE seq = 3", "ends of the chains"),
        ("UPDATE intake_sealedrecord SET digest = x'00' WHERE state = 'waiting'", "is not the one that was stored"),
        ("UPDATE intake_sealedrecord SET place = 9 WHERE state = 'waiting'", "is not the one that was stored"),
        ("DELETE FROM stations_hubidentity", "cannot be read"),
    ],
)
def test_a_copy_that_lacks_something_makes_nothing_safe(hub: Hub, tmp_path: Path, statement: str, words: str) -> None:
    station = busy_hub(hub)
    list_all()
    backup = back_up(hub, tmp_path / "away").place
    ChainHead.objects.update(safe=0)
    damage_row(statement, backup)
    with pytest.raises(Refused, match=words):
        services.verify(backup, by="test", now=NOW)
    assert set(heads(hub, station).values()) == {0}


@pytest.mark.parametrize("name", ["hub.sqlite", "keys/web/ack.pem", "repository/metadata/timestamp.json"])
def test_a_file_that_changed_since_is_found(hub: Hub, tmp_path: Path, name: str) -> None:
    backup = back_up(hub, tmp_path / "away").place
    data = bytearray((backup / name).read_bytes())
    data[len(data) // 2] ^= 1
    (backup / name).write_bytes(data)
    with pytest.raises(Refused, match=name):
        services.verify(backup, by="test", now=NOW)
    (backup / name).unlink()
    with pytest.raises(Refused, match=name):
        services.verify(backup, by="test", now=NOW)


def test_a_backup_of_another_database_proves_nothing_about_this_one(hub: Hub, tmp_path: Path) -> None:
    station = busy_hub(hub)
    backup = back_up(hub, tmp_path / "away").place
    ChainHead.objects.update(safe=0)
    StoredBatch.objects.filter(seq=3).update(hash="0" * 64)  # this database went on differently
    services.verify(backup, by="test", now=NOW)
    assert heads(hub, station)[station.chains[Stream.REPORTS].inc] == 0
    damage_row("UPDATE stations_hubidentity SET epoch = 'another'", backup)
    with pytest.raises(Refused, match="another hub"):
        services.verify(backup, by="test", now=NOW)


def test_a_backup_that_was_cut_off_is_none(hub: Hub, tmp_path: Path) -> None:
    away = tmp_path / "away"
    place = back_up(hub, away).place
    place.rename(away / f".{place.name}.new")
    with pytest.raises(Refused, match="no backup"):
        services.newest_in(away)


def test_keys_stay_out_when_they_are_kept_elsewhere(hub: Hub, tmp_path: Path) -> None:
    place = services.back_up(hub.folder, tmp_path / "away", with_keys=False, by="test", now=NOW).place
    assert [path.name for path in (place / "keys").rglob("*")] == ["public.json"]
    assert (place.stat().st_mode & 0o777, (place / "hub.sqlite").stat().st_mode & 0o777) == (0o700, 0o600)


def restore(backup: Path, to: Path, *, database: str = "embedded") -> HubFolder:
    folder = HubFolder(to)
    with override_settings(HUB_FOLDER=folder):
        call_command("restore", str(backup), database=database, verbosity=0)
    return folder


def check_restored(hub: Hub, station: Station, facts: tuple[object, ...]) -> None:
    """All rows are there, the log is whole, and chains, worker and new rows go on."""
    assert facts_of_hub() == facts
    assert verify_chain().broken_at is None
    last = list(AuditEntry.objects.order_by("-number").values_list("event", flat=True)[:2])
    assert last == ["content-renewed", "hub-restored"]
    assert hub.accept(station.batch()).outcome is Outcome.ACKNOWLEDGED
    hub.work()
    assert DefectReport.objects.count() == 6


def facts_of_hub() -> tuple[object, ...]:
    return (
        stations.epoch(),
        sorted(StoredBatch.objects.values_list("hash", "ack")),
        sorted(SealedRecord.objects.values_list("record_id", "state")),
        sorted(ChainHead.objects.values_list("inc", "seq", "hash")),
        DefectReport.objects.count(),
    )


@on_both
def test_a_hub_is_restored_onto_either_database(hub: Hub, tmp_path: Path, postgres: Postgres) -> None:
    station = busy_hub(hub)
    facts = facts_of_hub()
    backup = back_up(hub, tmp_path / "away").place
    name = postgres.new_database()
    url = postgres.url(name) if not hub.config.database else "embedded"
    try:
        with use_folder(hub.folder, hub.config):
            folder = restore(backup, tmp_path / "again", database=url)
        config = dataclasses.replace(hub.config, database="" if url == "embedded" else url)
        with use_folder(folder, config):
            check_restored(dataclasses.replace(hub, folder=folder, config=config), station, facts)
    finally:
        postgres.drop_database(name)


@pytest.mark.parametrize("name", ["bk#1", "b?mode=memory", "a%41", "über den Tag", "x&cache=shared"])
def test_the_folder_that_is_named_is_the_one_that_is_read_whatever_its_name(
    hub: Hub, tmp_path: Path, name: str
) -> None:
    station = busy_hub(hub)
    facts = facts_of_hub()
    backup = back_up(hub, tmp_path / name).place
    config = dataclasses.replace(hub.config, database="")
    with use_folder(hub.folder, hub.config):
        folder = restore(backup, tmp_path / f"again {name}")
    with use_folder(folder, config):
        check_restored(dataclasses.replace(hub, folder=folder, config=config), station, facts)
    assert {path.name for path in tmp_path.iterdir()} >= {name, f"again {name}"}
    assert not [path for path in tmp_path.iterdir() if path.is_file()]


def test_a_restore_that_brought_less_than_was_proven_is_no_success(hub: Hub, tmp_path: Path) -> None:
    busy_hub(hub)
    backup = back_up(hub, tmp_path / "away")
    more = dataclasses.replace(backup, proof=dataclasses.replace(backup.proof, batches=backup.proof.batches + 1))
    with pytest.raises(Refused, match="4 batches after the restore, the backup 5"):
        services.restore_database(more, by="test", now=NOW)


def test_nothing_that_is_there_is_restored_over(hub: Hub, tmp_path: Path) -> None:
    backup = back_up(hub, tmp_path / "away").place
    before = hub.folder.ack_key.read_bytes()
    with pytest.raises(FileExistsError), services.restored_files(backup, hub.folder):
        pass
    assert hub.folder.ack_key.read_bytes() == before


def test_a_restore_that_fails_says_so_and_leaves_nothing_behind(hub: Hub, tmp_path: Path) -> None:
    station = busy_hub(hub)
    facts = facts_of_hub()
    backup = back_up(hub, tmp_path / "away").place
    to = tmp_path / "again"
    with use_folder(hub.folder, hub.config):
        with pytest.raises(CommandError, match=r"127\.0\.0\.1"):
            restore(backup, to, database="postgresql://nobody@127.0.0.1:1/none")
        assert not to.exists()
        to.mkdir()
        with pytest.raises(CommandError, match="postgresql://"):
            restore(backup, to, database="mysql://nobody")
        assert not list(to.iterdir())
        folder = restore(backup, to)
    config = dataclasses.replace(hub.config, database="")
    with use_folder(folder, config):
        check_restored(dataclasses.replace(hub, folder=folder, config=config), station, facts)


def test_pieces_of_attachments_are_in_the_backup_and_come_back(hub: Hub, tmp_path: Path) -> None:
    piece = hub.folder.blobs / "ab" / ("ab" * 32)
    piece.parent.mkdir(parents=True)
    piece.write_bytes(b"sealed")
    backup = back_up(hub, tmp_path / "away").place
    again = HubFolder(tmp_path / "again")
    with services.restored_files(backup, again):
        assert (again.blobs / "ab" / ("ab" * 32)).read_bytes() == b"sealed"

"""Out of a proven backup a hub can be made again, whole or not at all."""

from __future__ import annotations

import dataclasses
import shutil
from pathlib import Path

import psycopg
import pytest
from django.core.management.base import CommandError
from django.db import connection

from sync.hub.audit.models import AuditEntry
from sync.hub.audit.selectors import verify_chain
from sync.hub.backups import services
from sync.hub.backups.dump import one_transaction
from sync.hub.data_folder import HubFolder
from sync.hub.intake.models import Batch as StoredBatch
from sync.hub.intake.models import ChainHead, SealedRecord
from sync.hub.intake.services import Outcome
from sync.hub.reports.models import DefectReport
from sync.hub.stations import selectors as stations
from sync.protocol.errors import Refused
from tests.hub.conftest import use_folder
from tests.kits.backups import back_up, busy_hub, key_of, restore
from tests.kits.hub import NOW, Hub, Station, on_both
from tests.kits.real.postgres import Postgres


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
            folder = restore(hub, backup, tmp_path / "again", database=url)
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
        folder = restore(hub, backup, tmp_path / f"again {name}")
    with use_folder(folder, config):
        check_restored(dataclasses.replace(hub, folder=folder, config=config), station, facts)
    assert {path.name for path in tmp_path.iterdir()} >= {name, f"again {name}"}
    assert not [path for path in tmp_path.iterdir() if path.is_file()]


@on_both
def test_a_restore_that_brought_less_than_was_proven_is_no_success(
    hub: Hub, tmp_path: Path, postgres: Postgres
) -> None:
    busy_hub(hub)
    place = back_up(hub, tmp_path / "away").place
    name, to = postgres.new_database(), HubFolder(tmp_path / "again")
    config = dataclasses.replace(hub.config, database=postgres.url(name) if hub.config.database else "")
    try:
        with (
            use_folder(to, config),
            pytest.raises(Refused, match="4 batches after the restore, the backup 5"),
            services.restored_files(place, key_of(hub), to) as backup,
            one_transaction(),
        ):
            if not config.database:
                to.database.touch(mode=0o600)
            more = dataclasses.replace(backup.proof, batches=backup.proof.batches + 1)
            services.restore_database(dataclasses.replace(backup, proof=more), to, by="test", now=NOW)
        assert not to.root.exists()
        if config.database:
            with use_folder(to, config):
                assert connection.introspection.table_names() == []
    finally:
        postgres.drop_database(name)


def test_a_used_database_is_left_as_it_is(hub: Hub, tmp_path: Path, postgres: Postgres) -> None:
    place = back_up(hub, tmp_path / "away").place
    name = postgres.new_database()
    try:
        with psycopg.connect(postgres.url(name), autocommit=True) as other:
            other.execute("CREATE TABLE theirs (id int)")
        with use_folder(hub.folder, hub.config), pytest.raises(CommandError, match="not empty"):
            restore(hub, place, tmp_path / "again", database=postgres.url(name))
        with psycopg.connect(postgres.url(name)) as other:
            tables = other.execute("SELECT tablename FROM pg_tables WHERE schemaname = 'public'").fetchall()
            assert tables == [("theirs",)]
        assert not (tmp_path / "again").exists()
    finally:
        postgres.drop_database(name)


def test_nothing_that_is_there_is_restored_over(hub: Hub, tmp_path: Path) -> None:
    backup = back_up(hub, tmp_path / "away").place
    before = hub.folder.ack_key.read_bytes()
    with pytest.raises(FileExistsError), services.restored_files(backup, key_of(hub), hub.folder):
        pass
    assert hub.folder.ack_key.read_bytes() == before


def test_a_restore_that_was_cut_off_is_cleared_away_by_the_next(hub: Hub, tmp_path: Path) -> None:
    station = busy_hub(hub)
    facts = facts_of_hub()
    place, to = back_up(hub, tmp_path / "away").place, tmp_path / "again"
    with use_folder(hub.folder, hub.config):
        with services.restored_files(place, key_of(hub), HubFolder(tmp_path / "first")):
            shutil.copytree(tmp_path / "first", to)  # as the power going would leave it
        folder = restore(hub, place, to)
    config = dataclasses.replace(hub.config, database="")
    with use_folder(folder, config):
        check_restored(dataclasses.replace(hub, folder=folder, config=config), station, facts)
    assert not folder.half_made.exists()


def test_a_restore_that_fails_says_so_and_leaves_nothing_behind(hub: Hub, tmp_path: Path) -> None:
    station = busy_hub(hub)
    facts = facts_of_hub()
    backup = back_up(hub, tmp_path / "away").place
    to = tmp_path / "again"
    with use_folder(hub.folder, hub.config):
        with pytest.raises(CommandError, match=r"127\.0\.0\.1"):
            restore(hub, backup, to, database="postgresql://nobody@127.0.0.1:1/none")
        assert not to.exists()
        to.mkdir()
        with pytest.raises(CommandError, match="postgresql://"):
            restore(hub, backup, to, database="mysql://nobody")
        assert not list(to.iterdir())
        folder = restore(hub, backup, to)
    config = dataclasses.replace(hub.config, database="")
    with use_folder(folder, config):
        check_restored(dataclasses.replace(hub, folder=folder, config=config), station, facts)


def test_pieces_of_attachments_are_in_the_backup_and_come_back(hub: Hub, tmp_path: Path) -> None:
    piece = hub.folder.blobs / "ab" / ("ab" * 32)
    piece.parent.mkdir(parents=True)
    piece.write_bytes(b"sealed")
    backup = back_up(hub, tmp_path / "away").place
    again = HubFolder(tmp_path / "again")
    with services.restored_files(backup, key_of(hub), again):
        assert (again.blobs / "ab" / ("ab" * 32)).read_bytes() == b"sealed"

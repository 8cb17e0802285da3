"""A program and a database of different versions never meet: one sentence says what to do, and nothing is touched."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
from django.core.management import call_command
from django.db import connection
from django.db.migrations.loader import MigrationLoader

import sync
from sync.hub.__main__ import WITHOUT_DATABASE
from sync.hub.backups import services
from sync.hub.data_folder import HubFolder
from sync.hub.database_version import NEWER, OLDER, known_steps, why_unfit
from sync.protocol.errors import Refused
from tests.kits.hub import NOW, Hub, on_both

PROJECT = Path(sync.__file__).parents[1]
NEW_STEP = "INSERT INTO django_migrations (app, name, applied) VALUES ('intake', '9999_tomorrow', '2099-01-01')"
OLD = "DELETE FROM django_migrations WHERE app = 'backups' AND name != '0001_initial'"
COMMANDS = [
    ("run", "--port=0"), ("serve", "--port=0"), ("worker", "--once"), ("publish",), ("backup", "away"), ("announce",),
    ("verify", "away"), ("enrol-code", "--name=x", "--district=N"),
]  # fmt: skip


def run(hub: Hub, *arguments: str) -> subprocess.CompletedProcess[str]:
    return run_at(hub.folder.root, *arguments)


def run_at(place: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "sync.hub", "--data", str(place), *arguments]
    return subprocess.run(command, cwd=PROJECT, capture_output=True, text=True, check=False, timeout=100)


def ask(question: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(question)


def test_the_steps_looked_for_are_those_that_django_knows(hub: Hub) -> None:
    assert known_steps() == set(MigrationLoader(None).disk_migrations)


@on_both
def test_an_older_and_a_newer_database_are_known(hub: Hub) -> None:
    assert why_unfit(hub.folder, hub.config) is None
    ask("INSERT INTO django_migrations (app, name, applied) VALUES ('theirs', '0001_initial', '2099-01-01')")
    assert why_unfit(hub.folder, hub.config) is None
    ask(NEW_STEP)
    assert why_unfit(hub.folder, hub.config) == NEWER
    ask("DELETE FROM django_migrations WHERE name = '9999_tomorrow' OR (app = 'axes' AND name = '0001_initial')")
    assert why_unfit(hub.folder, hub.config) == OLDER


@pytest.mark.parametrize(("change", "words"), [(NEW_STEP, NEWER), (OLD, OLDER)])
def test_every_command_ends_in_one_sentence(hub: Hub, change: str, words: str) -> None:
    ask(change)
    connection.close()
    before = hub.folder.database.read_bytes()
    for command in COMMANDS if words == NEWER else COMMANDS[:3]:
        ended = run(hub, *command)
        assert (ended.returncode, ended.stderr.strip(), ended.stdout) == (1, words, ""), command
    assert hub.folder.database.read_bytes() == before
    assert not (PROJECT / "away").exists()


def test_upgrade_brings_an_older_database_up_and_refuses_a_newer_one(hub: Hub) -> None:
    ask("ALTER TABLE backups_backupseen DROP COLUMN digest")
    ask(OLD)
    connection.close()
    assert "of this version now" in run(hub, "upgrade").stdout
    assert "nothing to do" in run(hub, "upgrade").stdout
    assert run(hub, "worker", "--once").returncode == 0
    ask(NEW_STEP)
    connection.close()
    assert NEWER in run(hub, "upgrade").stderr


def test_a_hub_whose_making_was_cut_off_does_not_start(hub: Hub) -> None:
    hub.folder.half_made.mkdir()
    connection.close()
    assert "its making was cut off" in run(hub, "run", "--port=0").stderr


def test_a_backup_of_an_older_version_is_restored_and_one_of_a_newer_is_not(hub: Hub, tmp_path: Path) -> None:
    assert hub.account.recovery_key
    newer = tmp_path / "newer"
    ask(NEW_STEP)
    place = services.back_up(hub.folder, newer, with_keys=True, by="test", now=NOW).place
    with (
        pytest.raises(Refused, match="of a newer version"),
        services.restored_files(place, hub.account.recovery_key, HubFolder(tmp_path / "again")),
    ):
        pass
    assert not (tmp_path / "again").exists()


def test_what_works_without_a_database_is_a_command(hub: Hub) -> None:
    from django.core.management import get_commands

    assert set(get_commands()) | {"help"} >= WITHOUT_DATABASE
    call_command("upgrade")


@pytest.mark.parametrize("command", ["audit-check", "run"])
@pytest.mark.parametrize("place", ["nowhere", "a file"])
def test_every_command_says_that_there_is_no_hub(tmp_path: Path, place: str, command: str) -> None:
    (tmp_path / "a file").touch()
    ended = run_at(tmp_path / place, command)
    assert (ended.returncode, len(ended.stderr.splitlines())) == (1, 1), ended.stderr
    assert str(tmp_path / place) in ended.stderr
    assert [path.name for path in tmp_path.iterdir()] == ["a file"]


@pytest.mark.parametrize("command", ["audit-check", "publish"])
def test_every_command_says_in_one_sentence_that_the_database_is_none(hub: Hub, command: str) -> None:
    connection.close()
    hub.folder.database.write_bytes(b"no database" * 1000)
    for beside in ("-wal", "-shm"):
        hub.folder.database.with_name(hub.folder.database.name + beside).unlink(missing_ok=True)
    ended = run(hub, command)
    assert (ended.returncode, len(ended.stderr.splitlines())) == (1, 1), ended.stderr
    assert "is not a database" in ended.stderr

"""Where the hub keeps its rows: the file of its own, or the PostgreSQL that a URL names."""

from __future__ import annotations

import dataclasses
import json
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from django.db import connection

import sync
from sync.hub.config import HubConfig
from sync.hub.content.source import DEFAULT_CONTENT
from sync.hub.data_folder import HubFolder
from sync.hub.database_settings import database_settings
from tests.kits.hub import Hub
from tests.kits.real import postgres as real
from tests.kits.real.hubs import HubFiles
from tests.kits.real.postgres import Postgres
from tests.kits.real.programs import run_python

PROJECT = Path(sync.__file__).parents[1]
FOLDER = HubFolder(Path("/nowhere"))


def test_without_a_url_it_is_the_file_in_the_folder() -> None:
    assert database_settings(FOLDER, HubConfig())["NAME"] == FOLDER.database


def test_a_url_names_a_postgresql_and_hands_on_what_it_says() -> None:
    url = "postgresql://hub:s%20e@db.example:5433/city?sslmode=verify-full"
    found = database_settings(FOLDER, HubConfig(database=url))
    named = [found[key] for key in ("ENGINE", "NAME", "USER", "PASSWORD", "HOST", "PORT", "OPTIONS")]
    expected = ["django.db.backends.postgresql", "city", "hub", "s e", "db.example", "5433"]
    assert named[:-1] == expected
    assert named[-1]["sslmode"] == "verify-full"


def test_other_options_of_a_connection_stay() -> None:
    url = "postgresql://db.example/city?options=-c%20statement_timeout%3D5min"
    options = database_settings(FOLDER, HubConfig(database=url))["OPTIONS"]["options"]
    assert options == "-c statement_timeout=5min -c synchronous_commit=on"


def test_the_environment_says_nothing_and_a_file_may_hold_the_password(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MITMACH_HUB_DATABASE", "postgresql:///other")
    found = database_settings(FOLDER, HubConfig(database="postgresql:///city?passfile=/etc/city.pgpass"))
    assert (found["NAME"], found["OPTIONS"]["passfile"]) == ("city", "/etc/city.pgpass")


@pytest.mark.parametrize("url", ["mysql://x/y", "postgresql://x/y?nonsense=1", "hub.sqlite"])
def test_any_other_address_is_refused_in_words(url: str) -> None:
    with pytest.raises(ValueError, match="address of the database"):
        database_settings(FOLDER, dataclasses.replace(HubConfig(), database=url))


@pytest.mark.parametrize("hub", ["postgresql"], indirect=True)
def test_postgresql_waits_for_the_disk_before_it_says_committed_whatever_is_set_there(hub: Hub) -> None:
    with connection.cursor() as cursor:
        cursor.execute(f'ALTER DATABASE "{connection.settings_dict["NAME"]}" SET synchronous_commit = off')
    connection.close()
    with connection.cursor() as cursor:
        cursor.execute("SHOW synchronous_commit")
        assert cursor.fetchone() == ("on",)
    assert connection.vendor == "postgresql"
    assert not hub.folder.database.exists()


def test_a_hub_is_founded_on_an_empty_postgresql_by_command(postgres: Postgres, tmp_path: Path) -> None:
    folder, name = tmp_path / "hub", postgres.new_database()
    try:
        run_python("-m", "sync.hub", "--data", str(folder), "init", "--database", postgres.url(name))
        assert HubFiles(folder).command("enrol-code", "--name", "Halle", "--district", "K").strip()
    finally:
        postgres.drop_database(name)


def test_a_founding_that_fails_leaves_an_empty_postgresql_and_a_used_one_as_it_is(
    postgres: Postgres, tmp_path: Path
) -> None:
    folder, name = tmp_path / "hub", postgres.new_database()
    start = [sys.executable, "-m", "sync.hub", "--data", str(folder), "init", "--database", postgres.url(name)]

    def found(*more: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run([*start, *more], capture_output=True, text=True, check=False, cwd=PROJECT)

    content = tmp_path / "content"
    shutil.copytree(DEFAULT_CONTENT, content)
    place = content / "polls" / "neuer-markt.json"
    poll = json.loads(place.read_bytes())
    place.write_text(json.dumps({**poll, "codes": True, "codes_at": poll["title"]}))  # and no codes are made yet
    try:
        failed = found("--counting-keys-here", "--content", str(content))
        assert "takes participation codes and has none" in failed.stderr
        assert not folder.exists()
        assert found().returncode == 0  # so the database was empty again
        shutil.rmtree(folder)
        used = found()
        assert "the database is not empty" in used.stderr
        assert not folder.exists()
    finally:
        postgres.drop_database(name)


def test_a_missing_postgresql_is_told_with_the_way_to_get_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(real, "PROGRAMS", Path("/nowhere"))
    with pytest.raises(FileNotFoundError, match="apt-get install postgresql"):
        real.find_programs()

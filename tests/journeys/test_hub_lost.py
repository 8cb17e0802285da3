"""The hub's machine is lost: out of a backup it comes back and has every act again; another hub gets none of them."""

from __future__ import annotations

import secrets
import shutil
import sqlite3
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

import pytest

from sync.protocol.encoding import random_id
from sync.station.database import open_database, transaction
from tests.kits.acts import waiting_acts
from tests.kits.real.hubs import HubFiles, found_hub, running_hub
from tests.kits.real.station import StationFiles, make_station


def acts_at(station: StationFiles, count: int) -> set[str]:
    """So many sealed records into the station's outbox; their ids."""
    ids = [random_id() for _ in range(count)]
    day = datetime.now(UTC).date().isoformat()
    rows = (("reports", record_id, "report", "nobody", secrets.token_bytes(200), day) for record_id in ids)
    with closing(open_database(station.database)) as connection, transaction(connection):
        connection.executemany("INSERT INTO waiting VALUES (?, ?, ?, ?, ?, ?)", rows)
    return set(ids)


def arrived(hub: HubFiles) -> list[str]:
    hub.see_to_all()
    return sorted(str(row[0]) for row in hub.ask("SELECT record_id FROM intake_sealedrecord"))


def unacknowledged(station: StationFiles) -> int:
    with station.connect() as connection:
        return len(waiting_acts(connection))


@pytest.fixture(scope="module")
def enrolled(tmp_path_factory: pytest.TempPathFactory) -> StationFiles:
    """A station and its hub, of which every test has a copy."""
    return make_station(tmp_path_factory.mktemp("enrolled"))


@pytest.fixture
def station(enrolled: StationFiles, tmp_path: Path) -> StationFiles:
    return StationFiles(Path(shutil.copytree(enrolled.folder, tmp_path, dirs_exist_ok=True)))


def test_a_hub_restored_from_a_backup_in_the_middle_has_every_act_once(station: StationFiles, tmp_path: Path) -> None:
    folder, away = tmp_path / "hub", tmp_path / "away"
    away.mkdir()
    with running_hub(folder) as hub:
        station.settle(hub.url)
        acts = acts_at(station, 30)
        assert station.exchange()["complete"]
        hub.command("backup", str(away))
        acts |= acts_at(station, 30)
        assert station.exchange()["complete"]
        assert len(arrived(hub)) == 60
    shutil.rmtree(folder)
    acts |= acts_at(station, 10)  # the station works on while there is no hub
    files = HubFiles(folder)
    files.command("restore", str(away), "--recovery-key", str(files.recovery_key))
    assert len(arrived(files)) == 30
    with running_hub(folder) as hub:
        station.settle(hub.url)
        said = station.exchange()
        assert "hub-restored" in said["notes"]
        assert said["complete"]
        assert arrived(hub) == sorted(acts)


@pytest.mark.parametrize(("is_made_anew", "note"), [(True, "hub-unknown"), (False, "hub-other-memory")])
def test_another_hub_or_another_memory_gets_nothing_and_the_station_says_so(
    station: StationFiles, tmp_path: Path, is_made_anew: bool, note: str
) -> None:
    folder = tmp_path / "hub"
    acts_at(station, 5)
    if is_made_anew:
        shutil.rmtree(folder)
        found_hub(folder)
    else:  # a database that somebody put together out of an old registry
        with closing(sqlite3.connect(folder / "db" / "hub.sqlite")) as database, database:
            database.execute("UPDATE stations_hubidentity SET epoch = ?", (random_id(),))
    with running_hub(folder) as hub:
        station.settle(hub.url)
        said = station.exchange()
        assert not arrived(hub)
    assert note in said["notes"]
    assert unacknowledged(station) == 5

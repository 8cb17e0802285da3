"""What a technician is shown of the journal: right counts, and nothing that tells one record from another."""

from __future__ import annotations

import json
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

import pytest

from installer import journal
from sync.protocol.encoding import random_id
from sync.protocol.keys import SigningKey
from sync.protocol.records import Record, RecordKind
from sync.station.config import load_config
from sync.station.database import open_database, transaction
from sync.station.journal import Chains
from sync.station.outbox import Outbox
from sync.station.recovery.salvage import salvage_if_damaged
from sync.station.state import Identity, write_identity

NOON = datetime(2026, 11, 22, 12, tzinfo=UTC)


@pytest.fixture
def settings(tmp_path: Path) -> Path:
    path = tmp_path / "station.toml"
    path.write_text('data = "data"\nhub_url = "http://hub.test"\n', encoding="utf-8")
    return path


def fill(settings: Path) -> list[Record]:
    with closing(open_database(load_config(settings).database)) as connection:
        outbox = Outbox(connection, clock=lambda: NOON)
        kinds = [RecordKind.REPORT] * 3 + [RecordKind.BALLOT] * 2
        records = [Record(random_id(), kind, "kid", random_id().encode() * 4) for kind in kinds]
        for record in records:
            outbox.put(record)
        key = SigningKey.generate()
        with transaction(connection):
            write_identity(connection, Identity("d", key.kid, "SBZ", "K", key.public.jwk, "e", "r", NOON))
        assert Chains(connection, device="d", key=key).freeze_due(NOON, together=10) == 1
    return records


def test_it_counts_and_names_no_record(settings, capsys):
    records = fill(settings)
    assert journal.main(["--config", str(settings), "--json"]) == 0
    said = capsys.readouterr().out
    found = json.loads(said)
    assert found["waiting, in no batch yet"] == [{"stream": "ballots", "day": "2026-11-22", "records": 2, "bytes": 256}]
    assert found["in batches the hub has not acknowledged"] == [
        {"stream": "reports", "day": "2026-11-22", "batches": 1, "records": 3}
    ]
    assert not [record for record in records if record.id in said or record.sealed.decode()[:32] in said]


def test_it_is_read_beside_the_running_station_and_changes_nothing(settings, capsys):
    fill(settings)
    database = load_config(settings).database
    with closing(open_database(database)) as running:
        running.execute("BEGIN IMMEDIATE")
        before = running.execute("PRAGMA data_version").fetchone()
        assert journal.main(["--config", str(settings)]) == 0
        assert running.execute("PRAGMA data_version").fetchone() == before
        running.execute("ROLLBACK")
    said = capsys.readouterr().out
    assert "stream   day         records" in said and "nothing" in said


def test_what_was_put_aside_is_named(settings, capsys):
    fill(settings)
    database = load_config(settings).database
    database.write_bytes(b"no database" * 20 + database.read_bytes()[220:])
    assert journal.main(["--config", str(settings)]) == 1
    assert "check-station" in capsys.readouterr().err
    salvage_if_damaged(database)
    assert journal.main(["--config", str(settings)]) == 0
    assert "damaged/001" in capsys.readouterr().out


def test_no_file_is_made_where_there_is_none(settings, capsys):
    assert journal.main(["--config", str(settings)]) == 1
    assert not load_config(settings).database.exists()

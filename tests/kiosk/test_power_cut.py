"""The power goes around the write. What a person was thanked for is there once; an act is there whole or not at all."""

import os
import subprocess
import sys
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

import pytest

from kiosk.station.station import StationFile
from sync.protocol.envelope import open_outer, open_report, tracker_of
from sync.protocol.participation_codes import ParticipationCode, new_code
from sync.protocol.records import Record, RecordKind
from sync.station.config import StationConfig
from sync.station.database import open_database
from sync.station.last_act import LastAct
from tests.kits.acts import waiting_acts
from tests.kits.content import Keys
from tests.kits.kiosk_station import give_content, make_station

ROOT = Path(__file__).resolve().parents[2]


CODES = [new_code() for _ in range(6)]


def live(settings: Path, fate: str, codes: Sequence[ParticipationCode]) -> list[str]:
    """Let visitors come until the power goes; what they were thanked with."""
    typed = [code.typed() for code in codes]
    command = [sys.executable, "-m", "tests.kits.doomed_visitor", str(settings), fate, *typed]
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    ran = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False)
    assert ran.returncode == -9, ran.stderr
    return ran.stdout.splitlines()


def stored(database: Path, keys: Keys) -> Counter[str]:
    """Every record on the disk, named by its kind and code."""
    connection = open_database(database)
    records = waiting_acts(connection)
    connection.close()
    return Counter(f"{record.kind} {code_of(record, keys)}" for record in records)


def marks_agree(database: Path, keys: Keys) -> bool:
    """Every ballot on the disk has its code marked as used, and no code is marked without a ballot."""
    connection = open_database(database)
    rows = connection.execute("SELECT id, kind, kid, sealed FROM waiting WHERE stream = 'ballots'").fetchall()
    spent = sorted(row[0].hex() for row in connection.execute("SELECT mark FROM spent_lately"))
    connection.close()
    return spent == sorted(open_outer(Record(*row), key=keys.seal).spent for row in rows)


def told_after(config: StationConfig) -> LastAct | None:
    """What the greeting is told by the station that starts again."""
    station = StationFile(config, monotonic=lambda: 0.0)
    told = station.interrupted()
    station.close()
    return told


def code_of(record: Record, keys: Keys) -> str:
    if record.kind == RecordKind.BALLOT:
        return tracker_of(open_outer(record, key=keys.seal).inner)
    return open_report(record, key=keys.seal).number


@pytest.mark.parametrize(("fate", "swallowed"), [("before", 0), ("after", 1)])
def test_a_cut_around_the_write_leaves_all_of_an_act_or_nothing(keys, tmp_path, fate, swallowed):
    config = make_station(tmp_path, keys)
    give_content(config, keys, staged=tmp_path / "with-codes", codes={"neuer-markt": CODES})
    settings = tmp_path / "station.toml"
    settings.write_text(f'data = "{config.data}"\nhub_url = "http://127.0.0.1:1"\n', encoding="utf-8")
    thanked = live(settings, fate, CODES[:3])
    assert [line.split()[0] for line in thanked] == ["ballot", "report"]
    kept = stored(config.database, keys)
    assert set(thanked) <= set(kept)
    assert sum(kept.values()) == len(thanked) + swallowed
    assert marks_agree(config.database, keys)
    assert told_after(config) == {"before": LastAct.BEGUN, "after": LastAct.STORED}[fate]
    thanked += live(settings, fate, CODES[3:])  # the station starts again with what it has
    assert set(thanked) <= set(stored(config.database, keys))
    assert marks_agree(config.database, keys)

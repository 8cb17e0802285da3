"""The scripted visit: through the real screens, onto the real disk, and nothing readable is left anywhere."""

import json
import os
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest
from PySide6.QtCore import QRect

from kiosk.app import Kiosk
from kiosk.devtools.tour import DESCRIPTION, Tour, TourError, TourFinger, settle
from kiosk.viewmodel import intents as wish
from sync.protocol.envelope import open_outer, open_report, tracker_of
from sync.protocol.records import Record
from tests.kits.acts import waiting_acts
from tests.kits.content import Keys
from tests.kits.kiosk_station import make_station

ROOT = Path(__file__).resolve().parents[3]


def stored(config) -> list[Record]:
    with sqlite3.connect(config.database) as connection:
        records = waiting_acts(connection)
    connection.close()
    return records


def run_tour(config, folder: Path) -> subprocess.CompletedProcess[str]:
    """The tour as the demonstration starts it."""
    settings = folder / "station.toml"
    settings.write_text(f'data = "{config.data}"\nhub_url = "http://127.0.0.1:1"\n', encoding="utf-8")
    command = [sys.executable, "-m", "kiosk", "--config", str(settings), "--tour", str(folder / "pictures")]
    environment = {**os.environ, "QT_QPA_PLATFORM": "offscreen"}
    return subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False)


@pytest.fixture
def config(tmp_path: Path, keys: Keys):
    return make_station(tmp_path, keys)


@pytest.fixture
def tour(config, qapp):
    finger = TourFinger()
    kiosk = Kiosk(config, with_voice=False, now_ms=finger.now_ms)
    kiosk.open_on(QRect(0, 0, 1080, 1920))
    kiosk.window.showNormal()  # the display of these tests is smaller than a station's
    kiosk.window.setGeometry(0, 0, 1080, 1920)
    settle()
    kiosk.begin()
    yield Tour(kiosk, finger)
    kiosk.close()


def test_one_vote_and_one_report_by_finger_and_both_are_on_disk(config, keys, tmp_path):
    ran = run_tour(config, tmp_path)
    assert ran.returncode == 0, ran.stderr
    found = json.loads(ran.stdout)
    records = {record.kind: record for record in stored(config)}
    assert set(records) == {"ballot", "report"}
    outer = open_outer(records["ballot"], key=keys.seal)
    report = open_report(records["report"], key=keys.seal)
    assert found["trackers"] == [tracker_of(outer.inner)]
    assert found["numbers"] == [report.number]
    assert report.description == DESCRIPTION
    assert (found["votes_cast"], found["reports_filed"]) == (1, 1)
    pictures = [Path(picture) for picture in found["screens"]]
    assert len(pictures) == len(set(pictures)) >= 17
    assert all(picture.read_bytes().startswith(b"\x89PNG") for picture in pictures)


def test_what_was_typed_and_chosen_is_in_no_file_of_the_station(config, tour):
    tour.walk()
    places = [path for path in config.data.rglob("*") if path.is_file() and "sets" not in path.parts]
    assert any(path.name == "kiosk.log" for path in places)
    assert any(path.name.startswith("station.sqlite") for path in places)
    for path in places:
        content = path.read_bytes()
        assert DESCRIPTION.encode() not in content, path
        assert b"garten-nordwest" not in content, path
        for code in (*tour.findings.trackers, *tour.findings.numbers):
            assert code.encode() not in content, path


def test_a_tour_that_cannot_go_on_says_where_it_stands(tour):
    tour.arrive("attract")
    with pytest.raises(TourError, match="is not on attract"):
        tour.touch(wish.Cast(), "receipt")
    tour.touch(wish.Start(), "languages")
    with pytest.raises(TourError, match="home was expected, languages is shown"):
        tour.arrive("home")


def test_a_station_out_of_order_is_no_tour(config, tmp_path):
    with sqlite3.connect(config.database) as connection:
        connection.execute("DELETE FROM content")
    connection.close()
    ran = run_tour(config, tmp_path)
    assert ran.returncode == 1
    assert "attract was expected, out_of_order is shown" in ran.stderr

"""The log: events from a list, names of the program's own, never a person's words."""

import json
from datetime import date, datetime

import pytest

from hardware.ports import PrinterState
from kiosk.event_log import COUNTED_NAME, KEPT_LOGS, LOG_NAME, EventLog, KioskEvent
from kiosk.station.trouble import Trouble

SECRET = "Kanarienvogel"


def test_an_event_is_one_line_with_day_id_and_sentence(tmp_path):
    log = EventLog(tmp_path / "log")
    log.note(KioskEvent.STARTED)
    log.note(KioskEvent.OUT_OF_ORDER, Trouble.DISK_FULL)
    log.close()
    first, second = (tmp_path / "log" / LOG_NAME).read_text(encoding="utf-8").splitlines()
    assert datetime.strptime(first.split()[0], "%Y-%m-%dT%H:%M:%S%z").tzinfo is not None
    assert first.endswith("STARTED the kiosk has started")
    assert second.endswith("OUT_OF_ORDER the station is out of order (DISK_FULL)")


def test_of_an_error_only_its_class_is_written(tmp_path):
    log = EventLog(tmp_path)
    log.note(KioskEvent.FAILED, ValueError(SECRET))
    log.close()
    written = (tmp_path / LOG_NAME).read_text(encoding="utf-8")
    assert "(ValueError)" in written
    assert SECRET not in written


def test_the_log_does_not_grow_for_ever(tmp_path):
    log = EventLog(tmp_path, max_bytes=1000)
    for _ in range(200):
        log.note(KioskEvent.CONTENT_CHANGED)
    log.close()
    files = sorted(path.name for path in tmp_path.iterdir())
    assert files == [LOG_NAME, *(f"{LOG_NAME}.{number}" for number in range(1, KEPT_LOGS + 1))]
    assert all(path.stat().st_size <= 1000 for path in tmp_path.iterdir())


def test_where_nothing_can_be_written_the_station_serves_all_the_same(tmp_path, capsys):
    (tmp_path / "log").write_text("in the way", encoding="utf-8")
    log = EventLog(tmp_path / "log")
    log.note(KioskEvent.STARTED)
    log.close()
    assert "STARTED" in capsys.readouterr().err


def test_a_disk_that_is_full_is_borne_in_silence(tmp_path, capsys):
    (tmp_path / LOG_NAME).symlink_to("/dev/full")
    log = EventLog(tmp_path)
    log.note(KioskEvent.NOT_PRINTED)
    log.close()
    assert capsys.readouterr().err == ""


def test_what_happens_in_visits_is_counted_by_the_day_and_no_moment_of_one_is_kept(tmp_path):
    day = date(2026, 11, 22)
    log = EventLog(tmp_path, today=lambda: day)
    for _ in range(3):
        log.note(KioskEvent.NOT_PRINTED, PrinterState.PAPER_OUT)
    log.note(KioskEvent.NOT_STORED)
    log.close()
    assert (tmp_path / LOG_NAME).read_text(encoding="utf-8") == ""
    kept = (tmp_path / COUNTED_NAME).read_text(encoding="utf-8")
    assert json.loads(kept) == ["2026-11-22", {"NOT_PRINTED (PAPER_OUT)": 3, "NOT_STORED": 1}]
    assert (tmp_path / COUNTED_NAME).stat().st_mtime == 0
    day = date(2026, 11, 23)
    again = EventLog(tmp_path, today=lambda: day)
    again.note(KioskEvent.NOT_PRINTED)
    again.close()
    written = (tmp_path / LOG_NAME).read_text(encoding="utf-8").splitlines()
    assert [line.split(" ", 1)[1] for line in written] == [
        "NOT_PRINTED a receipt could not be printed (PAPER_OUT) (3 on 2026-11-22)",
        "NOT_STORED a record could not be stored; the person was told so (1 on 2026-11-22)",
    ]


@pytest.mark.parametrize("kept", ["", "[]", "{}", '["2026-11-22", {"STARTED": 3, "NOT_STORED": "x"}]', "[1, 2, 3]"])
def test_a_spoilt_count_begins_anew(tmp_path, kept):
    (tmp_path / COUNTED_NAME).write_text(kept, encoding="utf-8")
    log = EventLog(tmp_path, today=lambda: date(2026, 11, 22))
    log.note(KioskEvent.NOT_STORED)
    log.close()
    assert json.loads((tmp_path / COUNTED_NAME).read_text(encoding="utf-8"))[1] == {"NOT_STORED": 1}

"""What is put aside is sealed, whole or not there, and goes with its key."""

from __future__ import annotations

import subprocess
import sys
from datetime import date, timedelta
from pathlib import Path

import pytest

from sync.station.kept_drafts import KEEP_DAYS, KeptDrafts
from sync.station.outbox import NotStored

DAY = date(2026, 11, 22)
SECRET = b"Frau Muster wohnt am Hafen"


def drafts_on(folder: Path, day: date = DAY) -> KeptDrafts:
    return KeptDrafts(folder, today=lambda: day)


def read(folder: Path, day: date = DAY) -> list[bytes]:
    return [draft.data for draft in drafts_on(folder, day).read_all()]


def test_a_draft_is_sealed_and_read_again_after_a_restart(tmp_path: Path):
    drafts = drafts_on(tmp_path)
    name = drafts.new_name()
    drafts.keep(name, b"first")
    drafts.keep(name, SECRET)
    assert read(tmp_path) == [SECRET]
    assert not any(SECRET in path.read_bytes() for path in tmp_path.iterdir())
    assert {path.stat().st_mode & 0o077 for path in tmp_path.iterdir()} == {0}


def test_the_key_goes_with_the_last_draft(tmp_path: Path):
    drafts, names = drafts_on(tmp_path), []
    for _ in range(2):
        names.append(drafts.new_name())
        drafts.keep(names[-1], SECRET)
    (tmp_path / f"{names[0]}.0a1b2c3d").write_bytes(b"half")
    left = (tmp_path / names[0]).read_bytes()
    drafts.drop(names[0])
    assert read(tmp_path) == [SECRET]
    drafts.drop(names[1])
    assert list(tmp_path.iterdir()) == []
    (tmp_path / names[0]).write_bytes(left)
    assert read(tmp_path) == [], "found on the disk again, it opens for nobody"


def test_what_nobody_goes_on_with_is_dropped(tmp_path: Path):
    drafts_on(tmp_path).keep(drafts_on(tmp_path).new_name(), SECRET)
    assert read(tmp_path, DAY + timedelta(days=KEEP_DAYS)) == [SECRET]
    assert read(tmp_path, DAY + timedelta(days=KEEP_DAYS + 1)) == []
    assert list(tmp_path.iterdir()) == []


def test_what_is_damaged_keeps_nobody_from_the_others(tmp_path: Path):
    drafts = drafts_on(tmp_path)
    for data in (b"one", b"two"):
        drafts.keep(drafts.new_name(), data)
    next(tmp_path.glob("*.draft")).write_bytes(b"damaged")
    (tmp_path / "no-day.draft").write_bytes(b"")
    assert len(read(tmp_path)) == 1


def test_no_room_is_said(tmp_path: Path):
    (tmp_path / "drafts").write_bytes(b"")
    with pytest.raises(NotStored):
        drafts_on(tmp_path / "drafts").keep("2026-11-22.0.draft", SECRET)


KEEPS_UNTIL_KILLED = """
from datetime import date
from pathlib import Path
import sys
from sync.station.kept_drafts import KeptDrafts
drafts = KeptDrafts(Path(sys.argv[1]), today=lambda: date(2026, 11, 22))
name, number = drafts.new_name(), 0
while True:
    drafts.keep(name, str(number).encode() * 1000)
    print(number, flush=True)
    number += 1
"""


def test_a_kill_leaves_the_newest_or_the_one_being_written(tmp_path: Path):
    with subprocess.Popen(
        [sys.executable, "-P", "-c", KEEPS_UNTIL_KILLED, str(tmp_path)], stdout=subprocess.PIPE, text=True
    ) as child:
        assert child.stdout is not None
        told = [int(child.stdout.readline()) for _ in range(4)][-1]
        child.kill()
        told = max([told, *(int(line) for line in child.stdout if line.strip())])
    assert read(tmp_path) in ([str(number).encode() * 1000] for number in (told, told + 1))

"""A SQLite file is opened by its path, never by what a URI makes of it."""

import re
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from sync.sqlite_files import open_read_only

ROOT = Path(__file__).resolve().parents[2]


@pytest.mark.parametrize("name", ["bk#1", "b?mode=rwc", "a%41", "x&cache=shared", "über den Tag", " ", "a;b"])
def test_the_file_that_is_named_is_read_and_no_other_is_made(tmp_path, name):
    path = tmp_path / name / f"{name}.sqlite"
    path.parent.mkdir()
    with closing(sqlite3.connect(path)) as made:
        made.execute("CREATE TABLE words (word)")
        made.execute("INSERT INTO words VALUES ('here')")
        made.commit()
    with closing(open_read_only(path)) as connection:
        assert connection.execute("SELECT word FROM words").fetchall() == [("here",)]
        with pytest.raises(sqlite3.OperationalError):
            connection.execute("DELETE FROM words")
    assert [found.name for found in tmp_path.rglob("*") if found.is_file()] == [path.name]


def test_a_file_that_is_not_there_is_not_made(tmp_path):
    with pytest.raises(sqlite3.OperationalError):
        open_read_only(tmp_path / "none.sqlite")
    assert not list(tmp_path.iterdir())


def test_no_other_place_puts_a_path_into_a_uri():
    own = ROOT / "sync/sqlite_files.py"
    for package in ("accessibility", "hardware", "installer", "kiosk", "sync", "tests"):
        for path in (ROOT / package).rglob("*.py"):
            if path not in {own, Path(__file__)}:
                assert not re.search(r"\buri=True", path.read_text(encoding="utf-8")), path

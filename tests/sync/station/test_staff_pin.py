"""The attendants' PIN: proven by a hash, kept for its owner alone, never easy."""

from __future__ import annotations

import stat
from pathlib import Path

import pytest

from sync.protocol.errors import Refused
from sync.station.staff_pin import NAME, read_pin, write_pin

PIN = "274913"


def test_only_the_pin_itself_fits_and_it_stands_nowhere(tmp_path: Path) -> None:
    path = write_pin(tmp_path, PIN)
    pin = read_pin(tmp_path)
    assert pin is not None
    assert pin.fits(PIN)
    assert not any(pin.fits(other) for other in ("274914", "27491", "2749130", ""))
    assert PIN not in path.read_text()
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert list(tmp_path.iterdir()) == [path]


def test_two_stations_with_one_pin_have_nothing_in_common(tmp_path: Path) -> None:
    folders = [tmp_path / "a", tmp_path / "b"]
    for folder in folders:
        folder.mkdir()
        write_pin(folder, PIN)
    first, second = map(read_pin, folders)
    assert first and second
    assert first.salt != second.salt
    assert first.hash != second.hash


@pytest.mark.parametrize("bad", ["12345", "1" * 13, "27491x", "٢٧٤٩١٣", "111111", "123456", "987654", ""])
def test_a_bad_pin_is_refused_and_the_old_one_stays(tmp_path: Path, bad: str) -> None:
    write_pin(tmp_path, PIN)
    with pytest.raises(Refused):
        write_pin(tmp_path, bad)
    kept = read_pin(tmp_path)
    assert kept and kept.fits(PIN)


def test_without_a_file_or_with_a_broken_one_there_is_no_pin(tmp_path: Path) -> None:
    assert read_pin(tmp_path) is None
    for text in ("", "[]", '{"salt": "zz", "scrypt": "00"}', '{"salt": "00"}'):
        (tmp_path / NAME).write_text(text)
        assert read_pin(tmp_path) is None

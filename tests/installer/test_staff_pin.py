"""The command that sets the attendants' PIN: typed twice or piped in, never in an argument."""

from __future__ import annotations

import io
import os
import stat
from pathlib import Path

import pytest

from installer import staff_pin
from sync.station.staff_pin import NAME, read_pin

PIN = "274913"


@pytest.fixture
def settings(tmp_path: Path) -> Path:
    path = tmp_path / "station.toml"
    path.write_text('data = "data"\nhub_url = "https://hub.example"\n', encoding="utf-8")
    return path


def set_pin(settings: Path, typed: str, monkeypatch: pytest.MonkeyPatch) -> int:
    monkeypatch.setattr("sys.stdin", io.StringIO(typed + "\n"))
    return staff_pin.main(["--config", str(settings), "--stdin"])


def test_a_pin_is_set_and_told_by_nobody(settings, monkeypatch, capsys):
    assert set_pin(settings, PIN, monkeypatch) == 0
    pin = read_pin(settings.parent / "data")
    assert pin is not None
    assert pin.fits(PIN)
    said = capsys.readouterr()
    assert PIN not in said.out + said.err
    assert "upper left corner" in said.out


def test_a_bad_pin_is_refused_with_a_sentence(settings, monkeypatch, capsys):
    assert set_pin(settings, "123456", monkeypatch) == 1
    assert "too easy" in capsys.readouterr().err
    assert read_pin(settings.parent / "data") is None


def test_two_different_pins_set_none(settings, monkeypatch, capsys):
    typed = iter([PIN, PIN + "0"])
    monkeypatch.setattr(staff_pin, "getpass", lambda _prompt: next(typed))
    assert staff_pin.main(["--config", str(settings)]) == 1
    assert "not alike" in capsys.readouterr().err


@pytest.mark.skipif(os.geteuid() != 0, reason="only root gives files away")
def test_on_an_installed_station_only_the_screens_can_read_it(settings, monkeypatch):
    home = settings.parent / "data" / "home"
    home.mkdir(parents=True)
    os.chown(home, 4711, 4712)
    assert set_pin(settings, PIN, monkeypatch) == 0
    found = (settings.parent / "data" / NAME).stat()
    assert (found.st_uid, found.st_gid, stat.S_IMODE(found.st_mode)) == (4711, 4712, 0o600)

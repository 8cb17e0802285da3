"""Passwords are asked for: never taken from the environment or the command line, and none that is guessed first."""

from __future__ import annotations

import io
import subprocess
import sys
from pathlib import Path

import pytest
from django.core.management.base import CommandError

import sync
from sync.hub.management.acting import load_key
from sync.key_files import is_locked, load_open_key, save_key
from sync.protocol.errors import Refused
from sync.protocol.keys import OpenKey

PROJECT = Path(sync.__file__).parents[1]
GOOD = "correct horse battery"


def run(folder: Path, *arguments: str, said: str = "") -> subprocess.CompletedProcess[str]:
    """A command of the hub, with these lines as its standard input."""
    command = [sys.executable, "-W", "error", "-m", "sync.hub", "--data", str(folder / "no-hub"), *arguments]
    return subprocess.run(command, cwd=PROJECT, input=said, capture_output=True, text=True, check=False)


def test_a_trustee_gives_the_new_key_a_password(tmp_path: Path) -> None:
    place = tmp_path / "mix.pem"
    assert run(tmp_path, "trustee-key", "--out", str(place), said=f"{GOOD}\n{GOOD}\n").returncode == 0
    assert is_locked(place)
    assert load_open_key(place, GOOD.encode())


def test_who_gives_none_is_told_a_strong_one(tmp_path: Path) -> None:
    place = tmp_path / "mix.pem"
    told = run(tmp_path, "trustee-key", "--out", str(place), said="\n").stderr.strip().split()[-1]
    assert len(told.replace("-", "")) == 24
    assert load_open_key(place, told.encode())


@pytest.mark.parametrize(
    ("said", "words"),
    [
        ("", "standard input"),
        ("short\n", "at least 12"),
        ("password1234\n", "tried first"),
        ("839203948571\n", "tried first"),
        ("abababababababab\n", "repeats itself"),
        (f"{GOOD}\n", "standard input"),
        (f"{GOOD}\nanother\n", "differ"),
    ],
)
def test_a_password_worth_nothing_or_none_makes_no_key(tmp_path: Path, said: str, words: str) -> None:
    answer = run(tmp_path, "trustee-key", "--out", str(tmp_path / "mix.pem"), said=said)
    assert answer.returncode == 1
    assert words in answer.stderr
    assert "Traceback" not in answer.stderr
    assert not (tmp_path / "mix.pem").exists()


def test_a_key_in_the_clear_is_put_under_a_password(tmp_path: Path) -> None:
    place, key = tmp_path / "tally.pem", OpenKey.generate()
    save_key(key, place)
    assert run(tmp_path, "key-password", str(place), said=f"{GOOD}\n{GOOD}\n").returncode == 0
    assert load_open_key(place, GOOD.encode()).kid == key.kid
    wrong = run(tmp_path, "key-password", str(place), said=f"wrong\n{GOOD} 2\n{GOOD} 2\n")
    assert (wrong.returncode, "password is wrong" in wrong.stderr) == (1, True)
    assert load_open_key(place, GOOD.encode()).kid == key.kid


def test_a_counting_key_is_opened_with_the_password_that_is_asked_for_and_no_other(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    key = OpenKey.generate()
    save_key(key, tmp_path / "mix.pem", GOOD.encode())
    save_key(key, tmp_path / "plain.pem")
    monkeypatch.setattr(sys, "stdin", io.StringIO(f"{GOOD}\nwrong\n"))
    assert load_key(tmp_path / "plain.pem").kid == load_key(tmp_path / "mix.pem").kid == key.kid
    with pytest.raises(Refused, match="password is wrong"):
        load_key(tmp_path / "mix.pem")
    with pytest.raises(CommandError, match="no answer"):
        load_key(tmp_path / "mix.pem")

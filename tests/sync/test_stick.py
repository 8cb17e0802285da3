"""A stick's troubles are told apart, and a file on it is whole or not there."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import pytest

from sync.files import UNFINISHED
from sync.stick import Stick, StickFault, StickTrouble
from tests.kits.real.small_disk import small_disk


def test_no_stick_a_locked_one_and_a_pulled_one_are_told_apart(tmp_path: Path):
    with pytest.raises(StickTrouble) as absent:
        Stick(tmp_path / "nothing")
    assert absent.value.fault is StickFault.ABSENT
    with small_disk(tmp_path / "locked", kilobytes=300) as locked:
        subprocess.run(["mount", "-o", "remount,ro", str(locked)], check=True)
        with pytest.raises(StickTrouble) as refused:
            Stick(locked).write("x", b"x")
        assert refused.value.fault is StickFault.LOCKED
    (tmp_path / "stick").mkdir()
    pulled = Stick(tmp_path / "stick")
    shutil.rmtree(tmp_path / "stick")
    (tmp_path / "stick").write_bytes(b"")
    with pytest.raises(StickTrouble) as gone:
        pulled.write("x/y", b"x")
    assert gone.value.fault is StickFault.PULLED


def test_what_lies_there_already_is_not_written_again(tmp_path: Path):
    stick = Stick(tmp_path)
    assert not stick.is_ours
    assert stick.write("a/1.batch", b"one")
    assert stick.is_ours
    assert not stick.write("a/1.batch", b"one")
    assert stick.write("a/1.batch", b"two")
    assert stick.read("a/1.batch") == b"two"
    assert stick.read("a/2.batch") is None


def test_unfinished_files_have_no_name_here(tmp_path: Path):
    stick = Stick(tmp_path)
    stick.write("a/1.batch", b"one")
    (tmp_path / "ck1" / "a" / f"2.batch{UNFINISHED}").write_bytes(b"tw")
    assert stick.names("a", ".batch") == ["1.batch"]
    assert stick.folders() == ["a"]
    assert stick.folders("b") == []

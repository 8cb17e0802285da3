"""Files that are there whole or not at all: what is on the disk when, and who may read it."""

import os
import resource
import signal
import stat
import subprocess
import sys

import pytest

from sync.files import move_durably, write_new, write_private

WRITER = """
import os, stat, sys
from pathlib import Path
from sync import files
def told(descriptor, sync=os.fsync):
    kind = "folder" if stat.S_ISDIR(os.fstat(descriptor).st_mode) else "file"
    sys.stdout.write(kind + ("+" if Path(sys.argv[2]).exists() else "-") + " ")
    return sync(descriptor)
os.fsync = told
getattr(files, sys.argv[1])(Path(sys.argv[2]), b"all of it")
"""


@pytest.mark.parametrize(
    ("write", "order"),
    [
        ("write_durably", "file- folder+"),
        ("write_new", "file+ folder+"),
        ("write_private", "file- folder- folder+"),
    ],
)
def test_the_file_is_on_the_disk_and_then_its_name(tmp_path, write, order):
    place = tmp_path / "file"
    ran = subprocess.run([sys.executable, "-c", WRITER, write, place], check=True, capture_output=True, text=True)
    assert ran.stdout.split() == order.split()
    assert place.read_bytes() == b"all of it"
    assert [path.name for path in tmp_path.iterdir()] == ["file"]


def test_a_new_file_is_for_its_owner_alone_and_never_written_over_another(tmp_path):
    place, before = tmp_path / "file", os.umask(0)
    try:
        write_new(place, b"first")
    finally:
        os.umask(before)
    assert stat.S_IMODE(place.stat().st_mode) == 0o600
    with pytest.raises(FileExistsError):
        write_new(place, b"second")
    assert place.read_bytes() == b"first"


def test_a_new_file_that_finds_no_room_leaves_nothing(tmp_path):
    room, heard = resource.getrlimit(resource.RLIMIT_FSIZE), signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (4, room[1]))
    try:
        with pytest.raises(OSError):
            write_new(tmp_path / "file", b"more than four bytes")
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, room)
        signal.signal(signal.SIGXFSZ, heard)
    assert not list(tmp_path.iterdir())


def test_a_private_file_in_place_of_another_is_private_and_no_link_is_followed(tmp_path):
    place, theirs = tmp_path / "file", tmp_path / "theirs"
    theirs.write_bytes(b"theirs")
    place.symlink_to(theirs)
    write_private(place, b"ours")
    assert (place.read_bytes(), theirs.read_bytes()) == (b"ours", b"theirs")
    assert stat.S_IMODE(place.lstat().st_mode) == 0o600


def test_a_file_that_is_moved_takes_the_place_of_another(tmp_path):
    (tmp_path / "to").mkdir()
    for text in (b"first", b"second"):
        (tmp_path / "file").write_bytes(text)
        move_durably(tmp_path / "file", tmp_path / "to" / "file")
    assert (tmp_path / "to" / "file").read_bytes() == b"second"
    assert not (tmp_path / "file").exists()

"""Nothing outside a folder is read, written or deleted, whatever lies in it; what is its own is."""

from __future__ import annotations

import errno
import os
import subprocess
import sys
from pathlib import Path

import pytest

from sync.files import UNFINISHED
from sync.rooted_folder import NotPlain, RootedFolder
from tests.kits.hostile import NO_FILES, NO_FOLDERS, SECRET, lay, untouched
from tests.kits.real.small_disk import small_disk


@pytest.fixture
def folder(tmp_path: Path) -> RootedFolder:
    (tmp_path / "folder").mkdir()
    return RootedFolder(tmp_path / "folder")


def test_what_is_written_is_read_listed_and_removed(folder: RootedFolder) -> None:
    folder.write("a/b/file", b"all of it")
    assert folder.read("a/b/file") == b"all of it"
    assert folder.read("a/b/file", most_bytes=9) == b"all of it"
    assert [(entry.name, entry.is_file, entry.is_folder) for entry in folder.entries("a")] == [("b", False, True)]
    assert folder.files("a/b") == ["file"]
    found = folder.look("a/b/file")
    assert found is not None and found.st_size == 9
    folder.write("a/b/file", b"other")
    assert folder.read("a/b/file") == b"other"
    folder.remove("a/b/file")
    folder.remove("a/b/file")
    folder.remove("none/file")
    assert folder.entries("a/b") == folder.entries("none") == []
    with pytest.raises(FileNotFoundError):
        folder.read("a/b/file")
    assert folder.look("a/b/file") is folder.look("none/file") is None


@pytest.mark.parametrize("how", NO_FILES)
def test_what_is_no_plain_file_is_not_read_and_is_replaced_when_written(
    folder: RootedFolder, tmp_path: Path, how: str
) -> None:
    with untouched(tmp_path / "outside") as outside:
        place = folder.place / "a/file"
        lay(NO_FILES[how], place, outside)
        with pytest.raises((NotPlain, FileNotFoundError)):
            folder.read("a/file")
        assert folder.look("a/file") is None
        assert how == "second name" or "file" not in folder.files("a")
        folder.write("a/file", b"own")
        assert folder.read("a/file") == b"own"
        lay(NO_FILES[how], place, outside)
        folder.remove("a/file")
        assert not place.is_symlink() and not place.exists()


@pytest.mark.parametrize("how", NO_FOLDERS)
@pytest.mark.parametrize("where", ["a", "a/b"])
def test_nothing_is_reached_through_what_is_no_folder(
    folder: RootedFolder, tmp_path: Path, how: str, where: str
) -> None:
    with untouched(tmp_path / "outside") as outside:
        lay(NO_FOLDERS[how], folder.place / where, outside)
        for act in (
            lambda: folder.read(f"{where}/secret"),
            lambda: folder.write(f"{where}/secret", b"changed"),
            lambda: folder.write(f"{where}/new", b"new"),
            lambda: folder.remove(f"{where}/secret"),
            lambda: folder.entries(where),
            lambda: folder.make_folder(f"{where}/c"),
            lambda: folder.remove_unfinished(where),
        ):
            with pytest.raises(NotPlain):
                act()
        assert folder.look(f"{where}/secret") is None


@pytest.mark.parametrize(
    "path", ["../outside/secret", "a/../../outside/secret", "/etc/passwd", "a//b", "./a", "..", ""]
)
def test_a_path_leads_nowhere_else(folder: RootedFolder, tmp_path: Path, path: str) -> None:
    with untouched(tmp_path / "outside"):
        (folder.place / "a").mkdir()
        with pytest.raises(NotPlain):
            folder.read(path)
        with pytest.raises(NotPlain):
            folder.write(path, b"changed")
        with pytest.raises(NotPlain):
            folder.remove(path)
        assert folder.look(path) is None


def test_a_folder_is_not_left_for_another_file_system(folder: RootedFolder) -> None:
    with small_disk(folder.place / "a", kilobytes=100) as disk:
        (disk / "file").write_bytes(SECRET)
        with pytest.raises(NotPlain):
            folder.read("a/file")
        with pytest.raises(NotPlain):
            folder.write("a/file", b"changed")
        assert (disk / "file").read_bytes() == SECRET


def test_what_is_laid_beside_a_file_while_it_is_written_is_not_followed(folder: RootedFolder, tmp_path: Path) -> None:
    with untouched(tmp_path / "outside") as outside:
        (folder.place / f"file{UNFINISHED}").symlink_to(outside)
        (folder.place / ".lock").symlink_to(outside)
        folder.write("file", b"own")
        with pytest.raises(OSError, match=r"\.lock|symbolic|links"), folder.locked(".lock"):
            pass
        folder.remove_unfinished("")
    assert folder.files() == ["file"]


def test_too_much_is_not_taken_into_memory(folder: RootedFolder) -> None:
    for name in "abc":
        folder.write(name, b"123")
    with pytest.raises(OSError) as long:
        folder.read("a", most_bytes=2)
    with pytest.raises(OSError) as many:
        folder.entries(most=2)
    assert {long.value.errno, many.value.errno} == {errno.EFBIG}
    assert len(folder.entries(most=3)) == 3


def test_one_after_the_other_holds_the_lock(folder: RootedFolder) -> None:
    asks = "import fcntl, sys; fcntl.flock(open(sys.argv[1]), fcntl.LOCK_EX | fcntl.LOCK_NB)"
    lock = folder.place / ".lock"

    def is_taken() -> bool:
        return subprocess.run([sys.executable, "-c", asks, lock], capture_output=True, check=False).returncode != 0

    with folder.locked(".lock"):
        assert is_taken()
    assert not is_taken()
    assert lock.stat().st_mode & 0o077 == 0


@pytest.mark.skipif(os.geteuid() != 0, reason="only root may help others with their files")
def test_what_root_makes_belongs_to_the_owner_of_the_folder(folder: RootedFolder) -> None:
    os.chown(folder.place, 4711, 4712)
    folder.write("a/b/file", b"x")
    folder.make_folder("c")
    with folder.locked(".lock"):
        pass
    owners = {(path.stat().st_uid, path.stat().st_gid) for path in folder.place.rglob("*")}
    assert owners == {(4711, 4712)}

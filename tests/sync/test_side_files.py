"""Files that systems lay beside those of people are passed over wherever people hand us folders and archives."""

from __future__ import annotations

import shutil
import zipfile
from pathlib import Path

import pytest

from sync.hub.content.source import DEFAULT_CONTENT, load_source
from sync.hub.courier.files import parcels_in, parcels_on
from sync.hub.management.commands.ballot_log import read_copy
from sync.side_files import is_side_file
from sync.stick import TOP, Stick

SIDE_FILES = ["._{}", ".#{}", ".{}.swp", "{}~", "~$ {}", "#{}#", ".~lock.{}#"]
"""What editors and systems make of a name."""

ALONE = ["Thumbs.db", "desktop.ini", "Desktop.ini", ".DS_Store", "Icon\r", ".directory", "@eaDir/x@SynoEAStream"]
IN_FOLDERS = ["__MACOSX/._{}", "$RECYCLE.BIN/{}", "System Volume Information/{}", ".Trashes/501/{}", ".git/{}"]


def side_files_of(name: str) -> list[str]:
    return [pattern.format(name) for pattern in (*SIDE_FILES, *IN_FOLDERS)] + ALONE


def lay(folder: Path, name: str) -> None:
    for side_file in side_files_of(name):
        (folder / side_file).parent.mkdir(parents=True, exist_ok=True)
        (folder / side_file).write_bytes(b"\0\5\x16\7")


@pytest.mark.parametrize("name", side_files_of("poll.json"))
def test_they_are_known_by_their_names(name: str) -> None:
    assert is_side_file(name)
    assert is_side_file(f"polls/{name}")


@pytest.mark.parametrize("name", ["poll.json", "1.batch", "thumbs.json", "a~b.json", "x.request", "polls/ä ö#1.json"])
def test_what_people_name_is_none(name: str) -> None:
    assert not is_side_file(name)


def test_content_with_them_is_read_as_if_they_were_not_there(tmp_path: Path) -> None:
    folder = Path(shutil.copytree(DEFAULT_CONTENT, tmp_path / "content"))
    for part, name in (("polls", "x.json"), ("pictograms", "x.svg"), ("videos", "x.webm"), (".", "places.json")):
        (folder / part).mkdir(exist_ok=True)
        lay(folder / part, name)
    assert load_source(folder).targets() == load_source(DEFAULT_CONTENT).targets()


def test_a_stick_with_them_brings_only_what_stations_wrote(tmp_path: Path) -> None:
    place = tmp_path / TOP / "d" / "i"
    for part, name in (("d/i", "1.batch"), ("enrol", "a.request"), ("asks", f"{'0' * 32}-0.ask"), ("", "2.batch")):
        (tmp_path / TOP / part).mkdir(parents=True, exist_ok=True)
        lay(tmp_path / TOP / part, name)
    (place / "1.batch").write_bytes(b"x")
    assert [parcel.name for parcel in parcels_on(Stick(tmp_path))] == ["d/i/1.batch"]


def test_an_archive_with_them_brings_only_what_stations_wrote(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "stick.zip", "w") as archive:
        for name in ("1.batch", *side_files_of("1.batch")):
            archive.writestr(f"{TOP}/d/i/{name}", b"x")
            archive.writestr(f"__MACOSX/{TOP}/d/i/{name}", b"x")
    lay(tmp_path, "1.batch")
    (tmp_path / "1.batch").write_bytes(b"x")
    files = [(path.name, path) for path in tmp_path.iterdir() if path.is_file()]
    assert sorted(parcel.name for parcel in parcels_in(files)) == ["1.batch", "1.batch"]


def test_a_copy_of_the_ballot_log_with_them(tmp_path: Path) -> None:
    lay(tmp_path, "entries")
    (tmp_path / "entries").write_bytes(b"x")
    assert list(read_copy(tmp_path)) == ["entries"]

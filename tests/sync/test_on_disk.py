"""What is said to be on the disk is there when the power goes: everything synced, its name too, and its folders."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import closing
from datetime import date
from pathlib import Path

import pytest

from sync.files import make_folders, move_durably, sync_folder, sync_tree, write_durably, write_new, write_private
from sync.key_files import change_password, save_key
from sync.protocol.keys import OpenKey, SigningKey
from sync.rooted_folder import RootedFolder
from sync.station.attachment_store import BlobKind, Blobs
from sync.station.content_store import ContentSets
from sync.station.database import open_database
from sync.station.recovery.salvage import keep_identity_copy, remove_aside, salvage_if_damaged, salvages
from sync.stick import Stick
from tests.kits.hub_twin import HubTwin
from tests.kits.on_disk import NOT_SYNCED, watched_disk
from tests.kits.station import Clock, Station

DATA = b"all of it" * 1000


def write_again(folder: Path) -> None:
    write_durably(folder / "file", b"before")
    write_durably(folder / "file", DATA)


def write_and_move(folder: Path) -> None:
    make_folders(folder / "from")
    make_folders(folder / "to")
    write_durably(folder / "from" / "file", DATA)
    move_durably(folder / "from" / "file", folder / "to" / "file")


def copy_tree(folder: Path) -> None:
    make_folders(folder / "tree")
    (folder / "tree" / "inner").mkdir()
    (folder / "tree" / "inner" / "file").write_bytes(DATA)
    sync_tree(folder / "tree")


def save_and_lock_key(folder: Path) -> None:
    save_key(SigningKey.generate(), folder / "key.pem")
    change_password(folder / "key.pem", None, b"secret")


def lay_on_stick(folder: Path) -> None:
    stick = Stick(folder)
    stick.write("device/inc/1.batch", DATA)
    stick.write("acks/device.jws", DATA)
    stick.settle()


def lay_on_stick_unsettled(folder: Path) -> None:
    """Before it is said that the stick can be pulled out: what has its name is whole."""
    Stick(folder).write("device/inc/1.batch", DATA)


DEEDS: dict[str, Callable[[Path], object]] = {
    "written": lambda folder: write_durably(folder / "file", DATA),
    "written again": write_again,
    "written anew": lambda folder: write_new(folder / "file", DATA),
    "written for its owner": lambda folder: write_private(folder / "file", DATA),
    "moved": write_and_move,
    "a folder with those above it": lambda folder: make_folders(folder / "a" / "b" / "c"),
    "a tree": copy_tree,
    "in folders of others": lambda folder: RootedFolder(folder / "a").write("b/c/file", DATA),
    "a key": save_and_lock_key,
    "an attachment": lambda folder: Blobs(folder / "x" / "blobs").put(
        DATA * 100, kind=BlobKind.PHOTO, key=OpenKey.generate().public
    ),
    "a stick": lay_on_stick,
    "a stick that is still written": lay_on_stick_unsettled,
}


@pytest.mark.parametrize("deed", DEEDS.values(), ids=DEEDS.keys())
def test_all_of_it_is_there_after_a_power_cut(tmp_path: Path, deed: Callable[[Path], object]) -> None:
    with watched_disk(tmp_path) as disk:
        deed(tmp_path)
        assert disk.left() == disk.there() != {}
        assert not disk.too_early


def test_content_is_on_the_disk_before_its_row_says_so(tmp_path: Path) -> None:
    (tmp_path / "content").mkdir()
    with closing(open_database(tmp_path / "station.sqlite")) as connection, watched_disk(tmp_path / "content") as disk:
        left = []

        def look(statement: str) -> None:
            if "INTO content" in statement:
                left.append((disk.left(), disk.there()))

        sets = ContentSets(connection, tmp_path / "content")
        for text in (b"first", b"second"):
            staged = tmp_path / "content" / "staging"
            staged.mkdir()
            (staged / "polls").mkdir()
            (staged / "polls" / "one.json").write_bytes(text)
            connection.set_trace_callback(look)
            sets.activate(staged, as_of=date(2026, 11, 24))
        assert len(left) == 2
        for on_disk, there in left:
            assert there.items() <= on_disk.items()


def test_a_salvage_leaves_nothing_half_done(tmp_path: Path, twin: HubTwin, clock: Clock) -> None:
    data = tmp_path / "data"
    station = Station(data, twin, clock)
    database = data / "station.sqlite"
    with closing(station.connection) as connection, watched_disk(data) as disk:
        keep_identity_copy(connection, database)
        assert disk.left()["identity.json"] == disk.there()["identity.json"]
    database.write_bytes(b"damaged" * 1000)
    with watched_disk(data) as disk:
        assert salvage_if_damaged(database)
        left, there = disk.left(), disk.there()
        assert there.keys() <= left.keys()
        assert left["damaged/001/salvaged.json"] == there["damaged/001/salvaged.json"]
        (salvage,) = salvages(database)
        remove_aside(salvage)
        assert "damaged/001/" not in disk.left()


def test_the_look_at_the_disk_sees_what_is_missing(tmp_path: Path) -> None:
    """Else all of the above would prove nothing."""
    with watched_disk(tmp_path) as disk:
        (tmp_path / "file").write_bytes(DATA)
        assert disk.left() == {}
        sync_folder(tmp_path)
        assert disk.left() == {"file": NOT_SYNCED}
        (tmp_path / "file").rename(tmp_path / "other")
        assert disk.too_early == [str(tmp_path / "file")]

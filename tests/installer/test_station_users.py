"""Screens and agent may each do in the station's folder what they are for, and neither has the other do more for it."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

import pytest

from installer import install
from installer.enrol import Settings
from sync.protocol.keys import OpenKey
from sync.station.assembly import StationParts
from sync.station.attachment_store import BlobKind, Blobs
from sync.station.config import StationConfig, load_config
from sync.station.database import DatabaseUnfit, open_database
from sync.station.disk_reserve import Reserve
from sync.station.recovery.salvage import salvage_if_damaged
from sync.station.staff_pin import write_pin
from tests.kits.hostile import NO_FILES, NO_FOLDERS, lay, untouched
from tests.kits.real.users import User, needs_root, open_root, users_of

WRITES = {
    "": set(),
    "db": {"kiosk", "agent"},
    "keys": {"agent"},
    "blobs": set(),
    "blobs/voice": {"kiosk", "agent"},
    "blobs/photo": {"kiosk", "agent"},
    "blobs/there": {"agent"},
    "blobs/safe": {"agent"},
    "content": {"agent"},
    "log": {"kiosk"},
    "speech": {"kiosk"},
    "home": {"kiosk"},
    "slips": {"kiosk"},
    "evening": {"kiosk"},
    "drafts": {"kiosk"},
}
"""Who may lay something into which folder; nobody else but root may."""
BOTH = ("kiosk", "agent")


@pytest.fixture
def installed() -> Iterator[tuple[StationConfig, dict[str, User]]]:
    """A station as installed, in a system of its own, and the users of that system."""
    with open_root() as root:
        assert install.main(["station", "--root", str(root)]) == 0
        settings = root / "etc/mitmachstation/station.toml"
        Settings(settings, hub_url="https://hub.example", data=root / "var/lib/mitmachstation").keep()
        yield load_config(settings), {name.removeprefix("mitmach-"): user for name, user in users_of(root).items()}


@needs_root
def test_each_user_may_write_where_its_work_is_and_nowhere_else(
    installed: tuple[StationConfig, dict[str, User]],
) -> None:
    config, users = installed
    found = {folder: {name for name in BOTH if users[name].may_lay(config.data / folder)} for folder in WRITES}
    assert found == WRITES
    folders = {str(path.relative_to(config.data)) for path in config.data.rglob("*") if path.is_dir()}
    assert folders | {""} == set(WRITES), "a new folder needs its line here"
    for folder, names in (
        ("keys", {"agent"}),
        ("home", {"kiosk"}),
        ("slips", {"kiosk"}),
        ("evening", {"kiosk"}),
        ("drafts", {"kiosk"}),
    ):
        assert {name for name in BOTH if users[name].may_list(config.data / folder)} == names
    stranger = User("stranger", 65534, (65534,))
    assert not stranger.may_list(config.data)


@needs_root
def test_both_do_their_work_beside_each_other(installed: tuple[StationConfig, dict[str, User]]) -> None:
    config, users = installed
    os.umask(before := os.umask(0o027))
    os.umask(0o027)
    try:
        with users["agent"].at_work(), closing(open_database(config.database)) as connection:
            parts = StationParts(config, connection, free=lambda _: 10**9)
            assert parts.reserve.keep()
        with users["kiosk"].at_work(), closing(open_database(config.database)) as connection:
            parts = StationParts(config, connection, free=lambda _: 10**9)
            names = parts.blobs.put(b"a voice", kind=BlobKind.VOICE, key=OpenKey.generate().public)
            parts.state.note_hub_time(datetime.now(UTC))
            assert parts.reserve.give_up()
        with users["agent"].at_work(), closing(open_database(config.database)) as connection:
            blobs = StationParts(config, connection).blobs
            blobs.note(names, missing=(), safe=names)
            assert blobs.unsent() == []
            blobs.tidy()
            assert blobs.prune(datetime(2100, 1, 1, tzinfo=UTC).date()) == len(names)
        with users["agent"].at_work():
            config.database.write_bytes(b"damaged" * 2000)
            salvage = salvage_if_damaged(config.database)
            assert salvage is not None
        with users["kiosk"].at_work():
            open_database(config.database).close()
            assert not os.access(salvage.folder, os.R_OK, effective_ids=True)
    finally:
        os.umask(before)


@needs_root
def test_only_the_screens_read_the_pin_and_they_cannot_change_it(
    installed: tuple[StationConfig, dict[str, User]],
) -> None:
    config, users = installed
    pin = write_pin(config.data, "482915", owner=(users["kiosk"].uid, users["kiosk"].groups[0]))
    assert users["kiosk"].may_read(pin) and not users["agent"].may_read(pin)
    assert not users["kiosk"].says('mv -- "$1" "$1.away"', pin)


# --- neither follows what the other laid --------------------------------------------------------------------------


@pytest.fixture
def outside(tmp_path: Path) -> Iterator[Path]:
    with untouched(tmp_path / "outside", name="f" * 64) as file:
        yield file


@pytest.mark.parametrize("how", NO_FOLDERS)
@pytest.mark.parametrize("where", ["voice", "there", "safe"])
def test_tidying_and_noting_go_through_no_link(tmp_path: Path, outside: Path, where: str, how: str) -> None:
    lay(NO_FOLDERS[how], tmp_path / "blobs" / where, outside)
    blobs = Blobs(tmp_path / "blobs")
    for act in (
        blobs.tidy,
        lambda: blobs.note(["e" * 64], missing=(), safe=["e" * 64]),
        lambda: blobs.note([outside.name], missing=[outside.name]),
        lambda: blobs.prune(datetime(2100, 1, 1, tzinfo=UTC).date()),
    ):
        try:
            act()
        except OSError:
            continue
    assert [piece.name for piece in blobs_or_none(blobs)] == []


def blobs_or_none(blobs: Blobs) -> list[object]:
    try:
        return list(blobs.kept())
    except OSError:
        return []


@pytest.mark.parametrize("how", NO_FILES)
def test_what_is_no_piece_is_neither_kept_read_nor_sent(tmp_path: Path, outside: Path, how: str) -> None:
    blobs = Blobs(tmp_path / "blobs")
    (name,) = blobs.put(b"a photo", kind=BlobKind.PHOTO, key=OpenKey.generate().public)
    (piece,) = blobs.kept()
    lay(NO_FILES[how], piece.path, outside)
    assert blobs.kept() == []
    assert blobs.read(piece) is None
    blobs.tidy()
    assert name == piece.name


@pytest.mark.parametrize("how", NO_FILES)
def test_the_reserve_is_kept_in_a_file_of_its_own(tmp_path: Path, outside: Path, how: str) -> None:
    (tmp_path / "db").mkdir()
    lay(NO_FILES[how], tmp_path / "db/reserve", outside)
    reserve = Reserve(tmp_path / "db", size=4096, free=lambda _: 10**9)
    assert reserve.keep()
    assert (tmp_path / "db/reserve").lstat().st_size == 4096


def test_a_database_that_is_a_link_is_not_opened(tmp_path: Path, outside: Path) -> None:
    for target in (outside, outside.with_name("made")):
        (tmp_path / "station.sqlite").unlink(missing_ok=True)
        (tmp_path / "station.sqlite").symlink_to(target)
        with pytest.raises(DatabaseUnfit, match="link"):
            open_database(tmp_path / "station.sqlite")


@pytest.mark.parametrize("how", NO_FOLDERS)
def test_damaged_files_are_put_aside_through_no_link(tmp_path: Path, outside: Path, how: str) -> None:
    database = tmp_path / "db/station.sqlite"
    lay(NO_FOLDERS[how], database.with_name("damaged"), outside)
    database.write_bytes(b"damaged" * 2000)
    with pytest.raises(DatabaseUnfit):
        salvage_if_damaged(database)
    assert database.read_bytes() == b"damaged" * 2000

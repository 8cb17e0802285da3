"""Each of the hub's users may do in the data folder what it is for, and can have nobody stronger do more for it."""

from __future__ import annotations

import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, closing
from datetime import UTC, datetime, timedelta
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import call_command, load_command_class
from django.db import OperationalError, connections

import sync.hub
from installer import install
from sync.hub.announcements.services import tell
from sync.hub.attachments.store import PieceStore
from sync.hub.backups.archive import read_archive
from sync.hub.backups.services import back_up
from sync.hub.command_user import ONLY_ROWS
from sync.hub.content.source import load_source
from sync.hub.courier.desk import meet_stick
from sync.hub.data_folder import HubFolder
from sync.hub.polls.models import PublishedPoll
from sync.hub.publishing.counting_keys import are_counting_keys_here
from sync.hub.publishing.services import announce, publish, renew
from sync.protocol.attachment_messages import piece_name
from sync.rooted_folder import NotPlain
from sync.stick import Stick
from tests.hub.courier.test_courier import desk_of
from tests.kits.backups import key_of
from tests.kits.hostile import NO_FOLDERS, lay, untouched
from tests.kits.hub import Hub
from tests.kits.real.users import User, needs_root, open_root, users_of

MANAGEMENT = Path(sync.hub.__file__).parent / "management/commands"
UseCopy = Callable[[Path], AbstractContextManager[Hub]]


def now() -> datetime:
    return datetime.now(UTC)


def give_owners(root: Path) -> None:
    subprocess.run(["systemd-tmpfiles", f"--root={root}", "--create", "mitmach-hub.conf"], check=True)


@pytest.fixture
def installed(use_copy: UseCopy) -> Iterator[tuple[Hub, dict[str, User]]]:
    """A hub as installed, in a system of its own, and the users of that system."""
    with open_root() as root, use_copy(root / "var/lib/mitmachhub") as hub:
        assert install.main(["hub", "--root", str(root)]) == 0
        (hub.folder.root / "results").mkdir(mode=0o700)
        yield hub, {name.removeprefix("mitmach-hub").strip("-") or "web": user for name, user in users_of(root).items()}


def publish_again(hub: Hub) -> None:
    source, at = load_source(hub.folder.content), now()
    publish(source, folder=hub.folder, may_make_keys=True, by="test", today=at.date(), now=at)


# --- what each user may -----------------------------------------------------------------------------------------

WRITES = {
    "": set(),
    "db": {"web", "worker", "announcer"},
    "blobs": {"web"},
    "repository": {"announcer"},
    "repository/metadata": {"announcer"},
    "repository/targets": {"announcer"},
    "content": set(),
    "results": set(),
    "keys": set(),
    "keys/web": {"web"},
    "keys/worker": {"worker"},
    "keys/announcing": {"announcer"},
    "keys/publisher": set(),
    "keys/trustees": set(),
}
"""Who may lay something into which folder; nobody else but root may."""
OPENS = {"keys/web", "keys/worker", "keys/announcing", "keys/publisher", "keys/trustees", "results"}
"""Folders that are seen by nobody but those who may write in them."""


@needs_root
def test_each_user_may_write_where_its_work_is_and_nowhere_else(installed: tuple[Hub, dict[str, User]]) -> None:
    hub, users = installed
    found = {
        folder: {name for name in ("web", "worker", "announcer") if users[name].may_lay(hub.folder.root / folder)}
        for folder in WRITES
    }
    assert found == WRITES
    folders = {str(path.relative_to(hub.folder.root)) for path in hub.folder.root.rglob("*") if path.is_dir()}
    known = {
        folder for folder in folders if any(folder == name or folder.startswith(f"{name}/") for name in WRITES if name)
    }
    assert folders == known, "a new folder needs its line here"


@needs_root
def test_no_user_sees_the_keys_of_another(installed: tuple[Hub, dict[str, User]]) -> None:
    hub, users = installed
    for folder in OPENS:
        for name in ("web", "worker", "announcer"):
            assert users[name].may_list(hub.folder.root / folder) == (name in WRITES[folder])
    for path in hub.folder.keys.rglob("*.pem"):
        holders = WRITES.get(str(path.parent.relative_to(hub.folder.root)), set())
        assert {name for name in ("web", "worker", "announcer") if users[name].may_read(path)} == holders
    stranger = User("stranger", 65534, (65534,))
    assert not any(stranger.may_list(path) for path in hub.folder.root.parent.glob("*"))


@needs_root
def test_settings_and_public_keys_are_read_by_all_and_changed_by_none(
    installed: tuple[Hub, dict[str, User]],
) -> None:
    hub, users = installed
    for name in ("web", "worker", "announcer"):
        for file in (hub.folder.config, hub.folder.public_keys, hub.folder.repository / "metadata/timestamp.json"):
            assert users[name].may_read(file)
            assert users[name].may_change(file) == (name == "announcer" and file.parent.name == "metadata")


@needs_root
def test_the_source_of_the_content_is_read_by_all_also_after_a_restore(
    installed: tuple[Hub, dict[str, User]],
) -> None:
    hub, users = installed
    for path in (hub.folder.content, *hub.folder.content.rglob("*")):
        path.chmod(0o700 if path.is_dir() else 0o600)  # as a restore lays it down
    give_owners(hub.folder.root.parents[2])
    for path in hub.folder.content.rglob("*.json"):
        assert all(users[name].may_read(path) for name in ("web", "worker", "announcer")), path
        assert not any(users[name].may_change(path) for name in ("web", "worker", "announcer")), path


@needs_root
def test_the_web_process_says_that_keys_are_here_without_seeing_them(installed: tuple[Hub, dict[str, User]]) -> None:
    hub, users = installed

    def told() -> tuple[bool, bool]:
        with users["web"].at_work():
            by_web = are_counting_keys_here(hub.folder.trustee_keys, may_make=False)
        connections.close_all()
        return by_web, are_counting_keys_here(hub.folder.trustee_keys, may_make=False)

    assert told() == (True, True)
    PublishedPoll.objects.update(closes=now().date() - timedelta(days=2))
    assert told() == (False, True), "no poll is open whose ballots they open"


@needs_root
def test_the_announcer_does_its_work_beside_the_others_and_after_root(
    installed: tuple[Hub, dict[str, User]],
) -> None:
    hub, users = installed
    publish_again(hub)  # as root, before anybody was given an owner again
    with users["web"].at_work():
        assert PieceStore(hub.folder.blobs).take(piece_name(b"sealed"), b"sealed")
        tell("reports.json", b"1")
    connections.close_all()
    with users["announcer"].at_work():
        assert announce(hub.folder, now=now())
        assert renew(hub.folder, by="test", now=now())
    connections.close_all()
    publish_again(hub)
    with users["announcer"].at_work():
        tell("reports.json", b"2")
        assert announce(hub.folder, now=now())
    connections.close_all()
    owners = {path.stat().st_uid for path in hub.folder.repository.rglob("*")}
    assert owners == {users["announcer"].uid}


@needs_root
def test_what_root_takes_in_from_a_stick_is_the_web_processs(
    installed: tuple[Hub, dict[str, User]], tmp_path: Path
) -> None:
    hub, users = installed
    name = piece_name(b"sealed")
    (tmp_path / "stick/ck1/blobs" / name[:2]).mkdir(parents=True)
    (tmp_path / "stick/ck1/blobs" / name[:2] / name).write_bytes(b"sealed")
    assert meet_stick(Stick(tmp_path / "stick"), desk_of(hub), by="test", now=now()).pieces == 1
    assert {path.stat().st_uid for path in hub.folder.blobs.rglob("*")} == {users["web"].uid}
    with users["web"].at_work():
        assert PieceStore(hub.folder.blobs).has(name)


STEPS = """
import os, pathlib, sys
from sync.hub.command_user import step_down
from sync.hub.data_folder import HubFolder
step_down(sys.argv[1], HubFolder(pathlib.Path(sys.argv[2])))
print(*os.getresuid(), *os.getresgid(), os.getgroups())
"""


@needs_root
@pytest.mark.parametrize("command", sorted(ONLY_ROWS))
def test_a_command_that_needs_only_rows_is_root_no_more(installed: tuple[Hub, dict[str, User]], command: str) -> None:
    hub, users = installed
    worker = users["worker"]

    def becomes(name: str) -> str:
        run = [sys.executable, "-P", "-c", STEPS, name, str(hub.folder.root)]
        return subprocess.run(run, check=True, capture_output=True, text=True).stdout.strip()

    group = hub.folder.database.stat().st_gid
    assert becomes(command) == f"{worker.uid} {worker.uid} {worker.uid} {group} {group} {group} []"
    assert becomes("publish").startswith("0 0 0 ")
    assert (MANAGEMENT / f"{command}.py").is_file(), "a command of this name"


@needs_root
def test_the_worker_may_give_these_commands(installed: tuple[Hub, dict[str, User]]) -> None:
    hub, users = installed
    make_account, retain = (load_command_class("sync.hub", name) for name in ("make_account", "retain"))
    with users["worker"].at_work():  # who may not be allowed to read the program
        assert hub.code(now=now())
        call_command(make_account, "erika", stdout=StringIO())
        call_command(retain, "--days=90", stdout=StringIO())
    connections.close_all()


# --- nobody stronger follows what a weaker one laid ---------------------------------------------------------------


@pytest.fixture
def outside(tmp_path: Path) -> Iterator[Path]:
    with untouched(tmp_path / "outside", name="0" * 64 + ".seal.json") as file:
        yield file


@pytest.mark.parametrize("how", NO_FOLDERS)
@pytest.mark.parametrize("where", ["targets", "targets/hub", "metadata"])
def test_announcing_and_publishing_go_through_no_link(hub: Hub, outside: Path, where: str, how: str) -> None:
    tell("reports.json", b"1")
    announce(hub.folder, now=now())
    lay(NO_FOLDERS[how], hub.folder.repository / where, outside)
    tell("reports.json", b"2")
    for act in (lambda: announce(hub.folder, now=now()), lambda: publish_again(hub), lambda: renew_of(hub)):
        try:
            act()
        except NotPlain:
            continue
        assert where.startswith("targets"), "signing anew needs no targets"


def renew_of(hub: Hub) -> None:
    renew(hub.folder, by="test", now=now())


def test_the_lock_of_publishing_is_no_link(hub: Hub, outside: Path) -> None:
    (hub.folder.repository / ".lock").unlink(missing_ok=True)
    (hub.folder.repository / ".lock").symlink_to(outside.with_name("made"))
    with pytest.raises(OSError):
        announce(hub.folder, now=now())


@pytest.mark.parametrize("how", NO_FOLDERS)
def test_a_piece_is_not_laid_through_a_link(hub: Hub, outside: Path, how: str) -> None:
    name = piece_name(b"sealed")
    lay(NO_FOLDERS[how], hub.folder.blobs / name[:2], outside)
    store = PieceStore(hub.folder.blobs)
    assert not store.has(name)
    with pytest.raises(NotPlain):
        store.take(name, b"sealed")


@pytest.mark.parametrize("where", ["blobs/ab", "repository/targets/x", "keys/web/x", "content/x"])
def test_a_backup_and_a_stick_take_nothing_through_links(hub: Hub, tmp_path: Path, outside: Path, where: str) -> None:
    (hub.folder.root / where).symlink_to(outside)
    backup = back_up(hub.folder, tmp_path / "backups", with_keys=True, by="test", now=now())
    assert not [name for name in read_archive(backup.place, key_of(hub)).files if name.startswith(where)]
    assert not [path for path, _ in desk_of(hub).content() if path.endswith("/x")]


def test_a_database_that_is_a_link_is_not_opened(hub: Hub, tmp_path: Path) -> None:
    connections.close_all()
    shutil.move(hub.folder.database, tmp_path / "other.sqlite")
    before = (tmp_path / "other.sqlite").read_bytes()
    hub.folder.database.symlink_to(tmp_path / "other.sqlite")
    with pytest.raises(OperationalError, match="link"):
        tell("reports.json", b"1")
    assert (tmp_path / "other.sqlite").read_bytes() == before
    hub.folder.database.unlink()
    with pytest.raises(OperationalError):
        tell("reports.json", b"1")
    assert not hub.folder.database.exists(), "nor is one made by looking for it"


@pytest.mark.parametrize("ending", ["-wal", "-shm"])
def test_sqlite_follows_no_link_to_its_journal(tmp_path: Path, outside: Path, ending: str) -> None:
    """What the shared folder of the database rests on."""
    with closing(sqlite3.connect(tmp_path / "x.sqlite")) as connection:
        connection.execute("PRAGMA journal_mode=WAL")
        connection.execute("CREATE TABLE t (a)")
    (tmp_path / f"x.sqlite{ending}").symlink_to(outside)
    with closing(sqlite3.connect(tmp_path / "x.sqlite")) as connection, pytest.raises(sqlite3.OperationalError):
        connection.execute("INSERT INTO t VALUES (1)")


def test_the_folders_of_a_new_hub_are_those_that_owners_are_given_to(hub: Hub) -> None:
    lines = (install.UNITS / "hub/tmpfiles.conf").read_text(encoding="utf-8").splitlines()
    named = {line.split()[1].removeprefix("/var/lib/mitmachhub").lstrip("/") for line in lines if line[0] != "#"}
    shared = HubFolder(Path("/hub"))
    for place in (shared.database.parent, shared.repository, shared.blobs, shared.web_keys, shared.announcing_keys):
        assert str(place.relative_to(shared.root)) in named
        assert (hub.folder.root / place.relative_to(shared.root)).is_dir()

"""Content on its way down: believed only when proven, shown only when whole, never taken away."""

from __future__ import annotations

import hashlib
import json
import shutil
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from sync.agent.content_updates import ContentExpired, SessionFetcher, TufUpdates
from sync.protocol.encoding import canonical_json
from sync.protocol.errors import Refused, TryLater, Untrusted
from sync.protocol.key_list import KeyList
from sync.protocol.participation_codes import new_code, write_list
from sync.station.content_store import MANIFEST, ContentSets, ListInFile, check_target_path
from sync.station.events import Event
from tests.kits.hub_twin import HUB_URL, Answer, session_to
from tests.kits.repository_twin import RepositoryTwin
from tests.kits.station import NOON
from tests.sync.protocol.test_sealing import wire

FILES = {
    "keys.json": KeyList(()).to_bytes(),
    "polls/garden.json": canonical_json(wire()),
    "pictograms/street.svg": b"<svg/>",
}


@pytest.fixture
def repository(tmp_path: Path, twin) -> RepositoryTwin:
    repository = RepositoryTwin(tmp_path / "repository", NOON)
    twin.repository = repository.folder
    return repository


@pytest.fixture
def folder(station) -> Path:
    return station.folder / "content"


@pytest.fixture
def open_updates(station, twin, repository, folder) -> Callable[..., TufUpdates]:
    def open_(**changes) -> TufUpdates:
        values = {
            "folder": folder,
            "repository_url": HUB_URL + "/repo",
            "root_sha256": repository.root_sha256,
            "fetcher": SessionFetcher(session_to(twin)),
        }
        return TufUpdates(ContentSets(station.connection, folder), **(values | changes))

    return open_


def events(notes) -> list[Event]:
    return [note.event for note in notes]


class TestFetching:
    def test_a_package_arrives_whole_and_is_shown(self, station, repository, open_updates):
        repository.publish(FILES)
        assert events(open_updates().update(NOON)) == [Event.CONTENT_NEW]
        package = station.content.active()
        assert {path: package.read(path) for path in package.files} == FILES
        assert [poll.id for poll in package.polls()] == ["garden"]
        assert package.keylist() == KeyList(())
        assert package.as_of == NOON.date()
        assert package.path_of("pictograms/street.svg").read_bytes() == b"<svg/>"
        with pytest.raises(KeyError):
            package.read("other")

    def test_the_group_may_read_it_because_the_kiosk_is_another_user(self, station, repository, open_updates):
        repository.publish(FILES)
        open_updates().update(NOON)
        assert station.content.active().folder.stat().st_mode & 0o777 == 0o750

    def test_nothing_new_fetches_no_file_and_only_moves_the_day(self, station, repository, open_updates, twin):
        repository.publish(FILES)
        updates = open_updates()
        updates.update(NOON)
        shutil.rmtree(repository.folder / "targets")
        repository.renew()
        assert updates.update(NOON + timedelta(days=3)) == []
        assert station.content.active().as_of == date(2026, 11, 25)

    def test_after_a_new_start_what_is_there_is_not_fetched_again(self, repository, open_updates):
        repository.publish(FILES)
        open_updates().update(NOON)
        shutil.rmtree(repository.folder / "targets")
        assert open_updates().update(NOON) == []

    def test_the_package_before_is_kept_and_older_ones_go(self, station, repository, open_updates, folder):
        updates, ids = open_updates(), []
        for text in (b"1", b"2", b"3"):
            repository.publish(FILES | {"text": text})
            updates.update(NOON)
            ids.append(station.content.active_id())
        assert {path.name for path in (folder / "sets").iterdir()} == set(ids[1:])

    def test_an_unchanged_file_is_not_fetched_again(self, station, repository, open_updates):
        repository.publish(FILES)
        updates = open_updates()
        updates.update(NOON)
        shutil.rmtree(repository.folder / "targets" / "pictograms")
        files = {path: data for path, data in FILES.items() if path != "pictograms/street.svg"}
        repository.publish(files | {"new": b"new"})
        repository.publish(FILES | {"new": b"new"})
        shutil.rmtree(repository.folder / "targets" / "pictograms")
        assert events(updates.update(NOON)) == [Event.CONTENT_NEW]
        assert station.content.active().read("pictograms/street.svg") == b"<svg/>"

    def test_a_file_for_a_newer_program_is_left_out_and_reported(self, station, repository, open_updates):
        repository.publish(FILES | {"future": b"x"}, custom={"future": {"min_app": "99.0"}, "keys.json": {}})
        notes = open_updates(version="1.2.3").update(NOON)
        assert events(notes) == [Event.CONTENT_TOO_NEW, Event.CONTENT_NEW]
        assert "future" not in station.content.active().files

    def test_a_poll_of_tomorrow_does_not_hide_the_others(self, station, repository, open_updates):
        repository.publish(FILES | {"polls/new.json": canonical_json(wire(id="new", kind="quadratic"))})
        assert events(open_updates().update(NOON)) == [Event.CONTENT_NEW, Event.CONTENT_TOO_NEW]
        assert [poll.id for poll in station.content.active().polls()] == ["garden"]

    def test_a_new_root_signed_by_the_old_one_is_followed(self, repository, open_updates):
        repository.publish(FILES)
        updates = open_updates()
        updates.update(NOON)
        repository.write_root()
        repository.publish(FILES | {"new": b""})
        assert events(updates.update(NOON)) == [Event.CONTENT_NEW]


class TestNotBelieved:
    """Whatever is offered, the package on show stays."""

    @pytest.fixture
    def shown(self, station, repository, open_updates) -> str:
        repository.publish(FILES)
        open_updates().update(NOON)
        return station.content.active_id()

    def still_shown(self, station, shown) -> bool:
        return station.content.active() is not None and station.content.active_id() == shown

    def test_another_first_root_than_the_pinned_one(self, station, repository, open_updates):
        repository.publish(FILES)
        with pytest.raises(Untrusted):
            open_updates(root_sha256="0" * 64).update(NOON)
        assert station.content.active() is None

    def test_files_signed_by_somebody_else(self, station, shown, tmp_path, twin, open_updates):
        stranger = RepositoryTwin(tmp_path / "stranger", NOON)
        for _ in range(5):
            stranger.publish(FILES | {"evil": b"evil"})
        pinned = open_updates()
        twin.repository = stranger.folder
        with pytest.raises(Untrusted):
            pinned.update(NOON)
        assert self.still_shown(station, shown)

    def test_a_changed_file(self, station, shown, repository, open_updates, folder):
        repository.publish(FILES | {"new": b"good"})
        (repository.folder / "targets" / f"{hashlib.sha256(b'good').hexdigest()}.new").write_bytes(b"evil")
        with pytest.raises(Untrusted):
            open_updates().update(NOON)
        assert self.still_shown(station, shown)

    def test_old_content_played_again(self, station, repository, open_updates, tmp_path):
        repository.publish(FILES)
        shutil.copytree(repository.folder, tmp_path / "old")
        repository.publish(FILES | {"new": b""})
        updates = open_updates()
        updates.update(NOON)
        shown = station.content.active_id()
        shutil.copy(tmp_path / "old" / "metadata" / "timestamp.json", repository.folder / "metadata")
        with pytest.raises(Untrusted):
            updates.update(NOON)
        assert self.still_shown(station, shown)

    def test_content_nobody_has_confirmed_for_too_long(self, station, shown, open_updates):
        with pytest.raises(ContentExpired):
            open_updates().update(NOON + timedelta(days=91))
        assert self.still_shown(station, shown)

    def test_a_hub_out_of_reach_in_the_middle(self, station, shown, repository, open_updates, folder):
        repository.publish(FILES | {"new": b"new", "other": b"other"})
        (repository.folder / "targets" / f"{hashlib.sha256(b'other').hexdigest()}.other").unlink()
        with pytest.raises(TryLater):
            open_updates().update(NOON)
        assert self.still_shown(station, shown)
        repository.publish(FILES | {"new": b"new", "other": b"other"})
        open_updates().update(NOON)
        assert not list(folder.glob("staging-*"))

    @pytest.mark.parametrize("answer", [Answer(302, b"", {"Location": "http://portal.test"}), Answer(503, b"")])
    def test_a_portal_or_a_broken_hub(self, station, shown, twin, open_updates, answer):
        updates = open_updates()
        twin._file = lambda path: answer
        with pytest.raises(TryLater):
            updates.update(NOON)
        assert self.still_shown(station, shown)

    @pytest.mark.parametrize(
        "path", ["../evil", "a/../../evil", "/etc/evil", "manifest.json", ".hidden", "a//b", "a\\b"]
    )
    def test_a_path_that_leads_out(self, station, shown, repository, open_updates, path):
        with pytest.raises(Refused):
            check_target_path(path)

    def test_a_signed_path_that_leads_out(self, station, shown, repository, open_updates, folder):
        repository.publish(FILES | {"a/../../../evil": b"evil"})
        with pytest.raises(Untrusted):
            open_updates().update(NOON)
        assert self.still_shown(station, shown)
        assert not list(folder.parent.rglob("evil"))

    def test_a_version_that_is_none(self, station, shown, repository, open_updates):
        repository.publish(FILES | {"new": b""}, custom={"new": {"min_app": "soon"}})
        with pytest.raises(Untrusted):
            open_updates().update(NOON)
        assert self.still_shown(station, shown)


class TestClock:
    def test_expiry_is_measured_against_the_time_given_not_the_systems(self, repository, open_updates):
        """The system clock of this very run is past or before; only the argument counts."""
        repository.now = datetime(2020, 1, 1, tzinfo=UTC)
        repository.versions["root"] = 0
        repository.write_root()
        repository.publish(FILES)
        updates = open_updates(root_sha256=repository.root_sha256)
        assert events(updates.update(repository.now)) == [Event.CONTENT_NEW]
        with pytest.raises(ContentExpired):
            open_updates(root_sha256=repository.root_sha256).update(repository.now + timedelta(days=91))


class TestWhole:
    @pytest.fixture
    def package(self, station, repository, open_updates):
        repository.publish(FILES)
        open_updates().update(NOON)
        return station.content.active()

    @pytest.mark.parametrize("path", [*FILES, MANIFEST])
    @pytest.mark.parametrize("damage", ["changed", "gone"])
    def test_a_damaged_package_is_not_shown_and_is_fetched_again(self, station, package, open_updates, path, damage):
        place = package.folder / path
        place.write_bytes(b"x") if damage == "changed" else place.unlink()
        assert station.content.active() is None
        assert events(open_updates().update(NOON)) == [Event.CONTENT_NEW]
        assert station.content.active().read("keys.json") == FILES["keys.json"]

    def test_no_package_before_the_first(self, station):
        assert station.content.active() is None
        assert station.content.active_id() == ""

    def test_a_key_list_that_is_missing_is_refused(self, station, repository, open_updates):
        repository.publish({"other": b""})
        open_updates().update(NOON)
        with pytest.raises(Refused):
            station.content.active().keylist()

    def test_the_same_files_again_are_the_same_package(self, station, package, tmp_path):
        again = tmp_path / "again"
        shutil.copytree(package.folder, again)
        assert station.content.activate(again, as_of=NOON.date()) == package.content_id
        assert not again.exists()
        assert station.content.active().folder == package.folder

    def test_a_power_cut_before_the_row_leaves_the_old_one(self, station, package, folder):
        """A new set lies there whole, but no row names it yet."""
        shutil.copytree(package.folder, folder / "sets" / "other")
        assert station.content.active().content_id == package.content_id

    def test_a_manifest_of_something_else_is_not_shown(self, station, package):
        manifest = json.dumps({"files": {}}).encode()
        (package.folder / MANIFEST).write_bytes(manifest)
        assert station.content.active() is None


def test_a_code_is_looked_up_in_the_file_itself(tmp_path):
    codes = [new_code() for _ in range(100)]
    place = tmp_path / "list.bin"
    place.write_bytes(write_list([code.entry("p") for code in codes]))
    listed = ListInFile(place)
    assert all(listed.holds(code.entry("p")) for code in codes)
    assert not listed.holds(new_code().entry("p"))
    place.unlink()
    with pytest.raises(OSError):
        listed.holds(codes[0].entry("p"))

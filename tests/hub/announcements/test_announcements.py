"""What the hub says on its own: signed by its own key, for its own folder only, heard by stations as a whole."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from django.core.management import call_command
from tuf.api.metadata import Metadata, Targets

from sync.agent.content_updates import ContentOlder, TufUpdates
from sync.agent.stick_exchange import REPOSITORY, StickFetcher
from sync.hub.announcements.models import Announcement
from sync.hub.announcements.services import tell
from sync.hub.publishing.models import Publication
from sync.hub.publishing.repository import PUBLICATIONS_KEPT, ContentRepository
from sync.hub.publishing.selectors import pinned_root_hash
from sync.hub.publishing.services import announce, renew
from sync.hub.publishing.signing import TufSigner, load_announcing_signers
from sync.hub.stations.hub_clock import begin_clock
from sync.hub.worker.announce import when_due
from sync.key_files import load_signing_key
from sync.protocol.announced_paths import FOLDER, announced_name
from sync.protocol.errors import Refused
from sync.protocol.keys import SigningKey
from sync.station.content_store import ContentSets
from sync.station.database import open_database
from sync.station.events import Event
from sync.stick import Stick
from tests.hub.courier.test_courier import at_hub
from tests.hub.publishing.test_ceremony import FolderFetcher
from tests.hub.publishing.test_publishing import change_poll, publish_again
from tests.kits.hub import Hub


def now() -> datetime:
    return datetime.now(UTC)


class Listener:
    """A station as far as content goes."""

    def __init__(self, hub: Hub, folder: Path) -> None:
        self.hub = hub
        self.folder = folder
        self.connection = open_database(folder / "station.sqlite")
        self.content = ContentSets(self.connection, folder / "content")
        self.updates = self.reader(f"file://{hub.folder.repository}", FolderFetcher())

    def reader(self, url: str, fetcher) -> TufUpdates:
        root = pinned_root_hash(self.hub.folder.repository)
        return TufUpdates(
            self.content, folder=self.folder / "content", repository_url=url, root_sha256=root, fetcher=fetcher
        )

    def listen(self, moment: datetime | None = None) -> list[Event]:
        return [note.event for note in self.updates.update(moment or now())]


@pytest.fixture
def listener(hub: Hub, tmp_path: Path) -> Iterator[Listener]:
    (tmp_path / "station").mkdir()
    listener = Listener(hub, tmp_path / "station")
    with closing(listener.connection):
        yield listener


def say(hub: Hub, **files: bytes) -> bool:
    for name, data in files.items():
        tell(f"{name}.json", data)
    return announce(hub.folder, now=now())


def resign(hub: Hub, targets: Targets, key: SigningKey) -> None:
    """Somebody writes a list of announcements of their own, in the place of the newest."""
    metadata = hub.folder.repository / "metadata"
    (newest,) = [path for path in metadata.glob("*.hub.json") if path.name == f"{targets.version}.hub.json"]
    forged = Metadata(targets)
    forged.sign(TufSigner(key))
    newest.write_bytes(forged.to_bytes())


def newest_list(hub: Hub) -> Targets:
    metadata = hub.folder.repository / "metadata"
    lists = [Metadata[Targets].from_file(str(path)).signed for path in metadata.glob("*.hub.json")]
    return max(lists, key=lambda targets: targets.version)


def test_stations_hear_what_the_hub_says(hub, listener):
    assert say(hub, reports=b"1", other=b"2") is True
    assert listener.listen() == [Event.CONTENT_NEW, Event.ANNOUNCED]
    assert listener.content.hub_file("reports.json") == b"1"
    assert listener.content.hub_file("unknown") is None
    shown = listener.content.active_id()
    assert say(hub, reports=b"3") is True
    assert listener.listen() == [Event.ANNOUNCED]
    assert listener.content.hub_file("reports.json") == b"3"
    assert listener.content.hub_file("other.json") == b"2"
    assert listener.content.active_id() == shown  # what people have published is not touched


def test_what_is_not_said_any_more_is_gone(hub, listener):
    say(hub, reports=b"1", other=b"2")
    listener.listen()
    Announcement.objects.get(name="other.json").delete()
    assert announce(hub.folder, now=now()) is True
    listener.listen()
    assert (listener.content.hub_file("reports.json"), listener.content.hub_file("other.json")) == (b"1", None)


def test_nothing_new_writes_nothing_and_fetches_nothing(hub, listener):
    say(hub, reports=b"1")
    listener.listen()
    before = sorted(path.name for path in (hub.folder.repository / "metadata").iterdir())
    assert tell("reports.json", b"1") is False
    assert announce(hub.folder, now=now()) is False
    assert sorted(path.name for path in (hub.folder.repository / "metadata").iterdir()) == before
    assert listener.listen() == []


def test_announcing_needs_none_of_the_publishers_keys(hub, listener):
    for key in hub.folder.publisher_keys.iterdir():
        key.unlink()
    assert say(hub, reports=b"1") is True
    assert renew(hub.folder, by="test", now=now()) == 1
    listener.listen()
    assert listener.content.hub_file("reports.json") == b"1"


def test_the_hub_can_touch_nothing_but_its_own_folder(hub, listener):
    """Its key cannot publish a poll, whatever list it signs."""
    listener.listen()
    poll = listener.content.active().read("polls/neuer-markt.json")
    repository = ContentRepository(hub.folder.repository)
    repository.announce(
        {"polls/neuer-markt.json": b"{}"}, gone=(), signers=load_announcing_signers(hub.folder), now=now()
    )
    assert listener.listen() == [Event.ANNOUNCEMENTS_REFUSED]
    assert listener.content.active().read("polls/neuer-markt.json") == poll


@pytest.mark.parametrize(
    "path", ["polls/x.json", "hub/a/b", "hub/../x", "hub/.x", "hub/", "hub/manifest.json", "hub/X"]
)
def test_only_plain_names_in_its_folder(path):
    with pytest.raises(Refused):
        announced_name(path)


def test_a_list_of_another_key_is_refused_and_the_last_one_stays(hub, listener):
    say(hub, reports=b"1")
    listener.listen()
    say(hub, reports=b"2")
    forged = newest_list(hub)
    resign(hub, forged, SigningKey.generate())
    assert listener.listen() == [Event.ANNOUNCEMENTS_REFUSED]
    assert listener.content.hub_file("reports.json") == b"1"


def test_a_changed_file_is_refused_and_all_of_the_last_stay(hub, listener):
    say(hub, reports=b"1", other=b"1")
    listener.listen()
    say(hub, reports=b"2", other=b"2")
    (place,) = [p for p in (hub.folder.repository / "targets/hub").glob("*.other.json") if p.read_bytes() == b"2"]
    place.write_bytes(b"3")
    assert listener.listen() == [Event.ANNOUNCEMENTS_REFUSED]
    assert [listener.content.hub_file(f"{name}.json") for name in ("reports", "other")] == [b"1", b"1"]


def test_a_file_that_is_missing_is_waited_for(hub, listener):
    say(hub, reports=b"1")
    (place,) = (hub.folder.repository / "targets/hub").glob("*.reports.json")
    data = place.read_bytes()
    place.unlink()
    assert listener.listen() == [Event.CONTENT_NEW, Event.CONTENT_UNREACHABLE]
    place.write_bytes(data)
    assert listener.listen() == [Event.ANNOUNCED]


def test_a_damaged_copy_is_not_read_and_fetched_again(hub, listener):
    say(hub, reports=b"1")
    listener.listen()
    (listener.content.announced.active().path_of("reports.json")).write_bytes(b"9")
    assert listener.content.hub_file("reports.json") is None
    listener.updates = listener.reader(f"file://{hub.folder.repository}", FolderFetcher())
    listener.listen()
    assert listener.content.hub_file("reports.json") == b"1"


def test_the_day_on_which_it_was_said_last_is_kept(hub, listener):
    say(hub, reports=b"1")
    listener.listen()
    listener.listen(now() + timedelta(days=3))
    assert listener.content.announced.active().as_of == (now() + timedelta(days=3)).date()


def test_the_same_comes_by_stick(hub, listener, tmp_path):
    say(hub, reports=b"1")
    (tmp_path / "stick").mkdir()
    at_hub(hub, tmp_path / "stick")
    listener.updates = listener.reader(REPOSITORY, StickFetcher(Stick(tmp_path / "stick")))
    assert listener.listen() == [Event.CONTENT_NEW, Event.ANNOUNCED]
    assert listener.content.hub_file("reports.json") == b"1"


def test_renewing_keeps_what_is_said_believable(hub, listener):
    say(hub, reports=b"1")
    later = now() + timedelta(days=360)
    begin_clock(later)
    renew(hub.folder, by="test", now=later)
    listener.listen(later + timedelta(days=4))  # within the year of the publisher's list
    assert listener.content.hub_file("reports.json") == b"1"


def make_old(hub: Hub) -> None:
    """As a hub was before it could announce: no key, no list, no delegation."""
    for name in ("hub.pem", "log.pem"):
        (hub.folder.announcing_keys / name).unlink()
    metadata = hub.folder.repository / "metadata"
    for path in metadata.glob("*.hub.json"):
        path.unlink()
    targets = Metadata[Targets].from_file(str(metadata / "1.targets.json"))
    targets.signed.delegations = None
    targets.signatures.clear()
    targets.sign(TufSigner(load_signing_key(hub.folder.publisher_keys / "targets.pem")))
    targets.to_file(str(metadata / "1.targets.json"))
    renew(hub.folder, by="test", now=now())


def test_an_older_hub_announces_from_its_next_publication_on(hub, listener):
    make_old(hub)
    assert say(hub, reports=b"1") is False
    assert listener.listen() == [Event.CONTENT_NEW]
    assert listener.content.hub_file("reports.json") is None
    publish_again(hub)
    assert announce(hub.folder, now=now()) is True
    assert listener.listen()[-1] is Event.ANNOUNCED
    assert listener.content.hub_file("reports.json") == b"1"
    assert listener.content.active().keylist().log_key() is not None


def test_a_new_key_of_the_hub_is_followed_from_the_next_publication_on(hub, listener):
    say(hub, reports=b"1")
    listener.listen()
    (hub.folder.announcing_keys / "hub.pem").unlink()
    publish_again(hub)
    assert Event.ANNOUNCEMENTS_REFUSED not in listener.listen()
    say(hub, reports=b"2")
    assert listener.listen() == [Event.ANNOUNCED]
    assert listener.content.hub_file("reports.json") == b"2"


def test_a_hub_that_was_set_back_is_heard_again_with_what_it_says_next(hub, listener):
    """Its numbers go by the clock, so that stations do not take them for old ones."""
    say(hub, reports=b"1")
    metadata = hub.folder.repository / "metadata"
    before = {path.name: path.read_bytes() for path in metadata.iterdir()}
    say(hub, reports=b"2")
    listener.listen()
    for path in metadata.iterdir():
        path.unlink()
    for name, data in before.items():
        (metadata / name).write_bytes(data)
    with pytest.raises(ContentOlder):
        listener.listen()
    tell("reports.json", b"3")
    announce(hub.folder, now=now() + timedelta(minutes=1))
    assert listener.listen() == [Event.ANNOUNCED]
    assert listener.content.hub_file("reports.json") == b"3"


def test_a_number_given_out_again_after_a_restore_means_the_new_list(hub, listener):
    """What was published and lost is replaced at stations by what is published next, though it has the same number."""
    metadata = hub.folder.repository / "metadata"
    before = {path.name: path.read_bytes() for path in metadata.iterdir()}
    change_poll(hub, as_of="2026-11-16", version=2)
    publish_again(hub, today=date(2026, 1, 1))
    listener.listen()
    for path in metadata.iterdir():
        path.unlink()
    for name, data in before.items():
        (metadata / name).write_bytes(data)
    Publication.objects.filter(version=2).delete()
    change_poll(hub, as_of="2026-11-17", version=3)
    publish_again(hub, today=date(2026, 1, 1), now=now() + timedelta(minutes=1))
    assert Event.CONTENT_NEW in listener.listen()
    assert b'"as_of":"2026-11-17"' in listener.content.active().read("polls/neuer-markt.json")


def test_old_lists_and_files_are_removed_in_time(hub, listener):
    for number in range(PUBLICATIONS_KEPT + 5):
        say(hub, reports=b"%d" % number)
    repository = hub.folder.repository
    assert len(list((repository / "metadata").glob("*.hub.json"))) == PUBLICATIONS_KEPT
    assert len(list((repository / "metadata").glob("*.snapshot.json"))) == PUBLICATIONS_KEPT
    assert len(list((repository / "targets/hub").iterdir())) == PUBLICATIONS_KEPT
    assert listener.listen() == [Event.CONTENT_NEW, Event.ANNOUNCED]
    assert listener.content.hub_file("reports.json") == b"%d" % (PUBLICATIONS_KEPT + 4)


def test_publishing_keeps_what_the_hub_says(hub, listener):
    say(hub, reports=b"1")
    publish_again(hub)
    listener.listen()
    assert listener.content.hub_file("reports.json") == b"1"
    assert FOLDER + "reports.json" not in listener.content.active().files


def test_the_command_says_whether_there_was_anything_to_tell(hub, listener, capsys):
    call_command("announce")
    call_command("announce")
    tell("reports.json", b"1")
    call_command("announce")
    assert capsys.readouterr().out == "announced\nnothing new to announce\nannounced\n"
    listener.listen()
    assert listener.content.hub_file("reports.json") == b"1"


def test_a_worker_that_may_announce_does_so_in_its_time(hub, listener):
    at_once = when_due(hub.folder, every=timedelta(0), log_at_once=False, may_make_keys=False)
    seldom = when_due(hub.folder, every=timedelta(minutes=15), log_at_once=False, may_make_keys=False)
    begin = now()
    for number, (announce_if_due, passed, heard) in enumerate(
        [(at_once, 0, 0), (at_once, 1, 1), (seldom, 2, 2), (seldom, 800, 2), (seldom, 902, 4)]
    ):
        tell("reports.json", b"%d" % number)
        announce_if_due(begin + timedelta(seconds=passed))
        listener.listen()
        assert listener.content.hub_file("reports.json") == b"%d" % heard


@pytest.mark.parametrize("fault", ["key", "list"])
def test_what_keeps_the_hub_from_announcing_does_not_stop_the_worker(hub, caplog, fault):
    say(hub, reports=b"1")
    if fault == "key":
        (hub.folder.announcing_keys / "hub.pem").unlink()
    else:
        for path in (hub.folder.repository / "metadata").glob("*.hub.json"):
            path.write_bytes(b"{}")
    tell("reports.json", b"2")
    when_due(hub.folder, every=timedelta(0), log_at_once=False, may_make_keys=False)(now())
    assert "stations cannot be told anything now" in caplog.text

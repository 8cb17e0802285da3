"""Publishing: signed, versioned, replaced in one step, and no poll changed under the feet of its voters."""

from __future__ import annotations

import hashlib
import json
import shutil
from contextlib import closing
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError
from django.test import override_settings
from tuf.api.exceptions import DownloadHTTPError, ExpiredMetadataError, RepositoryError, UnsignedMetadataError
from tuf.api.metadata import Metadata, Root, Targets, Timestamp
from tuf.ngclient import Updater
from tuf.ngclient.fetcher import FetcherInterface

from kiosk.station.catalogue import read_offer
from sync.hub.audit.models import AuditEntry
from sync.hub.config import HubConfigError, load_hub_config
from sync.hub.content.problems import ContentProblems
from sync.hub.content.source import load_source
from sync.hub.monitoring.metrics import content_left
from sync.hub.polls.models import PublishedPoll
from sync.hub.publishing.counting_keys import counting_keys_for, make_trustee_key
from sync.hub.publishing.models import Publication
from sync.hub.publishing.repository import TIMESTAMP_LIFETIME, ContentRepository, make_root
from sync.hub.publishing.selectors import pinned_root_hash
from sync.hub.publishing.services import publish, renew
from sync.hub.publishing.signing import TufSigner, load_signer
from sync.hub.stations.hub_clock import begin_clock
from sync.key_files import load_open_key
from sync.protocol.encoding import canonical_json
from sync.protocol.errors import Refused
from sync.protocol.key_list import KeyList
from sync.protocol.keys import SigningKey
from sync.protocol.polls.poll import Poll
from sync.protocol.receipt_address import receipt_link
from tests.kits.content import Keys, MemoryPackage, content_files
from tests.kits.hub import NOW, Hub

BEFORE_ALL_POLLS = date(2026, 1, 1)
WHILE_OPEN = NOW.date()


class FolderFetcher(FetcherInterface):
    """Reads a repository as a station does, from a folder."""

    def _fetch(self, url: str) -> Any:
        path = Path(url.removeprefix("file://"))
        if not path.is_file():
            raise DownloadHTTPError("not there", 404)
        return iter([path.read_bytes()])


def updater(hub: Hub, place: Path) -> Updater:
    repository = hub.folder.repository
    (place / "targets").mkdir(parents=True, exist_ok=True)
    return Updater(
        str(place),
        f"file://{repository}/metadata/",
        str(place / "targets"),
        f"file://{repository}/targets/",
        FolderFetcher(),
        bootstrap=(repository / "metadata" / "1.root.json").read_bytes(),
    )


def fetch(hub: Hub, place: Path, path: str) -> bytes:
    client = updater(hub, place)
    client.refresh()
    info = client.get_targetinfo(path)
    assert info is not None
    return Path(client.download_target(info)).read_bytes()


def publish_again(hub: Hub, *, today: date = WHILE_OPEN, now: datetime | None = None) -> Publication:
    source, now = load_source(hub.folder.content), now or datetime.now(UTC)
    return publish(source, folder=hub.folder, may_make_keys=True, by="test", today=today, now=now)


def change_poll(hub: Hub, poll_id: str = "neuer-markt", **changes: Any) -> None:
    place = hub.folder.content / "polls" / f"{poll_id}.json"
    place.write_text(json.dumps(json.loads(place.read_text("utf-8")) | changes), "utf-8")


def test_a_station_reads_the_published_content(hub: Hub, tmp_path: Path) -> None:
    poll = Poll.from_wire(json.loads(fetch(hub, tmp_path, "polls/neuer-markt.json")))
    assert poll == hub.poll() or poll.hash == hub.poll().hash
    assert poll.mix is not None
    assert poll.tally is not None
    assert poll.mix.kid == hub.trustee_key("mix").kid
    keys = KeyList.from_bytes(fetch(hub, tmp_path, "keys.json"))
    assert {key.use for key in keys.keys} == {"ack", "seal", "log"}
    places = json.loads(fetch(hub, tmp_path, "places.json"))
    assert places["districts"][0]["name"] == "Warnemünde"
    assert places["city"]["time_zone"] == "Europe/Berlin", "stations have the same days as the hub"
    assert "receipt_address" not in places["city"]


def test_where_receipts_are_looked_up_goes_from_the_settings_to_the_slip(hub: Hub, tmp_path: Path) -> None:
    address = "https://www.example.org/mitmachen#{code}"
    file = tmp_path / "hub.toml"
    file.write_text(f'receipt_address = "{address}"\n', "utf-8")
    assert load_hub_config(file).receipt_address == address
    with override_settings(HUB_CONFIG=load_hub_config(file)):
        publish_again(hub)
    published = json.loads(fetch(hub, tmp_path, "places.json"))
    files = content_files(Keys())
    places = json.loads(files["places.json"])
    places["city"]["receipt_address"] = published["city"]["receipt_address"]
    offer = read_offer(MemoryPackage(files | {"places.json": json.dumps(places).encode()}))
    assert receipt_link(offer.receipt_address, "K7QF2M3A") == "https://www.example.org/mitmachen#K7QF2M3A"


@pytest.mark.parametrize(
    "address",
    [
        "http://www.example.org/{code}",
        "https://www.example.org/",
        "https://{code}.example.org/",
        "https://www.example.org/{code}/{code}",
        "javascript:alert({code})",
        "https://www.example.org/ {code}",
        "https://www.example.org/" + "x" * 120 + "{code}",
    ],
)
def test_an_address_that_no_telephone_should_open_stops_the_hub_and_no_station(tmp_path: Path, address: str) -> None:
    file = tmp_path / "hub.toml"
    file.write_text(f'receipt_address = "{address}"\n', "utf-8")
    with pytest.raises(HubConfigError, match="receipt_address"):
        load_hub_config(file)
    files = content_files(Keys())
    places = json.loads(files["places.json"])
    places["city"]["receipt_address"] = address
    assert read_offer(MemoryPackage(files | {"places.json": json.dumps(places).encode()})).receipt_address == ""


def test_the_published_poll_is_on_record_as_it_is_served(hub: Hub, tmp_path: Path) -> None:
    for row in PublishedPoll.objects.all():
        served = json.loads(fetch(hub, tmp_path, f"polls/{row.poll}.json"))
        assert row.definition == served
        assert row.hash == hashlib.sha256(canonical_json(served)).hexdigest() == Poll.from_wire(served).hash


def test_publishing_again_raises_the_versions(hub: Hub, tmp_path: Path) -> None:
    client = updater(hub, tmp_path)
    client.refresh()
    first = Publication.objects.get()
    second = publish_again(hub)
    assert (first.version, second.version) == (1, 2)
    assert first.content == second.content
    change_poll(hub, as_of="2026-11-16", version=2)
    third = publish_again(hub, today=BEFORE_ALL_POLLS)
    assert third.content != second.content
    assert json.loads(fetch(hub, tmp_path, "polls/neuer-markt.json"))["as_of"] == "2026-11-16"
    assert AuditEntry.objects.filter(event="content-published").count() == 3


def test_the_content_id_is_the_one_stations_use(hub: Hub) -> None:
    """The same value as the hash of the manifest that a station makes of the files it fetched."""
    row = Publication.objects.get()
    manifest = canonical_json({"files": row.files})
    assert row.content == hashlib.sha256(manifest).hexdigest()
    for path, sha256 in row.files.items():
        place = hub.folder.repository / "targets" / Path(path).parent / f"{sha256}.{Path(path).name}"
        assert hashlib.sha256(place.read_bytes()).hexdigest() == sha256


def test_until_the_last_rename_stations_see_the_package_before(hub: Hub, tmp_path: Path) -> None:
    """Everything of a publication but its timestamp is on disk: the old package is still the one, and whole."""
    repository = hub.folder.repository
    stamp = (repository / "metadata" / "timestamp.json").read_bytes()
    change_poll(hub, as_of="2026-11-16", version=2)
    publish_again(hub, today=BEFORE_ALL_POLLS)
    (repository / "metadata" / "timestamp.json").write_bytes(stamp)
    assert json.loads(fetch(hub, tmp_path, "polls/neuer-markt.json"))["as_of"] == "2026-11-15"
    publish_again(hub, today=BEFORE_ALL_POLLS)
    assert json.loads(fetch(hub, tmp_path, "polls/neuer-markt.json"))["as_of"] == "2026-11-16"


@pytest.mark.parametrize("file", ["timestamp.json", "*.snapshot.json", "1.targets.json"])
def test_changed_metadata_is_not_believed(hub: Hub, tmp_path: Path, file: str) -> None:
    (place,) = (hub.folder.repository / "metadata").glob(file)
    place.write_bytes(place.read_bytes().replace(b'"version": 1', b'"version": 21'))
    with pytest.raises(RepositoryError):
        updater(hub, tmp_path).refresh()


def test_the_hub_knows_which_of_its_signatures_runs_out_first(hub: Hub) -> None:
    repository = ContentRepository(hub.folder.repository)
    folder = hub.folder.repository / "metadata"
    stamp = Metadata[Timestamp].from_file(str(folder / "timestamp.json")).signed.expires
    assert repository.expires() == stamp
    later = stamp + timedelta(days=265)
    repository.renew(**{role: load_signer(hub.folder, role) for role in ("snapshot", "timestamp", "hub")}, now=later)
    lists = Metadata[Targets].from_file(str(folder / f"{repository.version()}.targets.json")).signed.expires
    assert repository.expires() == lists < later + TIMESTAMP_LIFETIME, "however often the rest is renewed"
    root = repository.newest_root()
    root.signed.version += 1
    root.signed.expires = lists - timedelta(days=1)
    repository.add_root(root)
    assert content_left(hub.folder.repository, lists) == -timedelta(days=1)


def test_the_timestamp_lasts_ninety_days_and_can_be_renewed_without_the_publishers_keys(
    hub: Hub, tmp_path: Path
) -> None:
    place = hub.folder.repository / "metadata" / "timestamp.json"
    assert timedelta(days=90) == TIMESTAMP_LIFETIME
    begin_clock(NOW - timedelta(days=91))
    renew(hub.folder, by="test", now=NOW - timedelta(days=91))
    with pytest.raises(ExpiredMetadataError):
        updater(hub, tmp_path).refresh()
    shutil.rmtree(hub.folder.publisher_keys)
    begin_clock(datetime.now(UTC))
    call_command("renew")
    before = Metadata[Timestamp].from_bytes(place.read_bytes()).signed.version
    updater(hub, tmp_path).refresh()
    call_command("renew")
    assert Metadata[Timestamp].from_bytes(place.read_bytes()).signed.version > before


def test_the_root_is_pinned_by_its_hash_and_never_replaced(hub: Hub) -> None:
    root = hub.folder.repository / "metadata" / "1.root.json"
    assert pinned_root_hash(hub.folder.repository) == hashlib.sha256(root.read_bytes()).hexdigest()
    publish_again(hub)
    metadata = Metadata[Root].from_bytes(root.read_bytes())
    with pytest.raises(FileExistsError):
        ContentRepository(hub.folder.repository).start(metadata)


def test_a_root_of_three_holders_needs_two_of_them() -> None:
    holders = [TufSigner(SigningKey.generate()) for _ in range(3)]
    keys = {role: [holder.public_key for holder in holders] for role in ("root", "targets", "snapshot", "timestamp")}
    thresholds = {"root": 2, "targets": 1, "snapshot": 1, "timestamp": 1}
    root = make_root(keys, thresholds=thresholds, signers=holders[:2], version=1, now=NOW)
    root.signed.verify_delegate("root", root.signed_bytes, root.signatures)
    lonely = make_root(keys, thresholds=thresholds, signers=holders[:1], version=1, now=NOW)
    with pytest.raises(UnsignedMetadataError):
        lonely.signed.verify_delegate("root", lonely.signed_bytes, lonely.signatures)
    with pytest.raises(ValueError, match="needs 4 keys"):
        make_root(keys, thresholds=thresholds | {"root": 4}, signers=holders, version=1, now=NOW)


# --- Polls ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "change",
    [
        {"max": 2, "kind": "multiple"},
        {"closes": "2027-07-31"},
        {"options": []},
    ],
)
def test_a_poll_that_has_begun_is_changed_in_its_words_alone(hub: Hub, change: dict[str, Any]) -> None:
    poll = hub.poll()
    options = json.loads((hub.folder.content / "polls" / "neuer-markt.json").read_text("utf-8"))["options"]
    if change == {"options": []}:
        change = {"options": options[:-1]}
    change_poll(hub, **{"version": 2} | change)
    stamp = (hub.folder.repository / "metadata" / "timestamp.json").read_bytes()
    with pytest.raises(Refused, match="has been open since 2026-10-01"):
        publish_again(hub)
    assert hub.poll().hash == poll.hash
    assert (hub.folder.repository / "metadata" / "timestamp.json").read_bytes() == stamp
    assert Publication.objects.count() == 1


def test_before_it_begins_a_poll_can_be_changed_under_a_new_version(hub: Hub) -> None:
    keys = hub.poll().mix, hub.poll().tally
    change_poll(hub, max=2, kind="multiple")
    with pytest.raises(Refused, match="raise its version"):
        publish_again(hub, today=BEFORE_ALL_POLLS)
    change_poll(hub, version=2)
    publish_again(hub, today=BEFORE_ALL_POLLS)
    assert (hub.poll().version, hub.poll().maximum) == (2, 2)
    assert [key.kid for key in (hub.poll().mix, hub.poll().tally) if key] == [key.kid for key in keys if key]


def test_a_poll_keeps_the_keys_its_ballots_are_sealed_to(hub: Hub) -> None:
    before = hub.poll()
    for step in ("mix", "tally"):
        place = hub.folder.trustee_keys / "neuer-markt" / f"{step}.pem"
        place.unlink()
        place.with_suffix(".public.json").unlink()
        make_trustee_key(place, password=None)
    publish_again(hub)
    assert hub.poll().hash == before.hash


def test_a_wrong_source_is_told_and_not_published(hub: Hub) -> None:
    change_poll(hub, max=99)
    with pytest.raises(ContentProblems):
        publish_again(hub)
    with pytest.raises(CommandError):
        call_command("publish")
    assert Publication.objects.count() == 1


# --- Counting keys ----------------------------------------------------------------------------------------------


def test_where_trustees_hold_the_keys_the_hub_makes_none(tmp_path: Path) -> None:
    with pytest.raises(Refused, match="the mix key of the poll p is missing"):
        counting_keys_for("p", folder=tmp_path, may_make=False)
    (tmp_path / "p").mkdir()
    make_trustee_key(tmp_path / "p" / "mix.pem", password=b"a long password")
    with pytest.raises(Refused, match="the tally key of the poll p is missing"):
        counting_keys_for("p", folder=tmp_path, may_make=True)  # half a pair is never completed here
    make_trustee_key(tmp_path / "p" / "tally.pem", password=None)
    keys = counting_keys_for("p", folder=tmp_path, may_make=False)
    assert keys["tally"] == load_open_key(tmp_path / "p" / "tally.pem").public.jwk
    assert keys["mix"] == load_open_key(tmp_path / "p" / "mix.pem", b"a long password").public.jwk
    with pytest.raises(Refused):
        load_open_key(tmp_path / "p" / "mix.pem")
    assert (tmp_path / "p" / "mix.pem").stat().st_mode & 0o777 == 0o600


def test_a_private_key_is_not_taken_for_a_public_one(tmp_path: Path) -> None:
    (tmp_path / "p").mkdir()
    for step in ("mix", "tally"):
        make_trustee_key(tmp_path / "p" / f"{step}.pem", password=None)
    place = tmp_path / "p" / "mix.public.json"
    place.write_bytes(canonical_json(json.loads(place.read_bytes()) | {"d": "secret"}))
    with pytest.raises(Refused, match="private"):
        counting_keys_for("p", folder=tmp_path, may_make=False)


def test_one_key_for_both_steps_is_refused(hub: Hub) -> None:
    folder = hub.folder.trustee_keys / "twice"
    folder.mkdir()
    make_trustee_key(folder / "mix.pem", password=None)
    shutil.copy(folder / "mix.public.json", folder / "tally.public.json")
    change_poll(hub)
    source = hub.folder.content / "polls"
    wire = json.loads((source / "neuer-markt.json").read_text("utf-8")) | {"id": "twice"}
    (source / "twice.json").write_text(json.dumps(wire), "utf-8")
    with pytest.raises(Refused, match="one key for both"):
        publish_again(hub)


# --- Serving ----------------------------------------------------------------------------------------------------


def test_the_repository_is_served_without_a_login(hub: Hub) -> None:
    answer = hub.client.get("/repo/metadata/timestamp.json")
    assert b"".join(answer.streaming_content) == (hub.folder.repository / "metadata/timestamp.json").read_bytes()
    answer.close()
    assert answer["Cache-Control"] == "no-cache"
    root = hub.client.get("/repo/metadata/1.root.json")
    assert "immutable" in root["Cache-Control"]
    root.close()


@pytest.mark.parametrize(
    "path",
    [
        "../hub.toml",
        "..%2fhub.toml",
        "metadata/../../keys/web/ack.pem",
        "/etc/passwd",
        ".lock",
        "metadata",
        "none",
        "a%00b",
        "metadata/" + "x" * 300,
        "/".join("a" * 2100),
        "metadata/1.root.json/x",
    ],
)
def test_nothing_but_the_repository_is_served(hub: Hub, path: str) -> None:
    assert hub.client.get(f"/repo/{path}").status_code == 404
    assert hub.client.head(f"/repo/{path}").status_code == 404


@pytest.mark.parametrize("path", ["/repo/metadata/timestamp.json", "/health", "/health/ready", "/api/v1/openapi.json"])
def test_what_can_be_read_can_be_asked_about(hub: Hub, path: str) -> None:
    with closing(hub.client.get(path)) as read, closing(hub.client.head(path)) as asked:
        assert asked.status_code == read.status_code
        assert asked.status_code != 405
        assert not b"".join(asked)

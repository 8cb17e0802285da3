"""The root of all content goes from the hub to three people and on to others; stations follow what is right only."""

from __future__ import annotations

import io
import sys
from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

import pytest
from django.core.management import call_command
from tuf.api.exceptions import DownloadHTTPError
from tuf.api.metadata import Metadata, Root
from tuf.ngclient.fetcher import FetcherInterface

from sync.agent.content_updates import TufUpdates
from sync.hub.audit.models import AuditEntry
from sync.hub.content.source import load_source
from sync.hub.publishing import ceremony
from sync.hub.publishing.selectors import pinned_root_hash
from sync.hub.publishing.services import install_root, newest_root, publish
from sync.hub.publishing.signing import TufSigner
from sync.key_files import load_signing_key
from sync.protocol.errors import Refused, Untrusted
from sync.protocol.keys import SigningKey
from sync.station.content_store import ContentSets
from sync.station.database import open_database
from tests.kits.hub import NOW, Hub


class FolderFetcher(FetcherInterface):
    def _fetch(self, url: str) -> Iterator[bytes]:
        path = Path(url.removeprefix("file://"))
        if not path.is_file():
            raise DownloadHTTPError("not there", 404)
        return iter([path.read_bytes()])


def own_root_key(hub: Hub) -> SigningKey:
    return load_signing_key(hub.folder.publisher_keys / "root.pem")


def people(count: int = 3) -> list[SigningKey]:
    return [SigningKey.generate() for _ in range(count)]


def draft(hub: Hub, holders: list[SigningKey], *signers: SigningKey, threshold: int = 2) -> Metadata[Root]:
    keys = [TufSigner(holder).public_key for holder in holders]
    made = ceremony.draft_root(newest_root(hub.folder), keys, threshold=threshold, now=NOW)  # type: ignore[arg-type]
    for signer in signers:
        ceremony.sign_root(made, signer)
    return made


def install(hub: Hub, root: Metadata[Root]) -> int:
    return install_root(root, folder=hub.folder, by="test", now=NOW)


def publish_again(hub: Hub) -> None:
    now = datetime.now(UTC)
    publish(load_source(hub.folder.content), folder=hub.folder, may_make_keys=True, by="t", today=now.date(), now=now)


def test_a_station_follows_from_the_hubs_own_root_to_people_and_on_to_others(hub: Hub, tmp_path: Path) -> None:
    with closing(open_database(tmp_path / "station.sqlite")) as connection:
        updates = TufUpdates(
            ContentSets(connection, tmp_path / "content"),
            folder=tmp_path / "content",
            repository_url=f"file://{hub.folder.repository}",
            root_sha256=pinned_root_hash(hub.folder.repository),
            fetcher=FolderFetcher(),
        )
        updates.update(datetime.now(UTC))
        first, second = people(), people()
        own = own_root_key(hub)
        assert install(hub, draft(hub, first, own, first[0], first[2])) == 2
        (hub.folder.publisher_keys / "root.pem").unlink()  # the hub no longer needs one
        publish_again(hub)
        updates.update(datetime.now(UTC))
        assert install(hub, draft(hub, second, *first[:2], *second[1:])) == 3
        publish_again(hub)
        updates.update(datetime.now(UTC))
        followed = Metadata[Root].from_file(str(tmp_path / "content" / "metadata" / "root.json"))
        assert followed.signed.version == 3
        # a root that slipped past the hub's check leads no station away
        stolen = draft(hub, people(), first[0], first[1])
        stolen.to_file(str(hub.folder.repository / "metadata" / "4.root.json"))
        with pytest.raises(Untrusted):
            updates.update(datetime.now(UTC))
    assert AuditEntry.objects.filter(event="root-installed").count() == 2


def test_a_root_needs_enough_holders_of_the_one_before_and_of_itself(hub: Hub) -> None:
    first, second, own = people(), people(), own_root_key(hub)
    for signers, words in (
        ((first[0], first[1]), "before"),
        ((own,), "after"),
        ((own, first[0]), "after"),
        ((own, first[0], second[0]), "after"),
    ):
        with pytest.raises(Refused, match=words):
            install(hub, draft(hub, first, *signers))
    install(hub, draft(hub, first, own, *first[:2]))
    with pytest.raises(Refused, match="before"):
        install(hub, draft(hub, second, own, first[0], *second))
    assert newest_root(hub.folder).signed.version == 2


def test_no_root_is_skipped_repeated_or_left_to_one_person(hub: Hub) -> None:
    first, own = people(), own_root_key(hub)
    root = draft(hub, first, own, *first)
    install(hub, root)
    with pytest.raises(Refused, match="number 3"):
        install(hub, root)
    for holders, threshold in ((first[:1], 1), (first, 1), (first, 4), ([first[0], first[0]], 2)):
        with pytest.raises(Refused, match="at least 2"):
            draft(hub, holders, threshold=threshold)
    lonely = draft(hub, first)
    lonely.signed.roles["root"].threshold = 1
    for key in first:
        ceremony.sign_root(lonely, key)
    with pytest.raises(Refused, match="at least 2"):
        install(hub, lonely)


def test_another_key_for_content_is_named_by_the_root(hub: Hub) -> None:
    first, own, targets = people(), own_root_key(hub), SigningKey.generate()
    made = ceremony.draft_root(
        newest_root(hub.folder),
        [TufSigner(key).public_key for key in first],  # type: ignore[misc]
        others={"targets": TufSigner(targets).public_key},  # type: ignore[dict-item]
        now=NOW,
    )
    assert made.signed.roles["targets"].keyids == [targets.kid]
    assert made.signed.roles["timestamp"].keyids == newest_root(hub.folder).signed.roles["timestamp"].keyids
    assert own.kid not in made.signed.keys


def test_the_ceremony_by_command(hub: Hub, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    files = [tmp_path / f"{name}.pem" for name in ("anna", "bert", "carl")]
    for file in files:
        monkeypatch.setattr(sys, "stdin", io.StringIO("correct horse battery\n" * 2))
        call_command("ceremony", "key", "--out", str(file))
    out = tmp_path / "root.json"
    holders = [word for file in files for word in ("--holder", str(file.with_suffix(".public.json")))]
    call_command("ceremony", "draft", *holders, "--out", str(out))
    own = hub.folder.publisher_keys / "root.pem"
    call_command("ceremony", "sign", str(out), "--key", str(own))
    for file in files[:2]:
        assert b"PRIVATE KEY" not in file.read_bytes()
        monkeypatch.setattr(sys, "stdin", io.StringIO("correct horse battery\n"))
        call_command("ceremony", "sign", str(out), "--key", str(file))
    call_command("ceremony", "install", str(out))
    assert newest_root(hub.folder).signed.version == 2
    with pytest.raises(Refused, match="no public key"):
        ceremony.read_public(files[0])

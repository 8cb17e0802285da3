"""What the hub says to keep is on its disk when it says so: pieces, keys, content, results, backups, and itself."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

from django.core.management import call_command

from sync.hub.attachments.store import PieceStore
from sync.hub.bootstrap import found_hub
from sync.hub.content.source import DEFAULT_CONTENT
from sync.hub.data_folder import HubFolder
from sync.hub.polls.models import Tally
from sync.protocol.attachment_messages import piece_name
from tests.hub.conftest import CONFIG, use_folder
from tests.hub.counting.test_counting import cast, count
from tests.hub.polls.test_codes import add_poll, make
from tests.kits.backups import back_up
from tests.kits.hub import NOW, Hub
from tests.kits.on_disk import Disk, watched_disk


def all_is_left(disk: Disk, *, but: str = "db/") -> bool:
    """True when a power cut leaves everything outside the database, which syncs by itself."""
    left, there = disk.left(), disk.there()
    lacking = {name for name in there if not name.startswith(but) and left.get(name) != there[name]}
    assert not lacking
    return not disk.too_early


def test_a_piece_that_is_kept(hub: Hub) -> None:
    with watched_disk(hub.folder.root) as disk:
        for sealed in (b"sealed", b"another"):
            assert PieceStore(hub.folder.blobs).take(piece_name(sealed), sealed)
            assert all_is_left(disk)


def test_a_poll_with_its_counting_keys_before_stations_hear_of_it(hub: Hub, tmp_path: Path) -> None:
    """Without them nobody could ever count its ballots."""
    add_poll(hub)
    make(hub, tmp_path / "codes.txt")
    with watched_disk(hub.folder.root) as disk:
        call_command("publish")
        assert any("trustee" in name and name.endswith(".pem") for name in disk.left())
        assert all_is_left(disk)


def test_a_result(hub: Hub) -> None:
    cast(hub, hub.poll(), [[hub.poll().options[0].id]] * 40)
    with watched_disk(hub.folder.root) as disk:
        count(hub)
        assert Tally.objects.exists() and all_is_left(disk)


def test_a_backup(hub: Hub, tmp_path: Path) -> None:
    away = tmp_path / "away"
    away.mkdir()
    with watched_disk(away) as disk:
        back_up(hub, away / "of" / "hub")
        assert len([name for name in disk.left() if not name.endswith("/")]) == 1
        assert all_is_left(disk, but=" ")


def test_a_hub_that_was_founded(hub: Hub, tmp_path: Path) -> None:
    place = tmp_path / "new"
    place.mkdir()
    folder = HubFolder(place / "above" / "hub")
    with use_folder(folder, CONFIG), watched_disk(place) as disk:
        found_hub(folder, CONFIG, content=DEFAULT_CONTENT, user="admin", now=NOW + timedelta(days=1))
        left, there = disk.left(), disk.there()
        assert {name for name in there if left.get(name) != there[name]} <= {
            name for name in there if name.startswith("above/hub/db/")
        }

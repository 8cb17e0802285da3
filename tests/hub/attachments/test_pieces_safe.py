"""Pieces of attachments at a station: kept until the hub's verified backup has them, and 30 days; then let go."""

from __future__ import annotations

import os
import shutil
from datetime import date, timedelta
from pathlib import Path

import pytest
from django.contrib.auth.models import User

from sync.hub.attachments.store import PieceStore, note_safe, safe_among
from sync.hub.backups import services as backups
from sync.hub.intake.models import SafePiece
from sync.protocol.attachment_messages import PieceWhereabouts
from sync.protocol.errors import Untrusted
from sync.protocol.keys import SigningKey
from sync.station.attachment_store import AT_ONCE_WHEN_SHORT, BlobKind, Blobs
from sync.station.journal_rules import KEEP_DAYS
from tests.hub.attachments.test_pieces import KEY, Way, blobs, generated, send, store, way  # noqa: F401  (fixtures)
from tests.kits.hub import NOW, Hub, on_both

TODAY = date(2026, 11, 22)


def put(blobs: Blobs, *, number: int = 1, days_ago: int = 0) -> str:  # noqa: F811
    (name,) = blobs.put(generated(100, number), kind=BlobKind.PHOTO, key=KEY.public)
    kept = {piece.name: piece.path for piece in blobs.kept()}
    moment = (NOW - timedelta(days=days_ago)).timestamp()
    os.utime(kept[name], (moment, moment))
    return name


def names(blobs: Blobs) -> set[str]:  # noqa: F811
    return {piece.name for piece in blobs.kept()}


def back_up(hub: Hub, into: Path) -> backups.Backup:
    return backups.back_up(hub.folder, into, with_keys=True, by="test", now=NOW)


class TestLettingGo:
    """The station's rule."""

    def test_only_what_is_safe_and_old_goes(self, blobs):  # noqa: F811
        old, young, unsafe = (
            put(blobs, number=1, days_ago=KEEP_DAYS + 1),
            put(blobs, number=2, days_ago=KEEP_DAYS - 1),
            put(blobs, number=3, days_ago=KEEP_DAYS + 1),
        )
        blobs.note([old, young, unsafe], missing=(), safe={old, young})
        assert blobs.prune(TODAY) == 1
        assert names(blobs) == {young, unsafe}
        assert blobs.prune(TODAY) == 0

    def test_on_a_short_disk_the_oldest_safe_go_first_and_no_other(self, blobs):  # noqa: F811
        by_age = [put(blobs, number=number, days_ago=20 - number) for number in range(1, 4)]
        put_later = {put(blobs, number=10 + number) for number in range(AT_ONCE_WHEN_SHORT)}
        unsafe = put(blobs, number=99, days_ago=29)
        blobs.note([*by_age, *put_later, unsafe], missing=(), safe={*by_age, *put_later})
        assert blobs.prune(TODAY, is_short=True) == AT_ONCE_WHEN_SHORT
        assert not names(blobs) & set(by_age)
        assert unsafe in names(blobs)
        blobs.prune(TODAY, is_short=True)
        assert names(blobs) == {unsafe}

    def test_the_newest_word_counts(self, blobs):  # noqa: F811
        """A hub restored from a backup may not have what it had called safe."""
        name = put(blobs, days_ago=KEEP_DAYS + 1)
        blobs.note([name], missing=(), safe={name})
        blobs.note([name], missing={name})
        assert blobs.prune(TODAY, is_short=True) == 0
        assert blobs.unsent()[0].name == name

    def test_what_is_missing_cannot_be_safe(self):
        key = SigningKey.generate()
        said = PieceWhereabouts(frozenset({"a" * 64}), frozenset({"a" * 64})).sign("d", key=key)
        with pytest.raises(Untrusted):
            PieceWhereabouts.read(said, device="d", key=key.public)

    def test_killed_between_a_piece_and_its_marks_it_is_tidied(self, blobs, tmp_path):  # noqa: F811
        name = put(blobs)
        blobs.note([name], missing=(), safe={name})
        blobs.kept()[0].path.unlink()
        blobs.tidy()
        assert not [path for path in (tmp_path / "station").rglob("*") if path.is_file()]


class TestTheHubsWord:
    """What the hub calls safe."""

    def test_a_piece_is_safe_once_a_verified_backup_has_it(self, hub, way, blobs, tmp_path):  # noqa: F811
        name = put(blobs, days_ago=KEEP_DAYS + 1)
        send(way, blobs)
        send(way, blobs)
        assert blobs.prune(TODAY, is_short=True) == 0
        back_up(hub, tmp_path / "backups")
        later = put(blobs, number=2, days_ago=KEEP_DAYS + 1)
        send(way, blobs)
        send(way, blobs)
        assert blobs.prune(TODAY) == 1
        assert names(blobs) == {later}
        assert safe_among([name, later]) == {name}

    def test_what_the_hub_has_lost_since_is_not_safe(self, hub, way, blobs, store, tmp_path):  # noqa: F811
        name = put(blobs, days_ago=KEEP_DAYS + 1)
        send(way, blobs)
        back_up(hub, tmp_path / "backups")
        shutil.rmtree(hub.folder.blobs)
        assert store.whereabouts([name]) == PieceWhereabouts(frozenset({name}))
        send(way, blobs)
        assert store.has(name)

    def test_a_piece_that_broke_at_the_hub_is_not_safe_by_being_copied(self, hub, way, blobs, tmp_path):  # noqa: F811
        name = put(blobs)
        send(way, blobs)
        (hub.folder.blobs / name[:2] / name).write_bytes(b"broken")
        back_up(hub, tmp_path / "backups")
        assert not SafePiece.objects.exists()

    @on_both
    def test_many_are_noted_once(self, hub):
        some = [f"{number:064x}" for number in range(1200)]
        assert note_safe([*some, "no name"]) == 1200
        assert note_safe(some) == 0
        assert safe_among(some[:80]) == set(some[:80])


def test_a_round_lets_go_after_the_hub_was_asked(hub, way, blobs):  # noqa: F811
    """The part of a round that deals with what may go."""
    from types import SimpleNamespace

    from sync.agent import exchange

    name = put(blobs, days_ago=KEEP_DAYS + 1)
    note_safe([name])
    send(way, blobs)
    send(way, blobs)
    parts = SimpleNamespace(
        blobs=blobs, pieces=way.client, clock=lambda: NOW, state=SimpleNamespace(best_time=lambda clock: clock()),
        is_short=lambda: False,
    )  # fmt: skip
    exchange._prune_pieces(parts)  # type: ignore[arg-type]
    assert not names(blobs)


def test_the_console_says_what_is_on_its_way(hub, way, blobs, store: PieceStore):  # noqa: F811
    photos = [blobs.put(generated(300_000, number), kind=BlobKind.PHOTO, key=way.station.seal) for number in (1, 2)]
    report = way.station.report(attachments=tuple(photos))
    hub.accept(way.station.batch([report]))
    hub.work()
    client = hub.client
    client.force_login(User.objects.get(), backend="django.contrib.auth.backends.ModelBackend")
    pages = ("/reports/", f"/reports/{report.id}/", f"/stations/{way.station.device}/")
    for page in pages:
        assert "2 Anhänge sind noch unterwegs" in client.get(page, headers={"accept-language": "de"}).content.decode()
    way.breaks_after = 3  # one photo and half of the other
    with pytest.raises(Exception, match="does not answer"):
        send(way, blobs)
    assert "1 Anhang ist noch unterwegs" in client.get(pages[1], headers={"accept-language": "de"}).content.decode()
    way.breaks_after = 10**6
    send(way, blobs)
    for page in pages:
        assert "noch unterwegs" not in client.get(page, headers={"accept-language": "de"}).content.decode()


def test_an_older_hub_that_says_nothing_of_safe_is_understood():
    from sync.protocol.jws import sign_message

    key = SigningKey.generate()
    said = sign_message({"dev": "d", "missing": []}, typ="ck1-missing", key=key)
    assert PieceWhereabouts.read(said, device="d", key=key.public) == PieceWhereabouts(frozenset())

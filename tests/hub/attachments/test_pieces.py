"""Attachments from a station to the hub: sealed pieces, in their order, resumed, by network and by stick."""

from __future__ import annotations

import io
import os
import random
import shutil
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path

import pytest
import requests

from sync.agent.hub_client import HttpHubClient
from sync.agent.stick_exchange import Courier
from sync.files import UNFINISHED
from sync.hub.attachments.store import PieceStore, note_safe
from sync.hub.enclosures.selectors import attachments_on_their_way
from sync.hub.reports.models import DefectReport
from sync.hub.stations.services import revoke
from sync.protocol.attachment_messages import MAX_PIECE_BYTES, MAX_SEALED_PIECE_BYTES, piece_name, sign_ask, sign_bring
from sync.protocol.envelope import open_piece, open_report, seal_piece, seal_report
from sync.protocol.errors import Refused, TryLater, Untrusted
from sync.protocol.keys import OpenKey, SigningKey
from sync.protocol.records import Report
from sync.station.attachment_store import BlobKind, Blobs
from sync.station.disk_reserve import Reserve
from sync.station.events import Event
from sync.station.outbox import NotStored
from sync.stick import Stick
from tests.hub.test_rekey import HubAdapter
from tests.kits.hub import NOW, Hub, Station

KEY = OpenKey.generate()


def generated(size: int, seed: int = 1) -> bytes:
    """What a camera or a microphone would give, as far as anybody here can tell."""
    return random.Random(seed).randbytes(size)


@pytest.fixture
def blobs(tmp_path: Path) -> Blobs:
    return Blobs(tmp_path / "station" / "blobs")


@pytest.fixture
def store(hub: Hub) -> PieceStore:
    return PieceStore(hub.folder.blobs)


@dataclass
class Way:
    """A station's way to the hub, which can break."""

    hub: Hub
    station: Station
    brought: list[str] = field(default_factory=list)
    breaks_after: int = 10**6

    def __post_init__(self) -> None:
        session = requests.Session()
        session.mount("http://", PutAdapter(self))
        from sync.hub.intake.signer import current_voice

        key = current_voice().key.public
        self.client = HttpHubClient("http://hub.test", find_key={key.kid: key}.get, session=session)


class PutAdapter(HubAdapter):
    """Knows PUT as well, and breaks after so many pieces."""

    def __init__(self, way: Way) -> None:
        super().__init__(way.hub)
        self.way = way

    def send(self, request, **options):  # type: ignore[no-untyped-def]
        if request.method != "PUT":
            return super().send(request, **options)
        if len(self.way.brought) >= self.way.breaks_after:
            raise requests.ConnectionError("the connection broke")
        path = request.url.removeprefix("http://hub.test")
        answer = self.way.hub.client.put(
            path, request.body, content_type="application/octet-stream",
            headers={"Authorization": request.headers["Authorization"]},
        )  # fmt: skip
        self.way.brought.append(path.rpartition("/")[2])
        response = requests.Response()
        response.status_code, response.raw = answer.status_code, io.BytesIO(answer.content)
        response.headers.update(answer.headers)
        response.request, response.url = request, request.url
        return response


@pytest.fixture
def way(hub: Hub) -> Way:
    return Way(hub, hub.enrolled_station())


def send(way: Way, blobs: Blobs, go_on: Callable[[], bool] = lambda: True, *, now: datetime = NOW) -> list[Event]:
    """The part of a round that deals with attachments."""
    from types import SimpleNamespace

    from sync.agent import exchange

    result = exchange.RoundResult()
    parts = SimpleNamespace(
        blobs=blobs, pieces=way.client, identity=SimpleNamespace(device=way.station.device), key=way.station.key,
        go_on=go_on, clock=lambda: now, state=SimpleNamespace(best_time=lambda clock: clock()),
    )  # fmt: skip
    exchange._send_pieces(parts, result)  # type: ignore[arg-type]
    return [note.event for note in result.notes]


class TestAtTheStation:
    """How pieces are made and kept."""

    def test_only_the_hubs_worker_can_open_them_and_together_they_are_the_whole(self, blobs, tmp_path):
        photo = generated(2 * MAX_PIECE_BYTES + 17)
        names = blobs.put(photo, kind=BlobKind.PHOTO, key=KEY.public)
        pieces = {piece.name: piece for piece in blobs.kept()}
        assert len(names) == 3
        sealed = [blobs.read(pieces[name]) for name in names]
        assert b"".join(open_piece(piece, key=KEY) for piece in sealed) == photo
        assert all(photo[:64] not in piece for piece in sealed)
        assert max(map(len, sealed)) == MAX_SEALED_PIECE_BYTES
        with pytest.raises(Refused):
            open_piece(sealed[0], key=OpenKey.generate())

    def test_voices_go_before_photos_and_the_smallest_first(self, blobs):
        sizes = [(3000, BlobKind.PHOTO), (9000, BlobKind.VOICE), (200, BlobKind.PHOTO), (500, BlobKind.VOICE)]
        for number, (size, kind) in enumerate(sizes):
            blobs.put(generated(size, number), kind=kind, key=KEY.public)
        assert [(piece.kind, piece.size - 48) for piece in blobs.kept()] == [
            ("voice", 500), ("voice", 9000), ("photo", 200), ("photo", 3000),
        ]  # fmt: skip

    def test_attachments_are_the_first_that_stop_on_a_full_disk(self, tmp_path):
        free = 10**9
        reserve = Reserve(tmp_path, size=1000, free=lambda _: free)
        reserve.keep()
        blobs = Blobs(tmp_path / "blobs", reserve=reserve)
        blobs.put(b"x", kind=BlobKind.VOICE, key=KEY.public)
        free = 999
        assert reserve.room(0).reports
        with pytest.raises(NotStored, match="first that stop"):
            blobs.put(b"x", kind=BlobKind.VOICE, key=KEY.public)

    def test_half_a_piece_is_none(self, blobs, tmp_path):
        (name,) = blobs.put(b"voice", kind=BlobKind.VOICE, key=KEY.public)
        (piece,) = blobs.kept()
        half = piece.path.with_name("0" * 64 + UNFINISHED)
        half.write_bytes(b"half")
        assert [kept.name for kept in blobs.kept()] == [name]
        blobs.tidy()
        assert not half.exists()

    def test_a_report_lists_its_pieces_and_one_without_looks_as_before(self):
        plain = Report("1", "litter", "D", 12.1, 54.1, "x", "de", "2026-11-22")
        assert "attachments" not in plain.to_wire()
        listed = Report("1", "litter", "D", 12.1, 54.1, "x", "de", "2026-11-22", (("a" * 64,), ("b" * 64, "c" * 64)))
        assert open_report(seal_report(listed, key=KEY.public), key=KEY) == listed


class TestSending:
    """From the station's folder to the hub's."""

    def test_all_arrive_once_and_in_order(self, way, blobs, store):
        for number in range(3):
            blobs.put(generated(400_000, number), kind=BlobKind.PHOTO, key=KEY.public)
        blobs.put(generated(1000), kind=BlobKind.VOICE, key=KEY.public)
        order = [piece.name for piece in blobs.kept()]
        assert send(way, blobs) == []
        assert way.brought == order
        assert store.missing(order) == []
        assert blobs.unsent() == []
        send(way, blobs)
        assert way.brought == order

    def test_after_a_torn_connection_only_the_rest_is_sent(self, way, blobs, store):
        for number in range(6):
            blobs.put(generated(1000 + number, number), kind=BlobKind.PHOTO, key=KEY.public)
        way.breaks_after = 2
        with pytest.raises(TryLater):
            send(way, blobs)
        assert len(blobs.unsent()) == 4
        way.breaks_after = 10**6
        send(way, blobs)
        assert len(way.brought) == len(set(way.brought)) == 6

    def test_a_hub_that_lost_pieces_gets_them_again(self, way, hub, blobs, store):
        """Restored from a backup: asked for by all kept names, not only by the unsent ones."""
        blobs.put(generated(1000), kind=BlobKind.PHOTO, key=KEY.public)
        send(way, blobs)
        shutil.rmtree(hub.folder.blobs)
        send(way, blobs)
        assert store.missing([piece.name for piece in blobs.kept()]) == []

    def test_what_is_safe_is_asked_about_once_a_day_and_when_the_hub_may_have_lost_it(self, way, hub, blobs, store):
        names = [blobs.put(generated(9, number), kind=BlobKind.VOICE, key=KEY.public)[0] for number in range(30)]
        send(way, blobs)
        note_safe(names[1:])
        blobs.doubt_all()
        send(way, blobs)
        assert [piece.name for piece in blobs.to_ask_about(NOW.date())] == names[:1]
        shutil.rmtree(hub.folder.blobs)
        send(way, blobs)
        assert len(store.missing(names)) == 29
        send(way, blobs, now=NOW + timedelta(days=1))
        assert store.missing(names) == []
        shutil.rmtree(hub.folder.blobs)
        blobs.doubt_all()
        send(way, blobs, now=NOW + timedelta(days=1))
        assert store.missing(names) == []

    def test_a_round_looks_at_no_piece_that_is_safe(self, way, blobs, monkeypatch):
        seen: list[object] = []
        look = os.stat
        monkeypatch.setattr(os, "stat", lambda *which, **how: seen.append(which) or look(*which, **how))
        looks = []
        for many in (10, 100):
            names = [blobs.put(generated(9, number), kind=BlobKind.VOICE, key=KEY.public)[0] for number in range(many)]
            note_safe(names)
            blobs.doubt_all()
            send(way, blobs)
            send(way, blobs)
            seen.clear()
            send(way, blobs)
            looks.append(len(seen))
        assert looks[0] == looks[1]

    def test_many_names_are_asked_for_in_groups(self, way, blobs):
        for number in range(100):
            blobs.put(generated(10, number), kind=BlobKind.VOICE, key=KEY.public)
        send(way, blobs)
        assert len(way.brought) == 100

    def test_a_piece_that_broke_is_named_and_the_others_go(self, way, blobs, store):
        for number in range(3):
            blobs.put(generated(1000, number), kind=BlobKind.PHOTO, key=KEY.public)
        broken = blobs.kept()[1]
        broken.path.write_bytes(b"broken")
        assert send(way, blobs) == [Event.PIECE_BROKEN]
        assert store.missing([piece.name for piece in blobs.kept()]) == [broken.name]

    def test_a_revoked_stations_pieces_are_refused_and_kept(self, way, blobs, store):
        blobs.put(b"x", kind=BlobKind.VOICE, key=KEY.public)
        revoke(way.station.device, by="test", note="stolen", now=NOW)
        assert send(way, blobs) == [Event.PIECE_REFUSED]
        assert len(blobs.unsent()) == 1

    def test_a_stop_ends_it_between_two_pieces(self, way, blobs):
        for number in range(3):
            blobs.put(generated(10, number), kind=BlobKind.VOICE, key=KEY.public)
        send(way, blobs, go_on=lambda: not way.brought)
        assert len(way.brought) == 1

    def test_only_a_signed_answer_counts(self, way, blobs, monkeypatch):
        blobs.put(b"x", kind=BlobKind.VOICE, key=KEY.public)
        another = SigningKey.generate()
        with pytest.raises(Untrusted):
            way.client._find_key = lambda kid: None
            send(way, blobs)
        assert another and len(blobs.unsent()) == 1

    def test_the_report_is_there_at_once_and_says_what_is_on_its_way(self, way, hub, blobs, store):
        names = blobs.put(generated(300_000), kind=BlobKind.PHOTO, key=way.station.seal)
        hub.accept(way.station.batch([way.station.report(attachments=(names,))]))
        hub.work()
        report = DefectReport.objects.get()
        assert attachments_on_their_way(report, is_here=store.has) == 1
        send(way, blobs)
        assert attachments_on_their_way(report, is_here=store.has) == 0

    @pytest.mark.parametrize("names", [["../x"], ["a" * 64] * 201])
    def test_a_list_that_is_none_of_ours_goes_into_quarantine(self, way, hub, names):
        hub.accept(way.station.batch([way.station.report(attachments=(tuple(names),))]))
        for _ in range(3):
            hub.work()
        assert not DefectReport.objects.exists()


class TestAtTheHub:
    """What it takes, and from whom."""

    def put(self, hub: Hub, name: str, body: bytes, proof: str):  # type: ignore[no-untyped-def]
        return hub.client.put(
            f"/api/v1/blobs/{name}", body, content_type="application/octet-stream",
            headers={"Authorization": f"ck1 {proof}"},
        )  # fmt: skip

    def test_other_bytes_than_the_name_says_are_refused(self, hub, way, store):
        name = piece_name(b"right")
        proof = sign_bring(way.station.device, name, key=way.station.key)
        assert self.put(hub, name, b"wrong", proof).status_code == 422
        assert store.missing([name]) == [name]

    def test_what_is_too_long_is_refused_unread(self, hub, way):
        body = bytes(MAX_SEALED_PIECE_BYTES + 1)
        proof = sign_bring(way.station.device, piece_name(body), key=way.station.key)
        assert self.put(hub, piece_name(body), body, proof).status_code == 413

    def test_nobody_but_a_station_of_ours_brings_anything(self, hub, way, store):
        body = seal_piece(b"x", key=KEY.public)
        name = piece_name(body)
        for proof in (
            "",
            sign_bring(way.station.device, name, key=SigningKey.generate()),
            sign_bring("f" * 32, name, key=way.station.key),
            sign_bring(way.station.device, "0" * 64, key=way.station.key),
        ):
            assert self.put(hub, name, body, proof).status_code == 401
        assert store.missing([name]) == [name]

    def test_questions_of_others_are_not_answered(self, hub, way):
        device = way.station.device
        assert hub.post("missing", b"\xff").status_code == 401
        assert hub.post("missing", sign_ask(device, [], key=SigningKey.generate()).encode()).status_code == 401
        assert hub.post("missing", sign_ask("f" * 32, [], key=way.station.key).encode()).status_code == 400
        assert hub.post("missing", sign_ask(device, ["../x"], key=way.station.key).encode()).status_code == 401
        assert hub.post("missing", bytes(9000)).status_code == 413

    def test_names_lead_nowhere_else(self, store, tmp_path):
        for name in ("../../x", "A" * 64, "", "a" * 63):
            assert not store.has(name)
            with pytest.raises(Refused):
                store.take(name, b"x")

    def test_a_disk_that_takes_nothing_is_told_as_come_back(self, hub, way):
        hub.folder.blobs.rmdir()
        hub.folder.blobs.write_bytes(b"no folder")
        body = b"x"
        proof = sign_bring(way.station.device, piece_name(body), key=way.station.key)
        assert self.put(hub, piece_name(body), body, proof).status_code in {503, 507}


def test_a_stick_carries_pieces_too(hub, blobs, store, tmp_path):
    from tests.hub.courier.test_courier import at_hub

    blobs.put(generated(600_000), kind=BlobKind.PHOTO, key=KEY.public)
    (tmp_path / "stick").mkdir()
    stick = Stick(tmp_path / "stick")
    courier = Courier(*[None] * 9, blobs=blobs)  # type: ignore[arg-type]
    from sync.agent.stick_exchange import Trip

    trip = Trip()
    courier._lay_pieces(stick, trip, told=lambda _trip: None)
    courier._lay_pieces(stick, trip, told=lambda _trip: None)
    assert trip.pieces == 3
    changed = next(path for path in (tmp_path / "stick").rglob("blobs/*/*") if path.is_file())
    right = changed.read_bytes()
    changed.write_bytes(right[:-1] + b"\x00\x00")
    delivery = at_hub(hub, tmp_path / "stick")
    assert (delivery.pieces, len(delivery.not_taken)) == (2, 1)
    courier._lay_pieces(stick, trip, told=lambda _trip: None)
    assert at_hub(hub, tmp_path / "stick").pieces == 1
    assert store.missing([piece.name for piece in blobs.kept()]) == []

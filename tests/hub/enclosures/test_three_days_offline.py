"""Fifty reports with photo and voice, left at a station over three days without a network; then a bad line."""

from __future__ import annotations

import io
from collections import Counter
from contextlib import closing
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from random import Random

import requests

from hardware.ports import SpokenMessage
from kiosk.media.rules import keep_enclosures
from kiosk.media.state import Enclosures
from sync.hub.attachments.store import PieceStore
from sync.hub.enclosures.models import EnclosureList
from sync.hub.intake.models import SealedRecord
from sync.hub.reports.models import DefectReport
from sync.hub.worker.keyring import Keyring
from sync.protocol.encoding import random_id
from sync.protocol.envelope import seal_report
from sync.protocol.records import Report
from sync.station.attachment_store import Blobs
from sync.station.config import StationConfig
from sync.station.database import open_database
from sync.station.outbox import Outbox
from tests.hub.test_rekey import HubAdapter, new_place, now
from tests.kits.hub import NOW, Hub, list_all
from tests.kits.media import jpeg_with_gps, opus

REPORTS, DAYS = 50, 3
MOST_ROUNDS = 200


@dataclass
class BadLine(HubAdapter):
    """The way to the hub, on which hardly a round goes well: again and again what is asked goes wrong, in every way."""

    hub: Hub
    random: Random
    asked: int = 0
    goes_wrong_at: int = 3
    texts_at_first_piece: int = -1
    """How many reports the hub had when the first piece of an attachment reached it."""
    met: Counter[str] = field(default_factory=Counter)

    def __post_init__(self) -> None:
        super().__init__(self.hub)

    def send(self, request, **options):  # type: ignore[no-untyped-def]
        self.asked += 1
        what = "well"
        if self.asked >= self.goes_wrong_at:
            what = FAULTS[(self.met.total() - self.met["well"]) % len(FAULTS)]
            self.goes_wrong_at = self.asked + self.random.randrange(4, 20)
        self.met[what] += 1
        if what == "cut before":
            raise requests.ConnectionError("the line was cut")
        if what in PORTAL:
            return _made(request, *PORTAL[what])
        answer = self._reach(request, **options)
        if what == "cut after":
            raise requests.ConnectionError("the line was cut")
        if what == "too slow":
            raise requests.ReadTimeout("nothing more came")
        if what == "half":
            return _made(request, answer.status_code, answer.raw.read()[: self.random.randrange(40)], answer.headers)
        return answer

    def _reach(self, request, **options):  # type: ignore[no-untyped-def]
        if request.method != "PUT":
            return super().send(request, **options)
        if self.texts_at_first_piece < 0:
            list_all()
            self.texts_at_first_piece = SealedRecord.objects.count()
        path = request.url.removeprefix("http://hub.test")
        answer = self.hub.client.put(
            path, request.body, content_type="application/octet-stream",
            headers={"Authorization": request.headers["Authorization"]},
        )  # fmt: skip
        return _made(request, answer.status_code, answer.content, answer.headers)


PORTAL = {
    "portal": (200, b"<html><body>Bitte stimmen Sie zu.</body></html>", {"Content-Type": "text/html"}),
    "redirect": (302, b"", {"Location": "http://portal.test/login"}),
    "gateway": (503, b"<html>busy</html>", {"Retry-After": "1"}),
}
FAULTS = ("cut before", "cut after", "too slow", "half", *PORTAL)


def _made(request, status, body, headers):  # type: ignore[no-untyped-def]
    response = requests.Response()
    response.status_code, response.raw = status, io.BytesIO(body)
    response.headers.update(headers)
    response.request, response.url = request, request.url
    return response


def leave_reports(config: StationConfig, hub: Hub, *, since: datetime) -> dict[str, Enclosures]:
    """What people leave meanwhile, by what they wrote; on the disk as at a station."""
    left: dict[str, Enclosures] = {}
    blobs, key = Blobs(config.blobs), hub.keylist().seal_key(NOW)
    with closing(open_database(config.database)) as connection:
        for number in range(REPORTS):
            moment = since + timedelta(days=DAYS * number / REPORTS)
            words = f"Nummer {number}"
            left[words] = Enclosures(
                photo=jpeg_with_gps(size=(64 + number, 48)), spoken=SpokenMessage(opus(1, loud=5000 + number), 1, b"")
            )
            names = keep_enclosures(left[words], keep=blobs.put, key=key)
            report = Report(
                f"{number:016}", "litter", "N", 12.13, 54.09, words, "de", moment.date().isoformat(), attachments=names
            )
            record = seal_report(report, key=key, record_id=random_id())
            Outbox(connection, clock=lambda moment=moment: moment).put(record)
    return left


def test_all_are_there_once_and_the_texts_came_before_any_attachment(hub: Hub, tmp_path: Path) -> None:
    place = new_place(hub, tmp_path / "place", with_records=False)
    place.round()  # its content is there
    left = leave_reports(place.config, hub, since=now() - timedelta(days=DAYS))
    line = BadLine(hub, Random(1))
    place.adapter = line
    blobs = Blobs(place.config.blobs)
    rounds = 0
    while (SealedRecord.objects.count() < REPORTS or blobs.unsent()) and rounds < MOST_ROUNDS:
        place.round()
        rounds += 1
        list_all()
    assert not blobs.unsent()
    assert line.met.keys() == {"well", *FAULTS}, "every way of going wrong was met"
    hub.work()
    assert sorted(DefectReport.objects.values_list("description", flat=True)) == sorted(left)
    assert line.texts_at_first_piece == REPORTS
    store, keyring = PieceStore(hub.folder.blobs), Keyring.load(hub.folder.root)
    arrived = {
        enclosed.report.description: [
            b"".join(keyring.open_piece(store.read(name)) for name in names) for names in enclosed.pieces
        ]
        for enclosed in EnclosureList.objects.select_related("report")
    }
    assert arrived == {words: [one.spoken.opus, one.photo] for words, one in left.items() if one.spoken}

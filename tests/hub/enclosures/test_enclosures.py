"""Photos, spoken messages and contacts from the station's disk to the officer's page, and until they are erased."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.urls import reverse
from django.utils import timezone
from PIL import Image

from sync.hub.announcements import selectors as announcements
from sync.hub.attachments.store import PieceStore
from sync.hub.audit.models import AuditEntry
from sync.hub.enclosures.erasing import AT_MOST, erase_contacts, erase_enclosures
from sync.hub.enclosures.models import Enclosure, EnclosureChange, EnclosureList, ErasedPiece, ReportTerms, StoredBytes
from sync.hub.enclosures.services import blacken, photo_to_pass_on, write_down
from sync.hub.reports.models import DefectReport
from sync.hub.reports.search import ReportQuery, find_reports
from sync.hub.reports.services import set_state
from sync.hub.versions import ChangedMeanwhile
from sync.hub.worker.enclosing import open_enclosures
from sync.hub.worker.keyring import Keyring
from sync.hub.worker.retention import keep_time
from sync.protocol.data_sheets import SETTLED_DAYS
from sync.protocol.errors import Refused
from sync.protocol.records import Record
from sync.protocol.report_status import ReportState, StandingsFile, part_of, record_id_of
from sync.station.attachment_store import BlobKind, Blobs
from tests.kits.hub import NOW, Hub, Station, on_both
from tests.kits.media import jpeg_with_gps, opus

BOX = (0, 0, 500, 500)
NUMBER = "4711181501234567"


@dataclass
class Left:
    """What a station leaves, and the hub it comes to."""

    hub: Hub
    station: Station
    blobs: Blobs
    store: PieceStore
    brought: list[str] = field(default_factory=list)

    def leave(self, *attachments: tuple[BlobKind, bytes], bring: bool = True, **changes: Any) -> str:
        """A report with these; its record id. Without ``bring`` only the text has come."""
        values = {"may_publish": True, "number": NUMBER, "record_id": record_id_of(NUMBER)} | changes
        return self._send(self.station.report(attachments=self._put(attachments), **values), bring=bring)

    def say(self, *attachments: tuple[BlobKind, bytes], bring: bool = True, **changes: Any) -> str:
        """The same with an idea."""
        return self._send(self.station.contribution(NUMBER, attachments=self._put(attachments), **changes), bring=bring)

    def _put(self, attachments: Sequence[tuple[BlobKind, bytes]]) -> tuple[tuple[str, ...], ...]:
        return tuple(self.blobs.put(data, kind=kind, key=self.station.seal) for kind, data in attachments)

    def _send(self, record: Record, *, bring: bool) -> str:
        self.hub.accept(self.station.batch([record]))
        self.hub.work()
        if bring:
            self.bring()
        return record.id

    def bring(self) -> None:
        """The attachments come, and are opened."""
        for piece in self.blobs.kept():
            self.store.take(piece.name, self.blobs.read(piece) or b"")
        self.open()

    def open(self) -> int:
        return open_enclosures(Keyring.load(self.hub.folder.root), self.store, now=NOW)

    def get(self, name: str, *arguments: object) -> Any:
        return self.hub.client.get(reverse(f"console:{name}", args=arguments), headers={"Accept-Language": "en"})


@pytest.fixture
def left(hub: Hub, tmp_path: Path) -> Left:
    """A station and its hub, where somebody of the office has signed in."""
    hub.client.force_login(User.objects.get(username=hub.account.user))
    return Left(hub, hub.enrolled_station(), Blobs(tmp_path / "blobs"), PieceStore(hub.folder.blobs))


def logged(event: str) -> list[dict[str, Any]]:
    return [json.loads(entry.facts) for entry in AuditEntry.objects.filter(event=event)]


PHOTO, SPOKEN = (BlobKind.PHOTO, jpeg_with_gps()), (BlobKind.VOICE, opus(1, title="Warnow"))


@on_both
def test_the_text_is_there_at_once_and_what_was_shown_and_said_follows_made_anew(left: Left) -> None:
    record = left.leave(SPOKEN, PHOTO, bring=False)
    assert left.open() == 0
    assert b"attachments on their way" in left.get("report", record).content
    left.bring()
    page = left.get("report", record).content.decode()
    assert "all here" in page
    assert "<audio" in page
    assert "not written down yet" in page
    photo = left.get("enclosure", record, 1, "whole")
    assert photo["Content-Type"] == "image/jpeg"
    assert b"Warnow" not in photo.content
    with Image.open(BytesIO(photo.content)) as seen:
        assert not seen.getexif()
    said = left.get("enclosure", record, 0, "whole")
    assert said.content.startswith(b"OggS")
    assert b"Warnow" not in said.content
    assert [facts["form"] for facts in logged("enclosure-seen")] == ["photo-whole", "spoken-whole"]
    assert left.open() == 0, "once"
    assert EnclosureList.objects.get().to_open == 0


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (jpeg_with_gps()[:3000], "cut off or damaged"),
        (b"\x00\x00\x00\x18ftypheic" + bytes(900), "of a kind that is not taken"),
        (opus(1, loud=0), "Nothing is to be heard"),
        (b"not an image", "of a kind that is not taken"),
    ],
    ids=["cut off", "heic", "silent", "words"],
)
def test_what_is_unfit_is_told_in_a_sentence_and_the_report_is_whole(left: Left, data: bytes, words: str) -> None:
    record = left.leave((BlobKind.PHOTO, data))
    page = left.get("report", record).content.decode()
    assert words in page
    assert "The lamp is broken." in page
    assert left.get("enclosure", record, 0, "whole").status_code == 404
    assert photo_to_pass_on(DefectReport.objects.get()) is None


def test_a_blackened_photo_is_passed_on_black_and_its_reporter_reads_why(left: Left) -> None:
    record = left.leave(PHOTO)
    address = reverse("console:photo-blacken", args=(record, 0))
    answer = left.hub.client.post(address, {"rectangles": "0 0 500 500\n", "because": "Ein Gesicht", "seen": "0"})
    assert answer.status_code == 302
    passed_on = photo_to_pass_on(DefectReport.objects.get())
    assert passed_on is not None
    with Image.open(BytesIO(passed_on)) as seen:
        assert max(seen.getpixel((100, 100))) < 12  # type: ignore[type-var]
        assert max(seen.getpixel((600, 440))) > 12  # type: ignore[type-var]
    whole = left.get("enclosure", record, 0, "whole").content
    assert whole != left.get("enclosure", record, 0, "passed-on").content == passed_on
    name = part_of(record)
    announced = StandingsFile.from_bytes(announcements.contents([name])[name])
    standing = announced.find(record)
    assert standing is not None
    assert standing.hidden == "Ein Gesicht"
    assert logged("photo-blackened") == [{"record": record, "because": "Ein Gesicht"}]


def test_nobody_overwrites_what_another_has_blackened_or_written(left: Left) -> None:
    left.leave(SPOKEN, PHOTO)
    said, photo = Enclosure.objects.order_by("position")
    write_down(said.id, "Die Laterne ist aus.", by="erika", now=NOW, seen=0)
    with pytest.raises(ChangedMeanwhile):
        write_down(said.id, "Anders", by="otto", now=NOW, seen=0)
    blacken(photo.id, [BOX], because="Gesicht", by="erika", now=NOW, seen=0)
    with pytest.raises(ChangedMeanwhile):
        blacken(photo.id, [], because="", by="otto", now=NOW, seen=0)
    assert [(change.by, change.transcript) for change in said.changes.all()] == [("erika", "Die Laterne ist aus.")]
    found = find_reports(ReportQuery(text="laterne aus"), now=NOW, today=NOW.date())
    assert [row.number for row in found] == [NUMBER]


@pytest.mark.parametrize(
    ("boxes", "because"),
    [([(0, 0, 0, 10)], "x"), ([(0, 0, 1001, 10)], "x"), ([BOX], ""), ([], "x"), ([BOX] * 41, "x"), ([BOX], "x" * 99)],
)
def test_rectangles_that_are_none_or_have_no_reason_are_refused(
    left: Left, boxes: Sequence[tuple[int, int, int, int]], because: str
) -> None:
    left.leave(PHOTO)
    with pytest.raises(Refused):
        blacken(Enclosure.objects.get().id, boxes, because=because, by="erika", now=NOW, seen=0)


def test_without_a_yes_no_photo_is_passed_on(left: Left) -> None:
    left.leave(PHOTO, may_publish=False)
    assert photo_to_pass_on(DefectReport.objects.get()) is None
    ReportTerms.objects.update(may_publish=True)
    assert photo_to_pass_on(DefectReport.objects.get()) is not None


def test_a_contact_is_shown_on_wish_alone_and_each_look_is_logged(left: Left) -> None:
    record = left.leave(contact="0381 381 0")
    for page in ("report", "report-text", "report-review"):
        assert b"0381 381" not in left.get(page, record).content
    assert b"0381 381" not in b"".join(left.hub.client.get(reverse("console:export-reports", args=["csv"])))
    assert b"0381 381 0" in left.get("report-contact", record).content
    assert logged("contact-seen") == [{"record": record}]


def over_for(days: int) -> Callable[[str], datetime]:
    def end(record: str) -> datetime:
        set_state(record, ReportState.SOLVED, note="", by="erika", now=timezone.now(), seen=0)
        return timezone.now() + timedelta(days=days)

    return end


def still_open(_record: str) -> datetime:
    return timezone.now() + timedelta(days=31)


def forgotten(_record: str) -> datetime:
    return NOW + AT_MOST + timedelta(days=1)


def withdrawn(record: str) -> datetime:
    DefectReport.objects.filter(record_id=record).update(state=ReportState.WITHDRAWN, attachments=[])
    return timezone.now()


@pytest.mark.parametrize(
    ("become", "is_erased"),
    [(over_for(29), False), (over_for(31), True), (still_open, False), (forgotten, True), (withdrawn, True)],
    ids=["over, not long", "over", "open", "open for years", "withdrawn"],
)
def test_the_clock_erases_what_is_over_and_the_log_proves_it(
    left: Left, become: Callable[[str], datetime], is_erased: bool
) -> None:
    record = left.leave(PHOTO, contact="frau.muster@example.org")
    photo = Enclosure.objects.get()
    blacken(photo.id, [BOX], because="Gesicht", by="erika", now=NOW, seen=0)
    sealed = [piece.name for piece in left.blobs.kept()]
    now, kept = become(record), timedelta(days=30)
    assert (erase_contacts(kept=kept, now=now), erase_enclosures(kept=kept, now=now)) == (is_erased, is_erased)
    assert ReportTerms.objects.get().contact == ("" if is_erased else "frau.muster@example.org")
    assert StoredBytes.objects.exists() is EnclosureChange.objects.exists() is not is_erased
    if not is_erased:
        return
    assert logged("contacts-erased") == [{"contacts": 1, "days": 30}]
    assert logged("enclosures-erased") == [{"enclosures": 1, "days": 30}]
    assert erase_contacts(kept=kept, now=now) == erase_enclosures(kept=kept, now=now) == 0, "once"
    assert b"Erased" in left.get("report", record).content
    # The sealed pieces go, too, and a station that still has them brings them no more.
    left.store.remove_erased()
    assert not any(map(left.store.has, sealed))
    assert set(ErasedPiece.objects.values_list("name", flat=True)) == set(sealed)
    told = left.store.whereabouts(sealed)
    assert (told.missing, told.safe) == (frozenset(), frozenset(sealed))
    assert not left.store.take(sealed[0], left.blobs.read(left.blobs.kept()[0]) or b"")
    assert not left.store.has(sealed[0])


def test_nothing_left_beside_the_words_outlives_them_whatever_its_own_clock_is_set_to(left: Left) -> None:
    record = left.leave(PHOTO, contact="frau.muster@example.org")
    set_state(record, ReportState.SOLVED, note="", by="erika", now=NOW)
    now = NOW + timedelta(days=SETTLED_DAYS + 1)
    assert keep_time(by="test", now=now) == 1
    row = ReportTerms.objects.get()
    assert (row.contact, row.report.description, row.report.attachments) == ("", "", [])
    assert EnclosureList.objects.get().pieces == []
    assert not StoredBytes.objects.exists()

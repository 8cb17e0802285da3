"""Taking in what people leave beside their words, blackening, writing down what was said. Opens no seal."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime

from django.db import transaction
from django.db.models import F

from sync.foreign_media import MediaFault
from sync.hub.announcements import services as announcements
from sync.hub.audit import services as audit
from sync.hub.audit.events import AuditEvent
from sync.hub.enclosures.models import (
    MOST_CONTACT,
    MOST_TRANSCRIPT,
    Enclosure,
    EnclosureKind,
    EnclosureList,
    EnclosureState,
    ReportTerms,
    StoredBytes,
)
from sync.hub.enclosures.rooms import FIELDS, room_of
from sync.hub.entries.room import EntryRoom
from sync.hub.reports.models import DefectReport
from sync.hub.versions import ChangedMeanwhile
from sync.protocol.errors import Refused
from sync.protocol.open_reports import picture_name
from sync.protocol.reasons import RecordReason
from sync.protocol.records import Report
from sync.protocol.report_status import MOST_NAME

MOST_RECTANGLES = 40
Rectangle = tuple[int, int, int, int]


def receive_terms(record_id: str, report: Report) -> None:
    """Keep the terms of a report that was taken in; once, however often it comes. Raises Refused."""
    if len(report.contact) > MOST_CONTACT:
        raise Refused(RecordReason.MEMBER_TOO_LONG, member="contact")
    if "\x00" in report.contact:
        raise Refused(RecordReason.NO_TEXT)
    row = DefectReport.objects.get(record_id=record_id)
    values = {"may_publish": report.may_publish, "contact": report.contact}
    ReportTerms.objects.get_or_create(report=row, defaults=values)


def await_enclosures(room: EntryRoom, record_id: str, attachments: Iterable[Sequence[str]]) -> None:
    """Open what an entry of this room came with as soon as it is here; once, however often the record comes."""
    pieces = [list(names) for names in attachments]
    if not pieces:
        return
    owner = {FIELDS[room.rows]: room.rows._default_manager.get(record_id=record_id)}
    EnclosureList.objects.get_or_create(**owner, defaults={"pieces": pieces, "to_open": len(pieces)})


def keep(enclosed: EnclosureList, position: int, kind: EnclosureKind, data: bytes, *, now: datetime) -> None:
    """Keep an enclosure that was opened and made anew; one row, however often."""
    with transaction.atomic():
        values = {"kind": kind.value, "state": EnclosureState.READY.value, "opened_at": now}
        row, is_new = Enclosure.objects.get_or_create(enclosed=enclosed, position=position, defaults=values)
        if is_new:
            StoredBytes.objects.create(enclosure=row, whole=data)
            _one_less_to_open(enclosed)


def note_unfit(enclosed: EnclosureList, position: int, fault: MediaFault, *, now: datetime) -> None:
    """An enclosure came that is nothing to show; the entry goes on without it."""
    with transaction.atomic():
        values = {"state": EnclosureState.UNFIT.value, "fault": fault.value, "opened_at": now}
        _row, is_new = Enclosure.objects.get_or_create(enclosed=enclosed, position=position, defaults=values)
        if is_new:
            _one_less_to_open(enclosed)


def write_down(enclosure_id: int, text: str, *, by: str, now: datetime, seen: int) -> None:
    """What is said in a spoken message, in writing. Stations are told what everybody may read of it by that.

    Raises ChangedMeanwhile, or Refused for a text that is too long.
    """
    text = text.strip()
    if len(text) > MOST_TRANSCRIPT:
        raise Refused("the text is too long")
    with transaction.atomic():
        row = _unchanged(enclosure_id, seen)
        if row.transcript == text:
            return
        row.transcript = text
        _keep_change(row, by=by, now=now)
        audit.append(AuditEvent.SPOKEN_WRITTEN_DOWN, by, at=now, record=row.entry.record_id)
        room_of(row.entry).tell([row.entry.record_id], now)


def blacken(
    enclosure_id: int, rectangles: Sequence[Rectangle], *, because: str, by: str, now: datetime, seen: int
) -> None:
    """Burn black rectangles into the photo that is passed on; whoever left it reads why. None: it is passed on whole.

    Raises ChangedMeanwhile, or Refused for rectangles that are none, or without a reason.
    """
    because = " ".join(because.split())
    boxes = list(rectangles)
    if len(boxes) > MOST_RECTANGLES or not all(map(_is_rectangle, boxes)):
        raise Refused("these are no rectangles of the picture")
    if len(because) > MOST_NAME:
        raise Refused("the reason is too long")
    if bool(boxes) != bool(because):
        raise Refused("rectangles need a reason, and a reason needs rectangles")
    with transaction.atomic():
        row = _unchanged(enclosure_id, seen)
        if not row.is_photo or row.state != EnclosureState.READY:
            raise Refused("this is no photo that is here")
        row.rectangles, row.hidden_because = [list(box) for box in boxes], because
        stored = row.stored
        stored.passed_on = _burnt(bytes(stored.whole), boxes) if boxes else None
        stored.save(update_fields=("passed_on",))
        _keep_change(row, by=by, now=now)
        audit.append(AuditEvent.PHOTO_BLACKENED, by, at=now, record=row.entry.record_id, because=because)
        if row.enclosed.report:  # the small one is made anew of what is passed on now
            announcements.withdraw([picture_name(row.enclosed.report.public_name)])
        room_of(row.entry).tell([row.entry.record_id], now)


def may_become_public(report: DefectReport) -> bool:
    """Whether whoever left a report allows that its words and photo become public. Without terms nobody was asked."""
    terms = ReportTerms.objects.filter(report=report).first()
    return terms is None or terms.may_publish


def photo_to_pass_on(report: DefectReport) -> bytes | None:
    """The first photo of a report as others may have it; None without one, or where it may not become public."""
    if not may_become_public(report):
        return None
    photos = Enclosure.objects.filter(
        enclosed__report=report, kind=EnclosureKind.PHOTO.value, state=EnclosureState.READY.value
    )
    stored = StoredBytes.objects.filter(enclosure__in=photos.order_by("position")[:1]).first()
    return bytes(stored.passed_on or stored.whole) if stored else None


def _burnt(jpeg: bytes, boxes: Sequence[Rectangle]) -> bytes:
    from sync.foreign_media.pictures import blackened  # only our own pictures come here; the library is loaded late

    return blackened(jpeg, boxes)


def _is_rectangle(box: Rectangle) -> bool:
    if len(box) != 4 or not all(type(side) is int and 0 <= side <= 1000 for side in box):
        return False
    return box[0] < box[2] and box[1] < box[3]


def _one_less_to_open(enclosed: EnclosureList) -> None:
    EnclosureList.objects.filter(pk=enclosed.pk, to_open__gt=0).update(to_open=F("to_open") - 1)


def _unchanged(enclosure_id: int, seen: int) -> Enclosure:
    row = Enclosure.objects.select_for_update().get(id=enclosure_id)
    if row.version != seen:
        raise ChangedMeanwhile(row.changes.first())
    return row


def _keep_change(row: Enclosure, *, by: str, now: datetime) -> None:
    row.version += 1
    row.save(update_fields=("transcript", "rectangles", "hidden_because", "version"))
    row.changes.create(
        number=row.version, transcript=row.transcript, rectangles=row.rectangles, hidden_because=row.hidden_because,
        by=by, at=now,
    )  # fmt: skip

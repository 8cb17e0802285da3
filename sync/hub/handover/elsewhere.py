"""The receiver's own open reports: fetched now and then, told to stations together with ours, and supported there.

Of each is kept what, where, how far and since when, and of words and picture what the receiver shows to everybody;
nobody's name. Words go first: pictures follow a few at a time. Those that we handed over are ours and told as such. One
that is no longer open is not told, and kept a while for supports that come late.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from datetime import date, datetime, timedelta

from django.db import transaction
from django.db.models import BooleanField, Case, Count, F, QuerySet, When
from django.utils import timezone

from sync.foreign_media import ForeignMedium, MediaUnfit, made_anew
from sync.hub.announcements import selectors as announced
from sync.hub.announcements import services as announcements
from sync.hub.handover.models import Handover, ReceiverHealth, ReportElsewhere, SupportElsewhere
from sync.hub.handover.receiver import AnswerLost, NotHandedOver, OpenThere
from sync.hub.handover.sending import HandoverLine, receiver_health
from sync.protocol.open_reports import (
    FILE_NAME,
    MOST_PICTURE_BYTES,
    MOST_PICTURES,
    MOST_REPORTS,
    PICTURES,
    KnownReport,
    OpenReportsFile,
    picture_name,
)
from sync.protocol.records import ReportWord
from sync.protocol.report_status import ReportState

PICTURES_AT_ONCE = 10
"""In one pass: what people leave is opened between two of them."""

KEPT_AFTER_END = timedelta(days=180)
"""So long a station may have been without a connection, with somebody's support in it."""


def fetch_open_reports(line: HandoverLine) -> int | None:
    """Ask the receiver for all its open reports, if it is time, and tell stations. How many; None: not now."""
    now, every = line.clock(), timedelta(minutes=line.settings.open_reports_minutes)
    health = receiver_health()
    is_due = health.listed_at is None or now >= health.listed_at + every
    if not every or not is_due or health.is_left_alone(now):
        return None
    ReceiverHealth.objects.filter(id=health.id).update(listed_at=now)
    try:
        found = line.receiver.open_reports()
    except (NotHandedOver, AnswerLost):
        return None  # what was told stays; whoever sends next notices the trouble, too
    if found is None:
        return None
    line.alive()
    with transaction.atomic():
        _keep(found[:MOST_REPORTS], categories=_ours_by_code(line.settings.categories), now=now)
        tell_elsewhere()
    return len(found)


def fetch_pictures(line: HandoverLine) -> int:
    """Ask for a few of the pictures that are not here yet, the newest reports first, and tell them. How many came."""
    if not line.settings.open_report_pictures or receiver_health().is_left_alone(line.clock()):
        return 0
    newest = _open_there().order_by("-since", "request_id").exclude(picture_address="")
    within = list(newest.values_list("request_id", flat=True)[:MOST_PICTURES])
    beyond = ReportElsewhere.objects.exclude(request_id__in=within).exclude(picture_of="")
    if beyond.exists():  # at each pass: nothing is locked where nothing is to do
        beyond.update(picture_of="", picture=None)
    missing = newest.filter(request_id__in=within).exclude(picture_of=F("picture_address")).defer("picture")
    came: dict[str, bytes | None] = {}
    for report in missing[:PICTURES_AT_ONCE]:
        line.alive()
        try:
            picture = _small(line.receiver.picture(report.picture_address))
        except NotHandedOver:
            break
        report.picture_of, report.picture = report.picture_address, picture
        report.save(update_fields=("picture_of", "picture"))
        came[picture_name(report.public_name)] = picture
    _tell_pictures(came)
    return len(came)


def support_elsewhere(record_id: str, word: ReportWord) -> bool:
    """Count one person who said "that is it" to one of them; once, however often the record comes.

    False when none of them has this name.
    """
    with transaction.atomic():
        report = ReportElsewhere.objects.filter(public_name=word.report).first()
        if report is None:
            return False
        SupportElsewhere.objects.get_or_create(
            record_id=record_id, defaults={"report": report, "day": date.fromisoformat(word.day)}
        )
        tell_elsewhere()
    return True


def tell_elsewhere() -> None:
    """Tell all stations which of them are open. Of ours nothing is changed."""
    announcements.change(FILE_NAME, _with_elsewhere)


def _small(data: bytes | None) -> bytes | None:
    """The picture made anew; None for nothing, or for what is no picture that could be told."""
    if not data:
        return None
    try:
        small = made_anew(ForeignMedium.SMALL_PICTURE, data)
    except MediaUnfit:
        return None
    return small if len(small) <= MOST_PICTURE_BYTES else None


def _tell_pictures(came: Mapping[str, bytes | None]) -> None:
    """Tell what came, and no more of those that are not open or not shown over there any more."""
    shown = _open_there().exclude(picture=None).values_list("public_name", flat=True)
    theirs = ReportElsewhere.objects.exclude(public_name__in=shown).values_list("public_name", flat=True)
    gone = announced.names_beginning(PICTURES) & set(map(picture_name, theirs))
    if not came and not gone:
        return
    with transaction.atomic():
        announcements.withdraw(gone)
        for name, picture in came.items():
            if picture is not None:
                announcements.tell(name, picture)
        tell_elsewhere()


def name_elsewhere(request_id: str) -> str:
    """What one is called at stations (32 hex digits)."""
    return hashlib.sha256(b"ck1|report|elsewhere|" + request_id.encode()).hexdigest()[:32]


def _ours_by_code(categories: Mapping[str, str]) -> dict[str, str]:
    """The receiver's code to our category; where several have it, the one that is named first."""
    found: dict[str, str] = {}
    for ours, code in categories.items():
        found.setdefault(code, ours)
    return found


def _keep(found: Sequence[OpenThere], *, categories: Mapping[str, str], now: datetime) -> None:
    """Those with a category of ours, for stations have no words for others."""
    today = timezone.localdate(now)
    seen = {one.request_id: one for one in found if one.service_code in categories}
    for one in seen.values():
        ReportElsewhere.objects.update_or_create(
            request_id=one.request_id,
            defaults={
                "public_name": name_elsewhere(one.request_id),
                "category": categories[one.service_code],
                "longitude": one.longitude,
                "latitude": one.latitude,
                "state": one.state.value,
                "since": min(one.since or today, today),
                "title": one.words,
                "picture_address": one.picture,
                "gone_on": None,
            },
        )
    withdrawn = ReportElsewhere.objects.filter(picture_address="").exclude(picture_of="")
    withdrawn.update(picture_of="", picture=None)
    ReportElsewhere.objects.filter(gone_on=None).exclude(request_id__in=seen).update(gone_on=today)
    old = ReportElsewhere.objects.filter(gone_on__lt=timezone.localdate(now - KEPT_AFTER_END))
    SupportElsewhere.objects.filter(report__in=old).delete()
    old.delete()


def _with_elsewhere(before: bytes) -> bytes:
    file = OpenReportsFile.from_bytes(before) if before else OpenReportsFile(())
    shown = Case(When(picture=None, then=False), default=True, output_field=BooleanField())
    told = _open_there().defer("picture").annotate(said=Count(F("supports")), shown=shown)
    names = ReportElsewhere.objects.values_list("public_name", flat=True)
    return file.changed(set(names), map(_told, told)).to_bytes()


def _open_there() -> QuerySet[ReportElsewhere]:
    """Those that are open and did not come from a station."""
    ours = Handover.objects.exclude(request_id="").values("request_id")
    return ReportElsewhere.objects.filter(gone_on=None).exclude(request_id__in=ours)


def _told(row: ReportElsewhere) -> KnownReport:
    said: int = row.said  # type: ignore[attr-defined]
    has_picture: bool = row.shown  # type: ignore[attr-defined]
    place = (round(row.longitude, 5), round(row.latitude, 5))
    state = ReportState(row.state)
    return KnownReport(row.public_name, row.category, place, state, row.since, said, row.title, has_picture)

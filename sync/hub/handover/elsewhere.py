"""The receiver's own open reports: fetched now and then, told to stations together with ours, and supported there.

Of each only what, where, how far and since when is kept: no words, no picture, nobody's name. Those that we handed over
are ours and told as such. One that is no longer open is not told, and kept a while for supports that come late.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from datetime import date, datetime, timedelta

from django.db import transaction
from django.db.models import Count, F
from django.utils import timezone

from sync.hub.announcements import services as announcements
from sync.hub.handover.models import Handover, ReceiverHealth, ReportElsewhere, SupportElsewhere
from sync.hub.handover.receiver import AnswerLost, NotHandedOver, OpenThere
from sync.hub.handover.sending import HandoverLine, receiver_health
from sync.protocol.open_reports import FILE_NAME, MOST_REPORTS, KnownReport, OpenReportsFile
from sync.protocol.records import ReportWord
from sync.protocol.report_status import ReportState

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
                "gone_on": None,
            },
        )
    ReportElsewhere.objects.filter(gone_on=None).exclude(request_id__in=seen).update(gone_on=today)
    old = ReportElsewhere.objects.filter(gone_on__lt=timezone.localdate(now - KEPT_AFTER_END))
    SupportElsewhere.objects.filter(report__in=old).delete()
    old.delete()


def _with_elsewhere(before: bytes) -> bytes:
    file = OpenReportsFile.from_bytes(before) if before else OpenReportsFile(())
    ours = Handover.objects.exclude(request_id="").values("request_id")
    told = ReportElsewhere.objects.filter(gone_on=None).exclude(request_id__in=ours)
    names = ReportElsewhere.objects.values_list("public_name", flat=True)
    return file.changed(set(names), map(_told, told.annotate(said=Count(F("supports"))))).to_bytes()


def _told(row: ReportElsewhere) -> KnownReport:
    said: int = row.said  # type: ignore[attr-defined]
    place = (round(row.longitude, 5), round(row.latitude, 5))
    return KnownReport(row.public_name, row.category, place, ReportState(row.state), row.since, said)

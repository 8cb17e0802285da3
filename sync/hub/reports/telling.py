"""Telling stations how far reports are, readable with their numbers alone.

What it costs depends on how much is new, not on how many reports there are: they are spread over many files, and of
those only what has changed is written and sent.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from functools import partial

from django.db import transaction

from sync.hub.announcements import selectors as announced
from sync.hub.announcements import services as announcements
from sync.hub.entries.enclosed import reasons_of_blackening, with_blackened
from sync.hub.entries.search import that_are_the_same_as
from sync.hub.reports.models import DefectReport
from sync.hub.reports.selectors import newest_report_id, told_since
from sync.hub.reports.supporting import tell_open_reports
from sync.protocol.report_status import Standing, StandingsFile, part_of

_NAME = "report-states"
_ASKED_AT_ONCE = 500


def with_merged(record_ids: Iterable[str]) -> list[str]:
    """These and those that were merged into them: what is said to one is said to all."""
    known = dict.fromkeys(record_ids)
    for start in range(0, len(known), _ASKED_AT_ONCE):
        some = list(known)[start : start + _ASKED_AT_ONCE]
        same = DefectReport.objects.filter(that_are_the_same_as(some)).values_list("record_id", flat=True)
        known |= dict.fromkeys(same)
    return list(known)


def tell_report_states(record_ids: Iterable[str] | None = None, *, now: datetime) -> None:
    """Tell all stations how far these reports are, and which are open; nothing of those older than ``TOLD_DAYS``.

    None: all there are. That costs accordingly: for when nobody knows which of them have changed.
    """
    since = told_since(now)
    if record_ids is None:
        record_ids = DefectReport.objects.filter(received_at__gte=since).values_list("record_id", flat=True)
    parts: dict[str, list[str]] = {}
    for record_id in with_merged(record_ids):
        parts.setdefault(part_of(record_id), []).append(record_id)
    tell_open_reports([record_id for ids in parts.values() for record_id in ids], now=now)
    for name in sorted(parts):  # in one order, so that no two wait for each other
        announcements.change(name, partial(_with_reports, parts[name], since))


def tell_new_reports(*, now: datetime) -> None:
    """Tell all stations of reports that have come since this was called last, and no more of what is too old by now."""
    told, newest, since = announced.told_so_far(_NAME), newest_report_id(), told_since(now)
    if told and (told.number, told.since) == (newest, since):
        return
    came = DefectReport.objects.filter(id__lte=newest, id__gt=told.number if told else 0)
    ids = set(came.values_list("record_id", flat=True))
    if told:
        first, last = sorted((told.since, since))  # a clock that was ahead may have come back
        crossed = DefectReport.objects.filter(received_at__gte=first, received_at__lt=last)
        ids.update(crossed.values_list("record_id", flat=True))
    with transaction.atomic():
        tell_report_states(ids, now=now)
        announcements.note_told(_NAME, number=newest, since=since)


def _with_reports(record_ids: Sequence[str], since: datetime, before: bytes) -> bytes:
    file = StandingsFile.from_bytes(before) if before else StandingsFile({})
    standings: dict[str, Standing | None] = dict.fromkeys(record_ids)
    for start in range(0, len(record_ids), _ASKED_AT_ONCE):
        asked = record_ids[start : start + _ASKED_AT_ONCE]
        rows = DefectReport.objects.filter(record_id__in=asked, received_at__gte=since)
        blackened = reasons_of_blackening(rows)
        standings |= {row.record_id: with_blackened(row.standing, blackened.get(row.record_id, "")) for row in rows}
    return file.changed(standings).to_bytes()

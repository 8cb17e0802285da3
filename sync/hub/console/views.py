"""The pages of the console. Each reads through ``queries`` and the selectors, fills a template and decides nothing."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.core.paginator import Page, Paginator
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.utils.translation import get_language

from sync.hub.audit.selectors import newest_entries
from sync.hub.console import queries
from sync.hub.console.log_sentences import log_sentence
from sync.hub.console.needs import open_needs
from sync.hub.devices.models import Device
from sync.hub.intake.models import Batch
from sync.hub.polls.models import BoxedBallot
from sync.hub.reports.models import DefectReport

PAGE_LENGTH = 50


def home(request: HttpRequest) -> HttpResponse:
    """What needs you, and the figures of the day."""
    rows = queries.station_rows(timezone.now())
    figures = {
        "stations": len(rows),
        "reports": DefectReport.objects.count(),
        "ballots": BoxedBallot.objects.count(),
        "unopened": queries.waiting_for_worker(),
    }
    latest = list(queries.batch_list()[:5])
    context = {"needs": open_needs(rows), "figures": figures, "batches": _with_names(latest)}
    return render(request, "console/home.html", context)


def stations(request: HttpRequest) -> HttpResponse:
    """All stations and how they are."""
    return render(request, "console/stations.html", {"rows": queries.station_rows(timezone.now())})


def station(request: HttpRequest, device: str) -> HttpResponse:
    """One station: its contacts, its chains, its last batches."""
    found = get_object_or_404(Device.objects.select_related("seen"), id=device)
    row = queries.station_row(found, timezone.now())
    latest = queries.batch_list().filter(device=device)[:20]
    return render(request, "console/station.html", {"row": row, "batches": _with_names(latest)})


def batches(request: HttpRequest) -> HttpResponse:
    """Batches as they arrive, the newest first."""
    page = _page(request, queries.batch_list())
    return render(request, "console/batches.html", {"page": page, "batches": _with_names(page.object_list)})


def reports(request: HttpRequest) -> HttpResponse:
    """Defect reports in clear, the newest first."""
    page = _page(request, DefectReport.objects.all())
    return render(request, "console/reports.html", {"page": page, "reports": [_in_words(found) for found in page]})


def report(request: HttpRequest, record_id: str) -> HttpResponse:
    """One defect report."""
    found = get_object_or_404(DefectReport, record_id=record_id)
    names = queries.names_of_devices([found.device])
    return render(request, "console/report.html", {**_in_words(found), "station": names.get(found.device, "")})


def polls(request: HttpRequest) -> HttpResponse:
    """All polls with the number of ballots in each box."""
    return render(request, "console/polls.html", {"rows": queries.poll_rows(timezone.localdate())})


def poll(request: HttpRequest, poll: str) -> HttpResponse:
    """One poll: counts and trackers, and the result once it has been counted."""
    rows = {row.published.poll: row for row in queries.poll_rows(timezone.localdate())}
    row = rows.get(poll)
    if row is None:
        return render(request, "console/missing.html", status=404)
    context = {"row": row, "trackers": queries.trackers(poll), "bars": queries.result_bars(row)}
    return render(request, "console/poll.html", context)


def log(request: HttpRequest) -> HttpResponse:
    """Who did what, the newest first."""
    page = _page(request, newest_entries())
    entries = [{"entry": entry, "sentence": log_sentence(entry)} for entry in page]
    return render(request, "console/log.html", {"page": page, "entries": entries})


def _in_words(report: DefectReport) -> dict[str, object]:
    categories = queries.category_names(get_language() or "de")
    districts = queries.district_names()
    return {
        "report": report,
        "category": categories.get(report.category, report.category),
        "district": districts.get(report.district, report.district),
    }


def _page(request: HttpRequest, rows: QuerySet[Any]) -> Page[Any]:
    return Paginator(rows, PAGE_LENGTH).get_page(request.GET.get("page"))


def _with_names(batches: Iterable[Batch]) -> list[dict[str, object]]:
    listed = list(batches)
    names = queries.names_of_devices(batch.device for batch in listed)
    return [{"batch": batch, "station": names.get(batch.device, batch.device)} for batch in listed]

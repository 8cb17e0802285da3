"""The pages of the console. Each reads through ``queries`` and the selectors, fills a template and decides nothing."""

from __future__ import annotations

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from sync.hub.accounts.roles import Role, role_of
from sync.hub.accounts.second_step import laid_bare
from sync.hub.condition.judging import judge
from sync.hub.condition.measuring import measure_facts
from sync.hub.console import queries
from sync.hub.console.forms import StateForm
from sync.hub.console.gates import for_administrators, for_readers
from sync.hub.console.hub_words import bare_needs, hub_needs, matter_rows
from sync.hub.console.needs import open_needs
from sync.hub.console.paging import page_of, with_names
from sync.hub.console.station_rows import station_rows
from sync.hub.console.words import language_words, state_words
from sync.hub.intake.blob_views import piece_store
from sync.hub.intake.models import BatchState
from sync.hub.polls.models import BoxedBallot, Standing
from sync.hub.polls.selectors import trackers_of
from sync.hub.reports.models import DefectReport
from sync.hub.reports.selectors import attachments_on_their_way
from sync.hub.reports.services import set_state
from sync.report_states import ReportState


@for_readers
def home(request: HttpRequest) -> HttpResponse:
    """What needs you, and the figures of the day."""
    now = timezone.now()
    rows = station_rows(now)
    facts = measure_facts(settings.HUB_FOLDER, settings.HUB_CONFIG, now=now)
    of_the_hub = hub_needs(matter_rows(facts, judge(facts)))
    figures = {
        "stations": len(rows),
        "reports": DefectReport.objects.count(),
        "ballots": BoxedBallot.objects.count(),
        "unopened": queries.waiting_for_worker(),
    }
    latest = list(queries.batch_list()[:5])
    context = {
        "needs": [*of_the_hub, *bare_needs(laid_bare()), *open_needs(rows)],
        "figures": figures,
        "batches": with_names(latest),
    }
    return render(request, "console/home.html", context)


@for_readers
def batches(request: HttpRequest) -> HttpResponse:
    """Batches as they arrive, the newest first; all, or those of one state."""
    state = request.GET.get("state", "")
    listed = queries.batch_list()
    if state in BatchState.values:
        listed = listed.filter(state=state)
    page = page_of(request, listed)
    context = {"page": page, "batches": with_names(page.object_list), "state": state}
    return render(request, "console/batches.html", context)


@for_readers
def reports(request: HttpRequest) -> HttpResponse:
    """Defect reports in clear, the newest first."""
    page = page_of(request, DefectReport.objects.all())
    return render(request, "console/reports.html", {"page": page, "reports": [_in_words(found) for found in page]})


@for_readers
def report(request: HttpRequest, record_id: str) -> HttpResponse:
    """One defect report."""
    found = get_object_or_404(DefectReport, record_id=record_id)
    names = queries.names_of_devices([found.device])
    context = {
        **_in_words(found),
        "station": names.get(found.device, ""),
        "may_change": role_of(request.user) is Role.ADMINISTRATOR,
    }
    return render(request, "console/report.html", context)


@for_administrators
def report_state(request: HttpRequest, record_id: str) -> HttpResponse:
    """How far one defect report is, and what the city says to it in public."""
    found = get_object_or_404(DefectReport, record_id=record_id)
    form = StateForm(request.POST or None, initial={"state": found.state, "note": found.public_note})
    if request.method == "POST" and form.is_valid():
        state, note = ReportState(form.cleaned_data["state"]), form.cleaned_data["note"]
        set_state(record_id, state, note=note, by=request.user.get_username(), now=timezone.now())
        messages.success(request, _("Kept. Stations tell it once they have been connected."))
        return redirect("console:report", record_id)
    return render(request, "console/report_state.html", {"report": found, "form": form})


@for_readers
def polls(request: HttpRequest) -> HttpResponse:
    """All polls with the number of ballots in each box."""
    context = {"rows": queries.poll_rows(timezone.localdate()), "log": queries.log_figures()}
    return render(request, "console/polls.html", context)


@for_readers
def poll(request: HttpRequest, poll: str) -> HttpResponse:
    """One poll: counts and trackers, and the result once it has been counted."""
    rows = {row.published.poll: row for row in queries.poll_rows(timezone.localdate())}
    row = rows.get(poll)
    if row is None:
        return render(request, "console/missing.html", status=404)
    context = {
        "row": row,
        "codes": queries.code_figures(row),
        "trackers": trackers_of(poll),
        "doubles": trackers_of(poll, Standing.DOUBLE),
        "late": trackers_of(poll, Standing.LATE),
        "bars": queries.result_bars(row),
    }
    return render(request, "console/poll.html", context)


def _in_words(report: DefectReport) -> dict[str, object]:
    categories = queries.category_names(get_language() or "de")
    districts = queries.district_names()
    return {
        "report": report,
        "on_their_way": attachments_on_their_way(report, is_here=piece_store().has),
        "state": state_words(report.state),
        "language": language_words(report.language),
        "category": categories.get(report.category, report.category),
        "district": districts.get(report.district, report.district),
    }

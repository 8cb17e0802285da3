"""The pages of defect reports."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from sync.hub.accounts.roles import Role, role_of
from sync.hub.attachments.views import piece_store
from sync.hub.console import queries
from sync.hub.console.forms import StateForm
from sync.hub.console.web.kept_text import posted
from sync.hub.console.web.paging import page_of
from sync.hub.console.web.permissions import for_administrators, for_readers
from sync.hub.console.wording.terms import language_words, state_words
from sync.hub.reports.models import DefectReport
from sync.hub.reports.selectors import attachments_on_their_way
from sync.hub.reports.services import set_state
from sync.hub.versions import ChangedMeanwhile
from sync.protocol.report_status import ReportState


@for_readers
def reports(request: HttpRequest) -> HttpResponse:
    """Defect reports in clear, the newest first."""
    page = page_of(request, DefectReport.objects.order_by("-received_at", "-id"))
    return render(request, "console/reports.html", {"page": page, "reports": [_in_words(found) for found in page]})


@for_readers
def report(request: HttpRequest, record_id: str) -> HttpResponse:
    """One defect report."""
    found = get_object_or_404(DefectReport, record_id=record_id)
    names = queries.names_of_devices([found.device])
    context = {
        **_in_words(found),
        "station": names.get(found.device, ""),
        "statements": [{"statement": said, "state": state_words(said.state)} for said in found.statements.all()],
        "may_change": role_of(request.user) is Role.ADMINISTRATOR,
    }
    return render(request, "console/report.html", context)


@for_administrators
def report_state(request: HttpRequest, record_id: str) -> HttpResponse:
    """How far one defect report is, and what the city says to it in public."""
    found = get_object_or_404(DefectReport, record_id=record_id)
    start = {"state": found.state, "note": found.public_note, "seen": found.version}
    form = StateForm(posted(request), initial=start)
    changed = None
    if request.method == "POST" and form.is_valid():
        state, note = ReportState(form.cleaned_data["state"]), form.cleaned_data["note"]
        by, now = request.user.get_username(), timezone.now()
        try:
            set_state(record_id, state, note=note, seen=form.version, by=by, now=now)
        except ChangedMeanwhile as meanwhile:
            changed = meanwhile
            form.show_version(found.version)
        else:
            messages.success(request, _("Kept. Stations tell it once they have been connected."))
            return redirect("console:report", record_id)
    context = {"report": found, "form": form, "changed": changed, "state": state_words(found.state)}
    return render(request, "console/report_state.html", context, status=409 if changed else 200)


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

"""What somebody of the office does about one defect report: look at it, hide words, say how far it is, hand it over."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from sync.hub.accounts.roles import Right
from sync.hub.audit import services as audit
from sync.hub.audit.events import AuditEvent
from sync.hub.console.entry_forms import MergeForm
from sync.hub.console.forms import HandoverForm, RedactionForm, ReviewForm, StateForm
from sync.hub.console.pages.entries_together import EntryPages, decide_together, give_to_somebody
from sync.hub.console.pages.entry_work import keep_change, note_read
from sync.hub.console.pages.reports import found_reports
from sync.hub.console.pages.text_blocks import block_choice
from sync.hub.console.web.kept_text import posted
from sync.hub.console.web.permissions import having
from sync.hub.console.wording.names import name_of
from sync.hub.console.wording.reasons import reason_words
from sync.hub.console.wording.terms import STATES, state_words
from sync.hub.entries.models import CitizenEntry, ReviewState
from sync.hub.entries.together import MOST
from sync.hub.handover.decisions import HandoverDecision, decide, possible_decisions
from sync.hub.handover.models import Handover, HandoverState
from sync.hub.reports.merging import merge_reports
from sync.hub.reports.models import DefectReport
from sync.hub.reports.reviewing import redact, set_review
from sync.hub.reports.search import possible_duplicates
from sync.hub.reports.services import REPORTS, set_state
from sync.protocol.report_status import ReportState


def _pages() -> EntryPages:
    states = [(state.value, str(words)) for state, words in STATES.items() if state is not ReportState.WITHDRAWN]
    return EntryPages(
        REPORTS, Right.ANSWER_REPORTS, "console:reports", "console:report", _("Defect reports"), states, _words_of
    )


def _words_of(found: CitizenEntry) -> dict[str, str]:
    return {"review": name_of(ReviewState, found.review), "state": state_words(found.state)}


@having(Right.ANSWER_REPORTS)
def reports_together(request: HttpRequest) -> HttpResponse:
    """Many reports with one note. A look at them is a look at the list, and is logged as one."""
    rows = found_reports(request)
    if request.method == "GET":
        number = min(rows.count(), MOST)
        audit.append(AuditEvent.REPORTS_LISTED, request.user.get_username(), at=timezone.now(), reports=number)
    return decide_together(request, _pages(), rows)


@having(Right.ANSWER_REPORTS)
def report_assign(request: HttpRequest, record_id: str) -> HttpResponse:
    """Who of the office works on a report."""
    return give_to_somebody(request, _pages(), DefectReport.objects.all(), record_id)


@having(Right.ANSWER_REPORTS)
def report_merge(request: HttpRequest, record_id: str) -> HttpResponse:
    """Which other report it is the same as."""
    found = _read(request, record_id)
    near = [one.report for one in possible_duplicates(found) if not one.report.merged_into]
    form = MergeForm(
        posted(request),
        initial={"seen": found.review_version, "into": found.merged_into},
        near=near,
        rows=DefectReport.objects.all(),
    )

    def keep() -> None:
        into, by = form.chosen(), request.user.get_username()
        merge_reports(record_id, into, seen=form.version, by=by, now=timezone.now())

    done, changed = keep_change(request, form, keep, version=found.review_version)
    if done:
        messages.success(request, _("Kept. Stations tell it once they have been connected."))
        return redirect("console:report", record_id)
    context = {"report": found, "form": form, "changed": changed}
    return render(request, "console/report_merge.html", context, status=409 if changed else 200)


@having(Right.ANSWER_REPORTS)
def report_state(request: HttpRequest, record_id: str) -> HttpResponse:
    """How far one defect report is, who is at it and until when, and what the city says to it in public."""
    found = _read(request, record_id)
    blocks = block_choice(request)
    note = blocks["block"].text if blocks["block"] else found.public_note
    start = {
        "state": found.state, "note": note, "responsible": found.responsible, "due": found.due,
        "seen": found.version,
    }  # fmt: skip
    form = StateForm(posted(request), initial=start)

    def keep() -> None:
        values = form.cleaned_data
        set_state(
            record_id, ReportState(values["state"]), note=values["note"], responsible=values["responsible"],
            due=values["due"], seen=form.version, by=request.user.get_username(), now=timezone.now(),
        )  # fmt: skip

    done, changed = keep_change(request, form, keep, version=found.version)
    if done:
        messages.success(request, _("Kept. Stations tell it once they have been connected."))
        return redirect("console:report", record_id)
    context = {"report": found, "form": form, "changed": changed, "state": state_words(found.state), **blocks}
    return render(request, "console/report_state.html", context, status=409 if changed else 200)


@having(Right.ANSWER_REPORTS)
def report_review(request: HttpRequest, record_id: str) -> HttpResponse:
    """What the office makes of a report before it goes anywhere."""
    found = _read(request, record_id)
    form = ReviewForm(posted(request), initial={"review": found.review, "seen": found.review_version})

    def keep() -> None:
        values, by = form.cleaned_data, request.user.get_username()
        set_review(
            record_id, ReviewState(values["review"]), note=values["note"], seen=form.version, by=by, now=timezone.now()
        )

    done, changed = keep_change(request, form, keep, version=found.review_version)
    if done:
        messages.success(request, _("Kept."))
        return redirect("console:report", record_id)
    context = {"report": found, "form": form, "changed": changed, "review": name_of(ReviewState, found.review)}
    return render(request, "console/report_review.html", context, status=409 if changed else 200)


@having(Right.ANSWER_REPORTS)
def report_text(request: HttpRequest, record_id: str) -> HttpResponse:
    """Hide words of a report that nobody should read."""
    found = _read(request, record_id)
    start = {"text": found.text_to_pass_on, "because": found.hidden_because, "seen": found.review_version}
    form = RedactionForm(posted(request), initial=start)

    def keep() -> None:
        values, by = form.cleaned_data, request.user.get_username()
        redact(record_id, values["text"], because=values["because"], seen=form.version, by=by, now=timezone.now())

    done, changed = keep_change(request, form, keep, version=found.review_version)
    if done:
        messages.success(request, _("Kept. From now on the text is passed on like this."))
        return redirect("console:report", record_id)
    context = {"report": found, "form": form, "changed": changed}
    return render(request, "console/report_text.html", context, status=409 if changed else 200)


@having(Right.ANSWER_REPORTS)
def report_handover(request: HttpRequest, record_id: str) -> HttpResponse:
    """What becomes of a report that is stuck on its way to the receiver."""
    found = get_object_or_404(Handover.objects.select_related("report"), report__record_id=record_id)
    possible = possible_decisions(found.state)
    form = HandoverForm(posted(request), initial={"seen": found.version}, possible=possible)

    def keep() -> None:
        decide(
            record_id, HandoverDecision(form.cleaned_data["decision"]), request_id=form.cleaned_data["request_id"],
            seen=form.version, by=request.user.get_username(), now=timezone.now(),
        )  # fmt: skip

    done, changed = keep_change(request, form, keep, version=found.version)
    if done:
        messages.success(request, _("Kept. The worker of the hub does it with its next pass."))
        return redirect("console:report", record_id)
    context = {
        "report": found.report,
        "handover": found,
        "state": name_of(HandoverState, found.state),
        "reason": reason_words(found.reason) if found.reason else "",
        "form": form,
        "changed": changed,
    }
    return render(request, "console/report_handover.html", context, status=409 if changed else 200)


def _read(request: HttpRequest, record_id: str) -> DefectReport:
    found = get_object_or_404(DefectReport, record_id=record_id)
    note_read(request, AuditEvent.REPORT_READ, record_id)
    return found

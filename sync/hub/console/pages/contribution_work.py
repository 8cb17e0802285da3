"""What somebody of the office does about an idea, a question or an offer: release it, hide words, answer it."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from sync.hub.accounts.roles import Right
from sync.hub.audit import services as audit
from sync.hub.audit.events import AuditEvent
from sync.hub.console.entry_forms import AnswerForm, HidingForm, MergeForm, ReleaseForm
from sync.hub.console.pages.contributions import ContributionWords, found_contributions
from sync.hub.console.pages.entries_together import EntryPages, decide_together, give_to_somebody
from sync.hub.console.pages.entry_work import keep_change, note_read
from sync.hub.console.pages.text_blocks import block_choice
from sync.hub.console.web.kept_text import posted
from sync.hub.console.web.permissions import having
from sync.hub.console.web.reach import in_reach
from sync.hub.console.wording.names import name_of
from sync.hub.contributions.merging import merge_contributions
from sync.hub.contributions.models import CitizenContribution
from sync.hub.contributions.selectors import possibly_the_same
from sync.hub.contributions.services import (
    CONTRIBUTIONS,
    redact_contribution,
    review_contribution,
    set_contribution_state,
)
from sync.hub.entries.models import CitizenEntry, ReviewState
from sync.hub.entries.together import MOST
from sync.protocol.contributions import ContributionKind, ContributionState


def _pages() -> EntryPages:
    """An answer is written to each by itself; that somebody is at it can be said to many."""
    at_once = (ContributionState.RECEIVED, ContributionState.IN_PROGRESS)
    states = [(state.value, name_of(ContributionState, state.value)) for state in at_once]
    title, one = _("Ideas and questions"), "console:contribution"
    return EntryPages(CONTRIBUTIONS, Right.ANSWER_CONTRIBUTIONS, "console:contributions", one, title, states, _words_of)


def _words_of(found: CitizenEntry) -> dict[str, str]:
    return {"review": name_of(ReviewState, found.review), "state": name_of(ContributionState, found.state)}


@having(Right.REVIEW_CONTRIBUTIONS)
def contributions_together(request: HttpRequest) -> HttpResponse:
    """Many of them with one note. A look at them is a look at the list, and is logged as one."""
    rows = found_contributions(request).exclude(kind=ContributionKind.OFFER)  # nobody releases those
    if request.method == "GET":
        number, by = min(rows.count(), MOST), request.user.get_username()
        audit.append(AuditEvent.CONTRIBUTIONS_LISTED, by, at=timezone.now(), contributions=number)
    return decide_together(request, _pages(), rows)


@having(Right.ANSWER_CONTRIBUTIONS)
def contribution_assign(request: HttpRequest, record_id: str) -> HttpResponse:
    """Who of the office works on one."""
    within = in_reach(request, CitizenContribution.objects.all())
    return give_to_somebody(request, _pages(), within, record_id)


@having(Right.ANSWER_CONTRIBUTIONS)
def contribution_answer(request: HttpRequest, record_id: str) -> HttpResponse:
    """How far it is, the answer, who is at it and until when."""
    found = _read(request, record_id)
    blocks = block_choice(request)
    note = blocks["block"].text if blocks["block"] else found.public_note
    start = {
        "state": found.state, "note": note, "responsible": found.responsible, "due": found.due,
        "seen": found.version,
    }  # fmt: skip
    form = AnswerForm(posted(request), initial=start, kind=found.kind)

    def keep() -> None:
        values = form.cleaned_data
        set_contribution_state(
            record_id, ContributionState(values["state"]), note=values["note"], responsible=values["responsible"],
            due=values["due"], seen=form.version, by=request.user.get_username(), now=timezone.now(),
        )  # fmt: skip

    done, changed = keep_change(request, form, keep, version=found.version)
    if done:
        messages.success(request, _("Kept. Stations tell it once they have been connected."))
        return redirect("console:contribution", record_id)
    context = {**ContributionWords().of(found), "form": form, "changed": changed, **blocks}
    return render(request, "console/contribution_answer.html", context, status=409 if changed else 200)


@having(Right.REVIEW_CONTRIBUTIONS)
def contribution_merge(request: HttpRequest, record_id: str) -> HttpResponse:
    """Which other one it is the same as. A look at those that may be is a look at a list."""
    found, within = _read(request, record_id), in_reach(request, CitizenContribution.objects.all())
    near, by = possibly_the_same(found, among=within), request.user.get_username()
    if request.method == "GET" and near:
        audit.append(AuditEvent.CONTRIBUTIONS_LISTED, by, at=timezone.now(), contributions=len(near))
    start = {"seen": found.review_version, "into": found.merged_into}
    form = MergeForm(posted(request), initial=start, near=near, rows=within)

    def keep() -> None:
        merge_contributions(record_id, form.chosen(), seen=form.version, by=by, now=timezone.now())

    done, changed = keep_change(request, form, keep, version=found.review_version)
    if done:
        messages.success(request, _("Kept. Stations tell it once they have been connected."))
        return redirect("console:contribution", record_id)
    context = {**ContributionWords().of(found), "form": form, "changed": changed}
    return render(request, "console/contribution_merge.html", context, status=409 if changed else 200)


@having(Right.REVIEW_CONTRIBUTIONS)
def contribution_review(request: HttpRequest, record_id: str) -> HttpResponse:
    """Whether everybody may read it."""
    found = _read(request, record_id)
    form = ReleaseForm(posted(request), initial={"review": found.review, "seen": found.review_version})

    def keep() -> None:
        values, by = form.cleaned_data, request.user.get_username()
        verdict = ReviewState(values["review"])
        review_contribution(record_id, verdict, note=values["note"], seen=form.version, by=by, now=timezone.now())

    done, changed = keep_change(request, form, keep, version=found.review_version)
    if done:
        messages.success(request, _("Kept. Stations tell it once they have been connected."))
        return redirect("console:contribution", record_id)
    context = {**ContributionWords().of(found), "form": form, "changed": changed}
    return render(request, "console/contribution_review.html", context, status=409 if changed else 200)


@having(Right.REVIEW_CONTRIBUTIONS)
def contribution_text(request: HttpRequest, record_id: str) -> HttpResponse:
    """Hide words that nobody should read."""
    found = _read(request, record_id)
    start = {"text": found.text_to_pass_on, "because": found.hidden_because, "seen": found.review_version}
    form = HidingForm(posted(request), initial=start)

    def keep() -> None:
        values, by = form.cleaned_data, request.user.get_username()
        redact_contribution(
            record_id, values["text"], because=values["because"], seen=form.version, by=by, now=timezone.now()
        )

    done, changed = keep_change(request, form, keep, version=found.review_version)
    if done:
        messages.success(request, _("Kept. From now on the text is passed on like this."))
        return redirect("console:contribution", record_id)
    context = {**ContributionWords().of(found), "form": form, "changed": changed}
    return render(request, "console/contribution_text.html", context, status=409 if changed else 200)


def _read(request: HttpRequest, record_id: str) -> CitizenContribution:
    found = get_object_or_404(in_reach(request, CitizenContribution.objects.all()), record_id=record_id)
    note_read(request, AuditEvent.CONTRIBUTION_READ, record_id)
    return found

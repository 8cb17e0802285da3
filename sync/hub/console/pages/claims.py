"""The page of ballots that their owners miss: which, since when, what the box says, and the answer to each."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.contrib import messages
from django.db.models import BooleanField, ExpressionWrapper, Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from sync.hub.claims import services
from sync.hub.claims.models import MissingBallot
from sync.hub.claims.slips import judge_slip
from sync.hub.console.forms import ClaimForm, SlipForm
from sync.hub.console.pages.entry_work import keep_change
from sync.hub.console.web.kept_text import posted
from sync.hub.console.web.paging import page_of
from sync.hub.console.web.permissions import for_administrators, for_readers
from sync.hub.console.wording.slips import slip_sentence
from sync.hub.polls.models import BoxedBallot
from sync.protocol.encoding import group_code


@dataclass(frozen=True)
class ClaimRow:
    """A missed ballot as the page shows it. ``poll``: in whose box it lies by now; empty for in none."""

    tracker: str
    code: str
    came_on: date
    answer: str
    poll: str


@for_readers
def claims(request: HttpRequest) -> HttpResponse:
    """All of them, those without an answer first."""
    is_answered = ExpressionWrapper(~Q(answer=""), output_field=BooleanField())
    page = page_of(request, MissingBallot.objects.order_by(is_answered.asc(), "came_on", "tracker"))
    form = SlipForm(posted(request))
    context = {
        "page": page,
        "rows": _rows(page),
        "form": form,
        **(_checked(*form.cleaned_data["slip"]) if form.is_valid() else {}),
    }
    return render(request, "console/claims.html", context, status=422 if form.errors else 200)


@for_administrators
def claim(request: HttpRequest, tracker: str) -> HttpResponse:
    """Answer one."""
    found = get_object_or_404(MissingBallot, tracker=tracker)
    form = ClaimForm(posted(request), initial={"answer": found.answer, "seen": found.version})

    def keep() -> None:
        by, text = request.user.get_username(), form.cleaned_data["answer"]
        services.answer(tracker, text, seen=form.version, by=by, now=timezone.now())

    done, changed = keep_change(request, form, keep, version=found.version)
    if done:
        messages.success(request, _("Kept. Stations tell it once they have been connected."))
        return redirect("console:claims")
    context = {"row": _rows([found])[0], **_checked(found.tracker, found.proof), "form": form, "changed": changed}
    return render(request, "console/claim.html", context, status=409 if changed else 200)


def _rows(listed: Iterable[MissingBallot]) -> list[ClaimRow]:
    found = list(listed)
    named = BoxedBallot.objects.filter(tracker__in=[one.tracker for one in found]).order_by()
    boxed = dict(named.values_list("tracker", "poll"))
    return [
        ClaimRow(one.tracker, group_code(one.tracker), one.came_on, one.answer, boxed.get(one.tracker, ""))
        for one in found
    ]


def _checked(tracker: str, proof: str) -> dict[str, object]:
    """What a slip proves. It is kept nowhere."""
    found = judge_slip(tracker, proof)
    return {"checked": slip_sentence(found), "proven": found.is_proven, "code": group_code(tracker)}

"""The page on which dates are made to follow the calendar of another program, and what of it needs somebody."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django import forms
from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from sync.hub.accounts.roles import Right, rights_of
from sync.hub.console.pages.need import Need
from sync.hub.console.queries import content_shown
from sync.hub.console.web.kept_text import posted
from sync.hub.console.web.permissions import having
from sync.hub.console.web.reach import (
    OwnPlace,
    found_content,
    is_content_in_reach,
    may_approve_content,
    own_place,
)
from sync.hub.console.wording.reasons import reason_words, refusal_words
from sync.hub.drafts.calendar_fetch import host_of
from sync.hub.drafts.calendar_subscriptions import TOLD_AFTER, fetched_unapproved, subscribe, unsubscribe
from sync.hub.drafts.content_kinds import KINDS_OF_CONTENT
from sync.hub.drafts.models import MOST_ADDRESS, CalendarSubscription, ContentDraft, DraftState
from sync.protocol.errors import Refused

KIND = "dates"


class CalendarForm(forms.Form):
    """The address of a calendar."""

    address = forms.CharField(
        label=gettext_lazy("Address of the calendar"),
        max_length=MOST_ADDRESS,
        help_text=gettext_lazy(
            "Other programs call it iCal address or subscription. For example: https://www.example.org/calendar.ics"
        ),
        widget=forms.TextInput(attrs={"inputmode": "url", "autocomplete": "off", "spellcheck": "false"}),
    )


@dataclass(frozen=True)
class FollowedCalendar:
    """The calendar that a draft follows, as pages tell of it: never its address, which may hold a secret."""

    host: str
    came_at: datetime | None
    trouble: str
    """In words why it did not come; empty when it came."""


@having(Right.WRITE_CONTENT)
def follow(request: HttpRequest, kind: str, name: str) -> HttpResponse:
    """Choose the address, ask again, or follow it no more."""
    draft = found_content(request, kind, name)
    if kind != KIND:
        raise Http404
    found = CalendarSubscription.objects.filter(draft=draft).first()
    form = CalendarForm(posted(request), initial={"address": found.address if found else ""})
    by, now = request.user.get_username(), timezone.now()
    if request.method == "POST" and request.POST.get("deed") == "stop":
        unsubscribe(draft.path, by=by, now=now)
        messages.success(request, _("These dates follow no calendar any more. They stay as they are."))
        return redirect("console:content-draft", kind, name)
    if request.method == "POST" and form.is_valid():
        try:
            own = settings.HUB_CONFIG.calendar_hosts
            subscribe(draft.path, form.cleaned_data["address"], own_hosts=own, by=by, now=now)
        except Refused as refused:
            form.add_error("address", refusal_words(refused))
        else:
            messages.success(request, _("The calendar is asked for within a minute, and then every six hours."))
            return redirect("console:content-draft", kind, name)
    context = {"form": form, "kind": kind, "name": name, "calendar": followed_by(draft)}
    return render(request, "console/calendar.html", context)


def followed_by(draft: ContentDraft) -> FollowedCalendar | None:
    """The calendar that this draft follows."""
    found = CalendarSubscription.objects.filter(draft=draft).first()
    return FollowedCalendar(host_of(found.address), found.came_at, reason_words(found.trouble)) if found else None


def calendar_needs(request: HttpRequest, *, now: datetime) -> list[Need]:
    """Calendars that have not come for days, and dates that came out of one and wait for who mends or approves them."""
    own, rights, needs = own_place(request), rights_of(request.user), []
    if Right.WRITE_CONTENT in rights:
        silent = CalendarSubscription.objects.filter(failing_since__lte=now - TOLD_AFTER).select_related("draft")
        for one in silent.order_by("pk"):
            title = _("The calendar at %(host)s has not come for days") % {"host": host_of(one.address)}
            needs += _need(own, one.draft, title, reason_words(one.trouble), _("Look at it"))
    for draft in fetched_unapproved():
        name = KINDS_OF_CONTENT[KIND].name_of(draft.path)
        if draft.state == DraftState.DRAFT and Right.WRITE_CONTENT in rights:
            title = _("What came out of a calendar does not fit stations as it is (%(name)s)") % {"name": name}
            advice = _("Something in it is missing or too long. Change it in the calendar, or here.")
            needs += _need(own, draft, title, advice, _("Look at it"))
        elif draft.state == DraftState.REVIEW and may_approve_content(
            request, draft.path, draft.value, shown=content_shown(draft.path)
        ):
            title = _("New dates have come out of a calendar (%(name)s)") % {"name": name}
            needs += _need(own, draft, title, _("Stations show them once somebody has approved them."), _("Look at it"))
    return needs


def _need(own: OwnPlace | None, draft: ContentDraft, title: str, advice: str, action: str) -> list[Need]:
    if not is_content_in_reach(own, draft.path, draft.value):
        return []
    name = KINDS_OF_CONTENT[KIND].name_of(draft.path)
    return [Need(title, advice, reverse("console:content-draft", args=[KIND, name]), action)]

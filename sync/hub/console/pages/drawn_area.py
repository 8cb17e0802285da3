"""The page on which the districts of a draft are found by drawing an area on the map of the city."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from sync.hub.accounts.roles import Right
from sync.hub.console import queries
from sync.hub.console.area_form import AreaForm, area_map
from sync.hub.console.draft_steps import StepOutcome, keep
from sync.hub.console.web.kept_text import posted
from sync.hub.console.web.permissions import having
from sync.hub.console.web.reach import check_content_in_reach, found_content, own_place
from sync.hub.console.wording.content_parts import draft_title, row_title, title_of_content
from sync.hub.drafts import content_services, services
from sync.hub.drafts.content_kinds import KINDS_OF_CONTENT
from sync.hub.drafts.content_parts import Place, as_key, put_together, value_at
from sync.hub.drafts.models import ContentDraft, PollDraft


class KeptAreaForm(AreaForm):
    """The districts of a draft, found by an area."""

    def clean(self) -> dict[str, Any]:
        """What is kept names a district: none would be the whole city; what is looked for has an area."""
        values = super().clean() or {}
        if self.data.get("deed") == "look":
            if not values.get("area") and "area" not in self.errors:
                self.add_error("area", _("Please draw an area first."))
        elif not values.get("districts") and "districts" not in self.errors:
            self.add_error("districts", _("Please choose at least one district."))
        return values


@dataclass(frozen=True)
class TargetedDraft:
    """A draft with districts, as this page shows and keeps it. ``trail``: the page of all such drafts, and its name."""

    found: PollDraft | ContentDraft
    title: str
    page: str
    trail: tuple[str, str]
    place: Place
    """Where in its value the districts stand."""
    offered: Mapping[str, str]
    """The districts that may be chosen, by their codes."""
    save: Callable[[Any, int], None]
    """Keeps a value, given the version that was seen."""


@having(Right.WRITE_DRAFTS)
def area(request: HttpRequest, poll: str) -> HttpResponse:
    """Draw an area, look which districts it touches, and keep those that are meant: of a poll."""
    found = get_object_or_404(PollDraft, poll=poll)
    by = request.user.get_username()

    def save(value: Any, seen: int) -> None:
        services.WAY.save(found.poll, value, seen=seen, by=by, now=timezone.now())

    title = draft_title(found.value, otherwise=poll)
    page, trail = reverse("console:draft", args=[poll]), (reverse("console:polls"), _("Polls"))
    return _area(request, TargetedDraft(found, title, page, trail, (), queries.district_names(), save))


@having(Right.WRITE_CONTENT)
def content_area(request: HttpRequest, kind: str, name: str, row: str = "") -> HttpResponse:
    """The same of other content that is for districts, or of one row in it."""
    found = found_content(request, kind, name)
    places = {as_key(place): place for place in KINDS_OF_CONTENT[kind].targets_in(found.value)}
    if row not in places:
        raise Http404
    place = places[row]
    own, by = own_place(request), request.user.get_username()
    names = queries.district_names()
    offered = names if own is None else {code: words for code, words in names.items() if code in own.districts}

    def save(value: Any, seen: int) -> None:
        check_content_in_reach(request, found.path, value)
        content_services.WAY.save(found.path, value, seen=seen, by=by, now=timezone.now())

    page, trail = reverse("console:content-draft", args=[kind, name]), (reverse("console:content"), _("Content"))
    title = title_of_content(found.value, kind, name)
    if place:
        title = f"{title}: {row_title(found.value, place)}"
    return _area(request, TargetedDraft(found, title, page, trail, place, offered, save))


def _area(request: HttpRequest, draft: TargetedDraft) -> HttpResponse:
    found = draft.found
    chosen = value_at(found.value, (*draft.place, "districts"))
    initial = {"districts": chosen or (), "seen": found.version}
    label = _("Districts it is for")
    form = KeptAreaForm(posted(request), initial=initial, offered=draft.offered, label=label)
    outcome = StepOutcome()
    if request.method == "POST" and request.POST.get("deed") == "look":
        if form.is_valid():
            form.choose_touched()
    else:

        def save(seen: int) -> None:
            given = {(*draft.place, "districts"): sorted(form.cleaned_data["districts"])}
            draft.save(put_together(found.value, given), seen)

        outcome = keep(request, form, found, save)
    if outcome.is_done:
        return redirect(draft.page)
    drawn = area_map(set(form["districts"].value() or ()))
    if drawn is None:
        raise Http404
    context = {"form": form, "draft": draft, "changed": outcome.changed, "map": drawn}
    return render(request, "console/drawn_area.html", context, status=outcome.status)

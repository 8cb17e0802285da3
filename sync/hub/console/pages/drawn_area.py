"""The page on which the districts of a draft are found by drawing an area on the map of the city."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, cast

from django import forms
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from sync.hub.accounts.roles import Right
from sync.hub.console import queries
from sync.hub.console.draft_steps import StepOutcome, keep
from sync.hub.console.forms import VersionedForm
from sync.hub.console.report_map import WIDTH, drawn_outlines
from sync.hub.console.web.kept_text import posted
from sync.hub.console.web.permissions import having
from sync.hub.console.web.reach import check_content_in_reach, found_content, own_place
from sync.hub.console.wording.content_parts import draft_title, title_of_content
from sync.hub.drafts import content_services, services
from sync.hub.drafts.content_kinds import KINDS_OF_CONTENT
from sync.hub.drafts.models import ContentDraft, PollDraft
from sync.protocol.districts import Point, Ring, districts_touched

FEWEST_CORNERS, MOST_CORNERS = 3, 60


class AreaForm(VersionedForm):
    """The corners of an area, and the districts that are meant by it."""

    area = forms.CharField(
        label=gettext_lazy("Corners of the area"),
        max_length=40 * MOST_CORNERS,
        required=False,
        help_text=gettext_lazy("One in each line, longitude and latitude. Drawn on the map, they stand here."),
        widget=forms.Textarea(attrs={"rows": 4, "autocomplete": "off"}),
    )
    districts = forms.MultipleChoiceField(
        label=gettext_lazy("Districts it is for"), required=False, widget=forms.CheckboxSelectMultiple
    )

    def __init__(self, *arguments: Any, offered: Mapping[str, str], **named: Any) -> None:
        super().__init__(*arguments, **named)
        self._offered = offered
        names = sorted(offered.items(), key=lambda item: item[1])
        self.fields["districts"].choices = names  # type: ignore[attr-defined]

    def clean_area(self) -> list[Point]:
        """Empty when nothing is drawn."""
        lines = [line.replace(",", " ").split() for line in str(self.cleaned_data["area"]).splitlines() if line.strip()]
        try:
            corners = [(float(longitude), float(latitude)) for longitude, latitude in lines]
        except ValueError as error:
            raise ValidationError(_("Two numbers are expected in each line, for example: 12.131 54.089")) from error
        is_on_earth = all(abs(longitude) <= 180 and abs(latitude) <= 90 for longitude, latitude in corners)
        if not is_on_earth:
            raise ValidationError(_("Two numbers are expected in each line, for example: 12.131 54.089"))
        if corners and not FEWEST_CORNERS <= len(corners) <= MOST_CORNERS:
            raise ValidationError(_("An area has three corners or more, at most 60."))
        return corners

    def clean(self) -> dict[str, Any]:
        """What is kept names a district: none would be the whole city; what is looked for has an area."""
        values = super().clean() or {}
        if self.data.get("deed") == "look":
            if not values.get("area") and "area" not in self.errors:
                self.add_error("area", _("Please draw an area first."))
        elif not values.get("districts") and "districts" not in self.errors:
            self.add_error("districts", _("Please choose at least one district."))
        return values

    def choose_touched(self, outlines: Mapping[str, Sequence[Ring]]) -> None:
        """Choose the districts that the area touches, for somebody to look at. Call on a valid form."""
        data = cast(QueryDict, self.data).copy()
        offered = {code: rings for code, rings in outlines.items() if code in self._offered}
        data.setlist("districts", districts_touched(self.cleaned_data["area"], offered))
        self.data = data


@dataclass(frozen=True)
class TargetedDraft:
    """A draft with districts, as this page shows and keeps it. ``trail``: the page of all such drafts, and its name."""

    found: PollDraft | ContentDraft
    title: str
    page: str
    trail: tuple[str, str]
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
    return _area(request, TargetedDraft(found, title, page, trail, queries.district_names(), save))


@having(Right.WRITE_CONTENT)
def content_area(request: HttpRequest, kind: str, name: str) -> HttpResponse:
    """The same of other content that is for districts."""
    found = found_content(request, kind, name)
    if not KINDS_OF_CONTENT[kind].has_districts:
        raise Http404
    own, by = own_place(request), request.user.get_username()
    names = queries.district_names()
    offered = names if own is None else {code: words for code, words in names.items() if code in own.districts}

    def save(value: Any, seen: int) -> None:
        check_content_in_reach(request, found.path, value)
        content_services.WAY.save(found.path, value, seen=seen, by=by, now=timezone.now())

    page, trail = reverse("console:content-draft", args=[kind, name]), (reverse("console:content"), _("Content"))
    return _area(request, TargetedDraft(found, title_of_content(found.value, kind, name), page, trail, offered, save))


def _area(request: HttpRequest, draft: TargetedDraft) -> HttpResponse:
    found, box = draft.found, queries.city_box()
    if box is None:
        raise Http404
    outlines, attribution = queries.district_outlines()
    initial = {"districts": found.value.get("districts", ()), "seen": found.version}
    form = AreaForm(posted(request), initial=initial, offered=draft.offered)
    outcome = StepOutcome()
    if request.method == "POST" and request.POST.get("deed") == "look":
        if form.is_valid():
            form.choose_touched(outlines)
    else:

        def save(seen: int) -> None:
            draft.save({**found.value, "districts": sorted(form.cleaned_data["districts"])}, seen)

        outcome = keep(request, form, found, save)
    if outcome.is_done:
        return redirect(draft.page)
    height, drawn = drawn_outlines(box, outlines, queries.district_names())
    chosen = set(form["districts"].value() or ())
    context = {
        "form": form,
        "draft": draft,
        "changed": outcome.changed,
        "box": box,
        "width": WIDTH,
        "height": height,
        "outlines": [(one, one.code in chosen) for one in drawn],
        "attribution": attribution,
    }
    return render(request, "console/drawn_area.html", context, status=outcome.status)

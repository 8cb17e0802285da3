"""The page on which the districts of a poll are found by drawing an area on the map of the city."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, cast

from django import forms
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
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
from sync.hub.drafts import services
from sync.hub.drafts.models import PollDraft
from sync.protocol.districts import Point, Ring, districts_touched
from sync.protocol.languages import DEFAULT_LANGUAGE

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
        label=gettext_lazy("Districts that are asked"), required=False, widget=forms.CheckboxSelectMultiple
    )

    def __init__(self, *arguments: Any, **named: Any) -> None:
        super().__init__(*arguments, **named)
        names = sorted(queries.district_names().items(), key=lambda item: item[1])
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
        data.setlist("districts", districts_touched(self.cleaned_data["area"], outlines))
        self.data = data


@having(Right.WRITE_DRAFTS)
def area(request: HttpRequest, poll: str) -> HttpResponse:
    """Draw an area, look which districts it touches, and keep those that are meant."""
    found, box = get_object_or_404(PollDraft, poll=poll), queries.city_box()
    if box is None:
        raise Http404
    outlines, attribution = queries.district_outlines()
    form = AreaForm(posted(request), initial={"districts": found.value.get("districts", ()), "seen": found.version})
    outcome = StepOutcome()
    if request.method == "POST" and request.POST.get("deed") == "look":
        if form.is_valid():
            form.choose_touched(outlines)
    else:

        def save(seen: int) -> None:
            value = {**found.value, "districts": sorted(form.cleaned_data["districts"])}
            services.WAY.save(found.poll, value, seen=seen, by=request.user.get_username(), now=timezone.now())

        outcome = keep(request, form, found, save)
    if outcome.is_done:
        return redirect("console:draft", poll)
    height, drawn = drawn_outlines(box, outlines, queries.district_names())
    chosen = set(form["districts"].value() or ())
    context = {
        "form": form,
        "poll": poll,
        "title": found.value.get("title", {}).get(DEFAULT_LANGUAGE) or poll,
        "changed": outcome.changed,
        "box": box,
        "width": WIDTH,
        "height": height,
        "outlines": [(one, one.code in chosen) for one in drawn],
        "attribution": attribution,
    }
    return render(request, "console/drawn_area.html", context, status=outcome.status)

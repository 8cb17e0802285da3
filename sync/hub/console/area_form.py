"""Districts found by an area that is drawn on the map of the city: the form, and the map it is drawn on."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Any, cast

from django import forms
from django.core.exceptions import ValidationError
from django.http import QueryDict
from django.utils.translation import gettext as _

from sync.hub.console import queries
from sync.hub.console.entry_map import WIDTH, drawn_outlines
from sync.hub.console.forms import VersionedForm
from sync.protocol.districts import Point, districts_touched

FEWEST_CORNERS, MOST_CORNERS = 3, 60


class AreaField(forms.CharField):
    """The corners of an area; it may stay empty."""

    def __init__(self) -> None:
        super().__init__(
            label=_("Corners of the area"),
            max_length=40 * MOST_CORNERS,
            required=False,
            help_text=_("One in each line, longitude and latitude. Drawn on the map, they stand here."),
            widget=forms.Textarea(attrs={"rows": 4, "autocomplete": "off"}),
        )

    def clean(self, value: Any) -> list[Point]:
        """Empty when nothing is drawn."""
        text = str(super().clean(value))
        lines = [line.replace(",", " ").split() for line in text.splitlines() if line.strip()]
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


class AreaForm(VersionedForm):
    """The corners of an area, and the districts that are meant by it. ``offered``: codes and names to choose from."""

    def __init__(self, *arguments: Any, offered: Mapping[str, str], label: str, **named: Any) -> None:
        super().__init__(*arguments, **named)
        self._offered = offered
        self.fields["area"] = AreaField()
        names = sorted(offered.items(), key=lambda item: item[1])
        self.fields["districts"] = forms.MultipleChoiceField(
            label=label,
            choices=names,
            required=False,
            widget=forms.CheckboxSelectMultiple,
        )

    def choose_touched(self) -> None:
        """Choose the districts that the area touches, for somebody to look at. Call once the area is read."""
        data = cast(QueryDict, self.data).copy()
        outlines = queries.district_outlines()[0]
        offered = {code: rings for code, rings in outlines.items() if code in self._offered}
        data.setlist("districts", districts_touched(self.cleaned_data["area"], offered))
        self.data = data


def area_map(chosen: Collection[str]) -> dict[str, Any] | None:
    """What a template needs to show the map to draw on, the chosen districts marked; None without a box of the city."""
    box = queries.city_box()
    if box is None:
        return None
    outlines, attribution = queries.district_outlines()
    height, drawn = drawn_outlines(box, outlines, queries.district_names())
    return {
        "box": box,
        "width": WIDTH,
        "height": height,
        "outlines": [(one, one.code in chosen) for one in drawn],
        "attribution": attribution,
    }

"""What people fill in to plan a shift of attendants. Checks shapes only; rules stand in the services."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from sync.hub.console.forms import check_readable
from sync.hub.console.queries import district_names, station_names
from sync.hub.content.shifts import MOST_STATIONS, ShiftFault
from sync.protocol.reasons import Reason
from sync.protocol.shifts import LONGEST_NAME, LONGEST_PLACE, MOST_PEOPLE

FIELD_OF: dict[Reason | None, str] = {
    ShiftFault.ENDS_FIRST: "ends",
    ShiftFault.OVER: "ends",
    ShiftFault.TOO_LONG: "ends",
    ShiftFault.SAME_NAME: "people",
}
"""Beside which field a refusal is told."""

_MOMENT = "%Y-%m-%dT%H:%M"


def _moment(label: Any) -> forms.DateTimeField:
    return forms.DateTimeField(
        label=label,
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format=_MOMENT),
        input_formats=[_MOMENT, f"{_MOMENT}:%S"],
    )


class ShiftForm(forms.Form):
    """A new shift."""

    begins = _moment(gettext_lazy("Begins"))
    ends = _moment(gettext_lazy("Ends"))
    place = forms.CharField(
        label=gettext_lazy("Place"),
        max_length=LONGEST_PLACE,
        validators=[check_readable],
        help_text=gettext_lazy("For example: weekly market, by the fountain"),
    )
    district = forms.ChoiceField(
        label=gettext_lazy("District"), help_text=gettext_lazy("Its polls are shown at the station that day.")
    )
    people = forms.CharField(
        label=gettext_lazy("People of the shift"),
        max_length=MOST_PEOPLE * (LONGEST_NAME + 2),
        validators=[check_readable],
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=gettext_lazy("One name in each line, as on the badge."),
    )
    stations = forms.MultipleChoiceField(
        label=gettext_lazy("Stations"),
        required=False,
        widget=forms.SelectMultiple(attrs={"size": 6}),
        help_text=gettext_lazy("Nothing chosen: any station. Several: hold down the control key."),
    )

    def __init__(self, *arguments: Any, **named: Any) -> None:
        super().__init__(*arguments, **named)
        districts = sorted(district_names().items(), key=lambda item: item[1])
        choices = {
            "district": [("", _("Please choose")), *districts],
            "stations": [(name, name) for name in station_names()],
        }
        for field, there in choices.items():
            self.fields[field].choices = there  # type: ignore[attr-defined]

    def clean_people(self) -> list[str]:
        """The names, without empty lines."""
        names = [line.strip() for line in self.cleaned_data["people"].splitlines() if line.strip()]
        if len(names) > MOST_PEOPLE:
            raise ValidationError(_("A shift has at most %(most)s people.") % {"most": MOST_PEOPLE})
        if any(len(name) > LONGEST_NAME for name in names):
            raise ValidationError(_("A name has at most %(most)s characters.") % {"most": LONGEST_NAME})
        return names

    def clean_stations(self) -> list[str]:
        """As many as one shift can be at."""
        stations: list[str] = self.cleaned_data["stations"]
        if len(stations) > MOST_STATIONS:
            raise ValidationError(_("A shift is at %(most)s stations at most.") % {"most": MOST_STATIONS})
        return stations

    def planned(self) -> dict[str, Any]:
        """What was typed, of a valid form; times as a clock on the wall shows."""
        wall: dict[str, datetime] = {
            name: timezone.make_naive(self.cleaned_data[name]).replace(second=0) for name in ("begins", "ends")
        }
        return {**self.cleaned_data, **wall}

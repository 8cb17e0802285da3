"""What administrators fill in about accounts: a name, a role, and how far the role reaches. Checks shapes only."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib.auth.validators import UnicodeUsernameValidator
from django.utils.translation import gettext_lazy as _

from sync.hub.accounts.models import ScopeKind
from sync.hub.accounts.roles import SCOPED, Role
from sync.hub.accounts.services import MOST_LOGIN
from sync.hub.console.forms import VersionedForm
from sync.hub.console.queries import district_names
from sync.hub.stations.models import Device

ROLES = [
    (Role.ADMINISTRATOR.value, _("Administrator: sees and changes everything")),
    (Role.EDITOR.value, _("Editor: writes what stations show; somebody else approves it")),
    (Role.PUBLISHER.value, _("Publisher: approves what was written, publishes results, warns everybody")),
    (Role.COUNTER.value, _("Counter: holds a counting key, and counts closed polls with a second counter")),
    (Role.REPORT_OFFICER.value, _("Report officer: works on defect reports, ideas and questions")),
    (Role.DISTRICT_COUNCIL.value, _("District council: results, ideas and questions of its districts, and answers")),
    (Role.HOUSE.value, _("House: sees how its own stations are, writes their dates and news")),
    (Role.OUTREACH_LEAD.value, _("Outreach lead: stations on the road, shifts, participation codes, closed days")),
    (Role.AUDITOR.value, _("Auditor: sees everything and changes nothing")),
]


class _WithReach(forms.Form):
    """A role and, for roles that have a scope, its districts or stations."""

    role = forms.ChoiceField(label=_("Role"), widget=forms.RadioSelect, choices=ROLES)
    districts = forms.MultipleChoiceField(
        label=_("Districts (for a district council)"), required=False, widget=forms.CheckboxSelectMultiple
    )
    stations = forms.MultipleChoiceField(
        label=_("Stations (for a house)"),
        required=False,
        widget=forms.SelectMultiple(attrs={"size": 6}),
        help_text=_("Several: hold down the control key."),
    )

    def __init__(self, *arguments: Any, **named: Any) -> None:
        super().__init__(*arguments, **named)
        districts = sorted(district_names().items(), key=lambda item: item[1])
        stations = Device.objects.filter(revoked_at=None).order_by("name").values_list("id", "name")
        self._choose("districts", [(code, f"{name} ({code})") for code, name in districts])
        self._choose("stations", list(stations))

    def _choose(self, field: str, choices: list[tuple[str, str]]) -> None:
        """Without anything to choose from there is no field; what an account has already stays to be seen."""
        known = {value for value, _name in choices}
        more = [(value, value) for value in (self.initial or {}).get(field, ()) if value not in known]
        if choices or more:
            self.fields[field].choices = [*choices, *more]  # type: ignore[attr-defined]
        else:
            del self.fields[field]

    @property
    def reach(self) -> list[str]:
        """What was chosen for the role, of a valid form."""
        kind = SCOPED.get(Role(self.cleaned_data["role"]))
        return list(self.cleaned_data.get(f"{kind}s", ())) if kind else []

    def clean(self) -> dict[str, Any]:
        """A role with a scope needs one: without it, it reaches nothing."""
        values = super().clean() or {}
        kind = SCOPED.get(Role(values["role"])) if values.get("role") else None
        if kind and not values.get(f"{kind}s"):
            words = {
                ScopeKind.DISTRICT: _("Please choose the districts of this council."),
                ScopeKind.STATION: _("Please choose the stations of this house. If there is none yet, enrol it first."),
            }[kind]
            self.add_error(f"{kind}s" if f"{kind}s" in self.fields else "role", words)
        return values


class AccountForm(_WithReach):
    """A new account."""

    name = forms.CharField(label=_("User name"), max_length=MOST_LOGIN, validators=[UnicodeUsernameValidator()])
    field_order = ("name", "role", "districts", "stations")


class RoleForm(VersionedForm, _WithReach):
    """Another role for an account; its other buttons leave the role alone."""

    role = forms.ChoiceField(label=_("Role"), widget=forms.RadioSelect, choices=ROLES, required=False)
    field_order = ("seen", "role", "districts", "stations")

"""What people fill in at the console. Checks shapes only; rules stand in the services."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, cast

from django import forms
from django.contrib.auth.forms import AuthenticationForm, UsernameField
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.http import QueryDict
from django.utils.dates import WEEKDAYS
from django.utils.translation import gettext_lazy as _

from sync.hub.accounts.services import MOST_LOGIN
from sync.hub.accounts.webauthn import MOST_ANSWER
from sync.hub.console.queries import district_names
from sync.hub.console.wording.names import name_of
from sync.hub.console.wording.terms import STATES
from sync.hub.entries.models import ReviewState
from sync.hub.handover.decisions import HandoverDecision
from sync.hub.reports.services import MAX_DESCRIPTION_CHARACTERS
from sync.hub.stations.models import MOST_NAME
from sync.hub.triage.contact_schedule import MOST_DAYS, ContactPlan, PlanKind
from sync.hub.triage.services import MOST_NOTE
from sync.protocol.ballot_claims import MOST_ANSWER as MOST_CLAIM_ANSWER
from sync.protocol.plain_text import name_of_character, unfit_character
from sync.protocol.report_status import MOST_NAME as MOST_NAME_SAID
from sync.protocol.report_status import MOST_NOTE as MOST_PUBLIC_NOTE
from sync.protocol.report_status import ReportState
from sync.protocol.slip_proofs import read_slip


def check_readable(value: str) -> None:
    """What people read on a screen shows itself, and turns nothing round that stands behind it."""
    if unfit := unfit_character(value.replace("\r\n", "\n"), lines=True):
        raise ValidationError(
            _("This holds a character that no screen shows: %(name)s."), params={"name": name_of_character(unfit)}
        )


class VersionedForm(forms.Form):
    """A form that changes a thing: it carries the version of it that the person has before them."""

    seen = forms.IntegerField(min_value=0, required=False, widget=forms.HiddenInput)

    @property
    def version(self) -> int:
        """Of a valid form. One that names no version has seen none there is."""
        seen = self.cleaned_data["seen"]
        return -1 if seen is None else int(seen)

    def show_version(self, seen: int) -> None:
        """What the person sees from now on, beside what they typed: pressed again, it is meant."""
        data = cast(QueryDict, self.data).copy()
        data["seen"] = str(seen)
        self.data = data


class SignInForm(AuthenticationForm):
    """Name and password. Django's own form takes names of any length; what counts failures could not keep those."""

    username = UsernameField(max_length=MOST_LOGIN)


class EnrolForm(forms.Form):
    """A new station."""

    name = forms.CharField(
        label=_("What people call the station"),
        max_length=MOST_NAME,
        validators=[check_readable],
        help_text=_("For example: SBZ Börgerhus, entrance"),
    )
    district = forms.ChoiceField(label=_("District it stands in"))

    def __init__(self, *arguments: Any, **named: Any) -> None:
        super().__init__(*arguments, **named)
        districts = sorted(district_names().items(), key=lambda item: item[1])
        choices = [(code, f"{name} ({code})") for code, name in districts]
        self.fields["district"].choices = [("", _("Please choose")), *choices]  # type: ignore[attr-defined]


class PlanForm(VersionedForm):
    """When a station is expected."""

    kind = forms.ChoiceField(
        label=_("When is it expected to report?"),
        widget=forms.RadioSelect,
        choices=[
            (PlanKind.ALWAYS.value, _("All the time: it is on the network day and night")),
            (PlanKind.WEEKDAYS.value, _("On these days of the week:")),
            (PlanKind.EVERY.value, _("Once in so many days:")),
        ],
    )
    weekdays = forms.TypedMultipleChoiceField(
        label=_("Days of the week"),
        required=False,
        coerce=int,
        widget=forms.CheckboxSelectMultiple,
        choices=[(number, name) for number, name in WEEKDAYS.items()],
    )
    every_days = forms.IntegerField(label=_("Number of days"), min_value=1, max_value=MOST_DAYS, required=False)

    def plan(self) -> ContactPlan:
        """The plan in a valid form."""
        values = self.cleaned_data
        return ContactPlan(PlanKind(values["kind"]), frozenset(values["weekdays"]), values["every_days"] or 1)

    def clean(self) -> dict[str, Any]:
        """A plan by days of the week needs one."""
        values = super().clean() or {}
        if values.get("kind") == PlanKind.WEEKDAYS and not values.get("weekdays"):
            self.add_error("weekdays", _("Please choose at least one day."))
        if values.get("kind") == PlanKind.EVERY and not values.get("every_days"):
            self.add_error("every_days", _("Please give a number of days."))
        return values


class NoteForm(VersionedForm):
    """Why somebody decides as they do."""

    note = forms.CharField(
        label=_("Why? (stands in the audit log)"),
        max_length=MOST_NOTE,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Please write nothing about citizens."),
    )


class SlipForm(forms.Form):
    """A slip to be checked, as a scanner reads it: cleaned, its tracker and its proof."""

    slip = forms.CharField(
        label=_("What the QR code of the slip holds"),
        max_length=400,
        help_text=_("Put the cursor here and have the code read by a scanner."),
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
    )

    def clean_slip(self) -> tuple[str, str]:
        """Raises ValidationError for anything else."""
        tracker, proof = read_slip(self.cleaned_data["slip"])
        if not tracker:
            raise forms.ValidationError(_("That is not what the QR code of a voting slip holds."))
        return tracker, proof


class ClaimForm(VersionedForm):
    """What was found out about a ballot that somebody misses."""

    answer = forms.CharField(
        label=_("What was found, and why"),
        max_length=MOST_CLAIM_ANSWER,
        validators=[check_readable],
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("Whoever types the code at a station reads it. No names, please."),
    )


class StateForm(VersionedForm):
    """How far a defect report is, and what the city says to it."""

    state = forms.ChoiceField(
        label=_("How far is it?"),
        widget=forms.RadioSelect,
        choices=[(state.value, words) for state, words in STATES.items() if state is not ReportState.WITHDRAWN],
    )
    note = forms.CharField(
        label=_("Public note (may stay empty)"),
        max_length=MOST_PUBLIC_NOTE,
        validators=[check_readable],
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("Whoever has the number of the report reads it at a station. No names, please."),
    )
    responsible = forms.CharField(
        label=_("Who is responsible (may stay empty)"),
        max_length=MOST_NAME_SAID,
        validators=[check_readable],
        required=False,
        help_text=_("As people know it, for example: Stadtgrün. It is told at stations."),
    )
    due = forms.DateField(
        label=_("By when is it meant to be done? (may stay empty)"),
        required=False,
        widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}),
        help_text=_("It is told at stations, also when the day has gone by."),
    )


class ReviewForm(VersionedForm):
    """What the office makes of a report."""

    review = forms.ChoiceField(
        label=_("What do you make of it?"),
        widget=forms.RadioSelect,
        choices=[
            (ReviewState.APPROVED.value, _("Approved: it can be handed over as it is")),
            (ReviewState.HAS_ISSUES.value, _("Has issues: something is to be settled first")),
            (ReviewState.REJECTED.value, _("Rejected: it is not for handing over")),
            (ReviewState.RECEIVED.value, _("Not looked at yet")),
        ],
    )
    note = forms.CharField(
        label=_("Note for the office (may stay empty)"),
        max_length=MOST_PUBLIC_NOTE,
        validators=[check_readable],
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )


class RedactionForm(VersionedForm):
    """The text without what nobody should read, and why."""

    text = forms.CharField(
        label=_("The text that is passed on"),
        max_length=MAX_DESCRIPTION_CHARACTERS,
        required=False,
        widget=forms.Textarea(attrs={"rows": 8}),
        help_text=_("Put […] in place of what is to be hidden: names, telephone numbers, insults."),
    )
    because = forms.CharField(
        label=_("Why is something hidden?"),
        max_length=MOST_NAME_SAID,
        validators=[check_readable],
        required=False,
        help_text=_("Whoever left it reads this at a station. Empty: the whole text is passed on again."),
    )


class HandoverForm(VersionedForm):
    """What becomes of a report that is stuck on its way. ``possible`` are the decisions there are."""

    decision = forms.ChoiceField(label=_("What is to be done?"), widget=forms.RadioSelect)
    request_id = forms.CharField(label=_("Number at the receiver"), max_length=60, required=False)

    def __init__(self, *arguments: Any, possible: Sequence[HandoverDecision], **named: Any) -> None:
        super().__init__(*arguments, **named)
        choices = [(decision.value, name_of(HandoverDecision, decision.value)) for decision in possible]
        self.fields["decision"].choices = choices  # type: ignore[attr-defined]


class CodeForm(forms.Form):
    """The six digits an app shows."""

    code = forms.CharField(
        label=_("Six digits"),
        max_length=12,
        widget=forms.TextInput(attrs={"autocomplete": "one-time-code", "inputmode": "numeric"}),
    )


class KeyAnswerForm(forms.Form):
    """What a security key says, as the browser hands it on."""

    answer = forms.CharField(required=False, max_length=MOST_ANSWER, widget=forms.HiddenInput)

    def clean(self) -> dict[str, Any]:
        """Without the script of the page nothing asks the key."""
        values = super().clean() or {}
        if not values.get("answer"):
            self.add_error(None, _("No key has answered. This page needs JavaScript to ask it."))
        return values


class NewKeyForm(KeyAnswerForm):
    """A new security key."""

    name = forms.CharField(
        label=_("What you call this key"), max_length=60, help_text=_("For example: blue key on my key ring")
    )


class PasswordAgainForm(forms.Form):
    """The password of who is signed in, before something that only they may do. ``user`` is who that is."""

    password = forms.CharField(
        label=_("Your password"), widget=forms.PasswordInput(attrs={"autocomplete": "current-password"})
    )

    def __init__(self, user: Any, *arguments: Any, **named: Any) -> None:
        super().__init__(*arguments, **named)
        self._user = user

    def clean_password(self) -> str:
        """It is theirs."""
        typed = str(self.cleaned_data["password"])
        if not self._user.check_password(typed):
            raise ValidationError(_("This is not your password."))
        return typed


class PasswordForm(forms.Form):
    """A password of one's own, typed twice. ``user`` is whose it becomes."""

    old = forms.CharField(
        label=_("Password until now"), widget=forms.PasswordInput(attrs={"autocomplete": "current-password"})
    )
    new = forms.CharField(
        label=_("New password"),
        help_text=_("At least 12 characters; several words are good."),
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )
    again = forms.CharField(
        label=_("New password again"), widget=forms.PasswordInput(attrs={"autocomplete": "new-password"})
    )

    def __init__(self, user: Any, *arguments: Any, **named: Any) -> None:
        super().__init__(*arguments, **named)
        self._user = user

    def clean(self) -> dict[str, Any]:
        """The old one is right, the new ones are alike and not too easy."""
        values = super().clean() or {}
        if "old" in values and not self._user.check_password(values["old"]):
            self.add_error("old", _("This is not your password."))
        new = values.get("new", "")
        if new != values.get("again"):
            self.add_error("again", _("The two are not alike."))
        elif new == values.get("old"):
            self.add_error("new", _("This is the password you had."))
        else:
            try:
                validate_password(new, self._user)
            except ValidationError as error:
                self.add_error("new", error)
        return values

"""What can be written about an idea, a question or an offer: whether all may read it, words to hide, an answer."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from sync.hub.console.forms import RedactionForm, ReviewForm, StateForm, VersionedForm, check_readable
from sync.hub.console.wording.names import name_of
from sync.hub.console.wording.terms import number_words
from sync.hub.entries.models import CitizenEntry, ReviewState
from sync.protocol.contributions import (
    LAST_STATES,
    MOST_ANSWER,
    MOST_TEXT,
    SUPPORTED,
    ContributionKind,
    ContributionState,
)

_OF_IDEAS = (
    ContributionState.RECEIVED,
    ContributionState.IN_PROGRESS,
    ContributionState.BEFORE_COUNCIL,
    ContributionState.TAKEN_UP,
    ContributionState.NOT_TAKEN_UP,
)
_OF_OTHERS = (ContributionState.RECEIVED, ContributionState.IN_PROGRESS, ContributionState.ANSWERED)


class AnswerForm(StateForm):
    """How far a contribution is, and the answer. ``kind`` says which states there are for it."""

    note = forms.CharField(
        label=_("Answer"),
        max_length=MOST_ANSWER,
        validators=[check_readable],
        required=False,
        widget=forms.Textarea(attrs={"rows": 8}),
    )

    def __init__(self, *arguments: Any, kind: str, **named: Any) -> None:
        super().__init__(*arguments, **named)
        states = _OF_IDEAS if kind in SUPPORTED else _OF_OTHERS
        choices = [(one.value, name_of(ContributionState, one.value)) for one in states]
        self.fields["state"].choices = choices  # type: ignore[attr-defined]
        self.fields["due"].label = _("By when is it answered? (may stay empty)")
        self.fields["note"].help_text = (
            _("The house calls them; what stands here they read with their number.")
            if kind == ContributionKind.OFFER
            else _("Whoever has the number reads it at a station; once released, everybody does. No names, please.")
        )

    def clean(self) -> dict[str, Any]:
        """Nobody is left without a reason."""
        values = super().clean() or {}
        if values.get("state") in LAST_STATES and not values.get("note", "").strip():
            self.add_error("note", _("An answer and a decision need words: say why."))
        return values


class ReleaseForm(ReviewForm):
    """Whether everybody may read a contribution."""

    def __init__(self, *arguments: Any, **named: Any) -> None:
        super().__init__(*arguments, **named)
        self.fields["review"].choices = [  # type: ignore[attr-defined]
            (ReviewState.APPROVED.value, _("Released: everybody may read it, and support it where it is an idea")),
            (ReviewState.HAS_ISSUES.value, _("Has issues: something is to be settled first")),
            (ReviewState.REJECTED.value, _("Not released: only whoever has the number is answered")),
            (ReviewState.RECEIVED.value, _("Not looked at yet")),
        ]


class HidingForm(RedactionForm):
    """The text that everybody may read, and why a part of it is hidden."""

    text = forms.CharField(
        label=_("The text that everybody may read"),
        max_length=MOST_TEXT,
        required=False,
        widget=forms.Textarea(attrs={"rows": 8}),
        help_text=_("Put […] in place of what is to be hidden: names, telephone numbers, insults."),
    )


class MergeForm(VersionedForm):
    """Which other entry it is the same as: one of those that may be, one by its number, or none."""

    into = forms.ChoiceField(label=_("Which one is it the same as?"), widget=forms.RadioSelect, required=False)
    number = forms.CharField(label=_("Or its number"), max_length=30, required=False)

    def __init__(self, *arguments: Any, near: Sequence[CitizenEntry], rows: QuerySet[Any], **named: Any) -> None:
        super().__init__(*arguments, **named)
        self._rows = rows
        choices = [(one.record_id, f"{number_words(one.number)}: {one.text_to_pass_on[:90]}") for one in near]
        self.fields["into"].choices = [("", _("None: it stands for itself")), *choices]  # type: ignore[attr-defined]

    def clean_number(self) -> str:
        """There is one of this number among those that may be seen."""
        digits = re.sub(r"[\s-]", "", str(self.cleaned_data["number"]))
        if digits and self._rows.filter(number=digits).count() != 1:
            raise forms.ValidationError(_("There is none, or more than one, with this number."))
        return digits

    def chosen(self) -> str:
        """The record id; empty for none. Call on a valid form."""
        if number := self.cleaned_data["number"]:
            return str(self._rows.get(number=number).record_id)
        return str(self.cleaned_data["into"])

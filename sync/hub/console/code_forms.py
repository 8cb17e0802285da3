"""What people fill in about participation codes: a new batch, cards that came back, a batch that is void."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from sync.hub.console.forms import VersionedForm, check_readable
from sync.hub.polls.code_batches import MOST_IN_A_BATCH, MOST_PLACE
from sync.protocol.polls.poll import Poll

MOST_REMARK = 300


class BatchForm(forms.Form):
    """A new batch. ``polls`` are those that take codes and are not over."""

    poll = forms.ChoiceField(label=_("Poll"))
    place = forms.CharField(
        label=_("For which place?"),
        max_length=MOST_PLACE,
        validators=[check_readable],
        help_text=_("For example: SBZ Börgerhus, or market stall on 3 May"),
    )
    number = forms.IntegerField(label=_("How many cards?"), min_value=1, max_value=MOST_IN_A_BATCH, initial=60)
    language = forms.ChoiceField(label=_("Language of the cards"), choices=[("de", "Deutsch"), ("en", "English")])

    def __init__(self, *arguments: Any, polls: dict[str, Poll], **named: Any) -> None:
        super().__init__(*arguments, **named)
        titles = [(poll.id, poll.title["de"]) for poll in polls.values()]
        self.fields["poll"].choices = titles  # type: ignore[attr-defined]


class _RemarkForm(VersionedForm):
    note = forms.CharField(
        label=_("Remark (may stay empty)"), max_length=MOST_REMARK, validators=[check_readable], required=False
    )


class HandOutForm(_RemarkForm):
    """The cards leave the office."""


class ReturnForm(_RemarkForm):
    """Unused cards come back."""

    cards = forms.IntegerField(label=_("How many unused cards came back?"), min_value=1, max_value=MOST_IN_A_BATCH)
    field_order = ("seen", "cards", "note")


class VoidForm(_RemarkForm):
    """No card of the batch is good any more."""

    code = forms.CharField(
        label=_("Control code, from the sheet that stays in the office"),
        max_length=60,
        widget=forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "characters", "spellcheck": "false"}),
    )
    field_order = ("seen", "code", "note")

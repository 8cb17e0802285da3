"""The form with which a poll begins: its short name, its template, and its kind."""

from __future__ import annotations

import re
import unicodedata
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from sync.hub.console.wording.poll_parts import kind_words
from sync.hub.drafts.models import MOST_POLL_ID
from sync.hub.drafts.services import PollTemplate
from sync.protocol.polls.kinds import KINDS


class NewPollForm(forms.Form):
    """A poll that is to be written."""

    poll = forms.CharField(
        label=gettext_lazy("Short name"),
        max_length=MOST_POLL_ID,
        help_text=gettext_lazy("For addresses and files, for example: spielplatz-reutershagen. It cannot be changed."),
    )
    template = forms.ChoiceField(
        label=gettext_lazy("What it begins with"),
        choices=[
            (PollTemplate.EMPTY.value, gettext_lazy("Nothing yet")),
            (PollTemplate.QUICK.value, gettext_lazy("A quick poll")),
            (PollTemplate.COUNCIL_BUDGET.value, gettext_lazy("The budget of a district council")),
        ],
        initial=PollTemplate.EMPTY.value,
        required=False,
        widget=forms.RadioSelect,
        help_text=gettext_lazy(
            "A quick poll is open today for a week, in German alone, and counted by the hub itself: it holds both "
            "counting keys, and stations say so. Not for budgets, codes or what decides something. The budget of a "
            "district council has its question, projects with costs, and a day for the answer."
        ),
    )
    kind = forms.ChoiceField(
        label=gettext_lazy("How people answer"),
        required=False,
        widget=forms.RadioSelect,
        help_text=gettext_lazy("The budget of a district council has its own."),
    )

    def __init__(self, *arguments: Any, **named: Any) -> None:
        super().__init__(*arguments, **named)
        self.fields["kind"].choices = [(kind, kind_words(kind)) for kind in KINDS]  # type: ignore[attr-defined]

    def clean_poll(self) -> str:
        """People write names with capitals and blanks: what is meant is clear."""
        return short_name(str(self.cleaned_data["poll"]))

    def clean_template(self) -> PollTemplate:
        """Nothing chosen is nothing yet."""
        return PollTemplate(self.cleaned_data["template"] or PollTemplate.EMPTY)

    def clean(self) -> dict[str, Any]:
        """It has a kind, by its template or by choice."""
        values = super().clean() or {}
        has_kind = values.get("kind") or values.get("template") is PollTemplate.COUNCIL_BUDGET
        if not has_kind and "kind" not in self.errors:
            self.add_error("kind", _("Please choose how people answer."))
        return values


def short_name(text: str) -> str:
    """A text as a name for machines: ``Spielplatz Süd!`` is ``spielplatz-sued``."""
    plain = text.strip().lower()
    for letter, written in (("ä", "ae"), ("ö", "oe"), ("ü", "ue"), ("ß", "ss"), ("\xad", "")):
        plain = plain.replace(letter, written)
    plain = unicodedata.normalize("NFKD", plain).encode("ascii", "ignore").decode()
    return re.sub(r"[^a-z0-9]+", "-", plain).strip("-")

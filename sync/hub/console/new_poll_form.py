"""The form with which a poll begins: its short name, its kind, and whether it is a quick one."""

from __future__ import annotations

import re
import unicodedata
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy

from sync.hub.console.wording.poll_parts import kind_words
from sync.hub.drafts.models import MOST_POLL_ID
from sync.protocol.polls.kinds import KINDS


class NewPollForm(forms.Form):
    """A poll that is to be written."""

    poll = forms.CharField(
        label=gettext_lazy("Short name"),
        max_length=MOST_POLL_ID,
        help_text=gettext_lazy("For addresses and files, for example: spielplatz-reutershagen. It cannot be changed."),
    )
    kind = forms.ChoiceField(label=gettext_lazy("How people answer"), widget=forms.RadioSelect)

    is_quick = forms.BooleanField(
        label=gettext_lazy("A quick poll"),
        required=False,
        help_text=gettext_lazy(
            "Open today for a week, in German alone, and counted by the hub itself: it holds both counting keys, and "
            "stations say so. Not for budgets, codes or what decides something."
        ),
    )

    def __init__(self, *arguments: Any, **named: Any) -> None:
        super().__init__(*arguments, **named)
        self.fields["kind"].choices = [(kind, kind_words(kind)) for kind in KINDS]  # type: ignore[attr-defined]

    def clean_poll(self) -> str:
        """People write names with capitals and blanks: what is meant is clear."""
        return short_name(str(self.cleaned_data["poll"]))


def short_name(text: str) -> str:
    """A text as a name for machines: ``Spielplatz Süd!`` is ``spielplatz-sued``."""
    plain = text.strip().lower()
    for letter, written in (("ä", "ae"), ("ö", "oe"), ("ü", "ue"), ("ß", "ss"), ("\xad", "")):
        plain = plain.replace(letter, written)
    plain = unicodedata.normalize("NFKD", plain).encode("ascii", "ignore").decode()
    return re.sub(r"[^a-z0-9]+", "-", plain).strip("-")

"""What people choose from when they write a poll, in words, and the field for pairs of answers."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from sync.hub.console.poll_results import RULE_WORDS
from sync.protocol.polls.background import Audience, Secrecy
from sync.protocol.polls.poll import Decides

DECIDES = {
    Decides.INFORMS: gettext_lazy("It informs: the city hears what people think"),
    Decides.ADVISES: gettext_lazy("It advises those who decide"),
    Decides.DECIDES: gettext_lazy("It decides"),
}
ORDERS = {
    "fixed": gettext_lazy("As they stand here"),
    "random": gettext_lazy("Shuffled anew for every person"),
}
SCALES_OF_POLLS = {"faces": gettext_lazy("Five faces"), "numbers": gettext_lazy("Numbers from 0 to 10")}
SECRECY = {
    Secrecy.TWO_TRUSTEES: gettext_lazy("Two trustees open it together"),
    Secrecy.SIMPLE: gettext_lazy("Simple: the hub holds both keys, and stations say so"),
    Secrecy.ON_THE_SPOT: gettext_lazy("For one evening: two people at the station hold the keys, and count there"),
}
AUDIENCES = {
    Audience.EVERYBODY: gettext_lazy("Everybody"),
    Audience.CHILDREN: gettext_lazy("Children from 6 to 13"),
    Audience.YOUTH: gettext_lazy("Young people from 14 to 17"),
    Audience.OLDER: gettext_lazy("People from 60 on"),
}

CHOSEN_WORDS: Mapping[str, Mapping[Any, Any]] = {"rule": RULE_WORDS, "secrecy": SECRECY, "audience": AUDIENCES}
"""Of members whose schema lists what there is to choose from."""


class PairsField(forms.CharField):
    """Pairs of answers of which at most one can come true: in each line two of their short names."""

    def __init__(self, **named: Any) -> None:
        help_text = _("In each line the short names of two answers, with a blank between them.")
        super().__init__(widget=forms.Textarea(attrs={"rows": 3}), help_text=help_text, max_length=2000, **named)

    def clean(self, value: Any) -> Any:
        """A list of pairs."""
        pairs = [line.split() for line in str(super().clean(value)).splitlines() if line.strip()]
        if any(len(pair) != 2 for pair in pairs):
            raise forms.ValidationError(_("Two short names in each line, please."))
        return pairs

"""What people choose when they look at something as a station shows it: which page, language, size, contrast, reach."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from sync.hub.console.wording.terms import language_words
from sync.hub.previews.painting import PreviewChoice
from sync.protocol.languages import DEFAULT_LANGUAGE, LANGUAGE_CODES

STEPS = {
    "list": _("In the list"),
    "code": _("The participation code"),
    "question": _("The question"),
    "one": _("One answer alone"),
    "about": _("About this poll"),
    "review": _("Before it is cast"),
    "page": _("Its own page"),
    "topics": _("The topics"),
    "greeting": _("The greeting"),
    "home": _("The home page"),
    "house": _("The house"),
}
SIZES = [("small", _("Small")), ("default", _("Usual")), ("large", _("Large")), ("extra", _("Largest"))]
THEMES = [
    ("default", _("Usual")),
    ("white_on_black", _("White on black")),
    ("black_on_white", _("Black on white")),
    ("soft", _("Soft")),
]
LAYOUTS = [("normal", _("Usual")), ("low_left", _("Low, left hand")), ("low_right", _("Low, right hand"))]
ORIENTATIONS = [("portrait", _("Upright")), ("landscape", _("Lying"))]


class PreviewForm(forms.Form):
    """How the page is to be shown. What is missing or makes no sense is as usual."""

    step = forms.ChoiceField(label=_("Page"), required=False)
    language = forms.ChoiceField(label=_("Language"), required=False)
    size = forms.ChoiceField(label=_("Letters"), choices=SIZES, required=False)
    theme = forms.ChoiceField(label=_("Contrast"), choices=THEMES, required=False)
    layout = forms.ChoiceField(label=_("Controls"), choices=LAYOUTS, required=False)
    orientation = forms.ChoiceField(label=_("Screen"), choices=ORIENTATIONS, required=False)

    def __init__(self, *arguments: Any, **named: Any) -> None:
        super().__init__(*arguments, **named)
        languages = [(code, language_words(code)) for code in LANGUAGE_CODES]
        self.fields["language"].choices = languages  # type: ignore[attr-defined]
        self.show_steps([*STEPS])

    def show_steps(self, steps: Sequence[str]) -> None:
        """Offer these pages alone."""
        self.fields["step"].choices = [(step, STEPS.get(step, step)) for step in steps]  # type: ignore[attr-defined]

    def choice(self, *, page: int = 1) -> PreviewChoice:
        """What is chosen."""
        chosen = self.cleaned_data if self.is_valid() else {}
        said = {name: value for name, value in chosen.items() if value}
        return PreviewChoice(**{"language": DEFAULT_LANGUAGE, **said}, page=page)

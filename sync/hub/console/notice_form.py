"""What people fill in to warn others: headline and text, in German and in as many languages as there is time for, and
whom to warn."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import UTC
from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext as _

from sync.hub.console.area_form import AreaForm
from sync.hub.console.draft_forms import FormPart, stations_field
from sync.hub.console.queries import district_names
from sync.hub.console.text_fields import text_field
from sync.hub.console.wording.terms import language_words
from sync.protocol.emergency_notice import MOST_HEADLINE, MOST_TEXT, EmergencyNotice
from sync.protocol.errors import Refused
from sync.protocol.languages import DEFAULT_LANGUAGE, LANGUAGE_CODES


class NoticeForm(AreaForm):
    """One warning. ``ready``: the one that lies ready to begin with, as its file has it."""

    def __init__(self, data: QueryDict | None, *, ready: Mapping[str, Any], seen: int) -> None:
        texts = {f"{name}-{code}": text for name in ("headline", "text") for code, text in ready.get(name, {}).items()}
        target = {name: ready.get(name, []) for name in ("districts", "stations")}
        label = _("Districts (none: the whole city)")
        super().__init__(data, offered=district_names(), label=label, initial={**texts, **target, "seen": seen})
        self.fields["stations"] = stations_field(target["stations"])
        for code in LANGUAGE_CODES:
            language = language_words(code)
            for name, words, most in (("headline", _("Headline"), MOST_HEADLINE), ("text", _("Text"), MOST_TEXT)):
                field = text_field(f"{words} ({language})", most, language=code)
                field.required = code == DEFAULT_LANGUAGE
                self.fields[f"{name}-{code}"] = field
        self.fields["until"] = forms.DateTimeField(
            label=_("Until when?"),
            help_text=_("Then it goes away by itself, also at stations without a network."),
            widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"),
            input_formats=["%Y-%m-%dT%H:%M", "%Y-%m-%dT%H:%M:%S"],
        )

    def sections(self) -> Sequence[FormPart]:
        """German and its end first; then language by language, folded away where nothing lies ready."""
        german = [self[f"headline-{DEFAULT_LANGUAGE}"], self[f"text-{DEFAULT_LANGUAGE}"], self["until"]]
        others = [code for code in LANGUAGE_CODES if code != DEFAULT_LANGUAGE]
        return [FormPart(_("What people are to read"), german), *map(self._section, others)]

    def target(self) -> FormPart:
        """For whom it is; folded away while it is for everybody. The field of the area is not among them."""
        fields = [self["districts"], self["stations"]]
        is_for_all = not any(field.value() for field in (*fields, self["area"]))
        return FormPart(_("Only some districts or stations"), fields, is_spare=is_for_all)

    def _section(self, code: str) -> FormPart:
        fields = [self[f"headline-{code}"], self[f"text-{code}"]]
        return FormPart(language_words(code), fields, is_spare=not any(field.value() for field in fields))

    def clean(self) -> dict[str, Any]:
        """Each language has both texts; an area that is drawn was looked at."""
        values = super().clean() or {}
        if self.data.get("deed") == "area":
            if not values.get("area") and "area" not in self.errors:
                self.add_error("area", _("Please draw an area first."))
        elif values.get("area") and not values.get("districts"):
            self.add_error("area", _("Please look first which districts it touches."))
        for code in LANGUAGE_CODES:
            there = {name: values.get(f"{name}-{code}") for name in ("headline", "text")}
            for name, text in there.items():
                if any(there.values()) and not text and not self.errors.get(f"{name}-{code}"):
                    self.add_error(f"{name}-{code}", _("In this language the other text is there: it needs both."))
        return values

    def notice(self) -> EmergencyNotice:
        """The warning as stations are told it. Call on a valid form. Raises Refused."""
        given = self.cleaned_data
        texts = {
            name: {code: text for code in LANGUAGE_CODES if (text := given[f"{name}-{code}"])}
            for name in ("headline", "text")
        }
        until = given["until"].astimezone(UTC)
        districts, stations = (tuple(given[name]) for name in ("districts", "stations"))
        written = EmergencyNotice(texts["headline"], texts["text"], until, districts, stations)
        checked = EmergencyNotice.from_bytes(written.to_bytes())
        if checked is None:
            raise Refused("the notice says nothing")
        return checked

"""Forms for content of any kind, made from its schema: one for the whole in German, one for each other language.

A form takes a value as it stands in a draft and gives it back changed. What may be missing in a draft is not asked for
here: the page says what keeps it from being published.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import count
from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext as _

from sync.hub.console.draft_forms import FormPart, stations_field
from sync.hub.console.forms import VersionedForm, check_readable
from sync.hub.console.new_poll_form import short_name
from sync.hub.console.queries import station_names
from sync.hub.console.text_fields import PlainTextField, text_field
from sync.hub.console.wording.content_parts import choice_words, member_words, place_label
from sync.hub.console.wording.terms import language_words
from sync.hub.drafts.content_parts import ContentPart, PartKind, Place, parts_of, put_together, text_parts, value_at
from sync.protocol.languages import DEFAULT_LANGUAGE, LANGUAGE_CODES

_CHOSEN = ("stations", "languages")
"""Members whose field depends on what is chosen already."""
_DAY, _CLOCK, _MOMENT = "%Y-%m-%d", "%H:%M", "%Y-%m-%dT%H:%M"


@dataclass(frozen=True)
class FormGround:
    """What a form offers to choose from: districts by code, and the files of drawings and pictures."""

    districts: Mapping[str, str]
    pictograms: Sequence[str]
    pictures: Sequence[str]
    stations: Sequence[str] | None = None
    """Names, where not all there are are offered."""


class ContentForm(VersionedForm):
    """The whole of it, its texts in German."""

    def __init__(self, value: Any, schema: Mapping[str, Any], data: QueryDict | None, ground: FormGround) -> None:
        self._value, self._parts = value, list(parts_of(schema, value))
        super().__init__(data, initial={part.key: _shown(part, value_at(value, part.place)) for part in self._parts})
        for part in self._parts:
            chosen = value_at(value, part.place) if part.place[-1] in _CHOSEN else ()
            self.fields[part.key] = _field(part, ground, chosen or ())

    def sections(self) -> list[FormPart]:
        """What is there once comes first, then the rows of each list; empty rows are folded away."""
        rows: dict[Place, list[ContentPart]] = {(): []}
        for part in self._parts:
            rows.setdefault(_row_of(part.place), []).append(part)
        found = []
        for row, parts in rows.items():
            is_spare = bool(row) and not any(part.is_row_there for part in parts)
            name = place_label(row) if row else _("In general")
            found.append(FormPart(name, [self[part.key] for part in parts], is_spare=is_spare))
        return [part for part in found if part.fields]

    def value(self) -> Any:
        """It as it is now. Call on a valid form."""
        given: dict[Place, Any] = {}
        for part in self._parts:
            one = self.cleaned_data[part.key]
            if part.kind is PartKind.TEXTS:
                before = value_at(self._value, part.place) or {}
                others = {code: text for code, text in before.items() if code != DEFAULT_LANGUAGE}
                # Without the German text there is nothing that the others would say in another language.
                given[part.place] = {DEFAULT_LANGUAGE: one, **others} if one else {}
            else:
                given[part.place] = one
        return put_together(self._value, _named(given))


class ContentTextsForm(VersionedForm):
    """Its texts in one other language, the German ones beside them."""

    def __init__(self, value: Any, schema: Mapping[str, Any], language: str, data: QueryDict | None) -> None:
        self._value, self._language, self._parts = value, language, list(text_parts(schema, value))
        texts = {part.key: value_at(value, part.place).get(language, "") for part in self._parts}
        super().__init__(data, initial=texts)
        for part in self._parts:
            german = value_at(value, part.place)[DEFAULT_LANGUAGE]
            self.fields[part.key] = _text_field(part, place_label(part.place), help_text=german, language=language)

    def value(self) -> Any:
        """It with these texts. Call on a valid form."""
        given = {}
        for part in self._parts:
            others = {c: t for c, t in value_at(self._value, part.place).items() if c != self._language}
            text = self.cleaned_data[part.key]
            given[part.place] = {**others, self._language: text} if text else others
        return put_together(self._value, given)


def _row_of(place: Place) -> Place:
    """The first row of a list on the way to a place; empty for what stands in none."""
    at = next((number for number, step in enumerate(place) if isinstance(step, int)), None)
    return () if at is None or at == len(place) - 1 else place[: at + 1]


def _named(given: Mapping[Place, Any]) -> dict[Place, Any]:
    """Rows that need a name for machines and have none are named after their title or question."""
    named = dict(given)
    for place in given:
        if place[-1] != "id" or named[place]:
            continue
        row, rows = place[:-1], place[:-2]
        title = named.get((*row, "title")) or named.get((*row, "question")) or {}
        words = named.get((*row, "name")) or title.get(DEFAULT_LANGUAGE, "")
        if wanted := short_name(words)[:40].strip("-"):
            taken = {one for at, one in named.items() if at[-1] == "id" and at[:-2] == rows}
            named[place] = next(one for one in _numbered(wanted) if one not in taken)
    return named


def _numbered(wanted: str) -> Iterator[str]:
    yield wanted
    yield from (f"{wanted}-{number}" for number in count(2))


def _shown(part: ContentPart, value: Any) -> Any:
    if value is None:
        return None
    if part.kind is PartKind.TEXTS:
        return value.get(DEFAULT_LANGUAGE, "")
    is_ticked = part.place[-1] in ("districts", "languages") or part.place == ("stations",)
    if part.kind is PartKind.WORDS and not is_ticked:
        return "\n".join(value)
    if part.kind is PartKind.POINT:
        return ", ".join(map(str, value))
    return " ".join(value) if part.kind is PartKind.SPAN else value


def _field(part: ContentPart, ground: FormGround, chosen: Sequence[str] = ()) -> forms.Field:
    label = member_words(part.place)
    if part.kind is PartKind.TEXTS:
        return _text_field(part, label, language=DEFAULT_LANGUAGE)
    if part.place[-1] == "districts":
        names = sorted(ground.districts.items(), key=lambda item: item[1])
        return forms.MultipleChoiceField(
            label=_("Districts (none: the whole city)"),
            choices=names,
            required=False,
            widget=forms.CheckboxSelectMultiple,
        )
    if part.place[-1] == "stations":
        several = len(part.place) > 1
        return StationNamesField(chosen) if several else stations_field(chosen, offered=ground.stations)
    if part.place[-1] == "district":
        districts = sorted(ground.districts.items(), key=lambda item: item[1])
        return forms.ChoiceField(label=label, choices=[("", "–"), *districts], required=False)
    if part.place[-1] in ("file", "pictogram"):
        files = ground.pictures if part.place[-1] == "file" else ground.pictograms
        return forms.ChoiceField(label=label, choices=[("", "–"), *((file, file) for file in files)], required=False)
    if part.place[-1] == "languages":
        return _languages(part, label, chosen)
    return _FIELDS[part.kind](part, label)


def _choice(part: ContentPart, label: str) -> forms.Field:
    words = [(word, choice_words(str(part.place[-1]), word)) for word in part.schema["enum"]]
    return forms.ChoiceField(label=label, choices=[("", "–"), *words], required=False)


def _number(part: ContentPart, label: str) -> forms.Field:
    least, most = part.schema.get("minimum"), part.schema.get("maximum")
    return forms.IntegerField(label=label, min_value=least, max_value=most, required=False)


def _word(part: ContentPart, label: str) -> forms.Field:
    hint = _("Empty: made from the title.") if part.place[-1] == "id" else ""
    most = part.schema.get("maxLength", 60)
    return PlainTextField(label=label, max_length=most, required=False, validators=[check_readable], help_text=hint)


class WordsField(forms.CharField):
    """Several words, one in each line."""

    def clean(self, value: Any) -> Any:
        """A list."""
        return [line.strip() for line in str(super().clean(value)).splitlines() if line.strip()]


class StationNamesField(WordsField):
    """At which stations a row of a list is shown, by their names: many rows can have no list of all stations each.

    ``chosen`` are those that are named already.
    """

    def __init__(self, chosen: Sequence[str]) -> None:
        label = _("Only at these stations (none: all of the districts)")
        hint = _("One name in each line, as the station was enrolled.")
        super().__init__(
            label=label, required=False, widget=forms.Textarea(attrs={"rows": 2}), max_length=8000, help_text=hint
        )
        self._chosen = chosen

    def clean(self, value: Any) -> Any:
        """Names of stations that are there, or were named before."""
        names = super().clean(value)
        if unknown := [name for name in names if name not in {*self._chosen, *station_names()}]:
            raise forms.ValidationError(_("No station is called %(name)s.") % {"name": unknown[0]})
        return names


class PointField(forms.CharField):
    """Longitude and latitude, of one corner after the other."""

    def __init__(self, *, numbers: int, **named: Any) -> None:
        super().__init__(**named)
        self._numbers = numbers

    def clean(self, value: Any) -> Any:
        """So many numbers; None for nothing."""
        text = str(super().clean(value)).strip()
        if not text:
            return None
        try:
            numbers = [float(number) for number in text.split(",")]
        except ValueError:
            numbers = []
        if len(numbers) != self._numbers:
            raise forms.ValidationError(
                _("%(number)s numbers with a comma between them, please.") % {"number": self._numbers}
            )
        return numbers


class SpanField(forms.CharField):
    """From when to when."""

    def clean(self, value: Any) -> Any:
        """Two moments."""
        words = str(super().clean(value)).split()
        if words and len(words) != 2:
            raise forms.ValidationError(_("Two moments with a blank between them, please."))
        return words


def _words(_part: ContentPart, label: str) -> forms.Field:
    widget = forms.Textarea(attrs={"rows": 3})
    return WordsField(label=label, required=False, widget=widget, max_length=4000, help_text=_("One in each line."))


def _languages(part: ContentPart, label: str, chosen: Sequence[str]) -> forms.Field:
    """Those that are chosen first, in the order in which stations offer them."""
    codes = sorted(part.schema["items"]["enum"], key=[*chosen, *LANGUAGE_CODES, *part.schema["items"]["enum"]].index)
    named = [(code, language_words(code)) for code in codes]
    return forms.MultipleChoiceField(label=label, choices=named, required=False, widget=forms.CheckboxSelectMultiple)


def _point(part: ContentPart, label: str) -> forms.Field:
    numbers = len(part.schema["prefixItems"])
    corners = _("West, south, east, north: 12.05, 54.05, 12.15, 54.12")
    hint = _("Longitude, latitude: 12.131, 54.089") if numbers == 2 else corners
    return PointField(label=label, required=False, max_length=90, help_text=hint, numbers=numbers)


def _span(_part: ContentPart, label: str) -> forms.Field:
    hint = _("Beginning and end: 2026-12-01T10:00 2026-12-01T12:00")
    return SpanField(label=label, required=False, max_length=60, help_text=hint)


def _when(kind: str, form: str) -> Callable[[ContentPart, str], forms.Field]:
    """Days and times are kept as they are written in files."""

    def field(_part: ContentPart, label: str) -> forms.Field:
        widget = forms.DateInput(attrs={"type": kind}, format=form)
        return forms.CharField(label=label, required=False, max_length=30, widget=widget)

    return field


_FIELDS: Mapping[PartKind, Callable[[ContentPart, str], forms.Field]] = {
    PartKind.CHOICE: _choice,
    PartKind.NUMBER: _number,
    PartKind.WORD: _word,
    PartKind.WORDS: _words,
    PartKind.POINT: _point,
    PartKind.SPAN: _span,
    PartKind.FLAG: lambda _part, label: forms.BooleanField(label=label, required=False),
    PartKind.DAY: _when("date", _DAY),
    PartKind.MOMENT: _when("datetime-local", _MOMENT),
    PartKind.CLOCK: _when("time", _CLOCK),
}


def _text_field(part: ContentPart, label: str, *, help_text: str = "", language: str) -> forms.CharField:
    most = int(part.schema["properties"][language]["maxLength"])
    return text_field(label, most, help_text=help_text, language=language)


def completeness(value: Any, schema: Mapping[str, Any]) -> Iterator[Mapping[str, str]]:
    """Every text there is to translate, with the languages it is in."""
    for part in text_parts(schema, value):
        yield value_at(value, part.place)

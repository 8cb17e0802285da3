"""What people fill in when they write a poll: forms made from the schema of the content, one for each language.

A form takes a poll as it stands in a draft and gives it back changed. What may be missing in a draft is not asked for
here: the page says what keeps the poll from being published.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from copy import deepcopy
from dataclasses import dataclass
from datetime import date
from itertools import chain
from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext as _

from sync.hub.console.draft_choices import CHOSEN_WORDS, DECIDES, ORDERS, SCALES_OF_POLLS, PairsField
from sync.hub.console.draft_options import (
    FEWEST_ROWS,
    first_values,
    held_fields,
    option_faults,
    option_fields,
    options_given,
    rows_of,
)
from sync.hub.console.draft_texts import (
    ONE_BY_ONE,
    TEXTS,
    most_characters,
    set_text,
    text_at,
    text_label,
    text_places,
    texts_in,
)
from sync.hub.console.forms import VersionedForm
from sync.hub.console.queries import district_names, station_names
from sync.hub.console.text_fields import text_field
from sync.hub.console.wording.poll_parts import part_words
from sync.protocol.languages import DEFAULT_LANGUAGE
from sync.protocol.polls.background import BACKGROUND_TEXTS, Audience, Secrecy
from sync.protocol.polls.choose import SINGLE
from sync.protocol.polls.kinds import KINDS

_DAYS = ("opens", "closes", "as_of", "grace")


@dataclass(frozen=True)
class FormPart:
    """Fields that belong together, under one name. ``is_spare``: few people need them."""

    name: str
    fields: Sequence[forms.BoundField]
    is_spare: bool = False

    @property
    def has_errors(self) -> bool:
        """Something is wrong in one of them."""
        return any(field.errors for field in self.fields)


class TextsForm(VersionedForm):
    """The texts of a poll in one language."""

    def __init__(
        self, value: Mapping[str, Any], schema: Mapping[str, Any], language: str, data: QueryDict | None
    ) -> None:
        super().__init__(data, initial=dict(texts_in(value, language)))
        self._value, self._language = value, language
        for name, path in text_places(value):
            most = most_characters(schema, path, language)
            german = "" if language == DEFAULT_LANGUAGE else text_at(value, path, DEFAULT_LANGUAGE)
            self.fields[name] = text_field(text_label(path), most, help_text=german, language=language)

    def value(self) -> dict[str, Any]:
        """The poll with these texts. Call on a valid form."""
        poll: dict[str, Any] = deepcopy(dict(self._value))
        for name, path in text_places(self._value):
            set_text(poll, path, self._language, self.cleaned_data[name])
        return poll


class PollForm(VersionedForm):
    """A whole poll in German: its texts, its days, whom it asks, and what there is to choose."""

    def __init__(
        self,
        value: Mapping[str, Any],
        schema: Mapping[str, Any],
        data: QueryDict | None,
        *,
        is_running: bool = False,
        pictures: Sequence[str] = (),
    ) -> None:
        """``is_running``: people answer it. It can be declared void, and nothing but its words can be mended.

        ``pictures``: the files that answers can show.
        """
        super().__init__(data, initial=dict(_initial(value)))
        self._value = value
        members = schema["properties"]
        for name in TEXTS:
            most = most_characters(schema, (name,), DEFAULT_LANGUAGE)
            self.fields[name] = text_field(part_words(name), most, language=DEFAULT_LANGUAGE)
        if "options" in members:
            self.fields.update(option_fields(value, schema, pictures))
        for name in members:
            if name == "max" and value["kind"] == SINGLE.traits.word:
                continue  # it is one
            if name == "stations":
                self.fields[name] = stations_field(value.get("stations", ()))
            elif (field := _setting_field(name, members[name])) is not None:
                self.fields[name] = field
        self._one_by_one = {name: path for name, path in ONE_BY_ONE.items() if is_running or name != "void"}
        for name, path in self._one_by_one.items():
            most = most_characters(schema, path, DEFAULT_LANGUAGE)
            self.fields[name] = text_field(part_words(path[-1]), most, language=DEFAULT_LANGUAGE)
        self.fields["promise_by"] = _day_field(part_words("by"))
        self._settings = [name for name in members if name in self.fields and name not in (*TEXTS, *ONE_BY_ONE)]
        if is_running:
            self._hold()

    def _hold(self) -> None:
        """What decides what an answer means stays as it is."""
        for name in (*self._settings, "promise_by", *held_fields(self._value)):
            if name in self.fields and name != "as_of":
                self.fields[name].disabled = True

    def sections(self) -> list[FormPart]:
        """The fields in the order in which people think of them."""
        answers = [name for name in self.fields if name.startswith("option")]
        rows = [[name for name in answers if name.startswith(f"option{row}_")] for row in range(rows_of(self._value))]
        there = len(self._value.get("options", ()))
        parts = [
            FormPart(_("What it asks"), self._bound(TEXTS)),
            *(
                FormPart(_("Answer %(number)s") % {"number": row + 1}, self._bound(names))
                for row, names in enumerate(rows[: max(there, FEWEST_ROWS)])
            ),
            FormPart(_("More answers"), self._bound(chain(*rows[max(there, FEWEST_ROWS) :])), is_spare=True),
            FormPart(_("How people answer"), self._bound(("order", "min", "max", "cap", "scale", "budget_euro"))),
            FormPart(_("How it is decided"), self._bound(("rule", "lot", "min_votes", "excludes", "secrecy"))),
            FormPart(_("When"), self._bound(_DAYS)),
            FormPart(_("Who is asked"), self._bound(("districts", "stations", "audience", "codes", "codes_at"))),
            FormPart(part_words("decides"), self._bound(("decides",))),
            FormPart(_("What people should know"), self._bound(f"background_{name}" for name in BACKGROUND_TEXTS)),
            FormPart(part_words("promise"), self._bound(("promise_who", "promise_by", "promise_waived"))),
            FormPart(_("Declare it void"), self._bound(("void",)), is_spare=True),
        ]
        named = {field.html_name for part in parts for field in part.fields} | {"seen"}
        others = [name for name in self.fields if name not in named]
        return [part for part in (*parts, FormPart(_("Besides"), self._bound(others))) if part.fields]

    def _bound(self, names: Iterable[str]) -> list[forms.BoundField]:
        return [self[name] for name in names if name in self.fields]

    def clean(self) -> dict[str, Any]:
        """Days follow each other; an answer that has a text has a title."""
        values = super().clean() or {}
        if values.get("opens") and values.get("closes") and values["closes"] < values["opens"]:
            self.add_error("closes", _("The last day is before the first."))
        if values.get("grace") and values.get("closes") and values["grace"] < values["closes"]:
            self.add_error("grace", _("This is before the last day."))
        if values.get("promise_waived") and (values.get("promise_who") or values.get("promise_by")):
            self.add_error("promise_waived", _("Either somebody answers, or nobody does: please say one of the two."))
        if values.get("codes") and not values.get("codes_at"):
            self.add_error("codes_at", _("Please say where people get a code."))
        for name, wrong in [*option_faults(values)]:
            self.add_error(name, wrong)
        return values

    def value(self) -> dict[str, Any]:
        """The poll as it is now. Call on a valid form."""
        given = self.cleaned_data
        poll: dict[str, Any] = deepcopy(dict(self._value))
        for name in TEXTS:
            set_text(poll, (name,), DEFAULT_LANGUAGE, given[name])
        for name in self._settings:
            if isinstance(given[name], date):
                poll[name] = given[name].isoformat()
            elif name in CHOSEN_WORDS and name not in self._value and given[name] == self.initial[name]:
                continue  # not said, it means the same
            elif given[name] is None or (given[name] in ("", []) and name != "districts"):
                poll.pop(name, None)
            else:
                poll[name] = given[name]
        poll["codes"] = bool(given.get("codes"))
        for name, path in self._one_by_one.items():
            set_text(poll, path, DEFAULT_LANGUAGE, given[name])
        if not poll.get("void"):
            poll.pop("void", None)
        if given["promise_by"]:
            poll["promise"]["by"] = given["promise_by"].isoformat()
        else:
            poll["promise"].pop("by", None)
        if not poll["codes"]:
            poll.pop("codes_at", None)
        _leave_out_unsaid(poll, "promise", "who", "waived")
        _leave_out_unsaid(poll, "background", *BACKGROUND_TEXTS)
        if "options" in poll:
            poll["options"] = list(options_given(self._value.get("options", ()), given))
        return poll


def _leave_out_unsaid(poll: dict[str, Any], member: str, *texts: str) -> None:
    """A text that is not there in German is not there; a member without any entry neither."""
    for name in texts:
        if DEFAULT_LANGUAGE not in poll[member].get(name, {}):
            poll[member].pop(name, None)
    if not poll[member]:
        del poll[member]


def _initial(value: Mapping[str, Any]) -> Iterator[tuple[str, Any]]:
    others = (
        *TEXTS,
        "codes_at",
        "options",
        "promise",
        "void",
        "background",
        "excludes",
        "audience",
        "secrecy",
        "rule",
    )
    yield from ((name, entry) for name, entry in value.items() if name not in others)
    yield "audience", value.get("audience", Audience.EVERYBODY)
    yield "secrecy", value.get("secrecy", Secrecy.TWO_TRUSTEES)
    yield "rule", value.get("rule", KINDS[value["kind"]].traits.rules[0])
    yield "excludes", "\n".join(" ".join(pair) for pair in value.get("excludes", ()))
    yield "promise_by", value.get("promise", {}).get("by")
    yield from texts_in(value, DEFAULT_LANGUAGE)
    yield from first_values(value)


def stations_field(chosen: Iterable[str], *, offered: Iterable[str] | None = None) -> forms.Field:
    """At which stations something is shown: those that are ``offered``, else all there are, and those that are chosen
    already."""
    names = sorted({*(station_names() if offered is None else offered), *chosen})
    return forms.MultipleChoiceField(
        label=_("Only at these stations (none: all of the districts)"),
        choices=[(name, name) for name in names],
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )


def _setting_field(name: str, schema: Mapping[str, Any]) -> forms.Field | None:
    """The field of a member that is no text; None for one that has no field."""
    label = part_words(name)
    if name == "districts":
        names = sorted(district_names().items(), key=lambda item: item[1])
        return forms.MultipleChoiceField(
            label=_("Districts (none: the whole city)"),
            choices=names,
            required=False,
            widget=forms.CheckboxSelectMultiple,
        )
    if name in ("decides", "order"):
        words = DECIDES if name == "decides" else ORDERS
        choices = [(word, words.get(word, word)) for word in schema["enum"]]
        return forms.ChoiceField(label=label, choices=choices, widget=forms.RadioSelect)
    if name in CHOSEN_WORDS:
        named = CHOSEN_WORDS[name]
        choices = [(word, _(str(named.get(word, word)))) for word in schema["enum"]]
        return forms.ChoiceField(label=label, choices=choices, widget=forms.RadioSelect, required=False)
    if name == "lot":
        hint = _("Known before the first ballot; empty: from the poll.")
        return text_field(label, 100, help_text=hint, language=DEFAULT_LANGUAGE)
    if name == "excludes":
        return PairsField(label=label, required=False)
    if name == "scale":
        return forms.ChoiceField(label=label, choices=[*SCALES_OF_POLLS.items()], widget=forms.RadioSelect)
    if name in _DAYS:
        return _day_field(label)
    if schema.get("type") == "boolean":
        return forms.BooleanField(label=label, required=False)
    if schema.get("type") == "integer" and name != "version":
        return forms.IntegerField(label=label, min_value=schema.get("minimum"), required=False)
    return None


def _day_field(label: str) -> forms.DateField:
    widget = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    return forms.DateField(label=label, required=False, widget=widget)

"""The answers of a poll that is written: the fields of each row, what must be said of one, and what is kept."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from copy import deepcopy
from typing import Any

from django import forms
from django.utils.translation import gettext as _

from sync.hub.console.draft_texts import SHOWS, most_characters, resolved, set_text, text_at, text_label
from sync.hub.console.new_poll_form import short_name
from sync.hub.console.text_fields import text_field
from sync.hub.console.wording.poll_parts import part_words
from sync.protocol.languages import DEFAULT_LANGUAGE

FEWEST_ROWS = 2
"""So many answers every poll that has some offers."""
ROWS_TO_SPARE = 4
"""Empty rows for further answers."""
MOST_ROWS = 40
_FIXED = ("picture", "cost_euro")
"""What stays of an answer while people give it."""


def rows_of(value: Mapping[str, Any]) -> int:
    """How many rows the form of this poll has."""
    return min(max(len(value.get("options", ())), FEWEST_ROWS) + ROWS_TO_SPARE, MOST_ROWS)


def option_fields(
    value: Mapping[str, Any], schema: Mapping[str, Any], pictures: Sequence[str]
) -> Iterator[tuple[str, forms.Field]]:
    """The fields of all rows by their names. ``pictures``: the files there are to choose from."""
    members = resolved(schema, schema["properties"]["options"]["items"])["properties"]
    chosen = {file for option in value.get("options", ()) if (file := _file_of(option))}
    files = [("", "–"), *((file, file) for file in sorted({*pictures, *chosen}))]
    for row in range(rows_of(value)):
        for name in ("title", "about"):
            yield f"option{row}_{name}", _text_field(schema, ("options", row, name))
        number = _("Answer %(number)s") % {"number": row + 1}
        if "cost_euro" in members:
            label = f"{number}: {part_words('cost_euro')}"
            yield f"option{row}_cost_euro", forms.IntegerField(label=label, min_value=1, required=False)
        if "picture" in members:
            label = f"{number}: {part_words('picture')}"
            yield f"option{row}_picture", forms.ChoiceField(label=label, choices=files, required=False)
            yield f"option{row}_shows", _text_field(schema, ("options", row, *SHOWS))


def held_fields(value: Mapping[str, Any]) -> Iterator[str]:
    """The names of fields that stay as they are while people answer the poll: all but the words of its answers."""
    options = value.get("options", ())
    for row in range(rows_of(value)):
        if row >= len(options):
            yield from (f"option{row}_{name}" for name in ("title", "about", "shows"))
        elif not _file_of(options[row]):
            yield f"option{row}_shows"
        yield from (f"option{row}_{name}" for name in _FIXED)


def first_values(value: Mapping[str, Any]) -> Iterator[tuple[str, Any]]:
    """What stands in the fields that hold no text, to begin with."""
    for row, option in enumerate(value.get("options", ())):
        yield f"option{row}_cost_euro", option.get("cost_euro")
        yield f"option{row}_picture", _file_of(option)


def option_faults(values: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """The name of each field whose row is not whole, and what is wrong: what says something has a title, and a picture
    is described. ``values``: those of the fields that are in order by themselves."""
    for row in range(MOST_ROWS):
        title, about, picture, shows = (f"option{row}_{name}" for name in ("title", "about", "picture", "shows"))
        if any(values.get(name) for name in (about, picture, shows)) and not values.get(title):
            yield title, _("This answer has no title.")
        if values.get(picture) and values.get(shows) == "":
            yield shows, _("Please say what the picture shows.")
        if values.get(shows) and values.get(picture) == "":
            yield shows, _("There is no picture that this tells about.")


def options_given(before: Sequence[Mapping[str, Any]], given: Mapping[str, Any]) -> Iterator[dict[str, Any]]:
    """Those with a title. One that was there ``before`` keeps its id, whatever it is called now."""
    taken = {option["id"] for option in before}
    for row in range(MOST_ROWS):
        title = given.get(f"option{row}_title")
        if not title:
            continue
        old = before[row] if row < len(before) else None
        option: dict[str, Any] = (
            deepcopy(dict(old)) if old else {"id": _free_id(title, taken), "title": {}, "about": {}}
        )
        taken.add(option["id"])
        option["title"][DEFAULT_LANGUAGE] = title
        set_text(option, ("about",), DEFAULT_LANGUAGE, given.get(f"option{row}_about", ""))
        _set_picture(option, given.get(f"option{row}_picture", ""), given.get(f"option{row}_shows", ""))
        cost = given.get(f"option{row}_cost_euro")
        option.pop("cost_euro", None)
        yield {**option, "cost_euro": cost} if cost is not None else option


def _set_picture(option: dict[str, Any], file: str, shows: str) -> None:
    """Another picture with another description: what other languages said of the one before does not hold."""
    if not file:
        option.pop("picture", None)
        return
    if _file_of(option) != file and text_at(option, SHOWS, DEFAULT_LANGUAGE) != shows:
        option["picture"] = {}
    option["picture"] = {**option.get("picture", {}), "file": file}
    set_text(option, SHOWS, DEFAULT_LANGUAGE, shows)


def _file_of(option: Mapping[str, Any]) -> str:
    return str(option.get("picture", {}).get("file", ""))


def _text_field(schema: Mapping[str, Any], path: tuple[Any, ...]) -> forms.Field:
    most = most_characters(schema, path, DEFAULT_LANGUAGE)
    return text_field(text_label(path), most, language=DEFAULT_LANGUAGE)


def _free_id(title: str, taken: set[str]) -> str:
    wanted = short_name(title)[:40].strip("-") or "answer"
    number, free = 1, wanted
    while free in taken:
        number += 1
        free = f"{wanted}-{number}"
    return free

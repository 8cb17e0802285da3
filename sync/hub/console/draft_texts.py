"""Where the texts of a poll stand that is written, what their fields are called, and how long they may be."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from django.utils.translation import gettext as _

from sync.hub.console.wording.poll_parts import part_words
from sync.protocol.languages import DEFAULT_LANGUAGE
from sync.protocol.polls.background import BACKGROUND_TEXTS

TEXTS = ("title", "question", "about")
"""Texts that every poll has."""
ONE_BY_ONE = {
    "codes_at": ("codes_at",),
    "promise_who": ("promise", "who"),
    "promise_waived": ("promise", "waived"),
    "void": ("void",),
    **{f"background_{name}": ("background", name) for name in BACKGROUND_TEXTS},
}
"""Texts that not every poll has, and where they stand."""
SHOWS = ("picture", "shows")
"""Where in an answer it stands what its picture shows."""


def text_places(value: Mapping[str, Any]) -> Iterator[tuple[str, tuple[Any, ...]]]:
    """The name of the field of every text, and where the text stands."""
    for name in TEXTS:
        yield name, (name,)
    for name, path in ONE_BY_ONE.items():
        if text_at(value, path, DEFAULT_LANGUAGE):
            yield name, path
    for row, option in enumerate(value.get("options", ())):
        for name in ("title", "about"):
            yield f"option{row}_{name}", ("options", row, name)
        if "picture" in option:
            yield f"option{row}_shows", ("options", row, *SHOWS)


def texts_in(value: Mapping[str, Any], language: str) -> Iterator[tuple[str, str]]:
    """The name of the field of every text, and the text in this language."""
    for name, path in text_places(value):
        yield name, text_at(value, path, language)


def text_at(value: Any, path: tuple[Any, ...], language: str) -> str:
    """The text that stands at a place; empty for none."""
    for step in path:
        value = value[step] if isinstance(step, int) else value.get(step, {})
    return str(value.get(language, ""))


def set_text(value: Any, path: tuple[Any, ...], language: str, text: str) -> None:
    """Put the text there; an empty one goes."""
    for step in path:
        value = value[step] if isinstance(step, int) else value.setdefault(step, {})
    if text:
        value[language] = text
    else:
        value.pop(language, None)


def text_label(path: tuple[Any, ...]) -> str:
    """What the field of the text at this place is called."""
    if path[0] != "options":
        return part_words(str(path[-1]))
    name = part_words(str(path[-1])) if path[-1] != "title" else ""
    number = _("Answer %(number)s") % {"number": path[1] + 1}
    return f"{number}: {name}" if name else number


def resolved(schema: Mapping[str, Any], part: Mapping[str, Any]) -> Mapping[str, Any]:
    """A part of a schema, or what it refers to."""
    return schema["$defs"][part["$ref"].rpartition("/")[2]] if "$ref" in part else part


def most_characters(schema: Mapping[str, Any], path: tuple[Any, ...], language: str) -> int:
    """The longest text that fits, as the schema says."""
    member = schema
    for step in path:
        if not isinstance(step, int):
            member = resolved(schema, resolved(schema, member)["properties"][step])
        else:
            member = resolved(schema, member["items"])
    return int(member["properties"][language]["maxLength"])

"""A value of the content taken apart by its schema into what people fill in one by one, and put together again.

Knows no form and no language of people. Empty parts may stand anywhere while somebody writes; put together, rows of
lists in which nothing stands are left out, and so is what need not be said.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from copy import deepcopy
from dataclasses import dataclass
from enum import Enum, auto
from itertools import zip_longest
from typing import Any

from sync.protocol.languages import DEFAULT_LANGUAGE

Place = tuple[str | int, ...]
"""The way to a part: names of members, positions in lists."""

SPARE_ROWS = 2
"""So many empty rows follow those that are there."""


_FOR_FILES = frozenset({"sign_video"})
"""Members that nobody fills in: whoever lays a film into the folder of the content names it in the file."""


class PartKind(Enum):
    """What stands in a part, as far as people fill it in differently."""

    TEXTS = auto()
    """One text in several languages."""
    WORD = auto()
    """A text without a language."""
    CHOICE = auto()
    DAY = auto()
    MOMENT = auto()
    CLOCK = auto()
    NUMBER = auto()
    FLAG = auto()
    POINT = auto()
    """Longitude and latitude; of a box those of its two corners."""
    WORDS = auto()
    """Several words."""
    SPAN = auto()
    """Two moments."""


@dataclass(frozen=True)
class ContentPart:
    """One thing to fill in: where it stands, and what may stand there by its schema.

    ``is_row_there`` is False in rows that are only offered; ``is_needed``: without it the value is not fit.
    """

    place: Place
    kind: PartKind
    schema: Mapping[str, Any]
    is_row_there: bool
    is_needed: bool

    @property
    def key(self) -> str:
        """The place as one word."""
        return as_key(self.place)


def as_key(place: Place) -> str:
    """A place as one word; empty for the whole."""
    return "-".join(map(str, place))


def parts_of(schema: Mapping[str, Any], value: Any) -> Iterator[ContentPart]:
    """Every part of this value, and of the rows that could be added to its lists. The id of the file is none."""
    definitions = schema.get("$defs", {})

    def resolved(part: Mapping[str, Any]) -> Mapping[str, Any]:
        if "anyOf" in part:
            part = next(one for one in part["anyOf"] if one.get("type") != "null")
        return definitions[part["$ref"].rpartition("/")[2]] if "$ref" in part else part

    def walk(part: Mapping[str, Any], inside: Any, place: Place, there: bool, needed: bool) -> Iterator[ContentPart]:
        part = resolved(part)
        if (kind := _kind(part, resolved)) is not None:
            if place != ("id",):
                yield ContentPart(place, kind, part, there, needed)
        elif part.get("type") == "object":
            members = inside if isinstance(inside, Mapping) else {}
            for name, member in part.get("properties", {}).items():  # what has names of its own is for files
                if name in _FOR_FILES:
                    continue
                is_needed = needed and name in part.get("required", ())
                yield from walk(member, members.get(name), (*place, name), there, is_needed)
        else:
            rows = inside if isinstance(inside, list) else []
            for row in range(_rows(part, len(rows))):
                is_there = there and row < max(len(rows), part.get("minItems", 0))
                one = rows[row] if row < len(rows) else None
                yield from walk(part["items"], one, (*place, row), is_there, needed and is_there)

    yield from walk(schema, value, (), True, True)


def _kind(part: Mapping[str, Any], resolved: Any) -> PartKind | None:
    """None for what is taken apart further."""
    if part.get("type") == "object":
        return PartKind.TEXTS if DEFAULT_LANGUAGE in part.get("properties", ()) else None
    if part.get("type") == "array":
        if "prefixItems" in part:
            return PartKind.POINT
        items = resolved(part["items"])
        if items.get("type") == "array":
            return None
        if items.get("pattern") == "T":
            return PartKind.SPAN
        return PartKind.WORDS if items.get("type") == "string" else None
    if "enum" in part:
        return PartKind.CHOICE
    if part.get("type") in ("boolean", "integer"):
        return PartKind.FLAG if part["type"] == "boolean" else PartKind.NUMBER
    if part.get("format") == "date":
        return PartKind.DAY
    return {"T": PartKind.MOMENT, ":": PartKind.CLOCK}.get(part.get("pattern", ""), PartKind.WORD)


def _rows(part: Mapping[str, Any], there: int) -> int:
    rows = max(there + SPARE_ROWS, int(part.get("minItems", 0)))
    return min(rows, int(part["maxItems"])) if "maxItems" in part else rows


def value_at(value: Any, place: Place) -> Any:
    """What stands at a place; None for nothing."""
    for step in place:
        if isinstance(step, int):
            value = value[step] if isinstance(value, list) and step < len(value) else None
        else:
            value = value.get(step) if isinstance(value, Mapping) else None
    return value


def can_be_filled_in(schema: Mapping[str, Any], value: Any) -> bool:
    """Whether what stands in every part is of the kind that the part is for; anything may be missing or too long."""
    return all(_is_of(part.kind, value_at(value, part.place)) for part in parts_of(schema, value))


def _is_of(kind: PartKind, one: Any) -> bool:
    if one is None:
        return True
    if kind is PartKind.TEXTS:
        return isinstance(one, Mapping) and all(isinstance(text, str) for text in one.values())
    if kind in (PartKind.WORDS, PartKind.SPAN):
        return isinstance(one, list) and all(isinstance(word, str) for word in one)
    if kind is PartKind.POINT:
        return isinstance(one, list) and all(isinstance(number, int | float) for number in one)
    if kind is PartKind.NUMBER:
        return isinstance(one, int) and not isinstance(one, bool)
    return isinstance(one, bool if kind is PartKind.FLAG else str)


def put_together(value: Any, given: Mapping[Place, Any]) -> Any:
    """The value with what was filled in; None, an empty text and an empty list take away what stood there.

    A text is given as a mapping of languages. What was not changed stays as it was written, also where it says nothing.
    """
    whole: Any = deepcopy(value)
    for place, one in given.items():
        before = value_at(whole, place)
        if one != before and (_is_said(one) or _is_said(before)):
            whole = _set(whole, place, one)
    return _tidied(whole, value)


def _set(value: Any, place: Place, one: Any) -> Any:
    if not place:
        return one
    step, rest = place[0], place[1:]
    if isinstance(step, int):
        rows = list(value) if isinstance(value, list) else []
        rows += [None] * (step + 1 - len(rows))
        rows[step] = _set(rows[step], rest, one)
        return rows
    members = dict(value) if isinstance(value, Mapping) else {}
    members[step] = _set(members.get(step), rest, one)
    return members


def _tidied(value: Any, before: Any) -> Any:
    """Without what says nothing now, unless it did so before; a row in which only its name stands is none."""
    if isinstance(value, Mapping):
        known = before if isinstance(before, Mapping) else {}
        tidied = {name: _tidied(member, known.get(name)) for name, member in value.items()}
        return {
            name: one
            for name, one in tidied.items()
            if _is_said(one) or one == known.get(name, Ellipsis) or (isinstance(one, list) and name in known)
        }
    if isinstance(value, list):
        earlier = before if isinstance(before, list) else []
        rows = [(_tidied(row, old), old) for row, old in zip_longest(value, earlier)]
        return [row for row, old in rows if row == old is not None or not _is_nothing(row)]
    return value


def _is_nothing(row: Any) -> bool:
    return not _is_said(row) or (
        isinstance(row, Mapping) and not any(_is_said(one) for name, one in row.items() if name != "id")
    )


def _is_said(one: Any) -> bool:
    return one is not None and one is not False and one not in ("", [], {})


def text_parts(schema: Mapping[str, Any], value: Any) -> Iterator[ContentPart]:
    """The texts that are there in German: what there is to translate."""
    for part in parts_of(schema, value):
        if part.kind is PartKind.TEXTS and (value_at(value, part.place) or {}).get(DEFAULT_LANGUAGE):
            yield part

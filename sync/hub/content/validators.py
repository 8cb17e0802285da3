"""What a value in a content file may look like, said in plain words when it does not.

Each check is a function ``check(value, spot)`` that notes its complaints at the spot and returns nothing. Knows
neither files nor the meaning of polls, places or maps: that is ``content_source``.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from sync.protocol.languages import LANGUAGE_CODES

_IDENTIFIER = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")


@dataclass(frozen=True)
class Problem:
    """One thing that is wrong: in which file, at which place inside it, and what."""

    file: str
    path: str
    message: str

    def __str__(self) -> str:
        place = f"{self.file}: {self.path}" if self.path else self.file
        return f"{place}: {self.message}"


@dataclass(frozen=True)
class Spot:
    """A place inside a file, and the list its complaints go to."""

    file: str
    path: str = ""
    problems: list[Problem] = field(default_factory=list)

    def key(self, name: str) -> Spot:
        """The member of this name in the object at this spot."""
        return Spot(self.file, f"{self.path}.{name}" if self.path else name, self.problems)

    def item(self, index: int) -> Spot:
        """The item at this position (from 0) in the list at this spot."""
        return Spot(self.file, f"{self.path}[{index}]", self.problems)

    def say(self, message: str) -> None:
        """Note a complaint here."""
        self.problems.append(Problem(self.file, self.path, message))


Check = Callable[[Any, Spot], None]


def text(longest: int) -> Check:
    """A text of at least one character and at most ``longest``, without space around it."""

    def check(value: Any, spot: Spot) -> None:
        if not isinstance(value, str):
            spot.say("a text is expected")
        elif not value.strip():
            spot.say("the text is empty")
        elif value != value.strip():
            spot.say("the text begins or ends with a space")
        elif len(value) > longest:
            spot.say(f"the text has {len(value)} characters, at most {longest} fit on a screen")

    return check


def texts(longest: int) -> Check:
    """One text in every language that is required."""
    one = text(longest)

    def check(value: Any, spot: Spot) -> None:
        if not isinstance(value, Mapping):
            spot.say("an object with one text per language is expected")
            return
        for language in LANGUAGE_CODES:
            if language not in value:
                spot.say(f"the language {language!r} is missing")
        for language, entry in value.items():
            if language in LANGUAGE_CODES:
                one(entry, spot.key(language))
            else:
                spot.say(f"{language!r} is not a language of the stations")

    return check


def some_languages(one: Check) -> Check:
    """An entry in at least one language of the stations."""

    def check(value: Any, spot: Spot) -> None:
        if not isinstance(value, Mapping) or not value:
            spot.say("an object with one entry per language is expected")
            return
        for language, entry in value.items():
            if language in LANGUAGE_CODES:
                one(entry, spot.key(language))
            else:
                spot.say(f"{language!r} is not a language of the stations")

    return check


def identifier(value: Any, spot: Spot) -> None:
    """A short name for machines: small letters, digits and single hyphens."""
    if not isinstance(value, str) or not _IDENTIFIER.fullmatch(value):
        spot.say("an id of small letters, digits and single hyphens is expected")


def flag(value: Any, spot: Spot) -> None:
    """True or false."""
    if not isinstance(value, bool):
        spot.say("true or false is expected")


def day(value: Any, spot: Spot) -> None:
    """A day like ``2026-10-01``."""
    if read_day(value) is None:
        spot.say("a day like 2026-10-01 is expected")


def read_day(value: Any) -> date | None:
    """The day, or None when the value is not one."""
    if not isinstance(value, str) or not re.fullmatch(r"\d{4}-\d{2}-\d{2}", value):
        return None
    try:
        return date.fromisoformat(value)
    except ValueError:
        return None


def is_whole(value: Any) -> bool:
    """True for a whole number (JSON's true and false are none)."""
    return isinstance(value, int) and not isinstance(value, bool)


def whole(*, least: int) -> Check:
    """A whole number of at least ``least``."""

    def check(value: Any, spot: Spot) -> None:
        if not is_whole(value):
            spot.say("a whole number is expected")
        elif value < least:
            spot.say(f"the number is {value}, at least {least} is expected")

    return check


def one_of(allowed: Collection[str]) -> Check:
    """One of these words."""

    def check(value: Any, spot: Spot) -> None:
        if not isinstance(value, str) or value not in allowed:
            spot.say(f"{value!r} is not one of {', '.join(sorted(allowed))}")

    return check


def either_null_or(other: Check) -> Check:
    """Nothing (null), or what the other check expects."""
    return lambda value, spot: None if value is None else other(value, spot)


def is_numbers(value: Any, count: int) -> bool:
    """True for a list of exactly this many numbers."""
    return (
        isinstance(value, list)
        and len(value) == count
        and all(isinstance(number, int | float) and not isinstance(number, bool) for number in value)
    )


def point(value: Any, spot: Spot) -> None:
    """A point as [longitude, latitude] in degrees (WGS 84)."""
    if not is_numbers(value, 2) or not (-180 <= value[0] <= 180 and -90 <= value[1] <= 90):
        spot.say("a point as [longitude, latitude] is expected")


def box(value: Any, spot: Spot) -> None:
    """A bounding box as [west, south, east, north] in degrees."""
    if not is_numbers(value, 4) or not (value[0] < value[2] and value[1] < value[3]):
        spot.say("a box as [west, south, east, north] is expected")


def is_inside(inner: Any, outer: Any) -> bool:
    """True when a point or box lies inside a box. A malformed one counts as inside: it was complained about before."""
    if not is_numbers(outer, 4) or not (is_numbers(inner, 2) or is_numbers(inner, 4)):
        return True
    return bool(
        outer[0] <= inner[0] and outer[1] <= inner[1] and inner[-2] <= outer[2] and inner[-1] <= outer[3],
    )


def list_of(one: Check, *, least: int = 1) -> Check:
    """A list of at least ``least`` items, each as the given check expects."""

    def check(value: Any, spot: Spot) -> None:
        if not isinstance(value, list):
            spot.say("a list is expected")
            return
        if len(value) < least:
            spot.say(f"the list has {len(value)} entries, at least {least} are expected")
        for index, item in enumerate(value):
            one(item, spot.item(index))

    return check


def record(required: Mapping[str, Check], optional: Mapping[str, Check] | None = None) -> Check:
    """An object with exactly these members; the optional ones may be absent."""
    known = {**required, **(optional or {})}

    def check(value: Any, spot: Spot) -> None:
        if not isinstance(value, Mapping):
            spot.say("an object is expected")
            return
        for name in value:
            if name not in known:
                spot.say(f"unknown key {name!r}")
        for name in required:
            if name not in value:
                spot.say(f"the key {name!r} is missing")
        for name, one in known.items():
            if name in value:
                one(value[name], spot.key(name))

    return check

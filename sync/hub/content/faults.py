"""From the faults that pydantic finds in a value to problems in plain words, with the path."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from typing import Any

from pydantic import ValidationError
from pydantic_core import ErrorDetails, InitErrorDetails, PydanticCustomError

from sync.hub.content.problems import MISSING, UNKNOWN, ContentProblem, shown

_PLAIN_NAME = re.compile(r"[A-Za-z0-9_-]+")


def fault(message: str) -> PydanticCustomError:
    """To be raised in a validator: what is wrong with its value, in plain words."""
    return PydanticCustomError("fault", "{words}", {"words": message})


class Faults:
    """Several faults of one value, at places inside it, so that all of them can be said at once."""

    def __init__(self) -> None:
        self._lines: list[InitErrorDetails] = []

    def say(self, message: str, *place: str | int) -> None:
        """Note a fault at this place (names of members, positions in lists) inside the value."""
        self._lines.append(InitErrorDetails(type=fault(message), loc=place, input=None))

    def take(self, handler: Callable[[Any], Any], value: object) -> Any:
        """What the inner definition makes of the value; None when it finds faults, which are noted."""
        try:
            return handler(value)
        except ValidationError as error:
            for line in error.errors(include_url=False):
                self.say(_words(line), *line["loc"])
        return None

    def stop_if_any(self) -> None:
        """Raises ValidationError with all that was noted."""
        if self._lines:
            raise ValidationError.from_exception_data("content", self._lines)


def problems_of(error: ValidationError, file: str) -> Iterator[ContentProblem]:
    """Everything that was found in the value of a file."""
    for line in error.errors(include_url=False):
        yield ContentProblem(file, path_of(line["loc"]), _words(line))


def path_of(place: tuple[str | int, ...]) -> str:
    """The place inside a value, as people are told it."""
    path = ""
    for step in place:
        if isinstance(step, int):
            path += f"[{step}]"
        elif step == "[key]":  # the name of the member itself is meant
            continue
        elif _PLAIN_NAME.fullmatch(step):
            path += f".{step}" if path else step
        else:
            path += f"[{shown(step)}]"
    return path


_WORDS: Mapping[str, str] = {
    "missing": MISSING,
    "extra_forbidden": UNKNOWN,
    "invalid_key": UNKNOWN,
    "model_type": "an object is expected",
    "dict_type": "an object is expected",
    "list_type": "a list is expected",
    "string_type": "a text is expected",
    "string_unicode": "the text holds half a character, which cannot be written",
    "string_too_long": "the text has {length} characters, at most {max_length} fit on a screen",
    "too_short": "the list has {length} entries, at least {min_length} are expected",
    "too_long": "the list has {length} entries, at most {max_length} are expected",
    "int_type": "a whole number is expected",
    "greater_than_equal": "the number is {value}, at least {ge} is expected",
    "less_than_equal": "the number is {value}, at most {le} is expected",
    "bool_type": "true or false is expected",
    "literal_error": "{value} is not one of {expected}",
    "fault": "{words}",
}
"""The kinds of fault that pydantic tells apart, in words for a person who has never programmed."""


def _words(line: ErrorDetails) -> str:
    value, facts = line["input"], line.get("ctx", {})
    words = _WORDS.get(line["type"])
    if words is None:
        return line["msg"]
    length = len(value) if isinstance(value, str | list) else 0
    return words.format(**{"value": shown(value), "length": length, **facts})

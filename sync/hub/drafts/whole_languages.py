"""In which languages a draft has to be whole to be handed in: none, or by the city's choice all that stations offer."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from sync.hub.choices.services import Translations, city_choices
from sync.hub.content.definitions import PLACES
from sync.hub.content.faults import path_of
from sync.hub.content.problems import MISSING, ContentProblem
from sync.protocol.encoding import parse_json
from sync.protocol.languages import LANGUAGE_CODES

Place = Sequence[str | int]


def languages_needed(folder: Path) -> tuple[str, ...]:
    """The codes; ``folder`` is the content source, whose city says what its stations offer."""
    if city_choices().translations is not Translations.BLOCK:
        return ()
    try:
        city = parse_json((folder / PLACES).read_bytes())["city"]
    except (OSError, ValueError, KeyError, TypeError):
        return LANGUAGE_CODES
    offered = city.get("languages", LANGUAGE_CODES)
    return tuple(code for code in LANGUAGE_CODES if code in offered)


def lacking(texts: Iterable[tuple[Place, Mapping[str, str]]], languages: Sequence[str]) -> Iterator[ContentProblem]:
    """What is missing of these texts. A text that says nothing in any language is none."""
    for place, text in texts:
        for language in languages:
            if any(text.values()) and not text.get(language):
                yield ContentProblem("", path_of((*place, language)), MISSING)


def and_lacking(found: list[ContentProblem], more: Iterable[ContentProblem]) -> list[ContentProblem]:
    """Both, nothing twice."""
    known: dict[Any, ContentProblem] = {(one.path, one.message): one for one in (*found, *more)}
    return list(known.values())

"""Which sentences betray a missing translation: what other languages say, and this one does not. For the audit."""

from __future__ import annotations

import json
from collections.abc import Iterator
from functools import cache
from pathlib import Path

from babel.messages.pofile import read_po

from kiosk.devtools import sample_station
from kiosk.texts import FOLDER
from sync.protocol.languages import LANGUAGES

SHORTEST_FOREIGN = 2
"""So few characters are signs, not words of a language."""


@cache
def foreign_sentences(language: str) -> frozenset[str]:
    """Texts of the catalogues and of the default content in other languages that nothing in this one reads like."""
    mine: set[str] = set()
    others: set[str] = set()
    for code, text in _all_texts():
        (mine if code == language else others).add(text)
    return frozenset(others - mine)


@cache
def _all_texts() -> frozenset[tuple[str, str]]:
    found = (*_catalogue_texts(), *_content_texts(sample_station.DEFAULT_CONTENT))
    return frozenset((code, text.replace("\u00ad", "")) for code, text in found if len(text) > SHORTEST_FOREIGN)


def _catalogue_texts() -> Iterator[tuple[str, str]]:
    """Language and text of everything in the catalogues that has no placeholders."""
    for language in LANGUAGES:
        with (FOLDER / f"{language.code}.po").open("rb") as stream:
            for message in read_po(stream):
                text = message.string
                if message.id and isinstance(text, str) and "{" not in text:
                    yield language.code, text


def _content_texts(folder: Path) -> Iterator[tuple[str, str]]:
    """Language and text of everything in the content that comes in several languages."""
    codes = {language.code for language in LANGUAGES}
    waiting = [json.loads(path.read_text(encoding="utf-8")) for path in sorted(folder.rglob("*.json"))]
    while waiting:
        value = waiting.pop()
        if isinstance(value, dict):
            if len(codes & set(value)) > 1:
                yield from ((code, text) for code, text in value.items() if code in codes and isinstance(text, str))
            waiting += list(value.values())
        elif isinstance(value, list):
            waiting += value

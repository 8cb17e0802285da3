"""What a municipality calls itself in the texts of the station: a city, a municipality, an Amt, or words of its own.

The catalogues speak of a city. For other places their wording is replaced phrase by phrase, so that cases and genders
are right; ``kiosk/locale/place_words.json`` holds the phrases by kind and language. Content chooses a kind, and can
bring phrases of its own. A test finds a text of a catalogue that no phrase reaches.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from typing import Any

from kiosk.texts import FOLDER, Phrases
from sync.protocol.encoding import parse_json

FILE = FOLDER / "place_words.json"

_LIKE: Mapping[str, str] = {"office": "municipality"}
"""Where a language has no phrases for a kind, it has those of another: only German has a word for an Amt."""


def phrases_of(city: Mapping[str, Any]) -> dict[str, Phrases]:
    """By language: what stands in the catalogues, and what is said instead. ``city`` is that of the content's places.

    A kind that this version does not know is a city, as the catalogues say: a wrong word is better than no station.
    """
    kind = city.get("kind")
    known = {**_table(_LIKE.get(str(kind), "")), **_table(str(kind))}
    own: Mapping[str, Phrases] = city.get("words") or {}
    return {language: {**known.get(language, {}), **own.get(language, {})} for language in known.keys() | own.keys()}


@cache
def _tables() -> dict[str, dict[str, dict[str, str]]]:
    tables: dict[str, dict[str, dict[str, str]]] = parse_json(FILE.read_text("utf-8"))
    return tables


def _table(kind: str) -> dict[str, dict[str, str]]:
    return _tables().get(kind, {})

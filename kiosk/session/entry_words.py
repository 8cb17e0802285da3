"""What is said where somebody writes or points: keys, the buttons of the map, how much room is left."""

from __future__ import annotations

from collections.abc import Mapping

from kiosk.texts import Texts

NEARLY_FULL = 100
"""With room for so many characters or fewer, the person is told."""

MAP_CONTROLS = ("closer", "farther", "left", "right", "up", "down", "here")
KEYS = ("space", "backspace", "shift", "digits", "letters", "order", "latin", "own")
SIGNS = {
    ".": "full_stop",
    ",": "comma",
    "-": "hyphen",
    "/": "slash",
    ":": "colon",
    ";": "semicolon",
    "(": "open_bracket",
    ")": "close_bracket",
    "?": "question_mark",
    "!": "exclamation_mark",
    "'": "apostrophe",
    '"': "quotation_mark",
    "€": "euro",
    "&": "ampersand",
    "@": "at",
    "%": "percent",
    "+": "plus",
    "،": "comma",
    "؛": "semicolon",
    "؟": "question_mark",
}
"""Signs that a voice would swallow, those of every script."""


def key_names(words: Texts) -> Mapping[str, str]:
    """Of the keys that are no letters, and of the signs that a voice would swallow."""
    return {key: words.text(f"key.{key}") for key in KEYS} | {
        sign: words.text(f"key.sign.{name}") for sign, name in SIGNS.items()
    }


def map_names(words: Texts) -> Mapping[str, str]:
    """Of the buttons of a map."""
    return {control: words.text(f"map.{control}") for control in MAP_CONTROLS}


def room_words(words: Texts, text: str, *, limit: int) -> str:
    """How many characters there is room for besides this text; empty as long as there is enough."""
    room = limit - len(text)
    return words.plural("description.room", room) if room <= NEARLY_FULL else ""

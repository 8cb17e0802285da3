"""What the keys of the keyboard and the buttons of the map are called."""

from __future__ import annotations

from collections.abc import Mapping

from kiosk.texts import Texts

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

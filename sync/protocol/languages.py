"""The languages of a station: the one list that catalogues, voices, keyboards and content go by."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Language:
    """A language of the station: its code, its name in its own words, and the direction it is read in."""

    code: str
    own_name: str
    about: str = ""
    """One line below the name, in the language itself."""
    right_to_left: bool = False


LANGUAGES = (
    Language("de", "Deutsch"),
    Language("de-leicht", "Leichte Sprache", "Kurze Sätze. Einfache Wörter."),
    Language("en", "English"),
    Language("uk", "Українська"),
    Language("ru", "Русский"),
    Language("ar", "العربية", right_to_left=True),
    Language("pl", "Polski"),
    Language("vi", "Tiếng Việt"),
)
"""All languages of the station, in the order in which they are offered."""

LANGUAGE_CODES = tuple(language.code for language in LANGUAGES)

DEFAULT_LANGUAGE = "de"
"""What a text is shown in when it does not exist in the person's language."""

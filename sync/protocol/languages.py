"""The languages of a station: the one list that catalogues, voices, keyboards and content go by."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

Texts = Mapping[str, str]
"""One text in several languages: language code (``de``, ``de-leicht``, ``en``...) to text."""


@dataclass(frozen=True)
class Language:
    """A language of the station: its code, its name in its own words, and the direction it is read in."""

    code: str
    own_name: str
    about: str = ""
    """One line below the name, in the language itself."""
    right_to_left: bool = False
    falls_back: str = ""
    """In which language it says what its catalogue does not have yet; empty: its catalogue is whole."""


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

FURTHER_LANGUAGES = (Language("nds", "Plattdüütsch", "Dat geiht ok op Platt.", falls_back="de"),)
"""Languages a city can offer besides. People fill their catalogues; the rest is said in another language."""

LANGUAGE_CODES = tuple(language.code for language in LANGUAGES)

OFFERED_CODES = (*LANGUAGE_CODES, *(language.code for language in FURTHER_LANGUAGES))
"""All a city can choose from."""

DEFAULT_LANGUAGE = "de"
"""What a text is shown in when it does not exist in the person's language."""


def languages_of_codes(codes: Iterable[str]) -> tuple[Language, ...]:
    """The languages of these codes, in their order; what no program of this version speaks is left out."""
    known = {language.code: language for language in (*LANGUAGES, *FURTHER_LANGUAGES)}
    return tuple(known[code] for code in codes if code in known)

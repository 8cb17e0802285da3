"""Every word the station says, in the person's language: gettext catalogues with symbolic ids, content texts, dates.

Decides nothing and knows no screen. The catalogues are ``kiosk/locale/<language>.po``, compiled to ``.mo`` beside
them by ``installer.catalogues``.
"""

from __future__ import annotations

import gettext
import re
from collections.abc import Callable, Mapping
from datetime import date
from functools import cache, lru_cache
from pathlib import Path

from sync.protocol.languages import DEFAULT_LANGUAGE, FURTHER_LANGUAGES, LANGUAGES, Language

FOLDER = Path(__file__).parent / "locale"
"""Where the catalogues are."""


Phrases = Mapping[str, str]
"""What stands in a catalogue, and what is said instead of it: whole words only."""

NO_PHRASES: Mapping[str, Phrases] = {}

WITHOUT_TOUCH = ".keys"
"""Ends the id of a text for people who choose with keys, with switches or with the exploring finger."""

FOR_CHILDREN = ".for_children"
"""Ends the id of a text for children, in few words. It speaks of no touching."""


class UnknownTextError(LookupError):
    """No catalogue holds this text: a mistake in the program, found by its tests."""


class Texts:
    """All texts in one language."""

    def __init__(
        self,
        language: str,
        *,
        by_touch: bool = True,
        for_children: bool = False,
        phrases: Mapping[str, Phrases] = NO_PHRASES,
        folder: Path = FOLDER,
    ) -> None:
        """``by_touch`` is False for a person who uses anything else: texts that speak of touching have a second form.
        ``for_children``: children are asked, some texts have a form for them. ``phrases`` are, by language, those of
        the place the station stands in.

        Raises UnknownTextError for a language the station does not speak.
        """
        self._endings = (*([FOR_CHILDREN] if for_children else []), *([] if by_touch else [WITHOUT_TOUCH]))
        self.language = language_of(language)
        self._folder = folder
        self._catalogue = _catalogue(folder, language)
        falls_back = phrases.get(self.language.falls_back, {})
        self._phrases = tuple({**falls_back, **phrases.get(language, {})}.items())

    def text(self, msgid: str, **values: object) -> str:
        """The text of this id with its placeholders filled. Raises UnknownTextError for an unknown id."""
        return self._filled(msgid, self._message(msgid, self._catalogue.gettext), values)

    def plural(self, msgid: str, number: int, **values: object) -> str:
        """The text of this id in the form for this number, which is also its placeholder ``number``."""
        template = self._message(msgid, lambda form: self._catalogue.ngettext(form, form, number))
        return self._filled(msgid, template, {"number": number, **values})

    def content(self, texts: Mapping[str, str]) -> str:
        """A text of the content package, in German where it is not translated; empty when there is none."""
        return texts.get(self.language.code) or texts.get(DEFAULT_LANGUAGE) or ""

    def fixed(self) -> list[str]:
        """All texts that are the same for everybody: those without placeholders. Fit to be recorded beforehand."""
        source = (self._folder / f"{self.language.code}.po").read_text(encoding="utf-8")
        msgids = re.findall(r'^msgid "(.+)"$', source, re.MULTILINE)
        texts = {in_phrases(self._catalogue.gettext(msgid), self._phrases) for msgid in msgids}
        return sorted(text for text in texts if "{" not in text)

    def date(self, day: date) -> str:
        """A day in words: 30. Juni 2027."""
        return self.text("date.day", day=day.day, month=self.text(f"month.{day.month}"), year=day.year)

    def number(self, number: int) -> str:
        """A whole number with its thousands apart: 13.000."""
        return f"{number:,}".replace(",", self.text("number.thousands"))

    def duration(self, seconds: int) -> str:
        """A length of time in whole minutes where it has them, else in seconds."""
        if seconds and seconds % 60 == 0:
            return self.plural("time.minutes", seconds // 60)
        return self.plural("time.seconds", seconds)

    def _message(self, msgid: str, look_up: Callable[[str], str]) -> str:
        """The text in the form for this person: the one for children or without touching, where there is one."""
        for other in (f"{msgid}{ending}" for ending in self._endings):
            if (found := look_up(other)) != other:
                return found
        return look_up(msgid)

    def _filled(self, msgid: str, template: str, values: Mapping[str, object]) -> str:
        if template == msgid:
            raise UnknownTextError(f"{self.language.code}: there is no text {msgid!r}")
        return in_phrases(template, self._phrases).format(**values)


@lru_cache(maxsize=4096)
def in_phrases(template: str, phrases: tuple[tuple[str, str], ...]) -> str:
    """A text with each of these phrases replaced, the longest first, also where one begins a sentence."""
    if not phrases:
        return template
    pattern, instead = _pattern(phrases)
    return pattern.sub(lambda found: instead[found[0]], template)


@cache
def _pattern(phrases: tuple[tuple[str, str], ...]) -> tuple[re.Pattern[str], dict[str, str]]:
    instead = {_capital(said): _capital(other) for said, other in phrases} | dict(phrases)
    longest_first = sorted(instead, key=len, reverse=True)
    return re.compile(rf"(?<!\w)(?:{'|'.join(map(re.escape, longest_first))})(?!\w)"), instead


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]


def language_of(code: str) -> Language:
    """The language of this code. Raises UnknownTextError when the station does not speak it."""
    for language in (*LANGUAGES, *FURTHER_LANGUAGES):
        if language.code == code:
            return language
    raise UnknownTextError(f"the station does not speak {code!r}")


@cache
def _catalogue(folder: Path, language: str) -> gettext.GNUTranslations:
    try:
        with (folder / f"{language}.mo").open("rb") as stream:
            catalogue = gettext.GNUTranslations(stream)
    except FileNotFoundError as error:
        raise UnknownTextError(f"the catalogue {error.filename} is not compiled") from error
    if other := language_of(language).falls_back:
        catalogue.add_fallback(_catalogue(folder, other))
    return catalogue

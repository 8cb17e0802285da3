"""What in a person's own words looks like a telephone number, an e-mail address or a name, and having asked about it.

Nobody is kept from leaving it: it may be meant so, and what looks like a name may be none. It is asked once.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum

from kiosk.session.context import NOTHING, Notice
from kiosk.texts import Texts


class PersonalDetail(Enum):
    """What the words seem to hold."""

    PHONE = "phone"
    EMAIL = "email"
    NAME = "name"


MOST_PHONE_DIGITS = 15
"""ITU-T E.164; our own report numbers are longer."""
FEWEST_PHONE_DIGITS = 7

_EMAIL = re.compile(r"[^\s@]+(@|\s?[(\[]at[)\]]\s?)[^\s@]+\.[^\s@.]{2,}", re.IGNORECASE)
_NUMBER = re.compile(r"(?<![\w.,])[+(]{0,2}\d(?:[ \d/().\u2011\u2013-]*\d)?(?![\w%€])")
_DAY = re.compile(r"\d{1,2}\. ?\d{1,2}\. ?\d{2,4}|\d{4}-\d\d-\d\d")
_AFTER_WORD = re.compile(
    r"\b(tel|telefon|telefonnummer|handy|mobil|phone|тел|телефон|هاتف|sđt|điện thoại)[.:]*\s*$", re.IGNORECASE
)
_TITLE = re.compile(r"\b(Herrn?|Frau|Hr\.|Mrs?\.?|Ms\.?|Pan|Pani|пан|пані|господин|госпожа) [A-ZÀ-ÖØ-ÞŁŚŻŹĆА-ЯІЇЄҐ]\w+")
_INTRODUCTION = re.compile(
    r"\b(ich hei(ß|ss)e|mein name ist|my name is|мене звати|меня зовут|اسمي"
    r"|nazywam się|mam na imię|tôi tên là|tên tôi là)"
    r"[ :]+\w{2,}",
    re.IGNORECASE,
)


def details_in(text: str) -> Iterator[PersonalDetail]:
    """What is found, each kind once."""
    text = unicodedata.normalize("NFKC", text)
    if any(map(_is_phone, _NUMBER.finditer(_DAY.sub(" ; ", text)))):
        yield PersonalDetail.PHONE
    if _EMAIL.search(text):
        yield PersonalDetail.EMAIL
    if _TITLE.search(text) or _INTRODUCTION.search(text):
        yield PersonalDetail.NAME


def _is_phone(found: re.Match[str]) -> bool:
    digits = [sign for sign in found.group() if sign.isdecimal()]
    if _AFTER_WORD.search(found.string[: found.start()]):
        return len(digits) >= FEWEST_PHONE_DIGITS - 2
    if not FEWEST_PHONE_DIGITS <= len(digits) <= MOST_PHONE_DIGITS:
        return False
    number = found.group().lstrip("(")
    return number.startswith("+") or unicodedata.decimal(digits[0]) == 0 or number.isdecimal()


@dataclass
class DetailsAsked:
    """What a person was asked about one text of theirs."""

    kinds: frozenset[PersonalDetail] = frozenset()
    now: PersonalDetail | None = None
    """What is asked just now: going on leaves it as it is."""

    def ask(self, text: str) -> Notice:
        """Before a text is kept: what is asked about it, NOTHING where nothing is left to ask."""
        self.now = next((kind for kind in details_in(text) if kind not in self.kinds), None)
        if self.now is None:
            return NOTHING
        self.kinds |= {self.now}
        return Notice(f"details.{self.now.value}")

    def word_of_main(self, words: Texts) -> str:
        """What the button is called that goes on."""
        return words.text("details.leave" if self.now else "common.continue")


def may_ask(words: Texts) -> tuple[str, ...]:
    """All that may be asked: room is kept for it."""
    return tuple(words.text(f"details.{kind.value}") for kind in PersonalDetail)

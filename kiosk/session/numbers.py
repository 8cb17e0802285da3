"""What a person leaves under a number: the number, its second code, and their words as they are sent."""

from __future__ import annotations

import unicodedata
from random import Random

from kiosk.viewmodel.typed_text import kept_text
from sync.protocol.report_status import CODE_DIGITS, NUMBER_DIGITS


def new_number(random: Random) -> str:
    """A new number. Random on purpose: it must tell neither time nor order."""
    return _digits(random, NUMBER_DIGITS)


def new_second_code(random: Random) -> str:
    """What withdraws what is left under the number."""
    return _digits(random, CODE_DIGITS)


def clean_words(text: str) -> str:
    """Words as they are sent: composed characters, nothing that cannot be seen, no space around."""
    return kept_text(unicodedata.normalize("NFC", text), lines=True).strip()


def _digits(random: Random, count: int) -> str:
    return "".join(random.choices("0123456789", k=count))

"""What is left of a code that was typed or scanned: letters and digits. Which code it is, the tasks judge."""

from __future__ import annotations

import re
import unicodedata

from sync.protocol.encoding import group_code

_SCANNED = re.compile(r"MITMACH(CODE|VOTE|REPORT)")
"""What stands before everything of ours that is scanned, once its colons are gone (a scanner types them, too)."""

NUMBER_GROUP, SECOND_GROUP = 4, 3
"""Digits in a group of a report's number, and of its second code."""


def grouped_number(digits: str) -> str:
    """A report's number, whole or not, as the receipt shows it."""
    return group_code(digits, NUMBER_GROUP, between=" ")


def grouped_second_code(digits: str) -> str:
    """A report's second code, whole or not, as the receipt shows it."""
    return group_code(digits, SECOND_GROUP, between=" ")


def clean_code(typed: str, *, length: int, most: int) -> str:
    """The letters and digits of what was typed, as capitals, at most so many; digits of every script are ours.

    What is longer than a code (``length``) begins with what a scanner read before it.
    """
    plain = "".join(map(_plain, typed))
    while len(plain) > length and (before := _SCANNED.match(plain)):
        plain = plain[before.end() :]
    return plain[:most]


def _plain(sign: str) -> str:
    if sign.isascii():
        return sign.upper() if sign.isalnum() else ""
    digit = unicodedata.decimal(sign, None)
    return "" if digit is None else str(digit)

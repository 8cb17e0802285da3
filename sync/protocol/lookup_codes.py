"""The codes people look up: a tracker of a ballot, or the number of a report. What was typed is read alike at stations
and on the hub's public pages.

A tracker is twenty characters of base 32 (A to Z, 2 to 7), a report number sixteen digits. Neither alphabet has all
the characters people type for those they read, so each is taken for the one it can only have been.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from enum import Enum

from sync.protocol.envelope import TRACKER_LENGTH
from sync.protocol.report_status import NUMBER_DIGITS

MOST_CHARACTERS = TRACKER_LENGTH + 4
"""A few more than the longest code has: what was typed twice can be seen and taken back."""

LIKE_DIGITS = str.maketrans("OQIL", "0011")
LIKE_LETTERS = str.maketrans("018", "OIB")

_SCANNED = re.compile(r"MITMACH(CODE|VOTE|REPORT)")
"""What stands before everything of ours that is scanned, once its colons are gone (a scanner types them, too)."""


class LookupCodeProblem(Enum):
    """Why what was typed is no code."""

    EMPTY = "empty"
    TOO_SHORT = "too_short"
    TOO_LONG = "too_long"
    NEITHER = "neither"
    """As long as a code, but with characters that none has."""


class LookupCodeRefused(Exception):  # noqa: N818  what the person is told
    """This is no code. ``reason`` says what to check."""

    def __init__(self, reason: LookupCodeProblem) -> None:
        super().__init__(reason.value)
        self.reason = reason


@dataclass(frozen=True)
class Tracker:
    """The public name of a ballot."""

    code: str


@dataclass(frozen=True)
class ReportNumber:
    """What a report is asked for by."""

    code: str


def plain_code(typed: str, *, length: int, most: int) -> str:
    """The letters and digits of what was typed, as capitals, at most so many; digits of every script are ours.

    What is longer than a code (``length``) begins with what a scanner read before it.
    """
    plain = "".join(map(_plain, typed))
    while len(plain) > length and (before := _SCANNED.match(plain)):
        plain = plain[before.end() :]
    return plain[:most]


def clean_code(typed: str) -> str:
    """The letters and digits of what was typed or scanned, as capitals. Nothing else is kept."""
    return plain_code(typed, length=TRACKER_LENGTH, most=MOST_CHARACTERS)


def read_code(typed: str) -> Tracker | ReportNumber:
    """Which code this is. Raises LookupCodeRefused when it is none."""
    code = clean_code(typed)
    if not code:
        raise LookupCodeRefused(LookupCodeProblem.EMPTY)
    if len(code) == NUMBER_DIGITS and (number := code.translate(LIKE_DIGITS)).isdigit():
        return ReportNumber(number)
    if len(code) < TRACKER_LENGTH:
        raise LookupCodeRefused(LookupCodeProblem.TOO_SHORT)
    if len(code) > TRACKER_LENGTH:
        raise LookupCodeRefused(LookupCodeProblem.TOO_LONG)
    tracker = code.translate(LIKE_LETTERS)
    if "9" in tracker:
        raise LookupCodeRefused(LookupCodeProblem.NEITHER)
    return Tracker(tracker)


def _plain(sign: str) -> str:
    if sign.isascii():
        return sign.upper() if sign.isalnum() else ""
    digit = unicodedata.decimal(sign, None)
    return "" if digit is None else str(digit)

"""Rules of participation codes at the station: what was typed, and whether it lets one vote. Knows no screens, no time.

A code that was typed wrongly, belongs to no card or was used here is refused before anybody answers in vain. The hub
has the last word: it also knows what was used elsewhere.
"""

from __future__ import annotations

import re
import sqlite3
from enum import Enum
from typing import Protocol

from sync.protocol.encoding import group_code
from sync.protocol.lookup_codes import plain_code
from sync.protocol.participation_codes import (
    CODE_LENGTH,
    SCANNED_PREFIX,
    CodeFault,
    CodeList,
    NotACode,
    read_typed,
)
from sync.protocol.polls.poll import Poll

MOST_CHARACTERS = CODE_LENGTH + 7
"""A few more than a code has: what was typed twice can be seen and taken back."""


class SpentCodes(Protocol):
    """The codes that were used at this station: ``sync.station.outbox.Outbox``."""

    def is_spent(self, mark: str) -> bool:
        """True when the code of this mark was used. Raises sqlite3.Error when the disk does not answer."""


class VoidCards(Protocol):
    """The cards that teams have declared void, here or elsewhere: ``kiosk.session.findings.Registers``."""

    def is_void(self, mark: str, /) -> bool:
        """True when the card with the code of this mark is void."""


class CodeProblem(Enum):
    """Why a code does not let one vote."""

    EMPTY = "empty"
    INCOMPLETE = "incomplete"
    TOO_LONG = "too_long"
    MISTYPED = "mistyped"
    UNKNOWN = "unknown"
    """Rightly typed, but no code of this poll."""
    USED = "used"
    """Used at this station before."""
    VOID = "void"
    """Declared void at another station."""
    UNCHECKED = "unchecked"
    """The station cannot look it up now."""


class CodeRefused(Exception):  # noqa: N818  what the person is told
    """This code does not let one vote. ``reason`` says what to do."""

    def __init__(self, reason: CodeProblem) -> None:
        super().__init__(reason.value)
        self.reason = reason


_FAULTS = {
    CodeFault.INCOMPLETE: CodeProblem.INCOMPLETE,
    CodeFault.TOO_LONG: CodeProblem.TOO_LONG,
    CodeFault.STRANGE: CodeProblem.MISTYPED,
    CodeFault.MISTYPED: CodeProblem.MISTYPED,
}


def clean_code(typed: str) -> str:
    """The letters and digits of what was typed or scanned, as capitals. Nothing else is kept."""
    return plain_code(typed, length=CODE_LENGTH, most=MOST_CHARACTERS)


MOST_SCANNED = 60
_SHAPE = re.compile(r"[0-9A-Za-z]+(?:[ -][0-9A-Za-z]+)*")


def scanned_code(scanned: str) -> str:
    """The code on a card, from what a scanner read: ours has its name before it; empty for what says something else."""
    scanned = scanned.strip()
    ours = scanned.casefold().startswith(SCANNED_PREFIX)
    code = scanned[len(SCANNED_PREFIX) :] if ours else scanned
    if len(scanned) > MOST_SCANNED or not _SHAPE.fullmatch(code):
        return ""
    plain = clean_code(code)
    return plain if ours or len(plain) == CODE_LENGTH else ""


def grouped(code: str) -> str:
    """A cleaned code, whole or not, in groups as on the card: the last group of a whole one has five characters."""
    if len(code) == CODE_LENGTH:
        return group_code(code[:-1]) + code[-1]
    return group_code(code)


def admit(typed: str, poll: Poll, *, listed: CodeList, spent: SpentCodes, void: VoidCards) -> str:
    """The mark of the code that was typed, if it lets one vote in this poll here and now. Raises CodeRefused."""
    plain = clean_code(typed)
    if not plain:
        raise CodeRefused(CodeProblem.EMPTY)
    try:
        code = read_typed(plain)
    except NotACode as error:
        raise CodeRefused(_FAULTS[error.fault]) from None  # nothing that knows what was typed
    mark = code.mark(poll.id)
    try:
        if not listed.holds(code.entry(poll.id)):
            raise CodeRefused(CodeProblem.UNKNOWN)
        if spent.is_spent(mark):
            raise CodeRefused(CodeProblem.USED)
        if void.is_void(mark):
            raise CodeRefused(CodeProblem.VOID)
    except (OSError, sqlite3.Error) as error:
        raise CodeRefused(CodeProblem.UNCHECKED) from error
    return mark

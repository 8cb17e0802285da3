"""What a reason is: why something is refused, as a word that programs keep and compare, never as a sentence.

A page translates by the member; the English sentence is for logs, commands and the other side.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from enum import StrEnum
from typing import Self

Fact = str | int

MAX_FACT_CHARACTERS = 100


class Reason(StrEnum):
    """Base of the reasons of one subject; itself without members. A member is its word and its English sentence.

    The names in the sentence (``%(seq)s``) are the facts it is told with: exactly these.
    """

    english: str

    def __new__(cls, word: str, english: str) -> Self:
        """The word is what is kept."""
        reason = str.__new__(cls, word)
        reason._value_ = word
        reason.english = english
        return reason

    @property
    def fact_names(self) -> frozenset[str]:
        """The facts it is told with."""
        return names_in(self.english)

    def sentence(self, facts: Mapping[str, Fact]) -> str:
        """In English. Raises ValueError for other facts than its own."""
        if set(facts) != self.fact_names:
            raise ValueError(f"the reason {self} is told with exactly these facts: {sorted(self.fact_names)}")
        return self.english % facts

    def kept(self, facts: Mapping[str, Fact]) -> str:
        """As it is stored: its word, and behind it its facts, if it has any, as JSON."""
        return f"{self.value} {json.dumps(dict(facts), sort_keys=True, ensure_ascii=False)}" if facts else self.value


class RecordReason(Reason):
    """Why a record does not count, or not yet."""

    SEAL = "seal", "the seal cannot be opened with this key"
    OTHER_KEY = "other-key", "the record is sealed to another key"
    TOO_LONG = "too-long", "the record is longer than any of ours"
    NO_OBJECT = "no-object", "the record is not readable (%(detail)s)"

    NO_REPORT = "no-report", "not a defect report (%(detail)s)"
    MEMBER_TOO_LONG = "member-too-long", "the report's %(member)s is too long"
    NO_TEXT = "no-text", "the report holds a character that no text has"
    NO_ATTACHMENTS = "no-attachments", "the report's list of attachments is none of ours"
    NO_PLACE = "no-place", "the report's place is not on Earth"
    NO_DAY = "no-day", "the report's day is no date"

    NO_DAMAGE = "no-damage", "not a word on damage (%(detail)s)"
    DAMAGE_BOUNDS = "damage-bounds", "the word on damage is beyond its bounds"

    NO_CLOSURE = "no-closure", "not a closure of a day (%(detail)s)"
    NO_VOID_CODE = "no-void-code", "not a card that was declared void (%(detail)s)"
    NO_EVENING = "no-evening", "not a poll for an evening as it was published here (%(detail)s)"
    NO_CLAIM = "no-claim", "not a claim about a ballot (%(detail)s)"
    NO_SLIP_KEY = "no-slip-key", "not a key for slips (%(detail)s)"
    SLIP_KEY_ELSEWHERE = "slip-key-elsewhere", "the key for slips belongs to another station"
    NO_WORD = "no-word", "not a word on a report (%(detail)s)"
    NO_REPORT_YET = "no-report-yet", "the report it speaks of is not here"

    NO_CONTRIBUTION = "no-contribution", "not an idea, a question or an offer (%(detail)s)"
    NO_SUPPORT = "no-support", "not a support (%(detail)s)"
    NOT_SUPPORTABLE = "not-supportable", "what it supports is not here"

    NO_VISITS = "no-visits", "not a count of visits (%(detail)s)"

    NO_ANSWER = "not-an-answer", "not an answer to a question (%(detail)s)"
    NO_QUESTION = "no-question", "the question of this answer was never published here"
    ANSWER_NOT_ALLOWED = "answer-not-allowed", "the question does not allow this answer"

    NO_BALLOT = "no-ballot", "not a ballot (%(detail)s)"
    NO_MARK = "no-mark", "the ballot's mark is none"
    NO_POLL = "no-poll", "the poll of this ballot was never published here"
    NO_ENVELOPE = "no-envelope", "the inner envelope has no possible length"
    CODE_MISSING = "code-missing", "the poll takes participation codes, and the ballot was cast without one"
    CODE_UNASKED = "code-unasked", "the poll takes no participation codes, and the ballot carries the mark of one"
    CODE_UNKNOWN = "code-unknown", "the ballot carries a mark that belongs to no participation code of its poll"
    REPEATED = "repeated", "the same ballot came before with another participation code or for another poll"

    CLOCK = "clock", "it came while the hub's clock was wrong, and was taken for late"

    DOUBLED = "doubled", "another record with this id was here first"
    GONE = "gone", "its batch does not hold it any more"
    ENDED = "ended", "the worker ended each time it was opened"
    UNKNOWN_KEY = "unknown-key", "the key it is sealed to is not here"
    UNKNOWN_KIND = "unknown-kind", "its kind is not known to this version"
    FAILED = "failed", "it could not be applied (%(detail)s)"


class BatchReason(Reason):
    """Why a batch is refused, set aside or not readable."""

    NOT_A_BATCH = "not-a-batch", "not a batch"
    VERSION = "version", "a batch of another version"
    HEADER = "header", "the header of the batch is not complete (%(detail)s)"
    BOUNDS = "bounds", "the header of the batch is beyond its bounds"
    INCARNATION = "incarnation", "the incarnation is not 32 hex digits"
    NEW_KEY_UNPROVEN = "new-key-unproven", "the new key is not proven (%(detail)s)"
    NEW_KEY_ELSEWHERE = "new-key-elsewhere", "the new key was meant for another station or follows another key"
    NEW_KEY_USED = "new-key-used", "the new key is one that was used before"
    BODY = "body", "the body is not the one the batch was signed over"
    BODY_LENGTH = "body-length", "the body does not hold what the header says"
    BODY_PACKED = "body-packed", "the body cannot be decompressed (%(detail)s)"
    LINE = "line", "a line of the body is not a record: an id of 32 hex digits, a short word, a thumbprint, a seal"

    OTHER_STATION = "other-station", "the batch names another station than the one that signed it"
    STREAM = "stream", "this chain carries another stream"
    GAP = "gap", "batch %(seq)s of this chain is missing here"
    HISTORY = "history", "this chain has another history here"
    REVOKED = "revoked", "this station was revoked"
    FORK = "fork", "another batch has this place already"
    AFTER_REVOCATION = "after-revocation", "it came after the station was revoked"
    TOO_MUCH = "too-much", "this station sends more than any does; it may go on later"
    MALFORMED = "malformed", "it is no batch as this hub knows them (%(detail)s)"


def names_in(sentence: str) -> frozenset[str]:
    """The names of facts in a sentence."""

    class Names(dict[str, object]):
        def __missing__(self, name: str) -> str:
            self[name] = ""
            return ""

    names = Names()
    sentence % names
    return frozenset(names)


def bounded(fact: Fact) -> Fact:
    """The fact as it is told: a text without what no screen shows, and not longer than ``MAX_FACT_CHARACTERS``."""
    if isinstance(fact, int):
        return fact
    return "".join(letter for letter in fact if letter.isprintable())[:MAX_FACT_CHARACTERS]

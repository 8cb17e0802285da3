"""Why ballots on paper are not taken, and why a form among them does not count."""

from __future__ import annotations

from enum import StrEnum

from sync.protocol.reasons import Reason


class PaperFault(Reason):
    """Each is told before anything is kept."""

    UNKNOWN = "paper-unknown-poll", "a poll %(poll)s was never published here"
    WITH_CODES = "paper-with-codes", "the poll %(poll)s takes participation codes: it is not answered on paper"
    NOT_ON_PAPER = "paper-kind", "a poll of this kind is not answered on paper"
    AT_STATION = "paper-at-station", "the poll %(poll)s is for one evening at a station: it is not answered on paper"
    LATE = "paper-late", "the poll %(poll)s takes no more ballots"
    IN_FUTURE = "paper-future", "the forms cannot have been filled in before the poll opened or after today"
    DONE = "paper-done", "this stack is in the box already"
    TWO_HAVE = "paper-two", "two people have typed this stack: %(who)s"
    NO_FORM = "paper-no-form", "there is no form %(number)s in what you have typed"
    NOT_TWICE = "paper-not-twice", "a second person has to type the stack, too"
    DIFFERENT = "paper-different", "what the two have typed differs at %(number)s forms"
    READ_BY = "paper-read-by", "%(who)s has forms of this stack read by the camera: the other types from the paper"
    NOTHING_READ = "paper-nothing-read", "no line of a form was found on the picture"
    OTHER_FORM = "paper-other-form", "the picture shows a form of another poll"
    SEVERAL_FORMS = "paper-several-forms", "there are several forms on the pictures"
    EMPTY = "paper-empty", "no form was typed yet"


class InvalidForm(StrEnum):
    """Why a form does not count. The words are kept."""

    BLANK = "blank"
    UNCLEAR = "unclear"
    TOO_MANY = "too-many"
    WRITTEN_ON = "written-on"
    """With a name or words on it that could mark it."""
    OTHER_POLL = "other-poll"

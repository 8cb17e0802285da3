"""What the public pages call phases, kinds, states and what is stored. Words only."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from enum import Enum

from django.utils import formats
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop, ngettext

from sync.hub.data_use.wording import USES
from sync.protocol.contributions import ContributionKind, ContributionState
from sync.protocol.data_sheets import DataReader, Keeping
from sync.protocol.data_use import DataUseKind
from sync.protocol.lookup_codes import LookupCodeProblem
from sync.protocol.polls.poll import Decides
from sync.protocol.projects import ProjectPhase
from sync.protocol.records import RecordKind
from sync.protocol.report_status import ReportState, Standing

_NAMES: Mapping[type[Enum], Mapping[str, str]] = {
    ProjectPhase: {
        ProjectPhase.IDEA: gettext_noop("Ideas are being gathered"),
        ProjectPhase.POLL: gettext_noop("People are being asked"),
        ProjectPhase.DECISION: gettext_noop("It is being decided"),
        ProjectPhase.BUILDING: gettext_noop("It is being built"),
        ProjectPhase.DONE: gettext_noop("It is done"),
        ProjectPhase.EVALUATED: gettext_noop("It was looked at afterwards"),
    },
    Decides: {
        Decides.INFORMS: gettext_noop("The result informs those who decide."),
        Decides.ADVISES: gettext_noop("The result is advice to those who decide."),
        Decides.DECIDES: gettext_noop("The result decides."),
    },
    ContributionKind: {
        ContributionKind.IDEA: gettext_noop("Idea"),
        ContributionKind.QUESTION: gettext_noop("Question"),
        ContributionKind.WISH_TO_BE_ASKED: gettext_noop("Wish to be asked"),
        ContributionKind.OFFER: gettext_noop("Offer to help"),
        ContributionKind.SPOKEN_ANSWER: gettext_noop("Spoken answer to a survey"),
    },
    ContributionState: {
        ContributionState.RECEIVED: gettext_noop("has arrived"),
        ContributionState.IN_PROGRESS: gettext_noop("is being worked on"),
        ContributionState.BEFORE_COUNCIL: gettext_noop("is being discussed"),
        ContributionState.ANSWERED: gettext_noop("is answered"),
        ContributionState.TAKEN_UP: gettext_noop("is taken up"),
        ContributionState.NOT_TAKEN_UP: gettext_noop("is not taken up"),
        ContributionState.WITHDRAWN: gettext_noop("was withdrawn"),
    },
    LookupCodeProblem: {
        LookupCodeProblem.EMPTY.value: gettext_noop("Please type the code or the number from your slip."),
        LookupCodeProblem.TOO_SHORT.value: gettext_noop(
            "Something is missing: numbers have 16 digits, codes of votes 20 signs."
        ),
        LookupCodeProblem.TOO_LONG.value: gettext_noop(
            "That is too long: numbers have 16 digits, codes of votes 20 signs."
        ),
        LookupCodeProblem.NEITHER.value: gettext_noop(
            "That is not a code of ours. Please compare each sign with your slip."
        ),
    },
    RecordKind: {
        RecordKind.BALLOT: gettext_noop("Votes"),
        RecordKind.REPORT: gettext_noop("Defect reports"),
        RecordKind.WORD: gettext_noop("Words on a report"),
        RecordKind.CONTRIBUTION: gettext_noop("Ideas, questions and offers"),
        RecordKind.SUPPORT: gettext_noop("Support of ideas"),
        RecordKind.CLAIM: gettext_noop("Votes that people miss"),
        RecordKind.ANSWER: gettext_noop("Answers to questions of the city"),
        RecordKind.VISITS: gettext_noop("How many people came"),
        RecordKind.CLOSURE: gettext_noop("Closing of a day by a team"),
        RecordKind.EVENING: gettext_noop("Polls for one evening"),
        RecordKind.VOID_CODE: gettext_noop("Cards with a code that are void"),
        RecordKind.DAMAGE: gettext_noop("Faults of a station"),
        RecordKind.SLIP_KEY: gettext_noop("Keys with which stations sign slips"),
    },
    DataReader: {
        DataReader.NOBODY_ALONE: gettext_noop("nobody alone: two trustees count together at the end"),
        DataReader.OFFICE: gettext_noop("the people in charge at the city"),
        DataReader.RECEIVER: gettext_noop("whoever mends the defect"),
        DataReader.OPERATORS: gettext_noop("whoever looks after the stations"),
        DataReader.EVERYBODY: gettext_noop("everybody, once the city releases it"),
    },
    Keeping: {
        Keeping.RECOUNT: gettext_noop("sealed, as long as the result can be counted again"),
        Keeping.FOR_GOOD: gettext_noop("for good: nothing in it leads to a person"),
    },
    DataUseKind: USES,
}
"""By the type: words of different types may be the same."""

PURPOSES: Mapping[RecordKind, str] = {
    RecordKind.BALLOT: gettext_noop("So that it is counted. No name, no time of day and no order stand with it."),
    RecordKind.REPORT: gettext_noop(
        "So that somebody can mend the defect and answer by the number. Contact, photos and spoken messages are "
        "erased earlier than the text."
    ),
    RecordKind.WORD: gettext_noop(
        "So that the city hears that something is not in order yet, that a report is withdrawn, or that somebody "
        "means the same."
    ),
    RecordKind.CONTRIBUTION: gettext_noop(
        "So that the city can answer by the number. What is meant for everybody is shown without the number once the "
        "city releases it."
    ),
    RecordKind.SUPPORT: gettext_noop("So that it is counted how many stand behind an idea. Who they are is not in it."),
    RecordKind.CLAIM: gettext_noop(
        "So that the city looks for it and can answer by the code. How somebody voted is not in it."
    ),
    RecordKind.ANSWER: gettext_noop(
        "So that the city knows what people think. Each answer is alone: without a name, a time of day and the other "
        "answers."
    ),
    RecordKind.VISITS: gettext_noop(
        "So that the city knows whether stations help. Numbers of a whole day only; no visit can be seen in them."
    ),
    RecordKind.CLOSURE: gettext_noop(
        "So that no vote and no card goes missing unnoticed: numbers of a day, and the names of two people of the team."
    ),
    RecordKind.VOID_CODE: gettext_noop(
        "So that nobody votes with a card that is spoiled or was given back. Who had it is not in it."
    ),
    RecordKind.EVENING: gettext_noop(
        "So that what was counted at an event can be counted again: the question, and all answers without any name."
    ),
    RecordKind.DAMAGE: gettext_noop("So that damage to a station is noticed. Nothing of people is in it."),
    RecordKind.SLIP_KEY: gettext_noop("So that a slip proves from which station it is. Nothing of people is in it."),
}
"""What each kind of record is stored for."""

PARTS: Mapping[str, str] = {
    "poll": gettext_noop("the poll"),
    "answer": gettext_noop("the answer, sealed"),
    "code_used": gettext_noop("that a participation code is used"),
    "category": gettext_noop("the kind of defect"),
    "place": gettext_noop("the place"),
    "description": gettext_noop("the text"),
    "attachments": gettext_noop("photos and spoken messages"),
    "language": gettext_noop("the language"),
    "day": gettext_noop("the day"),
    "number": gettext_noop("the number on the slip"),
    "withdrawal": gettext_noop("a mark that checks the second code"),
    "contact": gettext_noop("the contact"),
    "publish": gettext_noop("whether it may become public"),
    "provenance": gettext_noop("whether the team took it down for somebody else"),
    "about_report": gettext_noop("which report it is about"),
    "said": gettext_noop("what is said to it"),
    "second_code": gettext_noop("the second code"),
    "topic": gettext_noop("what it is about and whom it is for"),
    "supported": gettext_noop("what is supported"),
    "tracker": gettext_noop("the code of the vote"),
    "slip_signature": gettext_noop("the station's signature on the slip, if it was read"),
    "question": gettext_noop("the question"),
    "survey_answer": gettext_noop("the answer"),
    "district": gettext_noop("the district"),
    "slip": gettext_noop("a random number"),
    "visit_numbers": gettext_noop("how many visits there were and how they ended"),
    "visit_means": gettext_noop("in which languages, with which aids and for what"),
    "closure_numbers": gettext_noop("the numbers of cards, ballots and visits"),
    "closure_notes": gettext_noop("what the team writes about what is missing"),
    "closure_names": gettext_noop("the names of two people of the team"),
    "code_void": gettext_noop("a mark that tells which code is void, and from which nobody can read it"),
    "evening_result": gettext_noop("what was counted that evening"),
    "evening_keys": gettext_noop("the keys to count again, if both people hand them over"),
    "technical": gettext_noop("technical numbers"),
}
"""What people call the parts of a record."""

_REPORT: Mapping[str, str] = {
    ReportState.REPORTED: gettext_noop("The city received this report on %(day)s."),
    ReportState.OPEN: gettext_noop("Since %(day)s it is with those in charge. They have not begun yet."),
    ReportState.IN_PROGRESS: gettext_noop("It has been worked on since %(day)s."),
    ReportState.SOLVED: gettext_noop("Done: mended since %(day)s."),
    ReportState.NOT_SOLVABLE: gettext_noop("The city decided on %(day)s: unfortunately this cannot be mended."),
    ReportState.WITHDRAWN: gettext_noop("It was withdrawn by whoever left it. That holds since %(day)s."),
}
_CONTRIBUTION: Mapping[str, str] = {
    ContributionState.RECEIVED: gettext_noop("The city received it on %(day)s."),
    ContributionState.IN_PROGRESS: gettext_noop("It has been worked on since %(day)s."),
    ContributionState.BEFORE_COUNCIL: gettext_noop(
        "Since %(day)s enough people stand behind it. Now it is being discussed."
    ),
    ContributionState.ANSWERED: gettext_noop("The answer is there since %(day)s."),
    ContributionState.TAKEN_UP: gettext_noop("Decided on %(day)s: this is taken up."),
    ContributionState.NOT_TAKEN_UP: gettext_noop("Decided on %(day)s: this is not taken up. The reason is below."),
    ContributionState.WITHDRAWN: gettext_noop("It was withdrawn by whoever left it. That holds since %(day)s."),
}


def name_of(word: Enum) -> str:
    """What people call it."""
    return _(_NAMES[type(word)][word.value])


def purpose_of(kind: RecordKind) -> str:
    """What it is stored for."""
    return _(PURPOSES[kind])


def part_of_record(part: str) -> str:
    """What people call it."""
    return _(PARTS[part])


def kept_words(keeping: Keeping, days: int | None) -> str:
    """Until when the city keeps it."""
    if days is None:
        return name_of(keeping)
    return ngettext(
        "%(days)s day after it is settled; then text and exact place are erased",
        "%(days)s days after it is settled; then text and exact place are erased",
        days,
    ) % {"days": days}


def standing_words(standing: Standing) -> str:
    """How far it is, as a sentence."""
    words = _CONTRIBUTION if isinstance(standing.state, ContributionState) else _REPORT
    return _(words[standing.state]) % {"day": day_words(standing.day)}


def promise_words(standing: Standing, today: date) -> str:
    """By when the city means to have done it; openly, when that day has gone by; empty where no day was named."""
    if standing.due is None or standing.is_over:
        return ""
    day = {"day": day_words(standing.due)}
    if standing.is_overdue(today):
        return _("It was promised by %(day)s. That day has gone by, and the city knows.") % day
    return _("The city means to have it done by %(day)s.") % day


def day_words(day: date) -> str:
    """A day, written out."""
    return formats.date_format(day, "DATE_FORMAT")

"""Rules of looking up a code: what is known about it and can be said to it. Knows no screens, files or networks."""

from __future__ import annotations

from datetime import date, timedelta

from kiosk.session import typed_code
from kiosk.session.findings import (
    BallotInBox,
    BallotNotListed,
    BallotSpent,
    LookupFinding,
    NoBallotList,
    Registers,
    ReportHandedOver,
    ReportStands,
    ReportUnknown,
    ReportWaits,
)
from sync.protocol.ballot_claims import ClaimStanding
from sync.protocol.contributions import ContributionState, public_name_of
from sync.protocol.encoding import group_code
from sync.protocol.envelope import seal_word
from sync.protocol.errors import Refused
from sync.protocol.keys import SealKey
from sync.protocol.lookup_codes import LIKE_DIGITS, MOST_CHARACTERS, ReportNumber, Tracker, plain_code
from sync.protocol.open_reports import public_name
from sync.protocol.records import Record, RecordKind, ReportWord, WordKind
from sync.protocol.report_status import CODE_DIGITS, ReportState, record_id_of
from sync.station.outbox import Whereabouts

TRACKER_GROUP = 4
"""Characters in a group, as on the receipt."""

DAYS_UNTIL_LISTED = 2
"""A ballot cast today is passed on tomorrow at the latest, and listed the day after, where the station is connected."""


def grouped(code: str) -> str:
    """A cleaned code, whole or not, in groups as the receipt shows it."""
    if code.isdigit():
        return typed_code.grouped_number(code)
    return group_code(code, TRACKER_GROUP)


def look_up(code: Tracker | ReportNumber, *, registers: Registers, today: date) -> LookupFinding:
    """What is known about this code. Never a choice, and no time finer than the day."""
    return _find_ballot(code, registers, today) if isinstance(code, Tracker) else _find_report(code, registers)


def claim_about(code: Tracker | ReportNumber, *, registers: Registers) -> ClaimStanding | None:
    """What became of it that this ballot is missed; None where nobody said so, as far as is known here."""
    claims = registers.claims() if isinstance(code, Tracker) else None
    return claims.find(code.code) if claims else None


def is_about_ballot(finding: LookupFinding | None) -> bool:
    """Whether it is a ballot that was asked about."""
    return isinstance(finding, BallotInBox | BallotSpent | BallotNotListed | NoBallotList)


def can_be_missed(finding: LookupFinding | None) -> bool:
    """Whether this ballot is not there, as far as is known here."""
    return isinstance(finding, BallotNotListed | NoBallotList)


def can_speak_to(finding: LookupFinding | None) -> bool:
    """Whether the city has said something to a report that a person can answer."""
    return can_withdraw(finding) and isinstance(finding, ReportStands) and finding.standing.kind is None


def can_withdraw(finding: LookupFinding | None) -> bool:
    """Whether there is a report or contribution to be withdrawn."""
    if isinstance(finding, ReportStands):
        return finding.standing.state not in {ReportState.WITHDRAWN, ContributionState.WITHDRAWN}
    return isinstance(finding, ReportWaits | ReportHandedOver)


def clean_second_code(typed: str) -> str:
    """The digits of what was typed as a second code."""
    code = plain_code(typed, length=CODE_DIGITS, most=MOST_CHARACTERS).translate(LIKE_DIGITS)
    return "".join(filter(str.isdigit, code))[:CODE_DIGITS]


def seal_word_to(number: str, kind: WordKind, *, key: SealKey, day: str, second_code: str = "") -> Record:
    """What a person says to the report with this number, sealed."""
    return seal_word(ReportWord(record_id_of(number), kind, day, second_code), key=key)


def _find_ballot(tracker: Tracker, registers: Registers, today: date) -> LookupFinding:
    ballots = registers.ballots()
    if ballots is None:
        return NoBallotList()
    found = ballots.find(tracker.code)
    if found is None:
        return BallotNotListed(ballots.as_of, today + timedelta(days=DAYS_UNTIL_LISTED))
    poll, counts = found
    return BallotInBox(poll, ballots.as_of) if counts else BallotSpent(poll, ballots.as_of)


def _find_report(number: ReportNumber, registers: Registers) -> LookupFinding:
    record_id, reports = record_id_of(number.code), registers.reports()
    try:
        standing = reports.find(record_id) if reports else None
    except Refused:  # a newer hub says something this program does not know
        standing = None
    if standing is not None:
        name = public_name(record_id) if standing.kind is None else public_name_of(record_id)
        return ReportStands(standing, next((one for one in registers.released() if one.name == name), None), name)
    is_contribution = registers.left_as(record_id) == RecordKind.CONTRIBUTION
    match registers.whereabouts(record_id):
        case Whereabouts.HERE:
            return ReportWaits(is_contribution)
        case Whereabouts.ON_ITS_WAY:
            return ReportWaits(is_contribution, is_on_its_way=True)
        case Whereabouts.HANDED_OVER:
            return ReportHandedOver(is_contribution)
        case _:
            return ReportUnknown()

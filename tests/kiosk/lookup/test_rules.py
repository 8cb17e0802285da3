"""Looking up a code: what typing is forgiven, which code it is, and what is known about it. No screen, no disk."""

from datetime import date
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.lookup.rules import (
    DAYS_UNTIL_LISTED,
    grouped,
    look_up,
)
from kiosk.session.findings import (
    BallotInBox,
    BallotNotListed,
    BallotSpent,
    NoBallotList,
    ReportHandedOver,
    ReportStands,
    ReportUnknown,
    ReportWaits,
)
from kiosk.session.numbers import new_number
from sync.protocol.envelope import TRACKER_LENGTH, tracker_of
from sync.protocol.lookup_codes import (
    MOST_CHARACTERS,
    LookupCodeProblem,
    LookupCodeRefused,
    ReportNumber,
    Tracker,
    clean_code,
    read_code,
)
from sync.protocol.report_status import NUMBER_DIGITS, ReportState, Standing, StandingsFile, record_id_of
from sync.station.outbox import Whereabouts
from tests.kits.station_twin import BallotsTwin, RegistersTwin

TODAY = date(2026, 11, 22)
TRACKER = "K7QFOM3AXI5TBJ4C6RBD"
NUMBER = "4701181501234567"

base32 = st.text("ABCDEFGHIJKLMNOPQRSTUVWXYZ234567", min_size=TRACKER_LENGTH, max_size=TRACKER_LENGTH)
digits = st.text("0123456789", min_size=NUMBER_DIGITS, max_size=NUMBER_DIGITS)
ways = st.sampled_from([str.lower, str.upper, str.title, " ".join, "-".join, "\n".join, lambda code: f" {code}–"])


def problem_of(typed: str) -> LookupCodeProblem | None:
    try:
        read_code(typed)
    except LookupCodeRefused as refused:
        return refused.reason
    return None


@given(base32, ways)
def test_every_tracker_is_known_as_one_however_it_is_typed(code, way):
    assert read_code(way(code)) == Tracker(code)


@given(digits, ways)
def test_every_report_number_is_known_as_one_however_it_is_typed(code, way):
    assert read_code(way(code)) == ReportNumber(code)


def test_what_the_station_gives_out_it_takes_back():
    tracker, number = tracker_of(b"a ballot"), new_number(Random(1))
    assert read_code(grouped(tracker)) == Tracker(tracker)
    assert read_code(grouped(number)) == ReportNumber(number)


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("k7qf-0m3a-x15t-8j4c-6rbd", Tracker(TRACKER)),
        ("47Ol I8l5 QI23 4567", ReportNumber("4701181501234567")),
        ("٤٧٠١ ١٨١٥ ٠١٢٣ ٤٥٦٧", ReportNumber(NUMBER)),
        ("４７０１１８１５０１２３４５６７", ReportNumber(NUMBER)),
    ],
)
def test_look_alikes_and_digits_of_other_scripts_are_taken_for_what_they_were(typed, meant):
    assert read_code(typed) == meant


@pytest.mark.parametrize(
    ("typed", "problem"),
    [
        ("", LookupCodeProblem.EMPTY),
        (" - ", LookupCodeProblem.EMPTY),
        ("жß€", LookupCodeProblem.EMPTY),
        ("123456", LookupCodeProblem.TOO_SHORT),
        ("K7QFOM3AXI5T", LookupCodeProblem.TOO_SHORT),  # as long as a number, and none
        (NUMBER + "4", LookupCodeProblem.TOO_SHORT),
        (TRACKER + "2", LookupCodeProblem.TOO_LONG),
        (TRACKER[:-1] + "9", LookupCodeProblem.NEITHER),
    ],
)
def test_what_is_no_code_is_refused_with_what_to_check(typed, problem):
    assert problem_of(typed) is problem


@given(st.text())
def test_whatever_is_typed_cleaning_it_is_enough_and_grouping_it_loses_nothing(typed):
    code = clean_code(typed)
    assert len(code) <= MOST_CHARACTERS
    assert clean_code(grouped(code)) == code


def test_groups_are_those_of_the_receipts():
    assert grouped(TRACKER) == "K7QF-OM3A-XI5T-BJ4C-6RBD"
    assert grouped(NUMBER) == "4701 1815 0123 4567"
    assert [grouped("K7QF"), grouped("K7QFO"), grouped("47011"), grouped("")] == ["K7QF", "K7QF-O", "4701 1", ""]


class TestBallots:
    def find(self, listed: BallotsTwin | None):
        return look_up(Tracker(TRACKER), registers=RegistersTwin(listed), today=TODAY)

    def test_one_in_the_box_is_there_as_of_the_day_of_the_list(self):
        listed = BallotsTwin({TRACKER: ("garten", True)})
        assert self.find(listed) == BallotInBox("garten", listed.as_of)

    def test_one_whose_participation_code_was_spent_before_is_told_so(self):
        listed = BallotsTwin({TRACKER: ("garten", False)})
        assert self.find(listed) == BallotSpent("garten", listed.as_of)

    def test_one_that_is_not_listed_may_be_on_its_way(self):
        found = self.find(BallotsTwin())
        assert isinstance(found, BallotNotListed)
        assert (found.again - TODAY).days == DAYS_UNTIL_LISTED

    def test_without_a_list_nothing_is_said_about_any(self):
        assert self.find(None) == NoBallotList()


class TestReports:
    standing = Standing(ReportState.IN_PROGRESS, TODAY, "Der Bauhof ist bestellt.")

    def find(self, standing: Standing | None = None, own: Whereabouts = Whereabouts.UNKNOWN):
        record_id = record_id_of(NUMBER)
        standings = StandingsFile.of([(record_id, standing)]) if standing else None
        registers = RegistersTwin(standings=standings, own={record_id: own})
        return look_up(ReportNumber(NUMBER), registers=registers, today=TODAY)

    def test_what_the_city_says_comes_first(self):
        assert self.find(self.standing) == ReportStands(self.standing)
        assert self.find(self.standing, Whereabouts.HANDED_OVER) == ReportStands(self.standing)

    def test_before_that_the_station_knows_its_own(self):
        assert self.find(own=Whereabouts.HERE) == ReportWaits()
        assert self.find(own=Whereabouts.HANDED_OVER) == ReportHandedOver()

    def test_any_other_is_unknown(self):
        assert self.find() == ReportUnknown()

    def test_an_entry_that_cannot_be_read_is_as_none(self):
        record_id = record_id_of(NUMBER)
        file = StandingsFile.of([(record_id, self.standing)])
        damaged = StandingsFile({place: entry[:-8] + "AAAAAAA=" for place, entry in file.sealed.items()})
        registers = RegistersTwin(standings=damaged, own={record_id: Whereabouts.HERE})
        assert look_up(ReportNumber(NUMBER), registers=registers, today=TODAY) == ReportWaits()


@pytest.mark.parametrize(("kind", "code"), [("vote", TRACKER), ("vote", grouped(TRACKER)), ("report", NUMBER)])
def test_what_a_scanner_reads_is_the_code(kind, code):
    assert read_code(f"mitmach:{kind}:{code}") == read_code(code)
    typed = ""
    for sign in f"mitmach:{kind}:{code}":  # a scanner types, and each letter comes back in groups
        typed = grouped(clean_code(typed + sign))
    assert read_code(typed) == read_code(code)

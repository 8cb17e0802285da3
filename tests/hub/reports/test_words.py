"""What people say later to their own reports: heard once, and only the second code withdraws one."""

from __future__ import annotations

from datetime import timedelta

import pytest

from sync.hub.announcements import selectors as announcements
from sync.hub.audit.models import AuditEntry
from sync.hub.entries.hearing import MOST_WORDS, MOST_WRONG_CODES
from sync.hub.reports.models import CitizenWord, DefectReport
from sync.hub.reports.services import set_state
from sync.protocol.envelope import seal_word
from sync.protocol.records import Record, ReportWord, WordKind
from sync.protocol.report_status import (
    ReportState,
    Standing,
    StandingsFile,
    part_of,
    record_id_of,
    withdrawal_mark,
)
from tests.kits.hub import NOW, Hub, Station, on_both

NUMBER = "4711181501234567"
ID = record_id_of(NUMBER)
CODE = "123456"


@pytest.fixture
def station(hub: Hub) -> Station:
    """A station that has left one report which can be withdrawn."""
    sender = hub.enrolled_station()
    report = sender.report("Herr Meier war es.", record_id=ID, number=NUMBER, withdrawal=withdrawal_mark(ID, CODE))
    hub.accept(sender.batch([report]))
    hub.work()
    return sender


def word(station: Station, kind: WordKind, code: str = "", report: str = ID) -> Record:
    return seal_word(ReportWord(report, kind, "2026-11-22", code), key=station.seal)


def say(hub: Hub, station: Station, *words: Record) -> None:
    hub.accept(station.batch(list(words)))
    hub.work()


def told() -> Standing | None:
    return StandingsFile.from_bytes(announcements.contents([part_of(ID)])[part_of(ID)]).find(ID)


@on_both
def test_not_in_order_yet_waits_for_the_office_until_it_says_something(hub: Hub, station: Station) -> None:
    spoken = word(station, WordKind.NOT_IN_ORDER)
    say(hub, station, spoken)
    say(hub, station, spoken)
    assert [entry.is_settled for entry in CitizenWord.objects.all()] == [False]
    set_state(ID, ReportState.IN_PROGRESS, note="Wir sehen nach.", by="erika", now=NOW + timedelta(days=1), seen=0)
    assert CitizenWord.objects.get().is_settled


@on_both
def test_the_second_code_withdraws_it_and_its_words_are_erased(hub: Hub, station: Station) -> None:
    say(hub, station, word(station, WordKind.WITHDRAWN, CODE))
    report = DefectReport.objects.get()
    assert (report.description, report.state, report.review) == ("", "withdrawn", "rejected")
    assert told().state is ReportState.WITHDRAWN
    assert AuditEntry.objects.filter(event="report-withdrawn", by="citizen").count() == 1


def test_a_wrong_code_withdraws_nothing_and_after_a_few_the_right_one_neither(hub: Hub, station: Station) -> None:
    wrong = [word(station, WordKind.WITHDRAWN, f"{number:06d}") for number in range(MOST_WRONG_CODES)]
    say(hub, station, *wrong)
    say(hub, station, word(station, WordKind.WITHDRAWN, CODE))
    report = DefectReport.objects.get()
    assert (report.state, report.description) == ("reported", "Herr Meier war es.")
    assert not CitizenWord.objects.exists()


def test_one_wrong_code_leaves_the_right_one_good(hub: Hub, station: Station) -> None:
    say(hub, station, word(station, WordKind.WITHDRAWN, "999999"))
    say(hub, station, word(station, WordKind.WITHDRAWN, CODE))
    assert DefectReport.objects.get().state == "withdrawn"


def test_a_report_without_a_second_code_cannot_be_withdrawn(hub: Hub, station: Station) -> None:
    other = record_id_of("1" * 16)
    hub.accept(station.batch([station.report(record_id=other, number="1" * 16)]))
    say(hub, station, word(station, WordKind.WITHDRAWN, "", other))
    assert DefectReport.objects.get(record_id=other).state == "reported"


def test_a_word_on_a_report_that_is_not_here_is_kept_for_a_person(hub: Hub, station: Station) -> None:
    say(hub, station, word(station, WordKind.NOT_IN_ORDER, report="0" * 32))
    assert not CitizenWord.objects.exists()


def test_nobody_fills_the_list_with_words(hub: Hub, station: Station) -> None:
    say(hub, station, *(word(station, WordKind.NOT_IN_ORDER) for _ in range(MOST_WORDS + 5)))
    assert CitizenWord.objects.count() == MOST_WORDS

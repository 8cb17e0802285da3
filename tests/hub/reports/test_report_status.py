"""How far a report is: said at the console, told to all stations, readable with the report's number alone."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from sync.hub.announcements import selectors as announcements
from sync.hub.audit.models import AuditEntry
from sync.hub.reports.models import DefectReport
from sync.hub.reports.services import TOLD_DAYS, set_state, tell_report_states
from sync.protocol.errors import Refused
from sync.protocol.report_status import FILE_NAME, MOST_NOTE, ReportState, Standing, StandingsFile, record_id_of
from tests.kits.hub import NOW, Hub

NUMBER = "4711181501234567"
ID = record_id_of(NUMBER)


@pytest.fixture
def reported(hub: Hub) -> Hub:
    """A hub with one report that came from a station today."""
    station = hub.enrolled_station()
    hub.accept(station.batch([station.report(record_id=ID, number=NUMBER)]))
    hub.work()
    return hub


def told() -> StandingsFile | None:
    data = announcements.contents([FILE_NAME]).get(FILE_NAME)
    return StandingsFile.from_bytes(data) if data is not None else None


def received_day() -> date:
    return DefectReport.objects.get().since


def test_a_report_that_has_arrived_is_told_at_once_with_the_day_alone(reported: Hub) -> None:
    found = told()
    assert found is not None
    assert found.find(ID) == Standing(ReportState.REPORTED, received_day())


def test_what_the_city_says_is_kept_logged_and_told(reported: Hub) -> None:
    before = AuditEntry.objects.count()
    later = NOW + timedelta(days=3)
    set_state(ID, ReportState.SOLVED, note=" Die Laterne \n leuchtet wieder. ", by="frau-amt", now=later)
    expected = Standing(ReportState.SOLVED, later.astimezone().date(), "Die Laterne leuchtet wieder.")
    assert told().find(ID) == expected
    entry = AuditEntry.objects.get(number__gt=before)
    assert (entry.event, entry.by) == ("report-state-set", "frau-amt")
    assert "Laterne" not in entry.facts  # it is written to one person


def test_a_note_alone_does_not_change_since_when(reported: Hub) -> None:
    set_state(ID, ReportState.OPEN, note="", by="x", now=NOW)
    set_state(ID, ReportState.OPEN, note="Bald.", seen=1, by="x", now=NOW + timedelta(days=9))
    assert told().find(ID) == Standing(ReportState.OPEN, NOW.astimezone().date(), "Bald.")


def test_saying_the_same_again_is_no_event_and_no_news(reported: Hub) -> None:
    set_state(ID, ReportState.OPEN, note="Bald.", by="x", now=NOW)
    before, digests = AuditEntry.objects.count(), announcements.digests()
    set_state(ID, ReportState.OPEN, note="Bald.", by="x", now=NOW + timedelta(days=9))
    assert (AuditEntry.objects.count(), announcements.digests()) == (before, digests)


def test_a_note_that_is_too_long_is_refused_and_nothing_changes(reported: Hub) -> None:
    with pytest.raises(Refused):
        set_state(ID, ReportState.SOLVED, note="x" * (MOST_NOTE + 1), by="x", now=NOW)
    assert told().find(ID) == Standing(ReportState.REPORTED, received_day())


def test_the_file_tells_nothing_of_a_report_but_how_far_it_is_and_that_to_its_number_alone(reported: Hub) -> None:
    set_state(ID, ReportState.OPEN, note="Ein Hinweis.", by="x", now=NOW)
    data = announcements.contents([FILE_NAME])[FILE_NAME].decode()
    report = DefectReport.objects.get()
    for secret in (NUMBER, ID, report.device, report.description, "Hinweis"):
        assert secret not in data
    assert told().find(record_id_of("4711181501234568")) is None


def test_old_reports_are_told_no_more(reported: Hub) -> None:
    arrived = DefectReport.objects.get().received_at
    tell_report_states(now=arrived + timedelta(days=TOLD_DAYS))
    assert told().find(ID) is not None
    tell_report_states(now=arrived + timedelta(days=TOLD_DAYS, seconds=1))
    assert told().find(ID) is None


def test_without_reports_nothing_is_told(hub: Hub) -> None:
    hub.work()
    assert told() is None

"""How far a report is: said at the console, told to all stations, readable with the report's number alone."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.db import connection
from django.forms import model_to_dict
from django.test.utils import CaptureQueriesContext

from sync.hub.announcements import selectors as announcements
from sync.hub.audit.models import AuditEntry
from sync.hub.reports.models import DefectReport
from sync.hub.reports.selectors import TOLD_DAYS
from sync.hub.reports.services import set_state
from sync.hub.reports.telling import tell_new_reports, tell_report_states
from sync.protocol import open_reports
from sync.protocol.encoding import random_id
from sync.protocol.errors import Refused
from sync.protocol.report_status import MOST_NOTE, PARTS, ReportState, Standing, StandingsFile, part_of, record_id_of
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
    data = announcements.contents([part_of(ID)]).get(part_of(ID))
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
    data = announcements.contents([part_of(ID)])[part_of(ID)].decode()
    report = DefectReport.objects.get()
    for secret in (NUMBER, ID, report.device, report.description, "Hinweis"):
        assert secret not in data
    assert told().find(record_id_of("4711181501234568")) is None


def test_old_reports_are_told_no_more_from_the_next_day_on(reported: Hub) -> None:
    arrived = DefectReport.objects.get().received_at
    last_day = arrived + timedelta(days=TOLD_DAYS)
    tell_new_reports(now=last_day)
    assert told().find(ID) is not None
    tell_new_reports(now=last_day + timedelta(days=1))
    assert told().find(ID) is None
    tell_report_states([ID], now=last_day + timedelta(days=1))
    assert told().find(ID) is None
    tell_new_reports(now=last_day)
    assert told().find(ID) is not None, "the clock was ahead"


def test_without_reports_nothing_is_told(hub: Hub) -> None:
    hub.work()
    assert told() is None


def test_reports_that_were_taken_in_just_before_the_worker_was_killed_are_told_by_the_next(reported: Hub) -> None:
    number = "4711181501234568"
    row = DefectReport.objects.get()
    row.pk, row.record_id, row.number = None, record_id_of(number), number
    row.save()
    reported.work()
    name = part_of(record_id_of(number))
    assert StandingsFile.from_bytes(announcements.contents([name])[name]).find(record_id_of(number)) is not None


def test_when_nobody_knows_what_has_changed_all_are_told(reported: Hub) -> None:
    DefectReport.objects.update(public_note="Von Hand.")
    tell_report_states(now=NOW)
    found = told()
    assert found is not None
    standing = found.find(ID)
    assert standing is not None and standing.note == "Von Hand."


def test_news_of_one_report_costs_the_same_however_many_there_are(reported: Hub) -> None:
    row = DefectReport.objects.get()
    DefectReport.objects.bulk_create(
        DefectReport(
            **{name: value for name, value in model_to_dict(row).items() if name != "id"} | {"record_id": random_id()}
        )
        for _ in range(20 * PARTS)
    )
    reported.work()
    before = announcements.digests()
    assert len(before) == PARTS + 1, "over so many files, and one of those that are open"
    with CaptureQueriesContext(connection) as asked:
        set_state(ID, ReportState.OPEN, note="", by="x", now=NOW)
    changed = [name for name, digest in announcements.digests().items() if digest != before[name]]
    assert sorted(changed) == [open_reports.FILE_NAME, part_of(ID)], "of all files only these are sent to stations"
    read = [query["sql"] for query in asked.captured_queries if 'FROM "reports_defectreport"' in query["sql"]]
    assert read and all(ID in sql for sql in read), "no other report is looked at"

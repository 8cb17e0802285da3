"""What a person wrote goes when its time is over, by the figure people are told; what was done is counted and told."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from django.core.management import call_command
from django.utils import timezone

from kiosk.station.code_sources import StationRegisters
from sync.hub.announcements import selectors as announcements
from sync.hub.audit import services as audit
from sync.hub.audit.events import AuditEvent
from sync.hub.audit.models import AuditEntry
from sync.hub.data_use.services import publish_data_use
from sync.hub.reports.models import DefectReport
from sync.hub.reports.services import set_state
from sync.hub.worker.retention import keep_time
from sync.protocol.data_sheets import SETTLED_DAYS
from sync.protocol.data_use import DataUseKind
from sync.protocol.errors import Refused
from sync.protocol.report_status import ReportState, StandingsFile, part_of
from sync.station.outbox import Outbox
from tests.hub.announcements.test_announcements import Listener
from tests.kits.hub import NOW, Hub

DUE = NOW + timedelta(days=SETTLED_DAYS + 1)


@pytest.fixture
def report(hub: Hub) -> DefectReport:
    hub.accept(hub.enrolled_station().batch())
    hub.work()
    return DefectReport.objects.get()


def settle(report: DefectReport) -> None:
    set_state(report.record_id, ReportState.SOLVED, note="Herr Maier war da", by="test", now=NOW)


@pytest.mark.parametrize(("state", "at", "erased"), [
    (ReportState.SOLVED, DUE, 1),
    (ReportState.SOLVED, DUE - timedelta(days=2), 0),
    (ReportState.IN_PROGRESS, DUE + timedelta(days=4000), 0),
])  # fmt: skip
def test_a_report_is_erased_when_it_was_settled_long_enough(
    hub: Hub, report: DefectReport, state: ReportState, at: datetime, erased: int
) -> None:
    set_state(report.record_id, state, note="", by="test", now=NOW)
    assert keep_time(by="test", now=at) == erased


def test_nothing_a_person_wrote_is_left_and_what_is_counted_stays(hub: Hub, report: DefectReport) -> None:
    before = (report.category, report.district, report.day)
    DefectReport.objects.update(longitude=12.13654, latitude=54.08931)
    report.refresh_from_db()
    settle(report)
    words, place = report.description, (report.longitude, report.latitude)
    assert keep_time(by="test", now=DUE) == 1
    row = DefectReport.objects.get()
    left = str({**vars(row), "statements": list(row.statements.values()), "reviews": list(row.reviews.values())})
    assert words not in left
    assert report.number not in left
    assert "Maier" not in left
    assert (row.longitude, row.latitude) != place
    assert row.radius_metres >= 1000
    assert (row.category, row.district, row.day, row.state) == (*before, ReportState.SOLVED)
    part = part_of(row.record_id)
    told = StandingsFile.from_bytes(announcements.contents([part])[part]).find(row.record_id)
    assert told is not None
    assert (told.state, told.note) == (ReportState.SOLVED, "")
    assert keep_time(by="test", now=DUE) == 0
    entry = AuditEntry.objects.get(event=AuditEvent.REPORT_TEXTS_ERASED)
    assert f'"days":{SETTLED_DAYS}' in entry.facts


def test_the_year_is_counted_from_the_event_log_and_told_at_stations(hub: Hub, tmp_path: Path) -> None:
    (tmp_path / "station").mkdir()
    station, year = Listener(hub, tmp_path / "station"), timezone.localdate().year
    for event, facts in (
        (AuditEvent.REPORT_READ, {"record": "r"}),
        (AuditEvent.REPORTS_EXPORTED, {"reports": 40, "form": "csv"}),
        (AuditEvent.REPORT_HANDED_OVER, {"record": "r", "handover": "accepted"}),
        (AuditEvent.REPORT_HANDED_OVER, {"record": "r", "handover": "waiting"}),
    ):
        for _ in range(6):
            audit.append(event, "test", at=timezone.now(), **facts)
    audit.append(AuditEvent.REPORT_READ, "test", at=datetime(year - 1, 6, 1, tzinfo=UTC), record="r")
    call_command("data_use", "--year", str(year))
    station.listen()
    outbox = Outbox(station.connection, clock=lambda: datetime.now(UTC))
    use = StationRegisters(station.content, outbox).data_use()
    station.connection.close()
    assert use is not None
    assert use.year == year
    assert use.times == dict.fromkeys(DataUseKind, 0) | {
        DataUseKind.READ: 6,
        DataUseKind.EXPORTED: 240,
        DataUseKind.HANDED_OVER: 6,
    }


def test_a_year_to_come_cannot_be_told(hub: Hub) -> None:
    with pytest.raises(Refused, match="still to come"):
        publish_data_use(NOW.year + 1, by="test", now=NOW)
    assert not AuditEntry.objects.filter(event=AuditEvent.DATA_USE_TOLD).exists()

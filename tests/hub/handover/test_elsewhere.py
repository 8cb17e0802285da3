"""Klarschiff's own open reports: told to stations together with ours, each once, and supported over there."""

from __future__ import annotations

from datetime import date

import pytest

from sync.hub.announcements import selectors as announcements
from sync.hub.handover.elsewhere import name_elsewhere
from sync.hub.handover.models import ReportElsewhere, SupportElsewhere
from sync.protocol.envelope import seal_word
from sync.protocol.open_reports import FILE_NAME, KnownReport, OpenReportsFile, public_name
from sync.protocol.records import ReportWord, WordKind
from sync.protocol.report_status import ReportState
from tests.hub.handover.conftest import Town
from tests.kits.hub import on_both
from tests.kits.klarschiff_twin import KEY, ApiClient, ReportThere

PLACE = (12.0492, 54.1549)


def there(town: Town, number: int, *, code: str = "12", status: str = "RECEIVED", place=PLACE) -> ReportThere:
    """Somebody has reported something at Klarschiff itself."""
    long, lat = place
    made = ReportThere(number, code, "Frau M. aus Nr. 7 stellt ab", lat, long, "m@example.org", town.now, status)
    town.klarschiff.reports[number] = made
    return made


def told() -> dict[str, KnownReport]:
    """What stations know once they were connected."""
    data = announcements.contents([FILE_NAME])[FILE_NAME]
    return {report.name: report for report in OpenReportsFile.from_bytes(data).reports}


def support(town: Town, name: str) -> None:
    word = seal_word(ReportWord(name, WordKind.SUPPORTED, "2026-11-22"), key=town.station.seal)
    town.hub.accept(town.station.batch([word]), now=town.now)
    town.hub.work()


@on_both
def test_open_ones_are_told_beside_ours_and_nobodys_words_are(town: Town) -> None:
    ours = town.report()
    there(town, 900, code="17", status="IN_PROCESS")
    town.run()
    found = told()
    assert found.keys() == {public_name(ours), name_elsewhere("900")}
    other = found[name_elsewhere("900")]
    assert (other.category, other.state, other.point) == ("street", ReportState.IN_PROGRESS, PLACE)
    assert other.since == town.now.date()
    assert b"Frau M." not in announcements.contents([FILE_NAME])[FILE_NAME]
    near = OpenReportsFile.of(found.values()).near((PLACE[0] + 0.001, PLACE[1]))
    assert [report.name for _, report in near] == [other.name]


def test_what_we_handed_over_is_there_once_although_it_is_open_over_there_too(town: Town) -> None:
    ours = town.report()
    town.run()
    town.later(hours=2)
    town.run()
    assert ReportElsewhere.objects.count() == 1, "it was seen over there"
    assert told().keys() == {public_name(ours)}


@pytest.mark.parametrize(
    "change", [{"status": "PENDING"}, {"status": "PROCESSED"}, {"status": "REJECTED"}, {"code": "31"}]
)
def test_what_is_unconfirmed_done_or_of_a_kind_we_have_no_words_for_is_not_told(town: Town, change: dict) -> None:
    there(town, 900, **change)
    there(town, 901, place=(0.0, 95.0))
    town.run()
    assert told() == {}


def test_it_is_asked_once_an_hour_and_what_is_done_is_gone_then(town: Town) -> None:
    one = there(town, 900)
    town.run()
    one.status, asked = "PROCESSED", len(town.klarschiff.asked)
    town.later(minutes=30)
    town.run()
    assert not [path for path in town.klarschiff.asked[asked:] if "status=open" in path]
    assert told().keys() == {name_elsewhere("900")}
    town.later(minutes=31)
    town.run()
    assert told() == {}


def test_while_the_server_is_down_what_was_told_stays(town: Town) -> None:
    there(town, 900)
    town.run()
    town.switch_off()
    town.later(days=3)
    town.run()
    assert told().keys() == {name_elsewhere("900")}
    town.switch_on()
    town.later(hours=2)
    town.run()
    assert told().keys() == {name_elsewhere("900")}


def test_that_is_it_is_counted_once_shown_to_others_and_told_there_as_a_number(town: Town) -> None:
    town.klarschiff.clients[KEY] = ApiClient({"create_requests", "create_notes"})
    one = there(town, 900)
    town.run()
    support(town, name_elsewhere("900"))
    support(town, name_elsewhere("900"))
    assert told()[name_elsewhere("900")].supports == 2
    town.run()
    town.run()
    (note,) = one.notes
    assert "2 weitere Menschen" in note


def test_a_support_that_comes_late_is_still_counted_and_after_half_a_year_all_is_forgotten(town: Town) -> None:
    one = there(town, 900)
    town.run()
    one.status = "PROCESSED"
    town.later(days=30)
    town.run()
    support(town, name_elsewhere("900"))
    assert SupportElsewhere.objects.get().day == date(2026, 11, 22)
    assert told() == {}
    town.later(days=181)
    town.run()
    assert (ReportElsewhere.objects.count(), SupportElsewhere.objects.count()) == (0, 0)

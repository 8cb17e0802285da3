"""Open reports told to everybody, and who means the same: words of nobody who did not allow it, no way to a number."""

from __future__ import annotations

import pytest

from sync.hub.announcements import selectors as announcements
from sync.hub.entries.models import ReviewState
from sync.hub.reports.models import DefectReport, ReportSupport
from sync.hub.reports.reviewing import redact, set_review
from sync.hub.reports.services import set_state
from sync.protocol.envelope import seal_word
from sync.protocol.open_reports import FILE_NAME, MOST_TITLE, KnownReport, OpenReportsFile, public_name
from sync.protocol.records import ReportWord, WordKind
from sync.protocol.report_status import ReportState, record_id_of
from tests.kits.hub import NOW, Hub, Station, on_both

NUMBER = "4711181501234567"
ID = record_id_of(NUMBER)


@pytest.fixture
def station(hub: Hub) -> Station:
    sender = hub.enrolled_station()
    hub.accept(sender.batch([sender.report("Herr Meier war es.", record_id=ID, number=NUMBER, may_publish=False)]))
    hub.work()
    return sender


def told() -> list[KnownReport]:
    files = announcements.contents([FILE_NAME])
    return list(OpenReportsFile.from_bytes(files[FILE_NAME]).reports) if FILE_NAME in files else []


def approve(review: ReviewState = ReviewState.APPROVED) -> None:
    seen = DefectReport.objects.get(record_id=ID).review_version
    set_review(ID, review, note="", by="erika", now=NOW, seen=seen)


def support(hub: Hub, station: Station, *, name: str = public_name(ID), again: bool = False) -> None:
    word = seal_word(ReportWord(name, WordKind.SUPPORTED, "2026-11-22"), key=station.seal)
    hub.accept(station.batch([word, word] if again else [word]))
    hub.work()


@on_both
def test_what_the_office_has_approved_is_told_without_a_number_and_without_words_that_nobody_allowed(
    hub: Hub, station: Station
) -> None:
    assert told() == [], "nobody has looked at it"
    approve()
    (report,) = told()
    assert (report.name, report.state, report.supports) == (public_name(ID), ReportState.REPORTED, 0)
    data = announcements.contents([FILE_NAME])[FILE_NAME]
    assert not any(secret.encode() in data for secret in ("Meier", NUMBER, ID))


def test_words_that_may_be_published_are_told_as_far_as_nothing_is_hidden(hub: Hub) -> None:
    sender = hub.enrolled_station()
    words = "Herr Meier\nwarf ein Sofa hin. " + "Es stinkt. " * 20
    hub.accept(sender.batch([sender.report(words, record_id=ID, number=NUMBER, may_publish=True)]))
    hub.work()
    set_state(ID, ReportState.OPEN, note="", by="erika", now=NOW, seen=0)
    assert told()[0].title == "", "nobody of the office has looked at them"
    approve()
    title = told()[0].title
    assert title.startswith("Herr Meier warf ein Sofa hin. Es stinkt.")
    assert len(title) <= MOST_TITLE
    redact(ID, "Ein Sofa.", because="Name einer Person", by="erika", now=NOW, seen=1)
    assert told()[0].title == "Ein Sofa."
    approve(ReviewState.HAS_ISSUES)
    assert told()[0].title == ""


def test_what_is_over_rejected_or_only_rough_is_not_told(hub: Hub, station: Station) -> None:
    approve()
    approve(ReviewState.REJECTED)
    assert told() == []
    approve()
    set_state(ID, ReportState.SOLVED, note="", by="erika", now=NOW, seen=0)
    assert told() == []
    DefectReport.objects.update(radius_metres=500)
    set_state(ID, ReportState.OPEN, note="", by="erika", now=NOW, seen=1)
    assert told() == [], "nobody has pointed at it: the middle of a circle is no place"


@on_both
def test_each_person_counts_once_however_often_the_record_comes(hub: Hub, station: Station) -> None:
    approve()
    support(hub, station)
    support(hub, station)
    assert (ReportSupport.objects.count(), told()[0].supports) == (2, 2)
    record_id = ReportSupport.objects.first().record_id
    from sync.hub.reports.supporting import support as take

    take(record_id, ReportWord(public_name(ID), WordKind.SUPPORTED, "2026-11-22"), received_at=NOW)
    assert ReportSupport.objects.count() == 2


def test_a_support_changes_nothing_else_and_one_for_nothing_waits(hub: Hub, station: Station) -> None:
    support(hub, station, name="0" * 32)
    support(hub, station, name=ID)
    assert ReportSupport.objects.count() == 0, "a record id is no public name"
    support(hub, station)
    row = DefectReport.objects.get(record_id=ID)
    assert (row.state, row.version, row.words.count()) == (ReportState.REPORTED, 0, 0)

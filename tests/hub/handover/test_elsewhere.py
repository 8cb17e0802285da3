"""Klarschiff's own open reports: told to stations together with ours, each once, and supported over there."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from io import BytesIO

import pytest
from PIL import Image

from sync.hub.announcements import selectors as announcements
from sync.hub.handover.elsewhere import PICTURES_AT_ONCE, fetch_open_reports, fetch_pictures, name_elsewhere
from sync.hub.handover.models import ReportElsewhere, SupportElsewhere
from sync.protocol.envelope import seal_word
from sync.protocol.open_reports import (
    FILE_NAME,
    MOST_PICTURE_BYTES,
    MOST_PICTURES,
    MOST_TITLE,
    KnownReport,
    OpenReportsFile,
    picture_name,
    public_name,
)
from sync.protocol.records import ReportWord, WordKind
from sync.protocol.report_status import ReportState
from tests.hub.handover.conftest import Town
from tests.kits.hub import on_both
from tests.kits.klarschiff_twin import KEY, ApiClient, ReportThere, new_klarschiff, serving
from tests.kits.media import jpeg_with_gps

PLACE = (12.0492, 54.1549)


def there(town: Town, number: int, *, code: str = "12", status: str = "RECEIVED", place=PLACE) -> ReportThere:
    """Somebody has reported something at Klarschiff itself."""
    long, lat = place
    made = ReportThere(number, code, "Frau M. aus Nr. 7 stellt ab", lat, long, "m@example.org", town.now, status)
    town.klarschiff.reports[number] = made
    return made


def released(town: Town, number: int, photo: bytes | None = None, words: str = "Sofa am Radweg") -> ReportThere:
    """Somebody of the city has shown its words, and its photo if it has one, to everybody."""
    made = there(town, number)
    made.description, made.photo, made.is_released = words, photo, True
    return made


def picture(number: int) -> bytes | None:
    """What stations are told under the name of its picture."""
    name = picture_name(name_elsewhere(str(number)))
    return announcements.contents([name]).get(name)


def run(town: Town) -> None:
    """An hour later."""
    town.later(minutes=61)
    town.run()


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


def test_words_and_picture_are_told_once_the_city_has_released_them(town: Town) -> None:
    one = there(town, 900)
    one.photo = jpeg_with_gps()
    run(town)
    report = told()[name_elsewhere("900")]
    assert (report.title, report.has_picture, picture(900)) == ("", False, None)
    one.description, one.is_released = "Sofa am Radweg. " + "Seit Wochen. " * 20, True
    run(town)
    report = told()[name_elsewhere("900")]
    assert report.title.startswith("Sofa am Radweg") and len(report.title) <= MOST_TITLE
    assert report.has_picture
    with Image.open(BytesIO(picture(900) or b"")) as small:
        assert max(small.size) == 360
        assert not small.getexif()
    assert len(picture(900) or b"") <= MOST_PICTURE_BYTES
    one.is_released = False
    run(town)
    report = told()[name_elsewhere("900")]
    assert (report.title, report.has_picture, picture(900)) == ("", False, None)


def test_words_are_told_before_pictures_and_those_a_few_at_a_time(town: Town) -> None:
    for number in range(900, 900 + PICTURES_AT_ONCE + 3):
        released(town, number, jpeg_with_gps(size=(64, 48)))
    town.later(minutes=61)
    assert fetch_open_reports(town.line)
    assert {report.title for report in told().values()} == {"Sofa am Radweg"}
    assert not any(report.has_picture for report in told().values())
    assert [fetch_pictures(town.line) for _ in range(3)] == [PICTURES_AT_ONCE, 3, 0]
    assert all(report.has_picture for report in told().values())


def test_a_picture_goes_with_its_report(town: Town) -> None:
    one = released(town, 900, jpeg_with_gps(size=(64, 48)))
    run(town)
    assert picture(900)
    one.status = "PROCESSED"
    run(town)
    assert (told(), picture(900)) == ({}, None)


def test_only_what_lies_at_the_receiver_itself_is_fetched(town: Town) -> None:
    other = new_klarschiff()
    with serving(other):
        for number, address in enumerate((f"{other.url}/files/1", "file:///etc/passwd", "http://[broken"), start=900):
            released(town, number, jpeg_with_gps(size=(64, 48))).photo_address = address
        run(town)
    assert other.asked == []
    assert {report.title for report in told().values()} == {"Sofa am Radweg"}
    assert [picture(number) for number in (900, 901, 902)] == [None, None, None]


@pytest.mark.parametrize("bytes_", [b"<html>", jpeg_with_gps()[:500], b"\xff\xd8\xff" + bytes(5 * 2**20)])
def test_what_is_no_picture_is_asked_for_once_and_the_words_are_told(town: Town, bytes_: bytes) -> None:
    released(town, 900, bytes_)
    run(town)
    run(town)
    report = told()[name_elsewhere("900")]
    assert (report.title, report.has_picture, picture(900)) == ("Sofa am Radweg", False, None)
    assert sum("/files/" in asked for asked in town.klarschiff.asked) == 1


def test_an_office_may_leave_pictures_out(town: Town) -> None:
    town.line = replace(town.line, settings=replace(town.settings, open_report_pictures=False))
    released(town, 900, jpeg_with_gps(size=(64, 48)))
    run(town)
    assert picture(900) is None
    assert MOST_PICTURES * MOST_PICTURE_BYTES < 5 * 2**20

"""The calendar of a centre comes in by one command: with what repeats, moves and is left out, and never by half."""

from __future__ import annotations

import json
from contextlib import suppress
from datetime import date, time
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError
from hypothesis import given, settings
from hypothesis import strategies as st

from sync.hub.audit.models import AuditEntry
from sync.hub.content.calendar_import import DAYS, read_calendar
from sync.hub.content.problems import ContentProblems
from sync.hub.content.vocabulary import Surroundings
from sync.protocol.centre_dates import MOMENT, CentreCalendar, DateKind
from sync.protocol.errors import Refused
from tests.kits.hub import Hub

TODAY = date(2026, 11, 22)
BERLIN = ZoneInfo("Europe/Berlin")
HELP = """UID:help
SUMMARY:Hilfe am Bildschirm
CATEGORIES:Hilfe
DTSTART;TZID=Europe/Berlin:20260106T100000
DTEND;TZID=Europe/Berlin:20260106T120000
RRULE:FREQ=WEEKLY
EXDATE;TZID=Europe/Berlin:20261208T100000"""
MOVED = """UID:help
RECURRENCE-ID;TZID=Europe/Berlin:20261215T100000
SUMMARY:Hilfe am Bildschirm
CATEGORIES:Hilfe
DTSTART;TZID=Europe/Berlin:20261216T140000
DTEND;TZID=Europe/Berlin:20261216T150000"""
CAFE = """UID:cafe
SUMMARY:Nachbarschafts-
 café
LOCATION:Saal
DTSTART:20261126T140000Z
DTEND:20261126T160000Z"""
MARKET = """UID:market
SUMMARY:Adventsmarkt
DTSTART;VALUE=DATE:20261205
DTEND;VALUE=DATE:20261207"""
NEWS = """UID:news
SUMMARY:Am Montag geschlossen
CATEGORIES:Aushang
DTSTART;VALUE=DATE:20261205
DTEND;VALUE=DATE:20261207"""


def ics(*events: str) -> bytes:
    body = "\n".join(f"BEGIN:VEVENT\nDTSTAMP:20260101T000000Z\n{event}\nEND:VEVENT" for event in events)
    return f"BEGIN:VCALENDAR\nVERSION:2.0\nPRODID:-//x//y//DE\n{body}\nEND:VCALENDAR\n".replace("\n", "\r\n").encode()


def read(folder: Path, data: bytes) -> CentreCalendar:
    file = folder / "house.ics"
    file.write_bytes(data)
    around = Surroundings(districts=["N"], name="house")
    wire = read_calendar(file, name="house", districts=["N"], today=TODAY, zone=BERLIN, around=around)
    return CentreCalendar.from_wire(wire)


def test_what_repeats_moves_and_is_left_out_is_read_as_it_is_meant(tmp_path: Path) -> None:
    (entry,) = read(tmp_path, ics(HELP, MOVED)).dates
    begins = [span.begins.strftime(MOMENT) for span in entry.times]
    assert begins[:4] == ["2026-11-24T10:00", "2026-12-01T10:00", "2026-12-16T14:00", "2026-12-22T10:00"]
    assert (entry.times[-1].begins.date() - TODAY).days <= DAYS
    assert entry.kind is DateKind.HELP
    assert entry.weekly is not None
    assert (entry.weekly.weekday, entry.weekly.begins, entry.weekly.ends) == (2, time(10), time(12))


def test_times_are_those_on_the_wall_in_the_city_and_days_are_whole(tmp_path: Path) -> None:
    cafe, market = sorted(read(tmp_path, ics(CAFE, MARKET)).dates, key=lambda entry: entry.times[0].begins)
    assert (cafe.title["de"], cafe.where["de"]) == ("Nachbarschafts-café", "Saal")
    assert cafe.times[0].begins.strftime(MOMENT) == "2026-11-26T15:00"
    assert (cafe.kind, cafe.weekly) == (DateKind.EVENT, None)
    assert market.times[0].is_whole_days


@pytest.mark.parametrize(
    "rule", ["FREQ=WEEKLY;COUNT=60", "FREQ=WEEKLY;INTERVAL=2", "FREQ=WEEKLY;BYDAY=TU,TH", "FREQ=DAILY"]
)
def test_only_what_goes_on_every_week_is_told_as_such(tmp_path: Path, rule: str) -> None:
    (entry,) = read(tmp_path, ics(HELP.replace("FREQ=WEEKLY", rule))).dates
    assert entry.weekly is None
    assert entry.times


def test_what_is_over_or_cancelled_is_not_told(tmp_path: Path) -> None:
    over = CAFE.replace("202611", "202610")
    assert read(tmp_path, ics(over, f"{MARKET}\nSTATUS:CANCELLED")).dates == ()


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"", "no calendar that can be read"),
        (ics(CAFE.replace("Saal", "Sa\0al")), "no calendar that can be read"),
        (b"\xff\xfehello", "no calendar that can be read"),
        (ics(MARKET.replace("20261205", "yesterday")), "no calendar that can be read"),
        (ics(HELP.replace("FREQ=WEEKLY", "FREQ=SECONDLY")), "more often than once a day"),
        (ics(HELP.replace("FREQ=WEEKLY", "FREQ=DAILY;BYMINUTE=0,1,2")), "more often than once a day"),
        (b"x" * 5_000_001, "at most 5000000"),
    ],
)
def test_what_is_no_calendar_is_refused_in_words(tmp_path: Path, data: bytes, words: str) -> None:
    with pytest.raises(Refused, match=words):
        read(tmp_path, data)


def test_what_does_not_fit_a_screen_is_named(tmp_path: Path) -> None:
    with pytest.raises(ContentProblems, match=r"dates\[0\].title.de: .*80"):
        read(tmp_path, ics(CAFE.replace("SUMMARY:", f"SUMMARY:{'x' * 90}")))


@settings(max_examples=60)
@given(st.binary(max_size=300) | st.text(max_size=200).map(lambda text: ics(f"UID:1\nDTSTART:20261205T100000\n{text}")))
def test_whatever_stands_in_a_file_is_read_or_refused(tmp_path_factory: pytest.TempPathFactory, data: bytes) -> None:
    with suppress(Refused, ContentProblems):
        read(tmp_path_factory.getbasetemp(), data)


def test_the_command_publishes_in_place_of_before_and_a_bad_file_loses_nothing(hub: Hub, tmp_path: Path) -> None:
    file, kept = tmp_path / "a.ics", hub.folder.content / "dates" / "house.json"
    file.write_bytes(ics(f"{CAFE}\nRRULE:FREQ=MONTHLY"))
    call_command("import_dates", str(file), "--name", "house", "--district", "N")
    assert json.loads(kept.read_bytes())["districts"] == ["N"]
    before = kept.read_bytes()
    for name, district, data in (
        ("house", "Z", file.read_bytes()),
        ("../x", "N", file.read_bytes()),
        ("house", "N", b"?"),
    ):
        file.write_bytes(data)
        with pytest.raises(CommandError):
            call_command("import_dates", str(file), "--name", name, "--district", district)
    assert kept.read_bytes() == before
    assert AuditEntry.objects.filter(event="dates-imported").count() == 1


def test_entries_say_by_their_category_what_they_are(tmp_path: Path) -> None:
    kinds = {entry.title["de"]: entry.kind for entry in read(tmp_path, ics(HELP, MARKET, NEWS)).dates}
    assert kinds == {
        "Hilfe am Bildschirm": DateKind.HELP,
        "Adventsmarkt": DateKind.EVENT,
        "Am Montag geschlossen": DateKind.NEWS,
    }

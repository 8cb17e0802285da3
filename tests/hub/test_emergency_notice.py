"""A warning goes from the command line to every station, and goes away by itself when it ends."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError

from kiosk.station.code_sources import StationRegisters
from sync.hub.audit.models import AuditEntry
from sync.protocol.emergency_notice import EmergencyNotice
from sync.protocol.encoding import to_timestamp
from sync.protocol.errors import Refused
from sync.station.content_store import ContentSets
from sync.station.database import open_database
from sync.station.outbox import Outbox
from tests.hub.announcements.test_announcements import Listener
from tests.hub.courier.test_courier import at_hub, enrolled
from tests.kits.hub import Hub


def wire(**changes: object) -> dict[str, object]:
    until = to_timestamp(datetime.now(UTC) + timedelta(hours=6))
    texts = {
        "headline": {"de": "Sturmflut", "en": "Storm surge"},
        "text": {"de": "Bleiben Sie weg.", "en": "Stay away."},
    }
    return {**texts, "until": until, **changes}


@pytest.fixture
def station(hub: Hub, tmp_path: Path) -> Iterator[Listener]:
    (tmp_path / "station").mkdir()
    listener = Listener(hub, tmp_path / "station")
    with closing(listener.connection):
        yield listener


def warned(station: Listener) -> EmergencyNotice | None:
    station.listen()
    outbox = Outbox(station.connection, clock=lambda: datetime.now(UTC))
    return StationRegisters(station.content, outbox).warning()


def write(folder: Path, **changes: object) -> Path:
    place = folder / "notice.json"
    place.write_text(json.dumps(wire(**changes)), "utf-8")
    return place


def test_a_warning_is_issued_heard_and_taken_back(hub: Hub, station: Listener, tmp_path: Path) -> None:
    assert warned(station) is None
    call_command("notice", str(write(tmp_path)))
    notice = warned(station)
    assert notice is not None
    assert (notice.headline["de"], notice.languages) == ("Sturmflut", ("de", "en"))
    assert notice.is_current(datetime.now(UTC))
    assert not notice.is_current(notice.until), "a station that is never told so forgets it by itself"
    call_command("notice", "--withdraw")
    assert warned(station) is None
    events = AuditEntry.objects.filter(event__startswith="notice-").values_list("event", flat=True)
    assert sorted(events) == ["notice-issued", "notice-withdrawn"]


def test_a_warning_comes_by_stick_to_a_station_without_network_and_goes_the_same_way(hub: Hub, tmp_path: Path) -> None:
    (stick := tmp_path / "stick").mkdir()
    place = enrolled(hub, tmp_path / "place", stick)

    def shown() -> EmergencyNotice | None:
        at_hub(hub, stick)
        place.meet(stick)
        with closing(open_database(place.config.database)) as connection:
            outbox = Outbox(connection, clock=lambda: datetime.now(UTC))
            return StationRegisters(ContentSets(connection, place.config.content), outbox).warning()

    assert shown() is None
    call_command("notice", str(write(tmp_path)))
    assert (notice := shown()) is not None and notice.headline["de"] == "Sturmflut"
    call_command("notice", "--withdraw")
    assert shown() is None


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"headline": {"en": "Storm"}}, "German"),
        ({"headline": {"de": "x" * 41, "en": "Storm"}}, "at most 40"),
        ({"text": {"de": "Weg."}}, "same languages"),
        ({"text": {"de": "\u202e", "en": "x"}}, "cannot be shown"),
        ({"text": {"de": "Weg.", "en": "x", "xx": "x"}}, "do not speak"),
        ({"until": "2020-01-01T00:00:00Z"}, "over already"),
        ({"until": "2050-01-01T00:00:00Z"}, "earlier end"),
        ({"until": "tomorrow"}, "needs headline"),
        ({"text": 3}, "needs headline"),
        ({"districts": ["nowhere"]}, "no district nowhere"),
        ({"stations": ["nowhere"]}, "no station is called nowhere"),
        ({"stations": "SBZ"}, "needs headline"),
    ],
)
def test_what_is_no_warning_is_said_and_changes_nothing(
    hub: Hub, tmp_path: Path, changes: dict[str, object], words: str
) -> None:
    with pytest.raises(CommandError, match=words):
        call_command("notice", str(write(tmp_path, **changes)))
    assert not AuditEntry.objects.filter(event="notice-issued").exists()


def test_a_file_or_its_end_is_asked_for(hub: Hub, tmp_path: Path) -> None:
    for arguments in ([], [str(write(tmp_path)), "--withdraw"]):
        with pytest.raises(CommandError, match="give a FILE"):
            call_command("notice", *arguments)


@pytest.mark.parametrize("data", [b"", b"[]", b'{"until": 1}', b"\xff"])
def test_a_notice_that_cannot_be_read_is_refused(data: bytes) -> None:
    with pytest.raises(Refused):
        EmergencyNotice.from_bytes(data)

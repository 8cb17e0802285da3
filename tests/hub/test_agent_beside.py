"""What the agent's own rounds do beside handing over records, against a real hub: each part is connected."""

from __future__ import annotations

import os
from contextlib import closing
from datetime import timedelta
from pathlib import Path

import pytest

from sync.boot_clock import machine_tick
from sync.hub.attachments.store import PieceStore, note_safe
from sync.hub.stations.models import DeviceSeen
from sync.hub.triage.models import StationDamage
from sync.station.attachment_store import BlobKind, Blobs
from sync.station.database import open_database
from sync.station.events import Event
from sync.station.journal_rules import KEEP_DAYS
from sync.station.recovery.salvage import salvage_if_damaged
from sync.station.state import StationState
from tests.hub.attachments.test_pieces import KEY
from tests.hub.test_rekey import Place, now
from tests.hub.test_rekey_wished import new_place
from tests.kits.hub import Hub


@pytest.fixture
def place(hub: Hub, tmp_path: Path) -> Place:
    return new_place(hub, tmp_path / "place")


def test_the_hub_is_told_of_a_damaged_database(hub: Hub, place: Place) -> None:
    place.put()
    database = place.config.database
    with closing(open_database(database)) as connection:
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    database.write_bytes(b"no database" * 20 + database.read_bytes()[220:])
    assert salvage_if_damaged(database)
    for _ in range(3):
        place.round()
    hub.work()
    assert StationDamage.objects.get().saved == 3


def test_an_old_piece_goes_once_the_hub_calls_it_safe(hub: Hub, place: Place) -> None:
    blobs = Blobs(place.config.blobs)
    (name,) = blobs.put(b"photo", kind=BlobKind.PHOTO, key=KEY.public)
    (piece,) = blobs.kept()
    long_ago = (now() - timedelta(days=KEEP_DAYS + 2)).timestamp()
    os.utime(piece.path, (long_ago, long_ago))
    PieceStore(hub.folder.blobs).take(name, piece.path.read_bytes())
    place.round()
    assert blobs.kept()
    note_safe([name])
    place.round()
    assert not blobs.kept()


def test_the_clock_is_measured_against_the_hubs_word(place: Place) -> None:
    with closing(open_database(place.config.database)) as connection:
        anchor = StationState(connection).anchor
    assert anchor is not None
    assert anchor.tick.boot == machine_tick().boot
    assert abs(anchor.moment - now()) < timedelta(minutes=1)
    with closing(open_database(place.config.database)) as connection:
        StationState(connection).note_anchor(type(anchor)(anchor.moment - timedelta(days=1), anchor.tick))
    place.round()
    with closing(open_database(place.config.database)) as connection:
        again = StationState(connection).anchor
    assert again is not None and again.moment >= anchor.moment


def test_the_hub_is_told_of_a_station_nobody_can_hear_and_when_it_is_heard_again(place: Place) -> None:
    for silent, troubles in ((True, ["no-sound"]), (False, [])):
        with closing(open_database(place.config.database)) as connection:
            StationState(connection).note_silent(silent)
        place.round()
        assert DeviceSeen.objects.get().troubles == troubles
        with closing(open_database(place.config.database)) as connection:
            notes = {note.event for note in StationState(connection).notes}
        assert (Event.NO_SOUND in notes) is silent


def test_the_hub_is_told_of_a_battery_that_runs_out_and_when_it_is_plugged_in(place: Place) -> None:
    for low, troubles in ((True, ["power-low"]), (False, [])):
        with closing(open_database(place.config.database)) as connection:
            StationState(connection).note_runs_low(low)
        place.round()
        assert DeviceSeen.objects.get().troubles == troubles

"""Many reports that were shown and spoken without a network, then a bad line: the texts first, and all there once."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest

from hardware.ports import SpokenMessage
from kiosk.media.rules import keep_enclosures
from kiosk.media.state import Enclosures
from sync.hub.attachments.store import PieceStore
from sync.hub.enclosures.models import Enclosure, EnclosureList, EnclosureState
from sync.hub.enclosures.selectors import waiting_for_attachments
from sync.hub.reports.models import DefectReport
from sync.hub.worker.enclosing import open_enclosures
from sync.hub.worker.keyring import Keyring
from sync.protocol.errors import TryLater
from sync.station.attachment_store import Blobs
from tests.hub.attachments.test_pieces import Way, send
from tests.kits.hub import NOW, Hub
from tests.kits.media import jpeg_with_gps, opus

REPORTS, BREAKS_AFTER = 8, 3


def test_all_of_three_days_is_there_once_and_the_texts_came_first(hub: Hub, tmp_path: Path) -> None:
    way, blobs = Way(hub, hub.enrolled_station()), Blobs(tmp_path / "blobs")
    said, photo = SpokenMessage(opus(1), 1, b""), jpeg_with_gps()
    for number in range(REPORTS):
        enclosed = Enclosures(photo=photo if number % 2 else b"", spoken=None if number % 3 else said)
        names = keep_enclosures(enclosed, keep=blobs.put, key=way.station.seal)
        record = way.station.report(f"Nummer {number}", number=f"{number:016}", attachments=names)
        hub.accept(way.station.batch([record]), now=NOW + timedelta(days=number % 3))
    hub.work()
    assert DefectReport.objects.count() == REPORTS, "the texts, before any attachment"
    store, keyring = PieceStore(hub.folder.blobs), Keyring.load(hub.folder.root)
    left = len(blobs.kept())
    assert waiting_for_attachments(way.station.device, is_here=store.has) == left > 2 * BREAKS_AFTER
    opened = 0
    while blobs.unsent():
        way.breaks_after = len(way.brought) + BREAKS_AFTER
        if len(blobs.unsent()) > BREAKS_AFTER:
            with pytest.raises(TryLater):
                send(way, blobs)
        else:
            send(way, blobs)
        opened += open_enclosures(keyring, store, now=NOW)
    assert len(way.brought) == len(set(way.brought)) == left
    assert opened == Enclosure.objects.filter(state=EnclosureState.READY).count() == left
    assert waiting_for_attachments(way.station.device, is_here=store.has) == 0
    assert not EnclosureList.objects.filter(to_open__gt=0).exists()

"""Counting a poll for one evening again with the keys that both its people have handed over.

They are opened out of their sealed record for the time of the count, and written nowhere.
"""

from __future__ import annotations

from contextlib import suppress
from datetime import datetime

from sync.hub.counting.evenings import note_recount, recount_with_keys, recounts_due
from sync.hub.intake.batch_reader import sealed_in
from sync.hub.intake.models import SealedRecord
from sync.hub.worker.keyring import Keyring
from sync.protocol.envelope import open_evening
from sync.protocol.errors import Refused
from sync.protocol.records import RecordKind


def recount_evenings(keyring: Keyring, *, now: datetime) -> None:
    """One pass over what can be counted again. What cannot be opened here stays as it is."""
    for poll_id, record_id in recounts_due():
        rows = SealedRecord.objects.filter(record_id=record_id, kind=RecordKind.EVENING.value, doubled=False)
        for _row, record in sealed_in(rows):
            with suppress(Refused, KeyError):
                keys = keyring.open(record, open_evening).keys if record else {}
                if keys:
                    note_recount(poll_id, is_same=recount_with_keys(poll_id, **keys), now=now)

"""A station that nobody stands at: it is enrolled, seals and signs as a real one, and lives as long as the making.

Its key is kept nowhere, so nothing can ever speak for it again.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from django.conf import settings
from django.utils import timezone

from sync.hub.intake.services import Outcome, accept_batch
from sync.hub.intake.signer import current_voice
from sync.hub.publishing.selectors import pinned_root_hash
from sync.hub.stations.services import enrol, make_code
from sync.protocol.batches import FIRST_HASH, freeze_batch
from sync.protocol.encoding import random_id
from sync.protocol.enrolment import code_secret, read_welcome, sign_request
from sync.protocol.key_list import KeyList
from sync.protocol.keys import SealKey, SigningKey
from sync.protocol.records import Record, Stream

BY = "training"
"""Who did it, in the audit log."""


@dataclass
class _Chain:
    inc: str = field(default_factory=random_id)
    seq: int = 0
    last: str = FIRST_HASH


class InventedStation:
    """One station, enrolled with a code of the hub Django is set up for."""

    def __init__(self, name: str, district: str, *, now: datetime) -> None:
        secret = code_secret(make_code(name=name, district=district, by=BY, now=now))
        self._key = SigningKey.generate()
        root = pinned_root_hash(settings.HUB_FOLDER.repository)
        message = sign_request(secret, model="training", key=self._key)
        welcome = enrol(message, root_sha256=root, key=current_voice().key, now=now)
        self.device = read_welcome(welcome, secret, station_kid=self._key.kid).device
        self.name, self.district = name, district
        self.seal: SealKey = KeyList.from_bytes(settings.HUB_FOLDER.public_keys.read_bytes()).seal_key(now)
        self._chains = {stream: _Chain() for stream in Stream}

    def hand_over(self, records: Sequence[Record], stream: Stream, *, now: datetime) -> None:
        """Freeze and sign these records, and bring them to the hub at this moment. Raises ValueError if it refuses."""
        chain = self._chains[stream]
        batch = freeze_batch(
            records,
            stream=stream,
            device=self.device,
            inc=chain.inc,
            seq=chain.seq + 1,
            prev=chain.last,
            taken=timezone.localdate(now).isoformat(),
            key=self._key,
        )
        answer = accept_batch(batch.to_bytes(), voice=current_voice(), now=now)
        if answer.outcome is not Outcome.ACKNOWLEDGED:
            raise ValueError(f"{self.name}: {answer.outcome}")
        chain.seq, chain.last = chain.seq + 1, batch.hash


@dataclass(frozen=True)
class InventedDelivery:
    """What one station brings at one moment."""

    at: datetime
    station: InventedStation
    stream: Stream
    records: Sequence[Record]


def bring_in_order(deliveries: Iterable[InventedDelivery]) -> None:
    """Hand all of it over, the oldest first. Raises ValueError if the hub refuses one."""
    for one in sorted(deliveries, key=lambda one: one.at):
        one.station.hand_over(one.records, one.stream, now=one.at)

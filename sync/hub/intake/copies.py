"""Finding out that a station was copied, or put back to an earlier image: from what it says of its own chains.

A station goes on with one chain in each stream, and begins another only when it has given up the one before, for good.
So a chain that comes back belongs to a second machine. And no station knows less of its own chain than the hub.
"""

from __future__ import annotations

import hashlib
import re
from datetime import datetime

from sync.hub.audit import services as audit
from sync.hub.audit.events import AuditEvent
from sync.hub.intake.incidents import open_incident
from sync.hub.intake.models import Batch, BatchState, ChainHead, IncidentKind
from sync.hub.stations.models import CurrentChain, Device
from sync.hub.stations.services import BY_ITSELF
from sync.protocol.messages import CurrentChain as ToldChain
from sync.protocol.messages import StationStatus
from sync.protocol.records import Stream

_INC = re.compile(r"[0-9a-f]{32}")


def look_for_copies(device: Device, status: StationStatus, *, now: datetime) -> None:
    """Compare a status, known to be the newest of its station, with what is known. To be called in a transaction."""
    for stream, told in status.current.items():
        if stream not in list(Stream) or not _INC.fullmatch(told.inc):
            continue
        _note_current(device, stream, told, now=now)
        _compare_head(device, told, seq=status.chains.get(told.inc, 0), now=now)


def _note_current(device: Device, stream: str, told: ToldChain, *, now: datetime) -> None:
    known = CurrentChain.objects.filter(device=device.id, stream=stream)
    newest = known.order_by("-id").first()
    if newest is None or newest.inc != told.inc:
        came_back = known.filter(inc=told.inc).exists()
        if newest and came_back:
            _tell(IncidentKind.TWO_MACHINES, device, now=now, one=told.inc, other=newest.inc)
            known.filter(inc=told.inc).delete()
        CurrentChain.objects.create(device=device.id, stream=stream, inc=told.inc)


def _compare_head(device: Device, told: ToldChain, *, seq: int, now: datetime) -> None:
    head = ChainHead.objects.filter(device=device.id, inc=told.inc).first()
    if head is None or seq > head.seq:
        return
    if seq < head.seq or _hash_at(device, told.inc, seq) not in {told.hash, None}:
        _tell(IncidentKind.PUT_BACK, device, now=now, one=told.inc)


def _hash_at(device: Device, inc: str, seq: int) -> str | None:
    at = Batch.objects.filter(device=device.id, inc=inc, seq=seq).exclude(state=BatchState.ASIDE)
    return at.values_list("hash", flat=True).first()


def _tell(kind: IncidentKind, device: Device, *, now: datetime, **chains: str) -> None:
    # Once a day: it lasts until somebody acts, and each of the machines says so in every round.
    name = hashlib.sha256(f"{kind}|{device.id}|{now:%Y-%m-%d}".encode()).hexdigest()
    if open_incident(kind, place=(device.id, "", 0), key=name, at=now):
        audit.append(_EVENTS[kind], BY_ITSELF, at=now, name=device.name, device=device.id, **chains)


_EVENTS = {
    IncidentKind.TWO_MACHINES: AuditEvent.STATION_COPIED,
    IncidentKind.PUT_BACK: AuditEvent.STATION_PUT_BACK,
}

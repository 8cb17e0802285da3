"""Finding out that a station was copied, or put back to an earlier image: from what it says of its own chains.

A station goes on with one chain in each stream, and begins another only when it has given up the one before, for good:
its chains are one line, in the order of its counted statuses. So a chain that comes back, or two that follow the same
one, belong to two machines, or to one that was put back. And no station knows less of its own chain than the hub.

Most of this is true whenever it was said. So a status is looked at that lay on a stick for weeks, or is played again.

A machine that does not even know of its station's change of key has been put back, or is a copy: it is told of once a
day by its newest status alone, for an older one may have been said before the change.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping
from datetime import datetime

from sync.hub.audit import services as audit
from sync.hub.audit.events import AuditEvent
from sync.hub.intake.incidents import open_incident
from sync.hub.intake.models import Batch, BatchState, ChainHead, Incident, IncidentKind
from sync.hub.stations.models import CurrentChain, Device
from sync.hub.stations.services import BY_ITSELF, MOST_COUNT
from sync.protocol.messages import CurrentChain as ToldChain
from sync.protocol.messages import LeftChain, StationStatus
from sync.protocol.records import Stream

_INC = re.compile(r"[0-9a-f]{32}")


def look_for_copies(device: Device, status: StationStatus, *, is_newest: bool, is_now: bool, now: datetime) -> None:
    """Compare a status of this station with what is known. To be called in a transaction.

    ``is_newest``: it has a higher number than all before. ``is_now``: it was said just now, and does not come on a
    stick, which other batches may have overtaken.
    """
    for stream in Stream:
        told, left = status.current.get(stream), status.left.get(stream)
        if left and _INC.fullmatch(left.inc) and _goes_beyond(device, left):
            _tell(IncidentKind.PUT_BACK, device, at=left.inc, now=now, one=left.inc)
        if told is None or not _INC.fullmatch(told.inc):
            continue
        if status.count:
            count = min(status.count, MOST_COUNT)
            _look_at_line(device, stream, told.inc, after=_after(left), count=count, now=now)
        seq = _bounded(status.chains.get(told.inc, 0))
        if _is_another(device, told, seq=seq) or (is_newest and is_now and _is_behind(device, told, seq=seq)):
            _tell(IncidentKind.PUT_BACK, device, at=told.inc, now=now, one=told.inc)


def tell_old_key(device: Device, kid: str, *, now: datetime) -> None:
    """A machine speaks with this key, which its station has changed since. To be called in a transaction."""
    # It lasts until somebody acts, and settling it does not end it: the next day it is told again.
    name = hashlib.sha256(f"{IncidentKind.OLD_KEY}|{kid}|{now:%Y-%m-%d}".encode()).hexdigest()
    if open_incident(IncidentKind.OLD_KEY, place=(device.id, "", 0), key=name, at=now):
        audit.append(AuditEvent.OLD_KEY_USED, BY_ITSELF, at=now, name=device.name, device=device.id, kid=kid)


def _after(left: LeftChain | None) -> str:
    """The chain that was given up for the present one, as it is kept."""
    if left is None:
        return CurrentChain.NONE_BEFORE
    return left.inc if _INC.fullmatch(left.inc) else CurrentChain.NOT_KNOWN


def _look_at_line(device: Device, stream: Stream, inc: str, *, after: str, count: int, now: datetime) -> None:
    """Statuses are counted, so each chain has its span of numbers, and no other chain is spoken of within it."""
    known = CurrentChain.objects.filter(device=device.id, stream=stream)
    others, chain = known.exclude(inc=inc).order_by("-last_count"), known.filter(inc=inc).first()
    if chain is None:
        chain = CurrentChain(device=device.id, stream=stream, inc=inc, after=after, first_count=count, last_count=count)
        _look_at_branch(
            device, chain, others.exclude(after=CurrentChain.NOT_KNOWN).filter(after=after).first(), now=now
        )
    elif chain.first_count <= count <= chain.last_count:
        return
    chain.first_count, chain.last_count = min(chain.first_count, count), max(chain.last_count, count)
    chain.save()
    between = others.filter(first_count__lte=chain.last_count, last_count__gte=chain.first_count)
    if other := between.first():
        # It lasts until somebody acts, and settling it does not end it: the next day it is told again.
        _tell(IncidentKind.TWO_MACHINES, device, at=f"{now:%Y-%m-%d}", now=now, one=inc, other=other.inc)
        between.delete()  # told; what they say from now on is news


def _look_at_branch(device: Device, chain: CurrentChain, other: CurrentChain | None, *, now: datetime) -> None:
    if other is None:
        return
    if chain.after == CurrentChain.NONE_BEFORE:
        _tell(IncidentKind.TWO_MACHINES, device, at=chain.inc, now=now, one=chain.inc, other=other.inc)
    else:
        _tell(IncidentKind.PUT_BACK, device, at=chain.inc, now=now, one=other.inc)


def _goes_beyond(device: Device, left: LeftChain) -> bool:
    """True when somebody went on with a chain that this machine had given up for good."""
    head = ChainHead.objects.filter(device=device.id, inc=left.inc).first()
    is_beyond = head is not None and head.seq > left.seq
    return is_beyond or _hash_at(device, left.inc, left.seq) not in {left.hash, None}


def _is_another(device: Device, told: ToldChain, *, seq: int) -> bool:
    """True when another batch has the number of its last one."""
    return _hash_at(device, told.inc, seq) not in {told.hash, None}


def _is_behind(device: Device, told: ToldChain, *, seq: int) -> bool:
    """True when the hub has more of a chain than the station that goes on with it."""
    return ChainHead.objects.filter(device=device.id, inc=told.inc, seq__gt=seq).exists()


def _hash_at(device: Device, inc: str, seq: int) -> str | None:
    at = Batch.objects.filter(device=device.id, inc=inc, seq=_bounded(seq)).exclude(state=BatchState.ASIDE)
    return at.values_list("hash", flat=True).first()


def _bounded(seq: int) -> int:
    """What any database takes: a station may say anything."""
    return max(0, min(seq, MOST_COUNT))


def _tell(kind: IncidentKind, device: Device, *, at: str, now: datetime, **chains: str) -> None:
    """Once for each chain or day that ``at`` names: the machines say it again in every round."""
    name = hashlib.sha256(f"{kind}|{device.id}|{at}".encode()).hexdigest()
    is_open = Incident.objects.filter(device=device.id, is_open=True)
    if kind is IncidentKind.PUT_BACK and is_open.filter(kind=IncidentKind.TWO_MACHINES).exists():
        return  # said already, and more
    if open_incident(kind, place=(device.id, "", 0), key=name, at=now):
        audit.append(_EVENTS[kind], BY_ITSELF, at=now, name=device.name, device=device.id, **chains)
    if kind is IncidentKind.TWO_MACHINES:
        # What it looked like before is one and the same thing, and nobody has to look at it twice.
        is_open.filter(kind=IncidentKind.PUT_BACK).update(is_open=False)


_EVENTS: Mapping[IncidentKind, AuditEvent] = {
    IncidentKind.TWO_MACHINES: AuditEvent.STATION_COPIED,
    IncidentKind.PUT_BACK: AuditEvent.STATION_PUT_BACK,
}

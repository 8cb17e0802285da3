"""Why the ballot log must not grow just now. Decides from this database alone, and never lets anything in itself.

A hub that was restored from a backup has been told nothing: stations may have seen more of the log than it holds, and
a second log under the same name could never be taken back. So it waits for the stations it knows, or for a person.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from sync.hub.audit import services as audit
from sync.hub.audit.events import AuditEvent
from sync.hub.ballot_log.models import AwaitedWitness, LogHold
from sync.protocol.errors import Refused


@dataclass(frozen=True)
class Hold:
    """The log stands still since this moment; these stations have not told yet what they have seen of it."""

    since: datetime
    awaited: tuple[str, ...]


def hold_log(witnesses: Iterable[str], *, now: datetime) -> None:
    """From here on the log stands still, until each of these stations has told what it has seen, and at least one has.

    ``witnesses`` are stations that may have seen more of it. Where none is known, any station will do.
    """
    with transaction.atomic():
        LogHold.objects.update_or_create(one=1, defaults={"since": now, "is_heard": False})
        AwaitedWitness.objects.all().delete()
        AwaitedWitness.objects.bulk_create(AwaitedWitness(device=device) for device in witnesses)


def hear_witness(device: str) -> None:
    """This station has told what it has seen, be it nothing."""
    if LogHold.objects.exists():
        AwaitedWitness.objects.filter(device=device).delete()
        LogHold.objects.update(is_heard=True)


def present_hold() -> Hold | None:
    """Why the log stands still; None when it may grow, as far as this goes."""
    hold = LogHold.objects.first()
    if hold is None:
        return None
    awaited = tuple(AwaitedWitness.objects.values_list("device", flat=True))
    return Hold(hold.since, awaited) if awaited or not hold.is_heard else None


def release_hold(*, note: str, by: str, now: datetime) -> int:
    """A person says that the log may grow, and in ``note`` why. Returns how many stations had not told.

    Raises Refused when it does not stand still.
    """
    with transaction.atomic():
        hold = present_hold()
        if hold is None:
            raise Refused("the ballot log does not wait for stations")
        AwaitedWitness.objects.all().delete()
        LogHold.objects.all().delete()
        audit.append(AuditEvent.LOG_RELEASED, by, at=now, stations=len(hold.awaited), note=note)
    return len(hold.awaited)

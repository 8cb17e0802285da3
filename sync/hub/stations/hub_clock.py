"""The hub's own clock, measured against what this hub has signed before: a clock that jumped signs nothing.

What a hub signs binds its stations: a moment far ahead would close all polls. So it is compared with the newest moment
in its own database, and with the seconds that the machine has counted since; a person can say that the clock is right,
or that it was wrong.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

from django.db import connection, transaction

from sync.boot_clock import Anchor, Tick, machine_tick
from sync.hub.audit import services as audit
from sync.hub.audit.events import AuditEvent
from sync.hub.stations.models import HubClock
from sync.protocol.encoding import to_timestamp
from sync.protocol.errors import Refused

MOST_JUMP = timedelta(hours=1)
"""So far a clock may be from what was counted since the last signature, or before that signature."""
MOST_PAUSE = timedelta(days=7)
"""A hub that was off for longer has to be told that its clock is right."""
NOTED_EVERY = timedelta(minutes=1)


class ClockDoubted(Refused):
    """The clock says something else than this database: nothing is signed until a person has looked at it."""

    def __init__(self, now: datetime, signed_at: datetime) -> None:
        super().__init__(
            f"the clock of this hub says {to_timestamp(now)}, but it last signed at {to_timestamp(signed_at)}. "
            "Set the clock; or, if it is right: ./mitmach hub clock right --note REASON"
        )
        self.now = now
        self.signed_at = signed_at


def has_jumped(now: datetime, tick: Tick | None, *, signed: Anchor) -> bool:
    """The rule: whether ``now`` can not follow on the last signature. ``tick`` is None where nothing was counted."""
    expected = signed.moment_at(tick) if tick else None
    if expected is not None:
        return abs(now - expected) > MOST_JUMP
    return not signed.moment - MOST_JUMP <= now <= signed.moment + MOST_PAUSE


def demand_right_clock(now: datetime, *, count: Callable[[], Tick | None] = machine_tick) -> None:
    """To be called before something is signed. Raises ClockDoubted; otherwise this is the newest moment signed."""
    last, tick = _last_signed(), count()
    if last is None:
        _note(now, tick)
        return
    if has_jumped(now, tick, signed=last):
        raise ClockDoubted(now, last.moment)
    if now >= last.moment + NOTED_EVERY or (tick and tick.boot != last.tick.boot):
        _note(max(now, last.moment), tick)


def doubt(now: datetime) -> ClockDoubted | None:
    """What is wrong with the clock just now; None when all is well."""
    last = _last_signed()
    if last and has_jumped(now, machine_tick(), signed=last):
        return ClockDoubted(now, last.moment)
    return None


def corrections() -> int:
    """How often people have said that this hub's clock was wrong."""
    return HubClock.objects.values_list("corrections", flat=True).first() or 0


def trust_clock(*, note: str, by: str, now: datetime) -> None:
    """A person says that the clock is right, and in ``note`` why."""
    with transaction.atomic():
        last = _last_signed()
        _note(now, machine_tick())
        before = to_timestamp(last.moment) if last else "-"
        audit.append(AuditEvent.CLOCK_TRUSTED, by, at=now, before=before, note=note)


def begin_clock(now: datetime) -> None:
    """This database begins here and now, be it new or restored."""
    _note(now, machine_tick())


def take_back(*, note: str, by: str, now: datetime) -> int:
    """A person says that what this hub signed for later moments than now is void. Returns how often that was said.

    Stations hear it with the hub's next word to them.
    """
    with transaction.atomic():
        number = corrections() + 1
        _note(now, machine_tick())
        HubClock.objects.update(corrections=number)
        audit.append(AuditEvent.CLOCK_WAS_WRONG, by, at=now, number=number, note=note)
    return number


def _last_signed() -> Anchor | None:
    """When this hub last signed, and what the machine had counted."""
    # In SQL: every request of a station asks this, and the ORM takes several times as long.
    with connection.cursor() as cursor:
        cursor.execute("SELECT signed_at, boot, seconds FROM stations_hubclock")
        row = cursor.fetchone()
    if row is None:
        return None
    at: datetime = row[0] if row[0].tzinfo else row[0].replace(tzinfo=UTC)  # SQLite gives it without its zone
    return Anchor(at, Tick(row[1], row[2]))


def _note(now: datetime, tick: Tick | None) -> None:
    at = {"boot": tick.boot, "seconds": tick.seconds} if tick else {"boot": "", "seconds": 0}
    HubClock.objects.update_or_create(one=1, defaults={"signed_at": now, **at})

"""The hub's own clock, measured against what this hub has signed before: a clock that jumped signs nothing.

What a hub signs binds its stations: a moment far ahead would close all polls. So it is compared with the newest moment
in its own database, and with the seconds that the machine has counted since; a person can say that the clock is right,
or that it was wrong.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import cache
from pathlib import Path

from django.db import connection, transaction

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

_BOOT_ID = Path("/proc/sys/kernel/random/boot_id")


class ClockDoubted(Refused):
    """The clock says something else than this database: nothing is signed until a person has looked at it."""

    def __init__(self, now: datetime, signed_at: datetime) -> None:
        super().__init__(
            f"the clock of this hub says {to_timestamp(now)}, but it last signed at {to_timestamp(signed_at)}. "
            "Set the clock; or, if it is right: ./mitmach hub clock right --note REASON"
        )
        self.now = now
        self.signed_at = signed_at


@dataclass(frozen=True)
class Counted:
    """Seconds counted since the start of this machine that is named by ``boot``."""

    boot: str
    seconds: int


def counted_here() -> Counted:
    """By this machine, now."""
    return Counted(_this_boot(), int(time.clock_gettime(time.CLOCK_BOOTTIME)))


@cache
def _this_boot() -> str:
    return _BOOT_ID.read_text(encoding="ascii").strip()


@dataclass(frozen=True)
class _Signed:
    """The last signature: when, and what the machine had counted."""

    at: datetime
    counted: Counted


def has_jumped(now: datetime, counted: Counted | None, *, signed_at: datetime, signed: Counted) -> bool:
    """The rule: whether ``now`` can not follow on the last signature. ``counted`` is None where nothing was counted."""
    if counted and counted.boot == signed.boot:
        expected = signed_at + timedelta(seconds=counted.seconds - signed.seconds)
        return abs(now - expected) > MOST_JUMP
    return not signed_at - MOST_JUMP <= now <= signed_at + MOST_PAUSE


def demand_right_clock(now: datetime, *, count: Callable[[], Counted | None] = counted_here) -> None:
    """To be called before something is signed. Raises ClockDoubted; otherwise this is the newest moment signed."""
    last, counted = _last_signed(), count()
    if last is None:
        _note(now, counted)
        return
    if has_jumped(now, counted, signed_at=last.at, signed=last.counted):
        raise ClockDoubted(now, last.at)
    if now >= last.at + NOTED_EVERY or (counted and counted.boot != last.counted.boot):
        _note(max(now, last.at), counted)


def doubt(now: datetime) -> ClockDoubted | None:
    """What is wrong with the clock just now; None when all is well."""
    last = _last_signed()
    if last and has_jumped(now, counted_here(), signed_at=last.at, signed=last.counted):
        return ClockDoubted(now, last.at)
    return None


def corrections() -> int:
    """How often people have said that this hub's clock was wrong."""
    return HubClock.objects.values_list("corrections", flat=True).first() or 0


def trust_clock(*, note: str, by: str, now: datetime) -> None:
    """A person says that the clock is right, and in ``note`` why."""
    with transaction.atomic():
        last = _last_signed()
        _note(now, counted_here())
        before = to_timestamp(last.at) if last else "-"
        audit.append(AuditEvent.CLOCK_TRUSTED, by, at=now, before=before, note=note)


def begin_clock(now: datetime) -> None:
    """This database begins here and now, be it new or restored."""
    _note(now, counted_here())


def take_back(*, note: str, by: str, now: datetime) -> int:
    """A person says that what this hub signed for later moments than now is void. Returns how often that was said.

    Stations hear it with the hub's next word to them.
    """
    with transaction.atomic():
        number = corrections() + 1
        _note(now, counted_here())
        HubClock.objects.update(corrections=number)
        audit.append(AuditEvent.CLOCK_WAS_WRONG, by, at=now, number=number, note=note)
    return number


def _last_signed() -> _Signed | None:
    # In SQL: every request of a station asks this, and the ORM takes several times as long.
    with connection.cursor() as cursor:
        cursor.execute("SELECT signed_at, boot, seconds FROM stations_hubclock")
        row = cursor.fetchone()
    if row is None:
        return None
    at: datetime = row[0] if row[0].tzinfo else row[0].replace(tzinfo=UTC)  # SQLite gives it without its zone
    return _Signed(at, Counted(row[1], row[2]))


def _note(now: datetime, counted: Counted | None) -> None:
    at = {"boot": counted.boot, "seconds": counted.seconds} if counted else {"boot": "", "seconds": 0}
    HubClock.objects.update_or_create(one=1, defaults={"signed_at": now, **at})

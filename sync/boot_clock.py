"""The clock that only counts: seconds since this machine was started, sleep included; and a moment tied to them."""

from __future__ import annotations

import time
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cache
from pathlib import Path

_BOOT_ID = Path("/proc/sys/kernel/random/boot_id")


@dataclass(frozen=True)
class Tick:
    """So many whole seconds since the start of the machine that is named by ``boot``."""

    boot: str
    seconds: int


@dataclass(frozen=True)
class Anchor:
    """What time it was at a tick, as far as anybody knew."""

    moment: datetime
    tick: Tick

    def moment_at(self, tick: Tick) -> datetime | None:
        """What time it is by the seconds counted until then; None after another start, which nobody counted across."""
        if tick.boot != self.tick.boot:
            return None
        return self.moment + timedelta(seconds=tick.seconds - self.tick.seconds)


def seconds_since_start() -> float:
    """Seconds since the machine was started, sleep included; no clock that is set changes them."""
    return time.clock_gettime(time.CLOCK_BOOTTIME)


def machine_tick() -> Tick:
    """This machine's, now."""
    return Tick(_this_boot(), int(seconds_since_start()))


@cache
def _this_boot() -> str:
    return _BOOT_ID.read_text(encoding="ascii").strip()

"""The battery or the uninterruptible supply a station runs on, as UPower tells of it; and turning the machine off.

When that is due is decided elsewhere. UPower looks at batteries and at supplies on a USB cable alike, and by itself
turns the machine off in the very end.
"""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from hardware.ports import Charge, PowerSupply

if TYPE_CHECKING:
    from hardware.system_bus import SystemBus

UPOWER = "org.freedesktop.UPower"
DISPLAY_DEVICE = "/org/freedesktop/UPower/devices/DisplayDevice"
"""All batteries and supplies of the machine taken together."""
DEVICE = "org.freedesktop.UPower.Device"
PROPERTIES = ("IsPresent", "State", "WarningLevel", "Percentage", "TimeToEmpty")

LOGIND = "org.freedesktop.login1"
MANAGER = "/org/freedesktop/login1"
_GET = "org.freedesktop.DBus.Properties.Get"

LOOKS_APART = 5
"""UPower is asked at every fifth look: no charge changes faster than that."""

_DISCHARGING = frozenset({2, 3, 6})
"""States of a battery nothing feeds: discharging, empty, about to discharge."""
_CHARGES: dict[object, Charge] = {3: Charge.LOW, 4: Charge.CRITICAL, 5: Charge.CRITICAL}
"""UPower's warning levels: low, critical, and the one at which it acts by itself."""


class UPowerBattery:
    """Power as UPower sees it. Without a bus, without UPower and without a battery alike there is none."""

    def __init__(self, bus: SystemBus | None = None) -> None:
        from hardware.system_bus import SystemBus  # only a program that has power to look at loads Qt's part for it

        self._bus = bus or SystemBus()
        self._told: dict[str, object] = {}
        self._looks = 0

    def look(self) -> bool:
        if self._looks % LOOKS_APART == 0 and not self._bus.is_asking:
            for name in PROPERTIES:
                answered = partial(self._told.__setitem__, name)
                self._bus.ask(UPOWER, DISPLAY_DEVICE, _GET, (DEVICE, name), answered=answered)
        self._looks += 1
        return self.supply() is not None

    def supply(self) -> PowerSupply | None:
        state, level, percent = (self._told.get(name) for name in ("State", "WarningLevel", "Percentage"))
        left = self._told.get("TimeToEmpty")
        if self._told.get("IsPresent") is not True or not isinstance(percent, int | float):
            return None
        is_plugged_in = state not in _DISCHARGING
        return PowerSupply(
            Charge.ENOUGH if is_plugged_in else _CHARGES.get(level, Charge.ENOUGH),
            is_plugged_in=is_plugged_in,
            percent=round(min(100, max(0, percent))),
            seconds_left=left if isinstance(left, int) and left > 0 and not is_plugged_in else None,
        )

    def turn_off(self) -> None:
        self._bus.ask(LOGIND, MANAGER, "org.freedesktop.login1.Manager.PowerOff", (False,))

    def close(self) -> None:
        self._bus.close()

"""The lamp over a station: one of the kernel's LEDs, also one at a pin or on a USB cable."""

from __future__ import annotations

from pathlib import Path

from hardware.sysfs import LogindLights, SetLight, read_number

LEDS = Path("/sys/class/leds")


class SysfsLamp:
    """LED ``name`` among those in ``folder``; it has to blink for nothing else (its trigger is ``none``)."""

    def __init__(self, name: str, folder: Path = LEDS, *, set_light: SetLight | None = None) -> None:
        self._name = name
        self._place = folder / name
        self._set_light = set_light or LogindLights()

    def is_there(self) -> bool:
        return (read_number(self._place / "max_brightness") or 0) >= 1

    def light(self, *, on: bool) -> None:
        most = read_number(self._place / "max_brightness")
        if most is not None:
            self._set_light("leds", self._name, round(most) if on else 0)

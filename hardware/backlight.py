"""How bright the display is, and how light it is around it: the kernel's files. What fits what is decided elsewhere."""

from __future__ import annotations

import threading
from pathlib import Path

from hardware.sysfs import LogindLights, SetLight, read_number

BACKLIGHTS = Path("/sys/class/backlight")
SENSORS = Path("/sys/bus/iio/devices")

SAMPLE_SECONDS = 2.0
"""A sensor may take a part of a second to answer, so that a thread of its own asks it, and not more often."""


class SysfsBacklight:
    """Backlight of the first display that has one to set; most displays on a cable have none."""

    def __init__(self, folder: Path = BACKLIGHTS, *, set_light: SetLight | None = None) -> None:
        self._folder = folder
        self._set_light = set_light or LogindLights()

    def part(self) -> float | None:
        light = self._light()
        now = read_number(light / "brightness") if light else None
        return now / self._most(light) if light and now is not None else None

    def set_part(self, part: float) -> None:
        light, before = self._light(), self.part()
        if light is None or before is None or part == before:
            return
        most = self._most(light)
        wanted, now = round(part * most), round(before * most)
        if wanted == now:  # of a display with few steps it is at least one
            wanted += 1 if part > before else -1
        self._set_light("backlight", light.name, round(min(most, max(1, wanted))))

    def _light(self) -> Path | None:
        return next((place for place in sorted(self._folder.glob("*")) if self._most(place) >= 1), None)

    @staticmethod
    def _most(place: Path) -> float:
        return read_number(place / "max_brightness") or 0.0


class IioLightSensor:
    """Light sensor of the kernel's industrial I/O."""

    def __init__(self, folder: Path = SENSORS) -> None:
        self._folder = folder
        self._lux: float | None = None
        self._closing = threading.Event()
        self._thread: threading.Thread | None = None

    def look(self) -> bool:
        if self._thread is None and (sensor := self._find()):
            self._thread = threading.Thread(target=self._follow, args=(sensor,), name="light", daemon=True)
            self._thread.start()
        return self._thread is not None

    def lux(self) -> float | None:
        return self._lux

    def close(self) -> None:
        self._closing.set()
        if self._thread is not None:
            self._thread.join(timeout=1)

    def _find(self) -> Path | None:
        found = sorted(self._folder.glob("iio:device*"))
        return next((place for place in found if lux_of(place) is not None), None)

    def _follow(self, sensor: Path) -> None:
        while (lux := lux_of(sensor)) is not None:
            self._lux = lux
            if self._closing.wait(SAMPLE_SECONDS):
                return
        self._lux = self._thread = None  # pulled out: looked for anew


def lux_of(sensor: Path) -> float | None:
    """How light it is at this sensor, in lux; None where it tells no light."""
    told = read_number(sensor / "in_illuminance_input")
    if told is None and (raw := read_number(sensor / "in_illuminance_raw")) is not None:
        scale, offset = read_number(sensor / "in_illuminance_scale"), read_number(sensor / "in_illuminance_offset")
        told = (raw + (offset or 0.0)) * (1.0 if scale is None else scale)
    return told if told is not None and 0 <= told <= 1_000_000 else None

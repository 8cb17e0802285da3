"""Sensors of the kernel's industrial I/O: how light it is, and whether somebody stands before the station."""

from __future__ import annotations

import threading
from collections.abc import Callable
from pathlib import Path

from hardware.ports import Nearness
from hardware.sysfs import read_number

SENSORS = Path("/sys/bus/iio/devices")

LIGHT_SECONDS = 2.0
NEARNESS_SECONDS = 0.5


class IioSensor:
    """The first sensor in ``folder`` from which ``read`` reads a number, asked every ``seconds``.

    It may take a part of a second to answer, so that a thread of its own asks it.
    """

    def __init__(self, folder: Path, read: Callable[[Path], float | None], *, seconds: float) -> None:
        self._folder = folder
        self._read = read
        self._seconds = seconds
        self._value: float | None = None
        self._closing = threading.Event()
        self._thread: threading.Thread | None = None

    @property
    def value(self) -> float | None:
        """What it told last; None where there is none."""
        return self._value

    def look(self) -> bool:
        """Look for a sensor if none was found yet; to be called now and then. Is there one?"""
        if self._thread is None and (sensor := self._find()):
            self._thread = threading.Thread(target=self._follow, args=(sensor,), name="sensor", daemon=True)
            self._thread.start()
        return self._thread is not None

    def close(self) -> None:
        """Ask nothing more."""
        self._closing.set()
        if (thread := self._thread) is not None:
            thread.join(timeout=1)

    def _find(self) -> Path | None:
        found = sorted(self._folder.glob("iio:device*"))
        return next((place for place in found if self._read(place) is not None), None)

    def _follow(self, sensor: Path) -> None:
        while (value := self._read(sensor)) is not None:
            self._value = value
            if self._closing.wait(self._seconds):
                return
        self._value = self._thread = None  # pulled out: looked for anew


class IioLightSensor(IioSensor):
    """How light it is, in lux."""

    def __init__(self, folder: Path = SENSORS, *, seconds: float = LIGHT_SECONDS) -> None:
        super().__init__(folder, lux_of, seconds=seconds)

    def lux(self) -> float | None:
        return self.value


class IioNearness(IioSensor):
    """Somebody before the station, by a sensor that knows from which of its numbers on something is near."""

    def __init__(self, folder: Path = SENSORS, *, seconds: float = NEARNESS_SECONDS) -> None:
        super().__init__(folder, nearness_of, seconds=seconds)

    def somebody_is_near(self) -> bool:
        return bool(self.value)


class AnyNearness:
    """Several sensors: somebody stands there as soon as one of them sees somebody."""

    def __init__(self, *sensors: Nearness) -> None:
        self._sensors = sensors

    def somebody_is_near(self) -> bool:
        return any(sensor.somebody_is_near() for sensor in self._sensors)

    def look(self) -> bool:
        return sum(sensor.look() for sensor in self._sensors) > 0  # all of them look

    def close(self) -> None:
        for sensor in self._sensors:
            sensor.close()


def lux_of(sensor: Path) -> float | None:
    """How light it is at this sensor, in lux; None where it tells no light."""
    told = read_number(sensor / "in_illuminance_input")
    if told is None and (raw := read_number(sensor / "in_illuminance_raw")) is not None:
        scale, offset = read_number(sensor / "in_illuminance_scale"), read_number(sensor / "in_illuminance_offset")
        told = (raw + (offset or 0.0)) * (1.0 if scale is None else scale)
    return told if told is not None and 0 <= told <= 1_000_000 else None


def nearness_of(sensor: Path) -> float | None:
    """1 while something is near this sensor, else 0; None for one that does not know what near is."""
    told, near = read_number(sensor / "in_proximity_raw"), read_number(sensor / "in_proximity_nearlevel")
    return float(told >= near) if told is not None and near is not None else None

"""How bright the display is to be: by the light around it, else by the hour. Slowly, and never too dark to read."""

from __future__ import annotations

import math
from collections.abc import Callable

from hardware.ports import Backlight, LightSensor

LEAST_PART = 0.5
"""Of the brightness the display has at most; below, old eyes read no longer."""
NIGHT_PART = 0.75
"""Where nothing tells the light, in the dark hours; a room with people in it is lit."""
DAY_HOURS = range(7, 20)

_DIM_LUX, _BRIGHT_LUX = 10.0, 500.0
"""A room by evening; a well-lit office. Daylight through a window is beyond."""
_STEP = 0.02
"""A second: nobody sees a step like that, and from end to end it takes half a minute."""
_WORTH_IT = 0.1
"""A smaller difference is left as it is: somebody who walks by with a shadow changes nothing."""
_MOST_IN_VAIN = 5
"""A display that does not follow is left alone."""
_FOLLOW = 0.1
"""How much of what the sensor tells counts at each look."""


def wanted_part(lux: float | None, hour: int) -> float:
    """Which part of its brightness the display is to have, from ``LEAST_PART`` to 1."""
    if lux is None:
        return 1.0 if hour in DAY_HOURS else NIGHT_PART
    along = math.log(max(lux, _DIM_LUX) / _DIM_LUX) / math.log(_BRIGHT_LUX / _DIM_LUX)
    return LEAST_PART + (1.0 - LEAST_PART) * min(1.0, along)


class Dimming:
    """Sets ``backlight`` by ``sensor``; ``hour`` is that on the wall."""

    def __init__(self, backlight: Backlight, sensor: LightSensor, *, hour: Callable[[], int]) -> None:
        self._backlight = backlight
        self._sensor = sensor
        self._hour = hour
        self._lux: float | None = None
        self._is_moving = False
        self._before: float | None = None
        self._in_vain = 0

    def look(self, *, is_touched: bool) -> None:
        """To be called about every second. ``is_touched``: somebody works at the screen just now; then it waits."""
        self._sensor.look()
        lux = self._sensor.lux()
        self._lux = lux if lux is None or self._lux is None else self._lux + _FOLLOW * (lux - self._lux)
        part = self._backlight.part()
        if part is None or is_touched or self._in_vain >= _MOST_IN_VAIN:
            return
        missing = wanted_part(self._lux, self._hour()) - part
        self._is_moving = abs(missing) >= (_STEP if self._is_moving else _WORTH_IT)
        if self._is_moving:
            self._in_vain = self._in_vain + 1 if part == self._before else 0
            self._before = part
            self._backlight.set_part(part + max(-_STEP, min(_STEP, missing)))

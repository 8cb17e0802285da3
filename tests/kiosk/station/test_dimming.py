"""The display is as bright as its surroundings ask for: slowly, never under a finger, never too dark to read."""

from __future__ import annotations

import pytest

from hardware.fakes import MemoryBacklight, MemoryLightSensor
from kiosk.station.dimming import LEAST_PART, NIGHT_PART, Dimming, wanted_part


class Corner:
    """A station in a corner of a room."""

    def __init__(self, *, part: float | None = 1.0, lux: float | None = None, hour: int = 12) -> None:
        self.backlight, self.sensor, self.hour = MemoryBacklight(part), MemoryLightSensor(lux), hour
        self.dimming = Dimming(self.backlight, self.sensor, hour=lambda: self.hour)

    def wait(self, seconds: int, *, is_touched: bool = False) -> float | None:
        for _ in range(seconds):
            before = self.backlight.now
            self.dimming.look(is_touched=is_touched)
            assert before is None or abs(self.backlight.now - before) <= 0.0201, "nobody sees a step like that"
        return self.backlight.now


@pytest.mark.parametrize("hour", range(24))
@pytest.mark.parametrize("lux", [None, 0, 3, 10, 50, 200, 500, 100_000])
def test_it_is_never_too_dark_to_read(lux: float | None, hour: int):
    assert LEAST_PART <= wanted_part(lux, hour) <= 1.0


def test_more_light_asks_for_more():
    parts = [wanted_part(lux, 3) for lux in (0, 10, 50, 200, 500, 5_000)]
    assert parts == sorted(parts)
    assert (parts[0], parts[-1]) == (LEAST_PART, 1.0)


def test_by_light_it_goes_down_and_up_again():
    corner = Corner(lux=5)
    assert corner.wait(60) == pytest.approx(LEAST_PART, abs=0.021)
    corner.sensor.now = 2_000
    assert corner.wait(90) == pytest.approx(1.0, abs=0.021)


def test_by_the_hour_where_nothing_tells_the_light():
    corner = Corner(hour=21)
    assert corner.wait(60) == pytest.approx(NIGHT_PART, abs=0.021)
    corner.hour = 8
    assert corner.wait(60) == pytest.approx(1.0, abs=0.021)


def test_a_shadow_that_passes_changes_nothing():
    corner = Corner(lux=500)
    corner.wait(30)
    corner.sensor.now = 5
    corner.wait(1)
    corner.sensor.now = 500
    assert corner.wait(20) == 1.0


def test_nothing_changes_under_a_finger():
    corner = Corner(lux=5)
    assert corner.wait(60, is_touched=True) == 1.0


def test_a_display_that_does_not_follow_is_left_alone():
    corner, asked = Corner(lux=5), []
    corner.backlight.set_part = asked.append
    corner.wait(100)
    assert len(asked) < 10


def test_a_display_that_cannot_be_set_is_no_fault():
    assert Corner(part=None, lux=5).wait(3) is None

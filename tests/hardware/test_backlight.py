"""Backlight and sensors, as the kernel shows them in its files; what logind is asked to set."""

from __future__ import annotations

from pathlib import Path

import pytest

from hardware.backlight import SysfsBacklight
from hardware.fakes import MemoryNearness
from hardware.iio import AnyNearness, IioLightSensor, IioNearness, lux_of, nearness_of
from hardware.sysfs import LogindLights
from tests.kits.waiting import wait_until


def write(folder: Path, **values: object) -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    for name, value in values.items():
        (folder / name).write_text(f"{value}\n", encoding="ascii")
    return folder


class Lights:
    """What was set, on a kernel that takes it."""

    def __init__(self, folder: Path) -> None:
        self.folder, self.set = folder, []

    def __call__(self, kind: str, name: str, brightness: int) -> None:
        self.set.append((kind, name, brightness))
        write(self.folder / name, brightness=brightness)


def test_a_display_without_a_backlight_is_left_alone(tmp_path: Path):
    lights = Lights(tmp_path)
    for folder in (tmp_path / "none", tmp_path):
        backlight = SysfsBacklight(folder, set_light=lights)
        backlight.set_part(0.5)
        assert backlight.part() is None
        write(tmp_path / "acpi", brightness="7", max_brightness="nonsense")
    assert not lights.set


def test_a_part_of_the_most_is_set_and_read(tmp_path: Path):
    write(tmp_path / "intel_backlight", brightness=19200, max_brightness=19200)
    lights = Lights(tmp_path)
    backlight = SysfsBacklight(tmp_path, set_light=lights)
    assert backlight.part() == 1.0
    backlight.set_part(0.75)
    assert (lights.set, backlight.part()) == ([("backlight", "intel_backlight", 14400)], 0.75)


@pytest.mark.parametrize(
    ("now", "part", "becomes"), [(10, 0.98, 9), (5, 0.52, 6), (10, 1.4, 10), (1, 0.0, 1), (1, -1, 1)]
)
def test_few_steps_are_taken_one_by_one_and_it_never_goes_out(tmp_path: Path, now: int, part: float, becomes: int):
    write(tmp_path / "panel", brightness=now, max_brightness=10)
    backlight = SysfsBacklight(tmp_path, set_light=Lights(tmp_path))
    backlight.set_part(part)
    assert backlight.part() == becomes / 10


@pytest.mark.parametrize(
    ("told", "lux"),
    [
        ({"in_illuminance_input": 320}, 320),
        ({"in_illuminance_raw": 64, "in_illuminance_scale": 0.5}, 32),
        ({"in_illuminance_raw": 64}, 64),
        ({"in_illuminance_raw": 64, "in_illuminance_offset": -4, "in_illuminance_scale": 2}, 120),
        ({"in_illuminance_raw": -7}, None),
        ({"in_illuminance_raw": "nan"}, None),
        ({"in_proximity_raw": 3}, None),
        ({"in_illuminance_raw": "much"}, None),
    ],
)
def test_the_light_in_lux(tmp_path: Path, told: dict[str, object], lux: float | None):
    assert lux_of(write(tmp_path / "iio:device0", **told)) == lux


def test_a_sensor_is_found_when_it_is_plugged_in_and_forgotten_when_it_is_gone(tmp_path: Path):
    sensor = IioLightSensor(tmp_path, seconds=0.01)
    assert not sensor.look()
    place = write(tmp_path / "iio:device1", in_illuminance_raw=200)
    assert sensor.look()
    wait_until(lambda: sensor.lux() == 200)
    (place / "in_illuminance_raw").unlink()
    wait_until(lambda: sensor.lux() is None and not sensor.look())
    sensor.close()


@pytest.mark.parametrize(
    ("told", "near"),
    [
        ({"in_proximity_raw": 80, "in_proximity_nearlevel": 50}, 1),
        ({"in_proximity_raw": 50, "in_proximity_nearlevel": 50}, 1),
        ({"in_proximity_raw": 49, "in_proximity_nearlevel": 50}, 0),
        ({"in_proximity_raw": 80}, None),
        ({"in_illuminance_raw": 80}, None),
    ],
)
def test_what_is_near(tmp_path: Path, told: dict[str, object], near: float | None):
    assert nearness_of(write(tmp_path / "iio:device0", **told)) == near


def test_somebody_is_there_as_soon_as_one_sensor_says_so(tmp_path: Path):
    switch = MemoryNearness()
    place = write(tmp_path / "iio:device0", in_proximity_raw=3, in_proximity_nearlevel=50)
    nearness = AnyNearness(switch, IioNearness(tmp_path, seconds=0.01))
    assert nearness.look()
    assert not nearness.somebody_is_near()
    write(place, in_proximity_raw=60)
    wait_until(lambda: nearness.look() and nearness.somebody_is_near())
    write(place, in_proximity_raw=3)
    wait_until(lambda: nearness.look() and not nearness.somebody_is_near())
    switch.there = True
    assert nearness.somebody_is_near()
    nearness.close()
    assert not switch.there


def test_logind_is_asked_with_an_unsigned_number_and_is_not_waited_for(tmp_path: Path):
    said = tmp_path / "said"
    program = tmp_path / "busctl"
    program.write_text(f'#!/bin/sh\necho "$@" > {said}.new\nmv {said}.new {said}\n', encoding="ascii")
    program.chmod(0o755)
    lights = LogindLights(command=str(program))
    lights("backlight", "panel", 7)
    wait_until(said.exists)
    assert said.read_text().split()[-5:] == ["SetBrightness", "ssu", "backlight", "panel", "7"]
    wait_until(lambda: all(one.poll() is not None for one in lights._running))
    LogindLights(command=str(tmp_path / "none"))("leds", "lamp", 1)

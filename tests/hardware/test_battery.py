"""The battery, on a real D-Bus of its own: a service that says what UPower says, and one that says what logind does."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from hardware.battery import LOOKS_APART, UPOWER, UPowerBattery
from hardware.ports import Charge, PowerSupply
from hardware.system_bus import SystemBus
from tests.kits.machine_bus import MachineServices, machine_on, own_bus


@pytest.fixture(scope="module")
def address() -> Iterator[str]:
    with own_bus() as made:
        yield made


@pytest.fixture
def machine(qtbot, address: str) -> Iterator[MachineServices]:
    with machine_on(address) as made:
        yield made


@pytest.fixture
def battery(address: str) -> Iterator[UPowerBattery]:
    made = UPowerBattery(SystemBus(address))
    yield made
    made.close()


def looked(qtbot, battery: UPowerBattery) -> PowerSupply | None:
    """How it is once it has been asked anew."""
    for _ in range(LOOKS_APART):
        battery.look()
    qtbot.waitUntil(lambda: not battery._bus.is_asking)
    return battery.supply()


def test_nothing_is_known_before_it_is_answered(machine: MachineServices, battery: UPowerBattery):
    assert battery.look() is False
    assert battery.supply() is None


@pytest.mark.parametrize(
    ("told", "supply"),
    [
        ({}, PowerSupply(Charge.ENOUGH, is_plugged_in=True)),
        (
            {"State": 2, "Percentage": 62.4, "TimeToEmpty": 5400},
            PowerSupply(Charge.ENOUGH, percent=62, seconds_left=5400),
        ),
        ({"State": 2, "WarningLevel": 2}, PowerSupply(Charge.ENOUGH)),  # a supply that bridges a power cut
        ({"State": 2, "WarningLevel": 3, "Percentage": 18.0}, PowerSupply(Charge.LOW, percent=18)),
        ({"State": 2, "WarningLevel": 4, "Percentage": 4.0}, PowerSupply(Charge.CRITICAL, percent=4)),
        ({"State": 3, "WarningLevel": 5, "Percentage": 0.0}, PowerSupply(Charge.CRITICAL, percent=0)),
        ({"State": 1, "WarningLevel": 4, "Percentage": 4.0}, PowerSupply(Charge.ENOUGH, is_plugged_in=True, percent=4)),
        ({"State": 99, "WarningLevel": 99}, PowerSupply(Charge.ENOUGH, is_plugged_in=True)),
        ({"IsPresent": False}, None),
        ({"Percentage": None}, None),
        ({"Percentage": "much"}, None),
    ],
    ids=repr,
)
def test_what_upower_tells(
    qtbot, machine: MachineServices, battery: UPowerBattery, told: dict[str, Any], supply: object
):
    machine.battery |= told
    assert looked(qtbot, battery) == supply


def test_it_is_followed_and_asked_now_and_then_only(qtbot, machine: MachineServices, battery: UPowerBattery):
    assert looked(qtbot, battery) is not None
    asked = len(machine.asked)
    machine.battery |= {"State": 2, "WarningLevel": 4}
    for _ in range(LOOKS_APART):
        battery.look()
    qtbot.waitUntil(lambda: not battery._bus.is_asking)
    assert battery.supply() == PowerSupply(Charge.CRITICAL)
    assert len(machine.asked) == 2 * asked


def test_a_battery_that_is_pulled_out_and_a_service_that_ends_are_no_battery(
    qtbot, machine: MachineServices, battery: UPowerBattery
):
    assert looked(qtbot, battery) is not None
    machine.bus.unregisterService(UPOWER)
    assert looked(qtbot, battery) is None
    machine.bus.registerService(UPOWER)
    assert looked(qtbot, battery) is not None, "and it is found again"


def test_the_machine_is_asked_to_turn_off_and_asks_nobody_back(qtbot, machine: MachineServices, battery: UPowerBattery):
    battery.turn_off()
    qtbot.waitUntil(lambda: not battery._bus.is_asking)
    assert machine.asked == [("PowerOff", [False])]


def test_without_a_bus_there_is_no_battery_and_nothing_fails(qtbot, tmp_path):
    battery = UPowerBattery(SystemBus(f"unix:path={tmp_path / 'none'}"))
    assert looked(qtbot, battery) is None
    battery.turn_off()
    battery.close()

"""The team tries out what is plugged in: each device with a sentence, the result kept, nothing left running."""

from __future__ import annotations

from pathlib import Path

import pytest

from hardware.detect import Devices, probes_of
from hardware.fakes import (
    MemoryAudioOut,
    MemoryCamera,
    MemoryHeadphones,
    MemoryKeypad,
    MemoryLamp,
    MemoryLightSensor,
    MemoryMicrophone,
    MemoryNearness,
    MemoryPrinter,
    MemoryScanner,
)
from hardware.ports import CaptureState, PrinterState
from hardware.probes import DeviceKind, DeviceStand
from kiosk.staff.device_check import LAMP_SECONDS, TRY_SECONDS
from kiosk.staff.panel import SILENCE_SECONDS, Staff
from kiosk.staff.store import StaffOffice
from kiosk.station.station import StationFile
from kiosk.texts import Texts
from kiosk.viewmodel import intents as wish
from kiosk.viewmodel.staff_intents import OpenCare
from sync.station.config import StationConfig
from sync.station.staff_pin import write_pin

PIN = "274913"
WORDS = Texts("de")


class Table:
    """A station with everything plugged in, and the team before it."""

    def __init__(self, folder: Path) -> None:
        config = StationConfig(data=folder / "data", hub_url="http://127.0.0.1:1")
        config.data.mkdir()
        write_pin(config.data, PIN)
        self.seconds = 0.0
        self.keypad = MemoryKeypad()
        self.devices = Devices(
            printer=MemoryPrinter(),
            keypads=(self.keypad,),
            headphones=MemoryHeadphones(),
            nearness=MemoryNearness(),
            audio=MemoryAudioOut(),
            spoken=MemoryAudioOut(),
            camera=MemoryCamera(b"jpeg"),
            scanner=MemoryScanner(b"jpeg"),
            microphone=MemoryMicrophone(),
            lamp=MemoryLamp(),
            light=MemoryLightSensor(),
        )
        self.file = StationFile(config, monotonic=lambda: self.seconds)
        self.start()

    def start(self) -> None:
        """The team comes in."""
        self.staff = Staff(
            StaffOffice(self.file._config, self.file),
            monotonic=lambda: self.seconds,
            note=lambda *_: None,
            probes=probes_of(self.devices),
        )
        self.staff.open(None)
        for one in (*map(wish.TypeDigit, PIN), wish.Continue(), OpenCare(), wish.OpenDevices()):
            self.staff.answer(one)

    def wait(self, seconds: float) -> dict[DeviceKind, DeviceStand]:
        self.seconds += seconds
        self.staff.look()
        return dict(self.staff.state.stands)

    def try_all(self) -> dict[DeviceKind, DeviceStand]:
        self.staff.answer(wish.TryDevices())
        self.wait(1)
        return self.wait(TRY_SECONDS)


@pytest.fixture
def table(tmp_path: Path):
    made = Table(tmp_path)
    yield made
    made.file.close()
    made.keypad.close()


def test_what_is_plugged_in_is_told_before_anything_is_tried(table: Table):
    stands = table.wait(1)
    assert set(stands.values()) == {DeviceStand.THERE}
    assert set(stands) == set(DeviceKind) - {DeviceKind.LIGHT}, "a sensor that few stations have is not missed"
    assert table.devices.camera.state() is CaptureState.OFF


def test_trying_all_tells_what_works_and_leaves_nothing_running(table: Table):
    table.staff.answer(wish.TryDevices())
    assert (table.staff.state.is_trying, table.devices.lamp.is_lit) == (True, True)
    table.wait(LAMP_SECONDS - 1)
    assert table.staff.state.is_trying, "somebody has to look at the lamp"
    stands = table.wait(1)
    assert {kind for kind, stand in stands.items() if stand is DeviceStand.WORKS} == {
        DeviceKind.CAMERA,
        DeviceKind.SCANNER,
        DeviceKind.MICROPHONE,
    }
    assert not table.staff.state.is_trying
    assert not table.devices.lamp.is_lit
    captured = (table.devices.camera, table.devices.scanner, table.devices.microphone)
    assert {device.state() for device in captured} == {CaptureState.OFF}


def test_what_is_missing_or_does_not_answer_is_told(table: Table):
    table.devices.camera.unplug()
    table.devices.scanner.state = lambda: CaptureState.LOST
    table.devices.microphone.state = lambda: CaptureState.WAKING
    table.devices.printer.now = PrinterState.PAPER_OUT
    stands = table.try_all()
    assert stands[DeviceKind.CAMERA] is DeviceStand.MISSING
    assert stands[DeviceKind.SCANNER] is DeviceStand.BROKEN
    assert stands[DeviceKind.MICROPHONE] is DeviceStand.BROKEN, "it has had its time"
    assert stands[DeviceKind.PRINTER] is DeviceStand.PAPER_OUT
    table.devices.printer.now = PrinterState.TROUBLE
    assert table.wait(1)[DeviceKind.PRINTER] is DeviceStand.PRINTER_TROUBLE


def test_the_result_is_kept_until_a_device_is_pulled_out(table: Table):
    table.try_all()
    at = table.staff.state.at
    table.staff.close()
    table.start()
    assert table.staff.state.at == at.replace(microsecond=0)
    assert table.wait(1)[DeviceKind.CAMERA] is DeviceStand.WORKS
    table.devices.camera.unplug()
    assert table.wait(1)[DeviceKind.CAMERA] is DeviceStand.MISSING


@pytest.mark.parametrize("leave", ["back", "silence"])
def test_who_leaves_in_the_middle_leaves_nothing_running(table: Table, leave: str):
    table.staff.answer(wish.TryDevices())
    if leave == "back":
        table.staff.answer(wish.Back())
    else:
        table.seconds += SILENCE_SECONDS
        table.staff.look()
        assert table.staff.state is None
    assert (table.devices.lamp.is_lit, table.devices.camera.state()) == (False, CaptureState.OFF)


def test_a_row_that_cannot_be_read_is_no_result(table: Table):
    table.try_all()
    connection = table.file.parts.connection
    for value in ("", "[]", '["yesterday", {}]', "[1, 2]"):
        connection.execute("UPDATE state SET value = ? WHERE key = 'device_check'", (value,))
        table.start()
        assert table.staff.state.at is None

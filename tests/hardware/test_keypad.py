"""Keypads and switches: the kernel's events become keys, held keys are one key, and pulling the plug harms nothing."""

import os
import select
from pathlib import Path

import pytest

from hardware.detect import detect
from hardware.fakes import MemoryKeypad
from hardware.keypad import EV_KEY, EVENT, KEYPAD_KEYS, PRESSED, SWITCH_KEYS, EvdevKeypad, open_grabbed
from hardware.ports import Key
from sync.station.config import ConfigError, KeysConfig, StationConfig, load_config

UP, DOWN, ENTER, SPACE = 103, 108, 28, 57
RELEASED, REPEATED = 0, 2
EV_SYN, EV_MSC = 0, 4


def event(code: int, value: int = PRESSED, kind: int = EV_KEY) -> bytes:
    return EVENT.pack(1_790_000_000, 123_456, kind, code, value)


class Device:
    """A pipe in place of the input device: what is put in comes out as the kernel would hand it over."""

    def __init__(self) -> None:
        self.opened: list[Path] = []
        self._ends: tuple[int, int] | None = None

    def plug_in(self) -> None:
        self._ends = os.pipe2(os.O_NONBLOCK)

    def pull_out(self) -> None:
        os.close(self._ends[1])
        self._ends = None

    def open(self, path: Path) -> int:
        self.opened.append(path)
        if self._ends is None:
            raise FileNotFoundError(path)
        return self._ends[0]

    def put(self, *events: bytes) -> None:
        os.write(self._ends[1], b"".join(events))


@pytest.fixture
def device():
    made = Device()
    made.plug_in()
    yield made
    if made._ends is not None:
        made.pull_out()


@pytest.fixture
def keypad(device):
    made = EvdevKeypad(Path("/dev/input/by-id/keys"), KEYPAD_KEYS, open_device=device.open)
    yield made
    made.close()


def test_events_are_as_long_as_the_kernel_writes_them():
    assert EVENT.size == 24


def test_keys_come_in_order_and_once(device, keypad):
    device.put(event(UP), event(0, 0, EV_SYN), event(UP, RELEASED), event(ENTER), event(ENTER, RELEASED))
    assert keypad.pressed() == (Key.UP, Key.SELECT)
    assert keypad.pressed() == ()


def test_a_held_key_is_one_key(device, keypad):
    device.put(event(DOWN), *[event(DOWN, REPEATED)] * 50, event(DOWN, RELEASED))
    assert keypad.pressed() == (Key.DOWN,)


def test_other_keys_and_other_events_are_nobodys_business(device, keypad):
    device.put(event(30), event(UP, kind=EV_MSC), event(UP, kind=EV_SYN))
    assert keypad.pressed() == ()


def test_more_events_than_one_read_takes(device, keypad):
    device.put(*[event(UP), event(UP, RELEASED)] * 100)
    assert keypad.pressed() == (Key.UP,) * 100


def test_who_waits_is_woken(device, keypad):
    assert select.select([keypad.fileno()], [], [], 0)[0] == []
    device.put(event(UP))
    assert select.select([keypad.fileno()], [], [], 0)[0] == [keypad.fileno()]


def test_a_keypad_that_is_pulled_out_and_plugged_in_works_on(device, keypad):
    device.put(event(UP))
    device.pull_out()
    assert keypad.pressed() == (Key.UP,)
    assert keypad.fileno() is None
    assert keypad.pressed() == ()
    assert not keypad.look()
    device.plug_in()
    assert keypad.look()
    device.put(event(DOWN))
    assert keypad.pressed() == (Key.DOWN,)


def test_a_device_that_answers_with_an_error_is_put_away(tmp_path):
    keypad = EvdevKeypad(tmp_path, KEYPAD_KEYS, open_device=lambda path: os.open(path, os.O_RDONLY))
    assert keypad.fileno() is not None
    assert keypad.pressed() == ()
    assert keypad.fileno() is None


def test_a_station_without_the_device_starts_all_the_same(tmp_path):
    keypad = EvdevKeypad(tmp_path / "nothing", KEYPAD_KEYS)
    assert keypad.fileno() is None
    assert keypad.pressed() == ()
    assert not keypad.look()


def test_what_is_no_input_device_is_not_taken_for_one(tmp_path):
    place = tmp_path / "file"
    place.write_bytes(event(UP))
    with pytest.raises(OSError, match="ioctl"):
        open_grabbed(place)
    assert EvdevKeypad(place, KEYPAD_KEYS).pressed() == ()


def test_a_box_with_two_switches_says_next_and_select(device):
    box = EvdevKeypad(Path("/dev/input/by-id/box"), SWITCH_KEYS, open_device=device.open)
    device.put(event(SPACE), event(ENTER), event(UP))
    assert box.pressed() == (Key.SWITCH_NEXT, Key.SWITCH_SELECT)
    box.close()


def test_everything_a_person_needs_is_on_the_keypad():
    switches = {Key.SWITCH_NEXT, Key.SWITCH_SELECT}
    assert set(KEYPAD_KEYS.values()) == set(Key) - switches
    assert set(SWITCH_KEYS.values()) == switches


def test_the_settings_name_the_devices(tmp_path):
    keys = KeysConfig(keypad=str(tmp_path / "keys"))
    config = StationConfig(data=tmp_path, hub_url="http://127.0.0.1:1", keys=keys)
    assert len(detect(config).keypads) == 1
    assert detect(StationConfig(data=tmp_path, hub_url="http://hub.test")).keypads == ()


def test_a_wrong_name_in_the_settings_of_keys_stops_the_start(tmp_path):
    path = tmp_path / "station.toml"
    base = 'data = "data"\nhub_url = "http://hub.test"\n[keys]\n'
    path.write_text(base + 'keypad = "/dev/input/by-id/k"\ndwell_seconds = 3\n', encoding="utf-8")
    assert load_config(path).keys == KeysConfig(keypad="/dev/input/by-id/k", dwell_seconds=3.0)
    path.write_text(base + 'keypda = "none"\n', encoding="utf-8")
    with pytest.raises(ConfigError, match=r"keys\.keypda"):
        load_config(path)


def test_the_twin_wakes_and_tells_like_the_device():
    twin = MemoryKeypad()
    twin.press(Key.DOWN, Key.SELECT)
    assert select.select([twin.fileno()], [], [], 0)[0]
    assert twin.pressed() == (Key.DOWN, Key.SELECT)
    assert not select.select([twin.fileno()], [], [], 0)[0]
    twin.close()
    assert not twin.look()

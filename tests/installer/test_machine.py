"""What is read off a machine, on machines described in folders the way Linux describes them."""

from pathlib import Path

import pytest

from installer.machine import Display, Machine, free_bytes

TOUCH_SCREEN = """I: Bus=0003 Vendor=222a Product=0001 Version=0110
N: Name="ILITEK ILITEK-TP"
H: Handlers=mouse1 event5
B: PROP=2
B: EV=1b
B: ABS=3273800000000003
"""
TOUCH_PAD = """I: Bus=0018 Vendor=04f3 Product=0000 Version=0100
N: Name="Elan Touchpad"
B: PROP=5
B: EV=b
B: ABS=2e0800000000003
"""
PEN = """I: Bus=0003 Vendor=056a Product=0000 Version=0100
N: Name="Pen on the screen"
B: PROP=2
B: ABS=1000003
"""
KEYBOARD = """I: Bus=0011 Vendor=0001 Product=0001 Version=ab41
N: Name="AT Translated Set 2 keyboard"
B: PROP=0
B: EV=120013
B: KEY=402000000 3803078f800d001 feffffdfffefffff fffffffffffffffe
"""
SOUND_CARDS = """ 0 [PCH            ]: HDA-Intel - HDA Intel PCH
                      HDA Intel PCH at 0xf7e10000 irq 31
 1 [Device         ]: USB-Audio - USB Loudspeaker
                      USB at usb-0000:00:14.0-2, full speed
"""


def write(root: Path, path: str, text: str) -> None:
    place = root / path
    place.parent.mkdir(parents=True, exist_ok=True)
    place.write_text(text, encoding="utf-8")


def connect(root: Path, connector: str, *, status: str = "connected", modes: str = "1080x1920\n640x480\n") -> None:
    write(root, f"sys/class/drm/{connector}/status", status + "\n")
    write(root, f"sys/class/drm/{connector}/modes", modes)


def test_a_bare_machine_has_nothing(tmp_path):
    machine = Machine(root=tmp_path, environment={})
    assert machine.displays() == []
    assert machine.touch_screens() == []
    assert machine.sound_cards() == []
    assert machine.session() == ""
    assert not machine.clock_follows_network()


def test_only_connected_displays_count_and_the_first_mode_is_theirs(tmp_path):
    connect(tmp_path, "card0-HDMI-A-1")
    connect(tmp_path, "card0-DP-1", status="disconnected", modes="")
    connect(tmp_path, "card1-DP-2", modes="")
    assert Machine(root=tmp_path).displays() == [Display("HDMI-A-1", 1080, 1920), Display("DP-2", 0, 0)]


@pytest.mark.parametrize(
    ("devices", "names"),
    [
        (TOUCH_SCREEN, ["ILITEK ILITEK-TP"]),
        ("\n".join([KEYBOARD, TOUCH_SCREEN]), ["ILITEK ILITEK-TP"]),
        ("\n".join([KEYBOARD, TOUCH_PAD, PEN]), []),
        ("", []),
    ],
)
def test_a_touch_screen_is_told_from_pads_pens_and_keyboards(devices, names, tmp_path):
    write(tmp_path, "proc/bus/input/devices", devices)
    assert Machine(root=tmp_path).touch_screens() == names


def test_sound_cards_by_name(tmp_path):
    write(tmp_path, "proc/asound/cards", SOUND_CARDS)
    assert Machine(root=tmp_path).sound_cards() == ["HDA-Intel - HDA Intel PCH", "USB-Audio - USB Loudspeaker"]


def test_no_sound_card_is_none(tmp_path):
    write(tmp_path, "proc/asound/cards", "--- no soundcards ---\n")
    assert Machine(root=tmp_path).sound_cards() == []


def test_batteries_are_told_from_plugs_and_from_those_of_a_mouse(tmp_path):
    for name, kind, scope in (("AC", "Mains", ""), ("BAT0", "Battery", ""), ("mouse", "Battery", "Device")):
        write(tmp_path, f"sys/class/power_supply/{name}/type", f"{kind}\n")
        write(tmp_path, f"sys/class/power_supply/{name}/scope", scope)
    machine = Machine(root=tmp_path)
    assert (machine.batteries(), machine.has_upower()) == (["BAT0"], False)
    write(tmp_path, "usr/libexec/upowerd", "")
    assert machine.has_upower()


def test_lights_as_the_kernel_shows_them(tmp_path):
    machine = Machine(root=tmp_path)
    assert (machine.backlights(), machine.light_sensors(), machine.lamp_trigger("tower")) == ([], [], None)
    write(tmp_path, "sys/class/backlight/panel/brightness", "7")
    write(tmp_path, "sys/bus/iio/devices/iio:device0/in_accel_x_raw", "7")
    write(tmp_path, "sys/bus/iio/devices/iio:device1/in_illuminance_raw", "7")
    write(tmp_path, "sys/class/leds/tower/trigger", "none usb-gadget [heartbeat] timer\n")
    write(tmp_path, "sys/class/leds/plain/brightness", "0")
    assert (machine.backlights(), machine.light_sensors()) == (["panel"], ["iio:device1"])
    assert [machine.lamp_trigger(name) for name in ("tower", "plain")] == ["heartbeat", "none"]


@pytest.mark.parametrize(
    ("environment", "session"),
    [
        ({"WAYLAND_DISPLAY": "wayland-0", "DISPLAY": ":0"}, "wayland-0"),
        ({"DISPLAY": ":0"}, ":0"),
        ({"WAYLAND_DISPLAY": ""}, ""),
    ],
)
def test_the_session_is_wayland_before_x11(environment, session):
    assert Machine(environment=environment).session() == session


def test_the_clock_follows_the_network_once_it_was_set(tmp_path):
    write(tmp_path, "run/systemd/timesync/synchronized", "")
    assert Machine(root=tmp_path).clock_follows_network()


def test_free_space_of_a_folder_that_is_not_made_yet(tmp_path):
    assert free_bytes(tmp_path / "not" / "made") > 0

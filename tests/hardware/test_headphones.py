"""Headphones at a jack of the kernel: found among other devices, plugged in, pulled out, and gone with their card."""

from pathlib import Path

import pytest

from hardware.headphones import HEADPHONES, KNOWN_SWITCHES, NEARNESS, SWITCHES_NOW, JackHeadphones, NearnessSensor

LINE_OUT = 1 << 6


class Kernel:
    """Answers for files that stand for devices: a jack that can be used, and a lid that is no jack."""

    def __init__(self) -> None:
        self.plugged = False
        self.gone = False

    def __call__(self, descriptor: int, request: int) -> int:
        device = Path(f"/proc/self/fd/{descriptor}").readlink().read_text()
        if device == "keys" or self.gone:
            raise OSError(25, "not a typewriter")
        if request == KNOWN_SWITCHES:
            return HEADPHONES | LINE_OUT if device == "jack" else 1
        assert request == SWITCHES_NOW
        return LINE_OUT | (HEADPHONES if self.plugged else 0)


@pytest.fixture
def kernel() -> Kernel:
    return Kernel()


@pytest.fixture
def devices(tmp_path: Path) -> Path:
    for number, device in enumerate(("keys", "lid", "jack")):
        (tmp_path / f"event{number}").write_text(device)
    (tmp_path / "mouse0").write_text("jack")
    return tmp_path


def open_files() -> int:
    return len(list(Path("/proc/self/fd").iterdir()))


def test_only_the_switch_of_the_headphones_counts(devices, kernel):
    headphones = JackHeadphones(devices, ask=kernel)
    assert headphones.look()
    assert not headphones.plugged_in()
    kernel.plugged = True
    assert headphones.plugged_in()
    headphones.close()


def test_no_device_stays_open_but_the_jack(devices, kernel):
    before = open_files()
    headphones = JackHeadphones(devices, ask=kernel)
    assert open_files() == before + 1
    headphones.close()
    assert open_files() == before


def test_a_machine_without_a_jack_has_no_headphones(tmp_path, kernel):
    headphones = JackHeadphones(tmp_path, ask=kernel)
    assert not headphones.look()
    assert not headphones.plugged_in()


def test_a_card_that_is_pulled_out_takes_its_headphones_with_it(devices, kernel):
    kernel.plugged = True
    headphones = JackHeadphones(devices, ask=kernel)
    kernel.gone = True
    assert not headphones.plugged_in()
    kernel.gone = False
    assert headphones.look()
    assert headphones.plugged_in()
    headphones.close()


def test_the_real_kernel_says_that_a_file_is_no_jack(tmp_path):
    (tmp_path / "event0").write_text("jack")
    assert not JackHeadphones(tmp_path).look()


def test_the_requests_are_those_of_the_kernel():
    # EVIOCGSW(8) and EVIOCGBIT(EV_SW, 8) as a C program prints them
    assert (SWITCHES_NOW, KNOWN_SWITCHES) == (0x8008451B, 0x80084525)


def test_a_sensor_that_is_a_switch_sees_who_stands_there_and_is_no_jack(devices):
    there = False

    def kernel(descriptor: int, request: int) -> int:
        device = Path(f"/proc/self/fd/{descriptor}").readlink().read_text()
        return NEARNESS if device == "lid" and (request == KNOWN_SWITCHES or there) else HEADPHONES

    sensor, headphones = NearnessSensor(devices, ask=kernel), JackHeadphones(devices, ask=kernel)
    assert sensor.look()
    assert not sensor.somebody_is_near()
    there = True
    assert sensor.somebody_is_near()
    sensor.close()
    headphones.close()
    assert not sensor.somebody_is_near()

"""Picks the devices a station has, from its settings. Touches none of them."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

from hardware.backlight import SysfsBacklight
from hardware.battery import UPowerBattery
from hardware.headphones import JackHeadphones, NearnessSensor
from hardware.iio import AnyNearness, IioLightSensor, IioNearness
from hardware.keypad import KEYPAD_KEYS, SWITCH_KEYS, EvdevKeypad
from hardware.lamp import SysfsLamp
from hardware.media.audio_out import QtAudioOut
from hardware.media.camera import HelperCamera
from hardware.media.microphone import HelperMicrophone
from hardware.media.scanner import HelperScanner
from hardware.ports import (
    SPOKEN_RATE_HZ,
    AudioOut,
    Backlight,
    Camera,
    CodeScanner,
    Headphones,
    Keypad,
    Lamp,
    LightSensor,
    Microphone,
    Nearness,
    Power,
    Printer,
)
from hardware.printer import ReceiptPrinter
from hardware.probes import (
    CaptureProbe,
    DeviceKind,
    LampProbe,
    LookProbe,
    PrinterProbe,
    Probe,
)
from sync.station.config import StationConfig


@dataclass(frozen=True)
class Devices:
    """The devices of one station. None means the station has none of the kind, which is a normal state."""

    printer: Printer | None
    keypads: tuple[Keypad, ...] = ()
    """The tactile keypad and the box for two switches, as far as there are any."""
    headphones: Headphones = field(default_factory=JackHeadphones)
    nearness: Nearness = field(default_factory=lambda: AnyNearness(NearnessSensor(), IioNearness()))
    power: Power | None = None
    lamp: Lamp | None = None
    backlight: Backlight | None = None
    light: LightSensor = field(default_factory=IioLightSensor)
    audio: AudioOut = field(default_factory=QtAudioOut)
    camera: Camera | None = None
    scanner: CodeScanner | None = None
    microphone: Microphone | None = None
    spoken: AudioOut = field(default_factory=lambda: QtAudioOut(rate_hz=SPOKEN_RATE_HZ))
    """Where a spoken message is heard again: beside the voice, and never mixed up with it."""


def detect(config: StationConfig) -> Devices:
    """The devices the settings name."""
    keys = ((config.keys.keypad, KEYPAD_KEYS), (config.keys.switches, SWITCH_KEYS))
    return Devices(
        printer=None if config.printer == "none" else ReceiptPrinter(Path(config.printer)),
        backlight=SysfsBacklight() if config.screen.dims else None,
        lamp=None if config.lamp == "none" else SysfsLamp(config.lamp),
        power=UPowerBattery() if config.battery else None,
        camera=None if config.camera == "none" else HelperCamera(config.camera),
        scanner=None if config.scanner == "none" else HelperScanner(config.scanner),
        microphone=None if config.microphone == "none" else HelperMicrophone(config.microphone),
        keypads=tuple(EvdevKeypad(Path(device), table) for device, table in keys if device != "none"),
    )


def probes_of(devices: Devices) -> dict[DeviceKind, Probe]:
    """How each of these is tried out."""
    probes: dict[DeviceKind, Probe] = {}
    if devices.printer is not None:
        probes[DeviceKind.PRINTER] = PrinterProbe(devices.printer)
    if devices.camera is not None:
        probes[DeviceKind.CAMERA] = CaptureProbe(devices.camera, devices.camera.open)
    if devices.scanner is not None:
        probes[DeviceKind.SCANNER] = CaptureProbe(devices.scanner, devices.scanner.open)
    if devices.microphone is not None:
        probes[DeviceKind.MICROPHONE] = CaptureProbe(devices.microphone, devices.microphone.record)
    probes[DeviceKind.HEADPHONES] = LookProbe(devices.headphones.look)
    if devices.keypads:
        probes[DeviceKind.KEYS] = LookProbe(lambda: all(keypad.fileno() is not None for keypad in devices.keypads))
    if devices.lamp is not None:
        probes[DeviceKind.LAMP] = LampProbe(devices.lamp)
    return probes | {
        DeviceKind.NEARNESS: LookProbe(devices.nearness.look),
        DeviceKind.LIGHT: LookProbe(devices.light.look),
    }

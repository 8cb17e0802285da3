"""What Linux tells about the machine: displays, touch screens, sound, disk, clock. Reads only, judges nothing.

``root`` is where ``/sys``, ``/proc`` and ``/run`` are looked for, so that any machine can be described in a folder.
"""

from __future__ import annotations

import math
import os
import re
import shutil
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

ABS_MT_POSITION_X = 0x35
"""Bit of a device that reports several fingers (linux/input-event-codes.h)."""
INPUT_PROP_DIRECT = 0x01
"""Bit of a device whose surface is the screen itself, unlike a touch pad."""


@dataclass(frozen=True)
class Display:
    """A connected display. Its preferred size in pixels, 0 x 0 when it does not tell."""

    name: str
    width: int
    height: int


@dataclass(frozen=True)
class Machine:
    """One computer, described by what lies below ``root`` and by the environment of a session on it."""

    root: Path = Path("/")
    environment: Mapping[str, str] = field(default_factory=lambda: os.environ)

    @property
    def owner(self) -> int:
        """The user it belongs to: root, but for a machine described in somebody's folder."""
        return self.root.stat().st_uid if self.root.exists() else 0

    def displays(self) -> list[Display]:
        """Displays plugged in, in the order of their connectors."""
        connectors = sorted((self.root / "sys/class/drm").glob("card*-*"))
        return [_read_display(path) for path in connectors if _first_line(path / "status") == "connected"]

    def session(self) -> str:
        """The graphical session this program runs in (``wayland-0``, ``:0``); empty when there is none."""
        return self.environment.get("WAYLAND_DISPLAY") or self.environment.get("DISPLAY") or ""

    def touch_screens(self) -> list[str]:
        """Names of the touch screens plugged in."""
        try:
            text = (self.root / "proc/bus/input/devices").read_text(encoding="utf-8", errors="replace")
        except OSError:
            return []
        return [_name_of(block) for block in text.split("\n\n") if _is_touch_screen(block)]

    def sound_cards(self) -> list[str]:
        """Names of the sound cards."""
        try:
            text = (self.root / "proc/asound/cards").read_text(encoding="utf-8", errors="replace")
        except OSError:
            return []
        return [match.strip() for match in re.findall(r"^ *\d+ \[[^\]]*\]: (.*)$", text, flags=re.MULTILINE)]

    def batteries(self) -> list[str]:
        """Names of the batteries and of the supplies that bridge a power cut, as far as the kernel knows them."""
        found = sorted((self.root / "sys/class/power_supply").glob("*"))
        return [
            place.name
            for place in found
            if _first_line(place / "type") in {"Battery", "UPS"} and _first_line(place / "scope") != "Device"
        ]

    def backlights(self) -> list[str]:
        """Names of the displays' backlights that can be set."""
        return sorted(place.name for place in (self.root / "sys/class/backlight").glob("*"))

    def light_sensors(self) -> list[str]:
        """Names of the sensors that tell how light it is."""
        found = (self.root / "sys/bus/iio/devices").glob("iio:device*")
        return sorted(place.name for place in found if any(place.glob("in_illuminance_*")))

    def lamp_trigger(self, name: str) -> str | None:
        """What makes this LED blink by itself, ``none`` for nothing; None where there is no such LED."""
        place = self.root / "sys/class/leds" / name
        if not place.is_dir():
            return None
        chosen = re.search(r"\[([^\]]*)\]", _first_line(place / "trigger"))
        return chosen[1] if chosen else "none"

    def has_upower(self) -> bool:
        """Whether the service that tells of them is installed."""
        return (self.root / "usr/libexec/upowerd").exists()

    def cameras(self) -> list[str]:
        """Names of the video devices."""
        return sorted(place.name for place in (self.root / "dev").glob("video[0-9]*"))

    def up_seconds(self) -> float:
        """How long the machine has been on; infinite where it does not tell."""
        return _first_number(_first_line(self.root / "proc/uptime"))

    def clock_follows_network(self) -> bool:
        """Whether the clock has been set from the network since the machine started."""
        return (self.root / "run/systemd/timesync/synchronized").exists()


def _first_number(line: str) -> float:
    try:
        return float(line.split(maxsplit=1)[0])
    except (IndexError, ValueError):
        return math.inf


def free_bytes(folder: Path) -> int:
    """Free space where a folder lies, or would lie once it is made."""
    while not folder.exists():
        folder = folder.parent
    return shutil.disk_usage(folder).free


def _first_line(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8").partition("\n")[0].strip()
    except OSError:
        return ""


def _read_display(connector: Path) -> Display:
    size = re.fullmatch(r"(\d+)x(\d+)\D*", _first_line(connector / "modes"))
    width, height = (int(size[1]), int(size[2])) if size else (0, 0)
    return Display(connector.name.partition("-")[2], width, height)


def _is_touch_screen(block: str) -> bool:
    return _has_bit(block, "PROP", INPUT_PROP_DIRECT) and _has_bit(block, "ABS", ABS_MT_POSITION_X)


def _has_bit(block: str, field: str, bit: int) -> bool:
    # "B: ABS=2608000 3": words of 64 bits, the highest first
    found = re.search(rf"^B: {field}=([0-9a-f ]+)$", block, flags=re.MULTILINE)
    words = [int(word, 16) for word in found[1].split()] if found else []
    index, position = divmod(bit, 64)
    return len(words) > index and bool(words[-1 - index] >> position & 1)


def _name_of(block: str) -> str:
    found = re.search(r'^N: Name="(.*)"$', block, flags=re.MULTILINE)
    return found[1] if found else "without a name"

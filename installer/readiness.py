"""Rules of whether a station is ready to open. Each takes what was seen and returns one finding; none looks itself."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from pathlib import Path

from accessibility.metrics import FLAT_MM, LEAST_LONG_MM, LEAST_SHORT_MM, is_large_enough
from hardware.ports import CaptureState
from installer.disks import Encryption
from installer.machine import Display

MIB = 1024 * 1024
DISK_NEEDED_BYTES = 256 * MIB
"""Below this a day of photos and reports may not fit."""
DISK_WANTED_BYTES = 2048 * MIB
"""Room for weeks without a network."""
LEDS = "/sys/class/leds"

CLOCK_TOLERANCE = timedelta(minutes=5)
CONTENT_AGE_WANTED = timedelta(days=90)
"""After this long the hub's own word on its content has run out."""


class Grade(StrEnum):
    """How much a finding weighs."""

    FIT = "fit"
    NOTICE = "notice"
    """The station may open; somebody should look after it."""
    UNFIT = "unfit"
    """The station must not open like this."""


@dataclass(frozen=True)
class Finding:
    """One thing that was looked at: what was seen, and what to do about it (empty when nothing)."""

    check: str
    grade: Grade
    seen: str
    advice: str = ""


def is_fit(findings: Sequence[Finding]) -> bool:
    """Whether a station with these findings may open."""
    return all(finding.grade is not Grade.UNFIT for finding in findings)


def judge_display(displays: Sequence[Display], session: str, *, width: int, height: int) -> Finding:
    """A display is there, and of the size the settings name (turned or not)."""
    if not displays and not session:
        return Finding("display", Grade.UNFIT, "no display is connected", "Check the cable and the display's power.")
    if not displays:
        return Finding("display", Grade.FIT, f"the session {session}")
    known = [display for display in displays if display.width]
    seen = ", ".join(f"{display.name} {display.width} x {display.height}" for display in displays)
    if known and all({display.width, display.height} != {width, height} for display in known):
        return Finding(
            "display",
            Grade.NOTICE,
            f"{seen}, but the settings say {width} x {height}",
            "Put the display's real size under [screen] in the station's settings.",
        )
    return Finding("display", Grade.FIT, seen)


def judge_size(measured: float | None, *, told: float, nominal: float, height_px: int) -> Finding:
    """Letters and buttons are as large as they have to be only on a display somebody has measured.

    All in pixels per millimetre: as ``measured`` with a card, as ``told`` by the settings (0: they say nothing), as
    ``nominal`` for a display of this diagonal.
    """
    if told > 0:
        return Finding("size", Grade.FIT, f"{told:.2f} pixels in a millimetre, as the settings say")
    if measured is None:
        return Finding(
            "size",
            Grade.NOTICE,
            f"the display was never measured; by its diagonal it is {height_px / nominal:.0f} mm high",
            "Hold a bank card to the display: ./mitmach calibrate --config FILE. All sizes follow from it.",
        )
    seen = f"measured, {measured:.2f} pixels in a millimetre; the display is {height_px / measured:.0f} mm high"
    return Finding("size", Grade.FIT, seen)


def judge_room(width_mm: float, height_mm: float) -> Finding | None:
    """Every screen finds room on a display of this size. None: it does."""
    if is_large_enough(width_mm, height_mm):
        return _judge_lying(width_mm, height_mm)
    return Finding(
        "size",
        Grade.UNFIT,
        f"the display is too small: {width_mm:.0f} x {height_mm:.0f} mm, and {LEAST_LONG_MM} x {LEAST_SHORT_MM} mm "
        "(10.1 inch) are the least on which everybody can read and hit everything",
        "Take a larger display. If it is larger, correct width_px, height_px and diagonal_inch under [screen] in the "
        "station's settings, and measure it: ./mitmach calibrate --config FILE.",
    )


def _judge_lying(width_mm: float, height_mm: float) -> Finding | None:
    if height_mm > width_mm or height_mm >= FLAT_MM:
        return None
    return Finding(
        "size",
        Grade.NOTICE,
        f"the display lies and is {height_mm:.0f} mm high: in the largest letters pages are short, and often turned",
        "Stand it upright if possible.",
    )


def judge_height(lower_edge_mm: int, *, usual_mm: int) -> Finding:
    """The display hangs where people sitting down reach enough of it. ``lower_edge_mm`` is as in the settings, above
    the floor; 0: they say nothing. ``usual_mm`` is where a display of this height belongs."""
    if not lower_edge_mm:
        return Finding(
            "height",
            Grade.NOTICE,
            f"nobody has said how high the display hangs; {usual_mm} mm from the floor to its lower edge is taken",
            "Mount it like that, or measure it and put it as lower_edge_mm under [screen] in the station's settings.",
        )
    seen = f"{lower_edge_mm} mm from the floor to the display's lower edge"
    if lower_edge_mm > usual_mm:
        return Finding(
            "height",
            Grade.NOTICE,
            f"{seen}: people sitting down reach only its lower part",
            f"Mount it lower, {usual_mm} mm if possible, and correct lower_edge_mm in the station's settings.",
        )
    return Finding("height", Grade.FIT, seen)


def judge_keys(kind: str, device: str, *, is_there: bool, is_readable: bool) -> Finding:
    """Keys that are set up are plugged in. ``kind`` is ``keypad`` or ``switches``, ``device`` its path or ``none``."""
    if device == "none":
        return Finding(kind, Grade.FIT, "none are set up" if kind == "switches" else "none is set up")
    if not is_there:
        advice = "Plug it in, check its cable; people who cannot see or touch the screen depend on it."
        return Finding(kind, Grade.NOTICE, f"{device} was not found", advice)
    if not is_readable:
        return Finding(kind, Grade.NOTICE, f"{device} may not be read", "Check as root, or add the user to 'input'.")
    return Finding(kind, Grade.FIT, f"{device} was found")


def judge_capture(kind: str, device: str, state: CaptureState) -> Finding:
    """Camera, scanner or microphone (``kind``) as tried out just now. ``device`` is as in the settings."""
    if device == "none":
        return Finding(kind, Grade.FIT, "none is set up, and what needs it is not offered")
    if state is CaptureState.RUNNING:
        return Finding(kind, Grade.FIT, "tried out, it works")
    if state is CaptureState.MISSING and device == "auto":
        return Finding(kind, Grade.FIT, "none was found, and what needs it is not offered")
    seen = f"{device} was not found" if state is CaptureState.MISSING else f"{device} does not answer"
    return Finding(kind, Grade.NOTICE, seen, f"Check its cable, and {kind} in the station's settings.")


def judge_touch(names: Sequence[str]) -> Finding:
    """A touch screen is there."""
    if not names:
        return Finding(
            "touch", Grade.UNFIT, "no touch screen was found", "Plug in the display's USB cable, then check again."
        )
    return Finding("touch", Grade.FIT, ", ".join(names))


def judge_sound(cards: Sequence[str]) -> Finding:
    """Something can be heard. Without it the station works, but nobody can be read to."""
    if not cards:
        return Finding(
            "sound",
            Grade.NOTICE,
            "no sound card was found, so nothing can be read aloud",
            "Plug in a loudspeaker or headphones if people are to be read to.",
        )
    return Finding("sound", Grade.FIT, ", ".join(cards))


def judge_battery(names: Sequence[str], *, is_minded: bool, has_upower: bool) -> Finding:
    """When the power runs out, people are told before. ``is_minded``: the settings do not say otherwise."""
    if not names:
        return Finding(
            "battery", Grade.FIT, "none was found; without power the station is off at once, nothing is lost"
        )
    seen = ", ".join(names)
    if not is_minded:
        advice = "Nobody is told when it is nearly empty. Set battery = true in the station's settings if it can be."
        return Finding("battery", Grade.NOTICE, f"{seen}, not minded, as the settings say", advice)
    if not has_upower:
        advice = "Install Debian's upower: else nobody is told when it is nearly empty."
        return Finding("battery", Grade.NOTICE, f"{seen}, but UPower is not installed", advice)
    return Finding("battery", Grade.FIT, seen)


def judge_lamp(name: str, trigger: str | None) -> Finding:
    """The lamp that calls the team is lit for nothing else. ``name`` is as in the settings, ``trigger`` as the LED
    tells; None: there is no such LED."""
    if name == "none":
        return Finding("lamp", Grade.FIT, "none is set up, and nobody is offered to call the team with it")
    if trigger is None:
        advice = f"Check its cable, and lamp in the station's settings (ls {LEDS})."
        return Finding("lamp", Grade.NOTICE, f"there is no LED {name}", advice)
    if trigger != "none":
        advice = f"Set its trigger to none: echo none > {LEDS}/{name}/trigger, at each start by a udev rule."
        return Finding("lamp", Grade.NOTICE, f"the LED {name} is lit for {trigger}, too", advice)
    return Finding("lamp", Grade.FIT, name)


def judge_brightness(backlights: Sequence[str], sensors: Sequence[str], *, dims: bool) -> Finding:
    """How the display comes to be as bright as it is. ``dims``: it is to follow the light, as the settings say."""
    if not backlights:
        return Finding("brightness", Grade.FIT, "the display's cannot be set from here")
    if not dims:
        return Finding("brightness", Grade.FIT, "it stays as it is, as the settings say")
    return Finding("brightness", Grade.FIT, f"follows the light at {sensors[0]}" if sensors else "follows the hour")


def judge_position(point: tuple[float, float] | None) -> Finding:
    """The team is told where it stands if gpsd has found it. ``point``: longitude and latitude; None: it has not."""
    if point is None:
        return Finding("position", Grade.FIT, "gpsd tells none; the team says where the station stands")
    return Finding("position", Grade.FIT, f"gpsd tells {point[1]:.4f}, {point[0]:.4f}")


def judge_disk(free: int) -> Finding:
    """There is room for what people will leave. ``free`` in bytes."""
    seen = f"{free // MIB} MiB free"
    if free < DISK_NEEDED_BYTES:
        return Finding("disk", Grade.UNFIT, seen, f"Make room: at least {DISK_NEEDED_BYTES // MIB} MiB are needed.")
    if free < DISK_WANTED_BYTES:
        return Finding("disk", Grade.NOTICE, seen, f"Make room soon: {DISK_WANTED_BYTES // MIB} MiB last for weeks.")
    return Finding("disk", Grade.FIT, seen)


def judge_encryption(encryption: Encryption, folder: Path) -> Finding:
    """Who takes the disk away takes nothing that can be read."""
    if encryption is Encryption.YES:
        return Finding("disk encryption", Grade.FIT, f"{folder} lies on an encrypted disk")
    if encryption is Encryption.NO:
        return Finding(
            "disk encryption",
            Grade.NOTICE,
            f"{folder} lies on a disk that is not encrypted, as far as can be seen from here",
            "Whoever takes the disk has the keys on it. Set the machine up with encryption (Debian's installer offers "
            "it), or make sure that only people you trust come near it.",
        )
    return Finding(
        "disk encryption",
        Grade.NOTICE,
        f"whether {folder} lies on an encrypted disk cannot be seen from here",
        "Ask whoever runs this machine or its storage.",
    )


def judge_swap(plain: Sequence[str]) -> Finding:
    """What is only in memory is written to no disk in the clear. ``plain``: swap that is not encrypted."""
    if plain:
        return Finding(
            "swap",
            Grade.NOTICE,
            f"{', '.join(plain)} is not encrypted; what is in memory, keys and words too, may be written there",
            "Switch it off (swapoff -a, and its line in /etc/fstab), or encrypt it (Debian: crypttab with swap).",
        )
    return Finding("swap", Grade.FIT, "none, or encrypted")


def judge_clock(now: datetime, floor: datetime, *, follows_network: bool) -> Finding:
    """The clock is not behind ``floor``, a moment that has certainly passed. Both aware."""
    seen = f"{now.astimezone():%Y-%m-%d %H:%M %Z}"
    if now < floor - CLOCK_TOLERANCE:
        return Finding(
            "clock",
            Grade.UNFIT,
            f"{seen}, but it cannot be before {floor.astimezone():%Y-%m-%d %H:%M}",
            "Set the clock (timedatectl set-time) or connect the network; then look after the clock's battery.",
        )
    if not follows_network:
        return Finding("clock", Grade.NOTICE, f"{seen}, not set from the network", "Compare it with a watch.")
    return Finding("clock", Grade.FIT, seen)


def judge_content(polls: int | None, unreadable: int, age: timedelta) -> Finding:
    """There is whole content on show. ``polls`` None: none; ``age`` since the hub last called it current."""
    if polls is None:
        return Finding(
            "content",
            Grade.UNFIT,
            "no whole content package is here",
            "Connect the network and wait for the agent, or look into its messages (journalctl -u mitmach-agent).",
        )
    seen = f"{polls} polls, called current {age.days} days ago"
    if unreadable:
        return Finding(
            "content", Grade.NOTICE, f"{seen}; {unreadable} more need a newer program", "Update this station."
        )
    if age > CONTENT_AGE_WANTED:
        return Finding("content", Grade.NOTICE, seen, "Connect the network, so that the hub can confirm or renew it.")
    return Finding("content", Grade.FIT, seen)


def judge_connection(address: str, cause: str) -> Finding:
    """A hub answers at the address in the settings just now. ``cause``: why not, empty when it does."""
    if not cause:
        return Finding("connection", Grade.FIT, f"a hub answers at {address}")
    return Finding(
        "connection",
        Grade.NOTICE,
        f"no hub is reached at {address}: {cause}",
        "A station without a network is fit too: everything is kept until there is one, or goes by stick.",
    )


def judge_contact(*, revoked: bool, waiting: int, last_success: datetime | None, trouble: Sequence[str]) -> Finding:
    """The hub still trusts this station, and what waits here is known. A station without network is fit.

    ``trouble`` is what the last exchange had to report, in sentences.
    """
    if revoked:
        return Finding("hub", Grade.UNFIT, "the hub has withdrawn its trust in this station", "Call the administrator.")
    since = f"last exchange {last_success.astimezone():%Y-%m-%d %H:%M}" if last_success else "no exchange yet"
    seen = f"{since}, {waiting} records wait"
    if trouble:
        advice = "Nothing is lost, and it tries again by itself; call the administrator if this stays."
        return Finding("hub", Grade.NOTICE, f"{seen}. {' '.join(trouble)}", advice)
    return Finding("hub", Grade.FIT, seen)

"""Rules of whether a station is fit to open. Each takes what was seen and returns one finding; none looks by itself."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from installer.machine import Display

MIB = 1024 * 1024
DISK_NEEDED_BYTES = 256 * MIB
"""Below this a day of photos and reports may not fit."""
DISK_WANTED_BYTES = 2048 * MIB
"""Room for weeks without a network."""
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


def judge_disk(free: int) -> Finding:
    """There is room for what people will leave. ``free`` in bytes."""
    seen = f"{free // MIB} MiB free"
    if free < DISK_NEEDED_BYTES:
        return Finding("disk", Grade.UNFIT, seen, f"Make room: at least {DISK_NEEDED_BYTES // MIB} MiB are needed.")
    if free < DISK_WANTED_BYTES:
        return Finding("disk", Grade.NOTICE, seen, f"Make room soon: {DISK_WANTED_BYTES // MIB} MiB last for weeks.")
    return Finding("disk", Grade.FIT, seen)


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

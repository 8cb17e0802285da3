"""Single values the kernel shows as files, and lights it lets the owner of the session set, through logind. No Qt."""

from __future__ import annotations

import subprocess
from collections.abc import Callable
from pathlib import Path

SetLight = Callable[[str, str, int], None]
"""Sets a light of the kernel by its class (``backlight``, ``leds``), its name and its brightness. Returns at once."""

_MOST_CHARACTERS = 64


def read_number(path: Path) -> float | None:
    """What stands in this file; None where it is not there or holds no number."""
    try:
        with path.open(encoding="ascii") as file:
            return float(file.read(_MOST_CHARACTERS))
    except (OSError, ValueError):
        return None


class LogindLights:
    """Sets lights for whoever sits at the display, without a right of its own. Where it may not, nothing happens.

    A program does it, because the number has to be an unsigned one, which Qt's bus cannot say from Python.
    """

    def __init__(self, *, command: str = "busctl") -> None:
        self._command = command
        self._running: list[subprocess.Popen[bytes]] = []

    def __call__(self, kind: str, name: str, brightness: int) -> None:
        self._running = [program for program in self._running if program.poll() is None]
        session = ("org.freedesktop.login1", "/org/freedesktop/login1/session/auto", "org.freedesktop.login1.Session")
        call = (self._command, "call", *session, "SetBrightness", "ssu", kind, name, str(brightness))
        try:
            program = subprocess.Popen(
                call, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
            )
        except OSError:
            return
        self._running.append(program)

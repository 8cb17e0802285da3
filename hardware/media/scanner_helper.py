"""Reads printed codes: the process behind ``HelperScanner``. What the camera sees goes out small, a code as its text.

    python -m hardware.media.scanner_helper DEVICE

DEVICE as in ``eye``. Asked on standard input: ``light``, ``dark``. Ends with its starter, whose end of the pipe closes.
"""

from __future__ import annotations

import sys
import time

from PySide6.QtGui import QGuiApplication, QImage

from hardware.media.codes import code_in
from hardware.media.eye import Eye
from hardware.media.helper_process import obey
from hardware.media.messages import Told, tell

LOOKS_PER_SECOND = 6
GONE_AFTER_SECONDS = 1.5
"""A code that was out of sight for so long and comes again is meant again."""


class CodeReader(Eye):
    """Looks, and tells each code once as long as it is held there."""

    def __init__(self, device: str) -> None:
        self._looked_at = self._read_at = 0.0
        self._read = ""
        self._has_told_light = False
        super().__init__(device)

    def look_at(self, seen: QImage) -> None:
        """Is there a code on it?"""
        if not self._has_told_light and self.has_light():
            self._has_told_light = True
            tell(Told.LIGHT, b"")
        now = time.monotonic()
        if now - self._looked_at < 1 / LOOKS_PER_SECOND:
            return
        self._looked_at = now
        if code := code_in(seen):
            if code != self._read or now - self._read_at > GONE_AFTER_SECONDS:
                tell(Told.CODE, code.encode())
            self._read, self._read_at = code, now


def main(device: str) -> None:
    """Look until the starter is gone."""
    application = QGuiApplication([])
    reader = CodeReader(device)
    obey(application, {b"light": lambda: reader.light(on=True), b"dark": lambda: reader.light(on=False)})


if __name__ == "__main__":
    main(sys.argv[1])

"""The scanner of printed codes at a station: a camera behind a helper process. Nothing it sees is ever written down."""

from __future__ import annotations

from pathlib import Path

from hardware.media.camera import AUTO, is_plugged_in
from hardware.media.helper import CaptureHelper
from hardware.media.messages import Told
from hardware.ports import MOST_SCANNED_CHARACTERS, CaptureState

HELPER = "hardware.media.scanner_helper"


class HelperScanner:
    """CodeScanner by a helper process. ``device`` as of a ``HelperCamera``; both may be the same camera."""

    def __init__(self, device: str = AUTO, *, folder: Path = Path("/dev")) -> None:
        self._device = device
        self._folder = folder
        self._helper = CaptureHelper(HELPER, device, self._hear)
        self._forget()

    def is_there(self) -> bool:
        return is_plugged_in(self._device, self._folder)

    def open(self) -> None:
        self._forget()
        self._helper.start()

    def state(self) -> CaptureState:
        return CaptureState.TAKEN if self._code else self._helper.state

    def picture(self) -> bytes:
        return self._picture

    def code(self) -> str:
        return self._code

    def go_on(self) -> None:
        self._code = ""

    def has_light(self) -> bool:
        return self._has_light

    def light(self, *, on: bool) -> None:
        self._helper.ask("light" if on else "dark")

    def close(self) -> None:
        self._helper.close()
        self._forget()

    @property
    def process_id(self) -> int:
        """Of the helper that runs now; 0 for none."""
        return self._helper.process_id

    def _forget(self) -> None:
        self._picture, self._code, self._has_light = b"", "", False

    def _hear(self, told: Told, body: bytes) -> None:
        if told is Told.PICTURE:
            self._picture = body
        elif told is Told.LIGHT:
            self._has_light = True
        elif told is Told.CODE and not self._code:
            self._code = body.decode(errors="replace")[:MOST_SCANNED_CHARACTERS]

"""The station's camera, seen through a helper process. Nothing it sees is ever written down."""

from __future__ import annotations

from pathlib import Path

from hardware.media.helper import CaptureHelper
from hardware.media.messages import Told
from hardware.ports import CaptureState

HELPER = "hardware.media.camera_helper"
AUTO = "auto"
"""The first camera that is found."""


def is_plugged_in(device: str, folder: Path) -> bool:
    """Is there this camera, or with ``auto`` any? ``folder``: where the devices of the machine are."""
    if device != AUTO:
        return Path(device.removeprefix("film:")).exists()
    return any(folder.glob("video[0-9]*"))


class HelperCamera:
    """Camera by a helper process. ``device``: ``auto``, or a path as ``/dev/video0``."""

    def __init__(self, device: str = AUTO, *, folder: Path = Path("/dev")) -> None:
        self._device = device
        self._folder = folder
        self._helper = CaptureHelper(HELPER, device, self._hear)
        self._picture = self._photo = b""

    def is_there(self) -> bool:
        return is_plugged_in(self._device, self._folder)

    def open(self) -> None:
        self._picture = self._photo = b""
        self._helper.start()

    def state(self) -> CaptureState:
        return self._helper.state

    def picture(self) -> bytes:
        return self._picture

    def take(self) -> None:
        if self._helper.state is CaptureState.RUNNING:
            self._helper.ask("take")

    def photo(self) -> bytes:
        return self._photo

    def close(self) -> None:
        self._helper.close()
        self._picture = self._photo = b""

    @property
    def process_id(self) -> int:
        """Of the helper that runs now; 0 for none."""
        return self._helper.process_id

    def _hear(self, told: Told, body: bytes) -> None:
        if told is Told.PICTURE:
            self._picture = body
        elif told is Told.PHOTO:
            self._photo = body
            self._helper.end(CaptureState.TAKEN)  # the camera's light goes out

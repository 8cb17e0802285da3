"""The station's microphone, or that of its handset, heard through a helper process. Nothing is ever written down."""

from __future__ import annotations

from pathlib import Path

from hardware.media.helper import CaptureHelper
from hardware.media.messages import Told
from hardware.ports import SPOKEN_RATE_HZ, CaptureState, SpokenMessage

HELPER = "hardware.media.microphone_helper"
AUTO = "auto"
"""The one that the sound server takes."""


class HelperMicrophone:
    """Microphone by a helper process. ``device``: ``auto``, or a part of its name (``handset``)."""

    def __init__(self, device: str = AUTO, *, listing: Path = Path("/proc/asound/pcm")) -> None:
        """``listing`` is where the kernel names what can be heard with."""
        self._device = device
        self._listing = listing
        self._helper = CaptureHelper(HELPER, device, self._hear)
        self._level, self._seconds = 0.0, 0
        self._samples = b""
        self._message: SpokenMessage | None = None

    def is_there(self) -> bool:
        if self._device != AUTO:
            return True  # the settings say so; that it is gone is told when it is used
        try:
            return b"capture" in self._listing.read_bytes()
        except OSError:
            return False

    def record(self) -> None:
        self._forget()
        self._helper.start()

    def state(self) -> CaptureState:
        return self._helper.state

    def level(self) -> float:
        return self._level if self._helper.state is CaptureState.RUNNING else 0.0

    def seconds(self) -> int:
        return self._seconds

    def stop(self) -> None:
        self._helper.ask("stop")

    def message(self) -> SpokenMessage | None:
        return self._message

    def close(self) -> None:
        self._helper.close()
        self._forget()

    @property
    def process_id(self) -> int:
        """Of the helper that runs now; 0 for none."""
        return self._helper.process_id

    def _forget(self) -> None:
        self._level, self._seconds, self._samples, self._message = 0.0, 0, b"", None

    def _hear(self, told: Told, body: bytes) -> None:
        if told is Told.LEVEL and len(body) == 2:
            self._level, self._seconds = body[0] / 255, body[1]
        elif told is Told.SAMPLES:
            self._samples = body
        elif told is Told.OPUS:
            seconds = max(1, round(len(self._samples) / 2 / SPOKEN_RATE_HZ))
            self._message = SpokenMessage(body, seconds, self._samples)
            self._helper.end(CaptureState.TAKEN)

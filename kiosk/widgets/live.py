"""What screens ask of camera and microphone while somebody uses them. They know no device."""

from __future__ import annotations

from collections.abc import Callable
from typing import Protocol

from PySide6.QtCore import QObject, QTimer

LOOK_EVERY_MS = 66
"""Fifteen pictures a second are seen as one that moves."""


class Live(Protocol):
    """What is seen and heard now. Every call returns at once."""

    def picture(self) -> bytes:
        """What the camera sees, as JPEG; empty before the first picture."""

    def level(self) -> float:
        """How loud it is at the microphone, from 0 to 1."""

    def stand(self) -> object:
        """Another value whenever there is something new to say of the devices."""


class NothingLive:
    """Where there are no devices."""

    def picture(self) -> bytes:
        """Nothing."""
        return b""

    def level(self) -> float:
        """Silence."""
        return 0.0

    def stand(self) -> object:
        """Always the same."""
        return None


class Watch(QObject):
    """Looks again and again while a screen is shown; ``changed`` is called when there is something new to say."""

    def __init__(self, live: Live, *, look: Callable[[], None], changed: Callable[[], None], parent: QObject) -> None:
        super().__init__(parent)
        self._live = live
        self._look = look
        self._changed = changed
        self._stand: object = live.stand()
        self._timer = QTimer(self)
        self._timer.timeout.connect(self._look_now)

    def begin(self) -> None:
        """From now on."""
        self._timer.start(LOOK_EVERY_MS)
        self._look_now()

    def end(self) -> None:
        """No more."""
        self._timer.stop()

    def _look_now(self) -> None:
        self._look()
        if (stand := self._live.stand()) != self._stand:
            self._stand = stand
            self._changed()

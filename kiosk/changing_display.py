"""The display as it changes while the station runs: turned, in another resolution, unplugged and plugged in again.

Says where the whole of it is; what becomes of that is the window's business.
"""

from __future__ import annotations

from PySide6.QtCore import QObject, QRect, Signal
from PySide6.QtGui import QGuiApplication, QScreen


class ChangingDisplay(QObject):
    """Tells how large the first display is, whenever it is another than before. While there is none, nothing."""

    changed = Signal(QRect)

    def __init__(self, application: QGuiApplication) -> None:
        super().__init__(application)
        self._screen: QScreen | None = None
        application.primaryScreenChanged.connect(self._take)
        self._take(application.primaryScreen())

    def _take(self, screen: QScreen | None) -> None:
        before, self._screen = self._screen, screen
        if before is not None:
            before.geometryChanged.disconnect(self._tell)
        if screen is not None:
            screen.geometryChanged.connect(self._tell)
        if before is not None and screen is not None:
            self._tell(screen.geometry())

    def _tell(self, place: QRect) -> None:
        if not place.isEmpty():
            self.changed.emit(place)

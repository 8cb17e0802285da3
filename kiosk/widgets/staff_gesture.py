"""How attendants say that they want to come in: a finger held on the upper left corner, or the key F10 held, for three
seconds. Nothing is painted there; whoever touches the corner shortly has touched the screen like anywhere else.

An event filter for the ``QWindow`` that does nothing while it is off.
"""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, QPointF, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent
from PySide6.QtWidgets import QWidget

HOLD_MS = 3000

CORNER = 0.16
"""Side of the corner, as a part of the display's shorter side: some four fingers wide."""

KEY = Qt.Key.Key_F10

_PRESSES = {QEvent.Type.MouseButtonPress, QEvent.Type.MouseButtonDblClick}


class StaffSign(QObject):
    """Watches for the sign while ``switch`` has it on."""

    given = Signal()
    """The sign was given."""

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self._window = window
        self._on = False
        self.hold_ms = HOLD_MS
        """How long the corner or the key must be held."""
        self._holding = QTimer(self)
        self._holding.setSingleShot(True)
        self._holding.timeout.connect(self.given)

    @property
    def is_held(self) -> bool:
        """True while the corner or the key is held and the sign is not given yet."""
        return self._holding.isActive()

    def switch(self, on: bool) -> None:
        """Watch, or watch no longer."""
        self._on = on
        if not on:
            self._holding.stop()

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:
        """Keep nothing back but the key."""
        if not self._on:
            return False
        if isinstance(event, QMouseEvent):
            self._see_finger(event)
        elif isinstance(event, QKeyEvent) and event.key() == KEY:
            if not event.isAutoRepeat():
                self._hold(event.type() == QEvent.Type.KeyPress)
            return True
        return False

    def _see_finger(self, event: QMouseEvent) -> None:
        if event.type() == QEvent.Type.MouseButtonRelease or not self._is_corner(event.position()):
            self._holding.stop()
        elif event.type() in _PRESSES:
            self._holding.start(self.hold_ms)

    def _hold(self, down: bool) -> None:
        if down:
            self._holding.start(self.hold_ms)
        else:
            self._holding.stop()

    def _is_corner(self, place: QPointF) -> bool:
        side = CORNER * min(self._window.width(), self._window.height())
        return 0 <= place.x() <= side and 0 <= place.y() <= side

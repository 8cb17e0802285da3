"""Keeps ghost touches and second taps from acting. Watches one window's input; changes nothing else.

It is an event filter on the ``QWindow``, before any widget sees the event, and so costs nothing while nobody touches.
"""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QCoreApplication, QEvent, QObject, QPointF, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent

SHORTEST_TOUCH_MS = 50
"""Shorter touches are electric noise, not fingers (R26)."""

SETTLE_MS = 400
"""After a change of page a tap still belongs to the page before (R25)."""

_PRESSES = {QEvent.Type.MouseButtonPress, QEvent.Type.MouseButtonDblClick}
_TOUCHES = _PRESSES | {QEvent.Type.TouchBegin, QEvent.Type.KeyPress}
_NOWHERE = QPointF(-10_000, -10_000)


class TouchGuard(QObject):
    """Install it on a ``QWindow`` with ``installEventFilter``. ``now_ms`` is a clock that only goes forward."""

    touched = Signal()
    """Somebody is here: a finger or a key came down, whether it acted or not."""

    def __init__(self, now_ms: Callable[[], float], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._now_ms = now_ms
        self.quiet_keys: frozenset[int] = frozenset()
        """Keys that are no touch: what holds the voice must not end it first."""
        self._changed_at = float("-inf")
        self._pressed_at = 0
        self._ignoring = False
        self._letting_go = False

    def page_changed(self) -> None:
        """Another page is shown from now on."""
        self._changed_at = self._now_ms()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Swallow what must not act."""
        kind = event.type()
        if kind in _TOUCHES and not (isinstance(event, QKeyEvent) and event.key() in self.quiet_keys):
            self.touched.emit()
        if not isinstance(event, QMouseEvent) or self._letting_go:
            return False
        if kind in _PRESSES:
            return self._press(event)
        if kind == QEvent.Type.MouseButtonRelease:
            return self._release(watched, event)
        return self._ignoring

    def _press(self, event: QMouseEvent) -> bool:
        self._pressed_at = event.timestamp()
        self._ignoring = self._now_ms() - self._changed_at < SETTLE_MS
        return self._ignoring

    def _release(self, watched: QObject, event: QMouseEvent) -> bool:
        if self._ignoring:
            self._ignoring = False
            return True
        # The times of the events, not ours: a station that was busy hears both at once.
        if event.timestamp() - self._pressed_at < SHORTEST_TOUCH_MS:
            self._let_go(watched, event)
            return True
        return False

    def _let_go(self, watched: QObject, event: QMouseEvent) -> None:
        """Release what was pressed, as if the finger had slid away from it: nothing acts."""
        away = QMouseEvent(
            QEvent.Type.MouseButtonRelease,
            _NOWHERE,
            _NOWHERE,
            event.button(),
            Qt.MouseButton.NoButton,
            event.modifiers(),
        )
        self._letting_go = True
        QCoreApplication.sendEvent(watched, away)
        self._letting_go = False

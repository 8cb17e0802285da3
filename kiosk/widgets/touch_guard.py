"""Keeps ghost touches and second taps from acting. Watches one window's input; changes nothing else.

It is an event filter on the ``QWindow``, before any widget sees the event, and so costs nothing while nobody touches.
"""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QCoreApplication, QEvent, QObject, QPoint, QRect, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent

from kiosk.widgets.touches import NOWHERE

SETTLE_MS = 400
"""After a change of page a tap still belongs to the page before (R25)."""

_PRESSES = {QEvent.Type.MouseButtonPress, QEvent.Type.MouseButtonDblClick}
_TOUCHES = _PRESSES | {QEvent.Type.TouchBegin, QEvent.Type.KeyPress}


class TouchGuard(QObject):
    """Install it on a ``QWindow`` with ``installEventFilter``. ``now_ms`` is a clock that only goes forward.

    ``shortest_ms`` and ``second_tap_ms`` say what is no touch, and no second one. ``control_at`` gives the rectangle of
    the button at a place of the window, an empty one where there is none.
    """

    touched = Signal()
    """Somebody is here: a finger or a key came down, whether it acted or not."""

    def __init__(
        self,
        now_ms: Callable[[], float],
        parent: QObject | None = None,
        *,
        shortest_ms: int,
        second_tap_ms: int,
        control_at: Callable[[QPoint], QRect],
    ) -> None:
        super().__init__(parent)
        self._now_ms = now_ms
        self._shortest_ms = shortest_ms
        self._second_tap_ms = second_tap_ms
        self._control_at = control_at
        self.every_tap_counts = False
        """The second tap on a control means something else than the first: the finger explores."""
        self.quiet_keys: frozenset[int] = frozenset()
        """Keys that are no touch: what holds the voice must not end it first."""
        self._changed_at = float("-inf")
        self._pressed_at = 0
        self._pressed_in = QRect()
        self._tapped_in = QRect()
        """The button that was tapped last, and when it was let go."""
        self._tapped_at = 0
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
        place = event.position().toPoint()
        if self._is_second(place):
            self._ignoring = True
            self._pressed_in = self._tapped_in  # a trembling hand may come a third time
        else:
            self._ignoring = self._now_ms() - self._changed_at < SETTLE_MS
            self._pressed_in = QRect() if self._ignoring else self._control_at(place)
        return self._ignoring

    def _is_second(self, place: QPoint) -> bool:
        """The same control once more within a short time: a double click or a tremor, no second wish (R25).

        A control is known by its place: what has come there meanwhile was not meant either.
        """
        soon = self._pressed_at - self._tapped_at < self._second_tap_ms
        return soon and not self.every_tap_counts and self._tapped_in.contains(place)

    def _release(self, watched: QObject, event: QMouseEvent) -> bool:
        # The times of the events, not ours: a station that was busy hears both at once.
        is_ghost = event.timestamp() - self._pressed_at < self._shortest_ms  # electric noise, no finger (R26)
        if not is_ghost and self._pressed_in.contains(event.position().toPoint()):
            self._tapped_in, self._tapped_at = self._pressed_in, event.timestamp()
        if self._ignoring:
            self._ignoring = False
            return True
        if is_ghost:
            self._let_go(watched, event)
        return is_ghost

    def _let_go(self, watched: QObject, event: QMouseEvent) -> None:
        """Release what was pressed, as if the finger had slid away from it: nothing acts."""
        away = QMouseEvent(
            QEvent.Type.MouseButtonRelease,
            NOWHERE,
            NOWHERE,
            event.button(),
            Qt.MouseButton.NoButton,
            event.modifiers(),
        )
        self._letting_go = True
        QCoreApplication.sendEvent(watched, away)
        self._letting_go = False

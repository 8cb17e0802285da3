"""The exploring finger on whatever screen a window shows: sliding names, lifting offers, a second tap chooses (R29).

An event filter for the ``QWindow`` that does nothing while it is off. What follows from a movement stands in
``exploring``.
"""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject, Qt, QTimer, Signal
from PySide6.QtGui import QMouseEvent
from PySide6.QtWidgets import QAbstractButton, QWidget

from accessibility.controls import control_at
from accessibility.exploring import Exploring, Said

_PRESSES = {QEvent.Type.MouseButtonPress, QEvent.Type.MouseButtonDblClick}


class Finger(QObject):
    """Turns touches into naming, offering and choosing while ``on``; otherwise lets them through."""

    named = Signal(object)
    """The widget to name, under the finger or just offered."""

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self._window = window
        self._state = Exploring()
        self.on = False

    def switch(self, on: bool) -> None:
        """Exploring on or off. A finger that is down when it changes acts on nothing."""
        if on != self.on:
            self.on = on
            self.page_changed()

    def page_changed(self) -> None:
        """Another page is shown from now on: nothing on it has been offered."""
        self._state = self._state.away()

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:
        """Take all touches while exploring."""
        if not self.on or not isinstance(event, QMouseEvent):
            return False
        under = control_at(self._window, event.position().toPoint())
        if event.type() in _PRESSES:
            self._state, said = self._state.press(under)
            self._say(said, under)
        elif event.type() == QEvent.Type.MouseMove:
            self._state, said = self._state.slide(under)
            self._say(said, under)
        elif event.type() == QEvent.Type.MouseButtonRelease:
            # A ghost touch is let go far away from everything.
            self._state, _ = self._state.slide(under)
            self._state, said = self._state.lift()
            self._say(said, under)
        return True

    def _say(self, said: Said, widget: QWidget | None) -> None:
        if said is Said.NOTHING or widget is None:
            return
        if said is Said.CHOOSE:
            if isinstance(widget, QAbstractButton):
                widget.click()
            return
        if said is Said.OFFER and not widget.hasFocus() and widget.focusPolicy() & Qt.FocusPolicy.TabFocus:
            widget.setFocus(Qt.FocusReason.TabFocusReason)  # what has the focus is named in full
        else:
            self.named.emit(widget)


class Lifting(QObject):
    """An event filter that tells when a finger has left the glass and all that follows from it is done."""

    def __init__(self, parent: QObject, lifted: Callable[[], None]) -> None:
        super().__init__(parent)
        self._lifted = lifted

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:
        """Watch for it; take nothing. A ghost touch is let go far away from everything."""
        if not isinstance(event, QMouseEvent) or event.type() != QEvent.Type.MouseButtonRelease:
            return False
        if event.position().x() >= 0:
            QTimer.singleShot(0, self, self._lifted)
        return False

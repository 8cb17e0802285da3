"""Which of several fingers counts: turns what a touch screen tells about all of them into the one pointer of widgets.

Whatever rests on the glass (a palm, a sleeve, a drop of water, a child's hand) is no reason not to hear the finger that
taps beside it. The newest touch points; an older one acts when it is lifted soon and where it came down. An event
filter on the ``QWindow``; it knows no widget, and what a touch may do is for the ``TouchGuard`` behind it.
"""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QCoreApplication, QEvent, QObject, QPointF, Qt
from PySide6.QtGui import QEventPoint, QMouseEvent, QTouchEvent

NOWHERE = QPointF(-10_000, -10_000)
"""Lifted here, a touch acts on nothing."""

TAP_MS = 1000
"""A touch that stays longer, while a newer one has come, rests."""

TAP_PX = 40
"""A touch that has moved farther, while a newer one has come, is no tap."""


@dataclass(frozen=True)
class _Down:
    place: QPointF
    at_ms: int


class Touches(QObject):
    """Install it on a ``QWindow`` so that it sees events before anything else."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._down: dict[int, _Down] = {}
        self._pointing: int | None = None

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Take every touch; everything else goes its way."""
        if not isinstance(event, QTouchEvent):
            return False
        event.accept()  # else Qt makes a pointer of the first finger, and of no other
        if event.type() in {QEvent.Type.TouchBegin, QEvent.Type.TouchCancel}:
            # Taken back by the system; or a first touch, so that an end before it was lost.
            self._let_go(watched, event.timestamp())
            self._down.clear()
        for point in event.points():
            if event.type() == QEvent.Type.TouchCancel:
                break
            place, at_ms = QPointF(point.scenePosition()), event.timestamp()
            if point.state() == QEventPoint.State.Pressed:
                self._press(watched, point.id(), _Down(place, at_ms))
            elif point.state() == QEventPoint.State.Released:
                self._lift(watched, point.id(), place, at_ms)
            elif point.state() == QEventPoint.State.Updated and point.id() == self._pointing:
                _send(watched, QEvent.Type.MouseMove, place, at_ms)
        return True

    def _press(self, watched: QObject, point: int, down: _Down) -> None:
        self._let_go(watched, down.at_ms)
        self._down[point] = down
        self._pointing = point
        _send(watched, QEvent.Type.MouseButtonPress, down.place, down.at_ms)

    def _lift(self, watched: QObject, point: int, place: QPointF, at_ms: int) -> None:
        down = self._down.pop(point, None)
        if point == self._pointing:
            self._pointing = None
            _send(watched, QEvent.Type.MouseButtonRelease, place, at_ms)
        elif down is not None and at_ms - down.at_ms <= TAP_MS and _is_near(place, down.place):
            # It was a tap all the same: what came meanwhile is not over yet, and rests.
            self._let_go(watched, at_ms)
            _send(watched, QEvent.Type.MouseButtonPress, down.place, down.at_ms)
            _send(watched, QEvent.Type.MouseButtonRelease, place, at_ms)

    def _let_go(self, watched: QObject, at_ms: int) -> None:
        """The one that points does so no longer, and acts on nothing."""
        if self._pointing is not None:
            self._pointing = None
            _send(watched, QEvent.Type.MouseButtonRelease, NOWHERE, at_ms)


def _is_near(place: QPointF, other: QPointF) -> bool:
    return (place - other).manhattanLength() <= TAP_PX


def _send(watched: QObject, kind: QEvent.Type, place: QPointF, at_ms: int) -> None:
    left = Qt.MouseButton.LeftButton
    changed = Qt.MouseButton.NoButton if kind == QEvent.Type.MouseMove else left
    held = Qt.MouseButton.NoButton if kind == QEvent.Type.MouseButtonRelease else left
    event = QMouseEvent(kind, place, place, changed, held, Qt.KeyboardModifier.NoModifier)
    event.setTimestamp(at_ms)
    QCoreApplication.sendEvent(watched, event)

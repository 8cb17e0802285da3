"""The one window of the station, full screen. It shows views, and that is all it can do."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable

from PySide6.QtCore import QObject, QPoint, QRect, Qt, Signal
from PySide6.QtGui import QCloseEvent, QKeyEvent, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QAbstractButton, QWidget

from kiosk.viewmodel.views import View
from kiosk.widgets.layout.screen import Screen
from kiosk.widgets.pictogram import Pictograms
from kiosk.widgets.theme import Look, colour, look_for
from kiosk.widgets.touch_guard import TouchGuard
from kiosk.widgets.touches import Touches
from sync.station.config import TouchConfig

_ARROWS = {Qt.Key.Key_Down: True, Qt.Key.Key_Right: True, Qt.Key.Key_Up: False, Qt.Key.Key_Left: False}
"""Forward or backward through the controls."""

TITLE = "Mitmachstation"
"""What assistive technology and a window manager call it."""


class Window(QWidget):
    """Builds the screen for a view when it is shown, and throws it away with the next.

    ``build`` makes a screen for a view and a look; ``touch`` says what counts as one; ``now_ms`` is a clock that only
    goes forward.
    """

    asked = Signal(object)
    """What the person asked for: an ``Intent``."""

    touched = Signal()
    """Somebody is here."""

    shown = Signal()
    """A view was put on the display, on a new screen or on the one that was there."""

    def __init__(
        self,
        build: Callable[[View, Look], Screen],
        *,
        px_per_mm: float,
        lower_edge_mm: int | None = None,
        pictograms: Pictograms | None = None,
        motion: bool = True,
        pointer: bool = True,
        touch: TouchConfig | None = None,
        now_ms: Callable[[], float] = lambda: time.monotonic() * 1000,
    ) -> None:
        super().__init__(None, Qt.WindowType.Window | Qt.WindowType.FramelessWindowHint)
        self._build = build
        self._px_per_mm = px_per_mm
        self._lower_edge_mm = lower_edge_mm
        self._pictograms = pictograms or Pictograms()
        self._motion = motion
        self._may_close = False
        self._screen: Screen | None = None
        touch = touch or TouchConfig()
        self._guard = TouchGuard(
            now_ms,
            self,
            shortest_ms=touch.shortest_ms,
            second_tap_ms=touch.second_tap_ms,
            control_at=self._button_at,
        )
        self._touches = Touches(self)
        self._guard.touched.connect(self.touched)
        self._watching: list[QObject] = []
        self.setWindowTitle(TITLE)
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.NoContextMenu)
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        # The window itself has the focus until a key is used: no ring stands on a control that nobody went to.
        self.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
        self.setFocus()
        if not pointer:
            self.setCursor(Qt.CursorShape.BlankCursor)

    @property
    def screen_shown(self) -> Screen | None:
        """The screen on the display; None before the first view."""
        return self._screen

    def open_on(self, place: QRect) -> None:
        """Cover this part of the desktop; without a window manager only the geometry set before makes it so."""
        self.setGeometry(place)
        self._watch_touches()
        self.showFullScreen()

    def follow_display(self, place: QRect, *, px_per_mm: float) -> None:
        """Cover the display as it is now: turned, or with other pixels. What a person has begun goes on on it."""
        self._px_per_mm = px_per_mm
        if place == self.geometry():
            self._show_anew()
        else:
            self.setGeometry(place)

    def watch_input(self, watcher: QObject) -> None:
        """Let an event filter see touches and keys before the screen does, but behind the guard against ghosts."""
        self._watching.append(watcher)
        if self.windowHandle() is not None:
            self._watch_touches()

    def keep_quiet(self, keys: Iterable[int]) -> None:
        """These keys are about the voice: they are not told as a touch, which would silence it."""
        self._guard.quiet_keys = frozenset(keys)

    def show_view(self, view: View) -> None:
        """Show this view: on the screen that is there if it is of the same kind and look, else on a new one."""
        self._show(view)
        self.shown.emit()

    def _show(self, view: View) -> None:
        look = self._look_for(view)
        self._guard.every_tap_counts = view.frame.profile.exploring
        before = self._screen
        if before is not None and _is_same_page(before.view, view) and before.look.of_bars == look:
            before.show_view(view)
            return
        shown = self._build(view, look)
        shown.asked.connect(self.asked)
        self._screen = shown
        self._put_on_display(shown)
        if before is not None and _is_same_page(before.view, view):
            shown.resume(before)
        else:
            self._guard.page_changed()
        if before is not None:
            self._throw_away(before)

    def allow_closing(self) -> None:
        """Staff asked for it: from now on the window can be closed."""
        self._may_close = True

    def closeEvent(self, event: QCloseEvent) -> None:
        """Nobody but staff closes the station."""
        event.setAccepted(self._may_close)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """With the first arrow key the focus goes to the first or last control; what else is typed is the screen's.

        After a finger has touched a button the focus is here, and a keyboard or a scanner must go on writing.
        """
        forward = _ARROWS.get(Qt.Key(event.key()))
        if forward is not None:
            self.focusNextPrevChild(forward)
        elif self._screen is not None and self.focusWidget() in (None, self):
            self._screen.keyPressEvent(event)
        else:
            super().keyPressEvent(event)

    def resizeEvent(self, _event: QResizeEvent) -> None:
        """Another size of the display is another look."""
        self._show_anew()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paper, before the first view."""
        if self._screen is not None:
            painter = QPainter(self)
            painter.fillRect(self.rect(), colour(self._screen.look.palette.paper))
            painter.end()

    def _show_anew(self) -> None:
        if self._screen is not None:
            self._show(self._screen.view)
            self._screen.setGeometry(self.rect())

    def _look_for(self, view: View) -> Look:
        return look_for(
            view.frame,
            px_per_mm=self._px_per_mm,
            width=max(1, self.width()),
            height=max(1, self.height()),
            pictograms=self._pictograms,
            motion=self._motion,
            lower_edge_mm=self._lower_edge_mm,
        )

    def _watch_touches(self) -> None:
        self.winId()  # makes the QWindow
        for watcher in [*self._watching, self._guard, self._touches]:  # the last one sees an event first
            self.windowHandle().installEventFilter(watcher)

    def _button_at(self, place: QPoint) -> QRect:
        """The button at this place, in pixels of the window; empty where there is none, or one that takes every tap."""
        widget = self.childAt(place)
        while widget is not None and not isinstance(widget, QAbstractButton):
            widget = widget.parentWidget()
        if widget is None or getattr(widget.parentWidget(), "takes_every_tap", False):
            return QRect()
        return QRect(widget.mapTo(self, QPoint(0, 0)), widget.size())

    def _put_on_display(self, shown: Screen) -> None:
        shown.setParent(self)
        shown.setGeometry(self.rect())
        shown.show()
        shown.raise_()

    def _throw_away(self, before: Screen) -> None:
        focused = self.focusWidget()
        if focused is None or before.isAncestorOf(focused):
            self.setFocus()
        before.hide()
        before.deleteLater()


def _is_same_page(before: View, now: View) -> bool:
    """It stays on screen, and what changed is shown on it."""
    return type(before) is type(now) and before.part == now.part

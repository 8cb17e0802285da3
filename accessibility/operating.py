"""Keys and switches on whatever screen a window shows: they move the focus and act on the control that has it.

An event filter for the ``QWindow``, and ``press`` for keys that come from elsewhere. Knows no screen by name. What is
not about controls (help, louder, once more) it only passes on.
"""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject, QRect, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QAbstractButton, QPlainTextEdit, QWidget

from accessibility.controls import Controls, controls_of
from accessibility.focus import Direction, nearest, next_focus
from accessibility.scanning import Ring, Scan
from hardware.ports import Key

SETTLE_SECONDS = 0.4
"""After a change of page a key that acts still belongs to the page before (R25)."""


ARROWS = {Key.UP: Direction.UP, Key.DOWN: Direction.DOWN, Key.LEFT: Direction.LEFT, Key.RIGHT: Direction.RIGHT}

SWITCHES = {Key.SWITCH_NEXT, Key.SWITCH_SELECT}

VOICE_ACTS = {Key.REPEAT, Key.PAUSE, Key.LOUDER, Key.SOFTER, Key.FASTER, Key.SLOWER}
"""Keys about the voice: they must not silence it before they are obeyed."""

ACTING = {Key.SELECT, Key.SWITCH_SELECT}

USING = {*ARROWS, *SWITCHES, Key.SELECT}
"""Keys about controls."""

QT_KEYS = {
    Qt.Key.Key_Up: Key.UP,
    Qt.Key.Key_Down: Key.DOWN,
    Qt.Key.Key_Left: Key.LEFT,
    Qt.Key.Key_Right: Key.RIGHT,
    Qt.Key.Key_Return: Key.SELECT,
    Qt.Key.Key_Enter: Key.SELECT,
    Qt.Key.Key_Select: Key.SELECT,
    Qt.Key.Key_Space: Key.SELECT,
    Qt.Key.Key_Help: Key.HELP,
    Qt.Key.Key_F1: Key.HELP,
    Qt.Key.Key_F2: Key.REPEAT,
    Qt.Key.Key_Pause: Key.PAUSE,
    Qt.Key.Key_MediaTogglePlayPause: Key.PAUSE,
    Qt.Key.Key_VolumeUp: Key.LOUDER,
    Qt.Key.Key_VolumeDown: Key.SOFTER,
    Qt.Key.Key_PageUp: Key.FASTER,
    Qt.Key.Key_PageDown: Key.SLOWER,
}
"""Keys of a keyboard that the display server hands on."""

VOICE_KEYS = {key for key, act in QT_KEYS.items() if act in VOICE_ACTS}

AS_SWITCHES = {Qt.Key.Key_Space: Key.SWITCH_NEXT, Qt.Key.Key_Return: Key.SWITCH_SELECT}
"""While switches are in use: a box with switches that calls itself a keyboard sends these."""


class Operating(QObject):
    """Operates the controls in one window. ``now`` gives seconds and only goes forward."""

    passed_on = Signal(object)
    """An ``Key`` that is not about controls."""

    switched = Signal()
    """A switch was hit."""

    ringed = Signal(object, str)
    """The ring stands around a group: its rectangle (empty: around none any more) and the names of what is in it."""

    def __init__(
        self,
        window: QWidget,
        *,
        now: Callable[[], float],
        same_key_seconds: float,
        speaking: Callable[[], bool] = lambda: False,
    ) -> None:
        """``same_key_seconds``: the same key again within this time does not count (R25)."""
        super().__init__(window)
        self._window = window
        self._now = now
        self._same_key_seconds = same_key_seconds
        self._speaking = speaking
        self._scan = Scan()
        self._with_switches = False
        self._by_itself = QTimer(self)
        self._by_itself.setSingleShot(True)
        self._by_itself.timeout.connect(self.go_on)
        self._last: Key | None = None
        self._last_at = float("-inf")
        self._changed_at = float("-inf")

    @property
    def ring(self) -> Ring | None:
        """What the switches offer now."""
        return self._scan.ring

    def use_switches(self, *, dwell_seconds: float | None, on: bool = True) -> None:
        """Switches are in use, or no longer. ``dwell_seconds``: next comes by itself after this time; None: never."""
        before, self._with_switches = self._with_switches, on
        milliseconds = round(dwell_seconds * 1000) if on and dwell_seconds else 0
        if milliseconds != self._by_itself.interval():
            self._by_itself.stop()
            self._by_itself.setInterval(milliseconds)
        if before and not on:
            self._leave_ring()

    def page_changed(self) -> None:
        """Another page is shown from now on."""
        self._changed_at = self._now()
        self._leave_ring()

    def press(self, act: Key) -> None:
        """A key came down."""
        if self._with_switches and self._by_itself.interval() and act is Key.SWITCH_NEXT:
            act = Key.SWITCH_SELECT  # whoever has one switch may hit either
        if not self._counts(act):
            return
        if act in USING and (only := self._whole_screen()) is not None:
            only.click()
        elif act in SWITCHES:
            self._switch(act)
        elif act in ARROWS:
            self._leave_ring()
            self._move(ARROWS[act])
        elif act is Key.SELECT:
            self._select()
        else:
            self.passed_on.emit(act)

    def go_on(self) -> None:
        """The time for one control is over; while it is still being named, it gets more."""
        if self._speaking():
            self._by_itself.start()
            return
        self._sync()
        self._show(self._scan.next_by_itself())

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:
        """Take the keys that are ours; everything else goes its way."""
        if not isinstance(event, QKeyEvent):
            return False
        act = self._act_of(event)
        if act is None:
            return False
        if event.type() == QEvent.Type.KeyPress and not event.isAutoRepeat():  # a held key acts once (R24)
            self.press(act)
        return True

    def _act_of(self, event: QKeyEvent) -> Key | None:
        key = Qt.Key(event.key())
        if self._with_switches and key in AS_SWITCHES:
            return AS_SWITCHES[key]
        if key is Qt.Key.Key_Space and isinstance(self._window.focusWidget(), QPlainTextEdit):
            return None  # a real keyboard writes
        return QT_KEYS.get(key)

    def _counts(self, act: Key) -> bool:
        """Not a tremor of the hand, and meant for the page that is there."""
        now = self._now()
        again = act is self._last and now - self._last_at < self._same_key_seconds
        self._last, self._last_at = act, now
        return not again and not (act in ACTING and now - self._changed_at < SETTLE_SECONDS)

    def _whole_screen(self) -> QAbstractButton | None:
        """A button as large as the screen, such as the greeting's: whatever key a person tries, it acts."""
        widgets = controls_of(self._window).widgets
        covering = (widget for widget in widgets if widget.size() == self._window.size())
        return next((widget for widget in covering if isinstance(widget, QAbstractButton)), None)

    # --- arrows ----------------------------------------------------------------------------------------------------

    def _move(self, direction: Direction) -> None:
        controls = controls_of(self._window)
        if not controls.widgets:
            return
        focused = self._focused()
        if focused in controls.widgets:
            at = next_focus(
                controls.boxes, controls.widgets.index(focused), direction, right_to_left=controls.right_to_left
            )
        else:
            at = 0
        self._focus(controls.widgets[at])

    def _select(self) -> None:
        focused = self._focused()
        controls = controls_of(self._window)
        if focused not in controls.widgets:
            self._move(Direction.DOWN)  # nothing has the focus yet: show where one is
        elif isinstance(focused, QAbstractButton):
            self._click(focused, controls)

    def _click(self, button: QAbstractButton, controls: Controls) -> None:
        button.click()
        if button.isVisible() and not button.isEnabled():
            # It has done all it can, like "more" on the last page: on with what is nearest to it.
            box = controls.boxes[controls.widgets.index(button)]
            there = controls_of(self._window)
            if there.widgets:
                self._focus(there.widgets[nearest(there.boxes, box)])

    # --- switches --------------------------------------------------------------------------------------------------

    def _switch(self, act: Key) -> None:
        self.switched.emit()
        controls = self._sync()
        if act is Key.SWITCH_NEXT:
            self._show(self._scan.next())
            return
        scan, picked = self._scan.select()
        button = controls.named(picked)
        if isinstance(button, QAbstractButton):
            self._scan = scan
            self._click(button, controls)
            self._sync()
            scan = self._scan
        self._show(scan)

    def _sync(self) -> Controls:
        """The walk goes on over what is there now."""
        controls = controls_of(self._window)
        self._scan = self._scan.over(controls.groups())
        return controls

    def _show(self, scan: Scan) -> None:
        """Put the ring where the walk is, and wait for the next hit or, with one switch, for the time to be over."""
        self._scan = scan
        controls = controls_of(self._window)
        ring = scan.ring
        if ring is None:
            self._leave_ring()
            return
        if len(ring.controls) == 1:
            self.ringed.emit(QRect(), "")
            if (control := controls.named(ring.controls[0])) is not None:
                self._focus(control)
        else:
            self._window.setFocus()
            named = [controls.named(name) for name in ring.controls]
            names = ", ".join(control.accessibleName() for control in named if control is not None)
            self.ringed.emit(controls.rect_of(ring.controls), names)
        if self._by_itself.interval() and not scan.resting:
            self._by_itself.start()

    def _leave_ring(self) -> None:
        self._by_itself.stop()
        if self._scan.ring is not None:
            self._scan = Scan()
            self.ringed.emit(QRect(), "")

    # --- the focus -------------------------------------------------------------------------------------------------

    def _focused(self) -> QWidget | None:
        focused = self._window.focusWidget()
        return focused if focused is not self._window else None

    def _focus(self, control: QWidget) -> None:
        control.setFocus(Qt.FocusReason.TabFocusReason)

"""A window with one view of the real samples, and hands that use keys on it."""

from __future__ import annotations

from functools import cache

from PySide6.QtCore import QCoreApplication, QEvent, QRect, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QAbstractButton, QWidget
from pytestqt.qtbot import QtBot

from accessibility.operating import Operating
from accessibility.profile import Profile, TextSize
from hardware.ports import Key
from kiosk.devtools.sample_station import read_content
from kiosk.devtools.samples import sample_views
from kiosk.screens import build_screen, registered_screens
from kiosk.viewmodel.intents import Intent
from kiosk.viewmodel.views import View
from kiosk.widgets.pictogram import Pictograms
from kiosk.window import Window


@cache
def views(size: TextSize = TextSize.DEFAULT) -> dict[str, View]:
    return sample_views("de", Profile(size=size))


SAME_KEY_SECONDS = 0.15
NAMES = sorted(registered_screens())


class Clock:
    def __init__(self) -> None:
        self.seconds = 100.0

    def __call__(self) -> float:
        return self.seconds


class Desk:
    """A window with one view, and hands that use keys on it."""

    def __init__(self, qtbot: QtBot, *, width: int = 1080, height: int = 1920) -> None:
        self.clock = Clock()
        self.asked: list[Intent] = []
        self.passed_on: list[Key] = []
        self.rings: list[tuple[QRect, str]] = []
        self.speaks = False
        self.window = Window(build_screen, px_per_mm=4.03, pictograms=Pictograms(read_content), motion=False)
        qtbot.addWidget(self.window)
        self.window.asked.connect(self.asked.append)
        self.operating = Operating(
            self.window, now=self.clock, same_key_seconds=SAME_KEY_SECONDS, speaking=lambda: self.speaks
        )
        self.operating.passed_on.connect(self.passed_on.append)
        self.operating.ringed.connect(lambda place, names: self.rings.append((place, names)))
        self.window.setGeometry(0, 0, width, height)
        self.window.winId()
        self.window.watch_input(self.operating)
        self.window.allow_closing()

    def show(self, view: View) -> None:
        self.window.show_view(view)
        if not self.window.isVisible():
            self.window.show()  # not full screen: the display of the tests is small
            self.window.activateWindow()
        QCoreApplication.processEvents()
        self.clock.seconds += 10

    def hit(self, *acts: Key) -> None:
        """Keys of the keypad, calmly one after the other."""
        for act in acts:
            self.operating.press(act)
            self.clock.seconds += 1

    def key(self, key: Qt.Key, text: str = "", *, held: int = 0) -> None:
        """A key of a keyboard, held for so many repetitions."""
        no = Qt.KeyboardModifier.NoModifier
        repeats = [QKeyEvent(QEvent.Type.KeyPress, key, no, text, True) for _ in range(held)]
        press = QKeyEvent(QEvent.Type.KeyPress, key, no, text)
        release = QKeyEvent(QEvent.Type.KeyRelease, key, no, text)
        for event in (press, *repeats, release):
            QCoreApplication.sendEvent(self.window.windowHandle(), event)
            self.clock.seconds += 2 * SAME_KEY_SECONDS  # it is no tremor that is ignored here
        self.clock.seconds += 1

    @property
    def focused(self) -> QWidget | None:
        widget = self.window.focusWidget()
        return None if widget is self.window else widget

    def focus(self, intent: Intent) -> QAbstractButton:
        button = self.window.findChild(QAbstractButton, repr(intent))
        button.setFocus()
        assert self.focused is button
        return button

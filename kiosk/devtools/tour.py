"""A scripted visit through the real screens, as a finger would walk it: one vote, one report, a picture of each screen.

Presses what is painted and reads what is shown; it reaches past no screen. Used by the demonstration and by tests.
"""

from __future__ import annotations

import json
import sys
from dataclasses import asdict, dataclass, field
from pathlib import Path

from PySide6.QtCore import QCoreApplication, QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QMouseEvent
from PySide6.QtWidgets import QAbstractButton, QApplication, QWidget

from kiosk.app import Kiosk, forbid_core_dumps, place_of
from kiosk.screens import screen_name
from kiosk.station.display import display_without_one
from kiosk.viewmodel import intents as wish
from kiosk.viewmodel.views import ListView, ReceiptView, View, VoteView
from kiosk.widgets.layout.screen import Screen
from kiosk.widgets.map.view import MapView
from sync.station.config import StationConfig, TouchConfig

DESCRIPTION = "Glas auf dem Weg"
"""What is typed, key by key."""


class TourError(Exception):
    """The visit did not come where it should. Says where it stands and what it looked for."""


@dataclass
class TourFindings:
    """What the tour has seen: codes from receipts, and the pictures it has saved."""

    votes_cast: int = 0
    reports_filed: int = 0
    trackers: list[str] = field(default_factory=list)
    numbers: list[str] = field(default_factory=list)
    screens: list[str] = field(default_factory=list)


class TourFinger:
    """Touches a window. Its time is its own: it waits for no clock, and still never taps faster than a finger may."""

    def __init__(self) -> None:
        self._ms = 0.0

    def now_ms(self) -> float:
        """The finger's own time, in milliseconds."""
        return self._ms

    def tap(self, window: QWidget, place: QPoint) -> None:
        """Come down on a place in the window, stay a moment, lift."""
        self._ms += TouchConfig().second_tap_ms
        self._send(window, place, QEvent.Type.MouseButtonPress, Qt.MouseButton.LeftButton)
        self._ms += 2 * TouchConfig().shortest_ms
        self._send(window, place, QEvent.Type.MouseButtonRelease, Qt.MouseButton.NoButton)
        settle()

    def _send(self, window: QWidget, place: QPoint, kind: QEvent.Type, held: Qt.MouseButton) -> None:
        at, on_desktop = QPointF(place), QPointF(window.mapToGlobal(place))
        event = QMouseEvent(kind, at, on_desktop, Qt.MouseButton.LeftButton, held, Qt.KeyboardModifier.NoModifier)
        event.setTimestamp(int(self._ms))
        QCoreApplication.sendEvent(window.windowHandle(), event)


def settle() -> None:
    """Let Qt do what it has to do after an event; screens thrown away go now."""
    QApplication.processEvents()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)


class Tour:
    """One visit through the screens of a kiosk that is open."""

    def __init__(self, kiosk: Kiosk, finger: TourFinger, *, pictures: Path | None = None) -> None:
        """``pictures`` is the folder for the pictures; None takes none."""
        self._kiosk = kiosk
        self._finger = finger
        self._pictures = pictures
        self.findings = TourFindings()

    def walk(self) -> TourFindings:
        """The whole visit. Raises TourError when it cannot go on."""
        self.arrive("attract")
        self.touch(wish.Start(), "languages")
        self.touch(wish.ChooseLanguage(self.view.frame.language), "aids")
        self.touch(wish.Continue(), "home")
        self.vote()
        self.touch(wish.Home(), "home", picture=False)
        self.report()
        self.touch(wish.EndVisit(), "goodbye")
        return self.findings

    def vote(self) -> None:
        """From the first page to the receipt of a vote in the first poll."""
        self.touch(wish.OpenPolls(), "polls")
        self.touch(self.first_choice(), "vote")
        options = self.view.options if isinstance(self.view, VoteView) else ()
        self.touch(options[0].intent, "vote")
        self.touch(wish.Continue(), "vote_review")
        self.touch(wish.Cast(), "receipt", name="receipt-of-vote")
        self.findings.votes_cast += 1
        self.findings.trackers.append(self.code())

    def report(self) -> None:
        """From the first page to the receipt of a report."""
        self.touch(wish.OpenReport(), "categories")
        self.touch(self.first_choice(), "subcategories")
        self.touch(self.first_choice(), "districts")
        self.touch(self.first_choice(), "place")
        self.touch_widget(self.screen.findChild(MapView), "the map")
        self.arrive("place", name="place-pointed-at")
        self.touch(wish.Continue(), "description")
        self.write(DESCRIPTION)
        self.arrive("description", name="description-written")
        self.touch(wish.Continue(), "extras")
        self.touch(wish.Continue(), "publication")
        self.touch(wish.AllowPublication(True), "report_review")
        self.touch(wish.FileReport(), "receipt", name="receipt-of-report")
        self.findings.reports_filed += 1
        self.findings.numbers.append(self.code())

    @property
    def view(self) -> View:
        """What is on the display."""
        return self._kiosk.view

    @property
    def screen(self) -> Screen:
        """The screen on the display."""
        screen = self._kiosk.window.screen_shown
        assert screen is not None
        return screen

    def first_choice(self) -> wish.Intent:
        """What the first entry of a list asks for."""
        if not isinstance(self.view, ListView) or not self.view.choices:
            raise TourError(f"there is nothing to choose on {self._here()}")
        return self.view.choices[0].intent

    def code(self) -> str:
        """The code on a receipt, without its groups."""
        assert isinstance(self.view, ReceiptView)
        return "".join(sign for sign in self.view.code if sign.isalnum())

    def touch(self, intent: wish.Intent, expected: str, *, name: str = "", picture: bool = True) -> None:
        """Press the button that asks for this and arrive at the screen that is expected then."""
        self.touch_widget(self.screen.findChild(QAbstractButton, repr(intent)), f"a button for {intent}")
        self.arrive(expected, name=name, picture=picture)

    def touch_widget(self, widget: QWidget | None, what: str) -> None:
        """Press in the middle of a widget; where it is on a later page, turn the pages first."""
        if widget is None:
            raise TourError(f"{what} is not on {self._here()}")
        self._turn_to(widget)
        if not (widget.isVisible() and widget.isEnabled()):
            raise TourError(f"{what} cannot be pressed on {self._here()}")
        self._finger.tap(self._kiosk.window, widget.mapTo(self._kiosk.window, widget.rect().center()))

    def write(self, text: str) -> None:
        """Press the keys of the on-screen keyboard; it makes capitals at the start of a sentence by itself."""
        for sign in text:
            key = "space" if sign == " " else sign.lower()
            self._capitals(sign)
            self.touch_widget(self.screen.findChild(QAbstractButton, f"key:{key}"), f"the key {sign!r}")

    def arrive(self, expected: str, *, name: str = "", picture: bool = True) -> None:
        """Be at this screen, and take its picture."""
        settle()
        if self._here() != expected:
            raise TourError(
                f"{expected} was expected, {self._here()} is shown: {self.view.headline} {self.view.notice}"
            )
        if picture and self._pictures is not None:
            path = self._pictures / f"{len(self.findings.screens) + 1:02}-{name or expected}.png"
            if not self._kiosk.window.grab().save(str(path)):
                raise TourError(f"{path} cannot be written")
            self.findings.screens.append(str(path))

    def _here(self) -> str:
        return screen_name(type(self.view))

    def _turn_to(self, widget: QWidget) -> None:
        pages = self.screen.page.pages
        while pages.isAncestorOf(widget) and pages.stack.isAncestorOf(widget) and not pages.shows(widget):
            more = self.screen.findChild(QAbstractButton, "more")
            if more is None or not more.isEnabled():
                raise TourError(f"{widget.accessibleName()!r} is on no page of {self._here()}")
            self._finger.tap(self._kiosk.window, more.mapTo(self._kiosk.window, more.rect().center()))

    def _capitals(self, sign: str) -> None:
        key = self.screen.findChild(QAbstractButton, "key:shift")
        if sign.isalpha() and key is not None and key.isChecked() != sign.isupper():
            self.touch_widget(key, "the shift key")


def run_tour(config: StationConfig, folder: Path) -> int:
    """Walk the tour at the station of these settings, print what was found as one line of JSON; the exit code."""
    forbid_core_dumps()
    folder.mkdir(parents=True, exist_ok=True)
    with display_without_one(config.screen):
        application = QApplication.instance() or QApplication([sys.argv[0]])
    assert isinstance(application, QApplication)
    finger = TourFinger()
    kiosk = Kiosk(config, with_voice=False, now_ms=finger.now_ms)
    try:
        kiosk.open_on(place_of(config, application))
        settle()
        kiosk.begin()
        findings = Tour(kiosk, finger, pictures=folder).walk()
    except TourError as error:
        sys.stderr.write(f"The visit stopped: {error}\n")
        return 1
    finally:
        kiosk.close()
    sys.stdout.write(json.dumps(asdict(findings), ensure_ascii=False) + "\n")
    return 0

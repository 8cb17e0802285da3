"""A child process that opens the real screens and makes one visit after the other, until a given step kills it.

The step is a statement of its database or a screen, counted from when it is ready: no clock decides.
Tells its parent of each act only after the thank-you has been painted.
"""

from __future__ import annotations

import os
import signal
import sqlite3
from multiprocessing.connection import Connection
from pathlib import Path
from random import Random
from typing import Any

from PySide6.QtWidgets import QApplication

from kiosk.app import Kiosk, place_of
from kiosk.devtools.tour import Tour, TourFinger, settle
from kiosk.station.display import display_without_one
from kiosk.viewmodel import intents as wish
from sync.station.config import load_config

READY, BEGUN, VOTED, REPORTED = "ready", "begun", "voted", "reported"


class Death:
    """Comes with the ``left``-th of the steps that are counted; -9, as a power cut."""

    def __init__(self, left: int, *, by_statement: bool) -> None:
        self._left = left
        self._by_statement = by_statement
        self.is_near = False

    def watch(self) -> None:
        """Statements of each database opened from now on are steps."""
        connect = sqlite3.connect

        def connect_traced(*arguments: Any, **named: Any) -> sqlite3.Connection:
            connection: sqlite3.Connection = connect(*arguments, **named)
            if self._by_statement:
                connection.set_trace_callback(lambda _statement: self._step())
            return connection

        sqlite3.connect = connect_traced  # type: ignore[assignment]

    def see_screen(self) -> None:
        """A screen has been painted."""
        if not self._by_statement:
            self._step()

    def _step(self) -> None:
        self._left -= self.is_near
        if self.is_near and self._left <= 0:
            os.kill(os.getpid(), signal.SIGKILL)


def visit_until_killed(config_path: Path, parent: Connection, seed: int, left: int, by_statement: bool) -> None:
    """Messages to the parent: (READY, ""), then per visit (BEGUN, ""), (VOTED, tracker) or (REPORTED, number)."""
    os.environ["QT_QPA_PLATFORM"] = "offscreen"
    config, random, death = load_config(config_path), Random(seed), Death(left, by_statement=by_statement)
    death.watch()
    with display_without_one(config.screen):
        application = QApplication(["visitor"])
    finger = TourFinger()
    kiosk = Kiosk(config, with_voice=False, now_ms=finger.now_ms)
    kiosk.open_on(place_of(config, application))
    settle()
    kiosk.begin()
    parent.send((READY, ""))
    death.is_near = True
    while True:
        _visit(QuickTour(kiosk, finger, death), parent, random)


class QuickTour(Tour):
    """A visit with few words, which may end at any screen."""

    def __init__(self, kiosk: Kiosk, finger: TourFinger, death: Death) -> None:
        super().__init__(kiosk, finger)
        self._death = death

    def arrive(self, expected: str, *, name: str = "", picture: bool = True) -> None:
        """Each arrival is a step."""
        super().arrive(expected, name=name, picture=picture)
        self._death.see_screen()

    def write(self, _text: str) -> None:
        """Three letters are a description."""
        super().write("Eis")


def _visit(tour: QuickTour, parent: Connection, random: Random) -> None:
    parent.send((BEGUN, ""))
    tour.touch_widget(tour.screen, "the screen")
    tour.arrive("languages")
    tour.touch(wish.ChooseLanguage("de"), "aids")
    tour.touch(wish.Continue(), "home")
    if random.random() < 0.7:
        tour.vote()
        parent.send((VOTED, tour.findings.trackers[-1]))
    else:
        tour.report()
        parent.send((REPORTED, tour.findings.numbers[-1]))
    tour.touch(wish.EndVisit(), "goodbye")

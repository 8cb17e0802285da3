"""A child process that opens the real screens and makes one visit after the other, until somebody kills it.

Tells its parent of each act only after the thank-you has been painted.
"""

from __future__ import annotations

import os
from multiprocessing.connection import Connection
from pathlib import Path
from random import Random

from PySide6.QtWidgets import QApplication

from kiosk.app import Kiosk, place_of
from kiosk.devtools.tour import Finger, Tour, settle
from kiosk.station.display import display_without_one
from kiosk.viewmodel import intents as wish
from sync.station.config import load_config

READY, BEGUN, VOTED, REPORTED = "ready", "begun", "voted", "reported"


def visit_until_killed(config_path: Path, parent: Connection, seed: int) -> None:
    """Messages to the parent: (READY, ""), then per visit (BEGUN, ""), (VOTED, tracker) or (REPORTED, number)."""
    os.environ["QT_QPA_PLATFORM"] = "offscreen"
    config, random = load_config(config_path), Random(seed)
    with display_without_one(config.screen):
        application = QApplication(["visitor"])
    finger = Finger()
    kiosk = Kiosk(config, with_voice=False, now_ms=finger.now_ms)
    kiosk.open_on(place_of(config, application))
    settle()
    kiosk.begin()
    parent.send((READY, ""))
    while True:
        _visit(QuickTour(kiosk, finger), parent, random)


class QuickTour(Tour):
    """A visit with few words."""

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

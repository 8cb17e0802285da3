"""Runs in a process of its own: a visit that types its code, chooses the marked option and writes the marked word,
speech switched on.

    python -m tests.kits.marked_visit CONFIG end|kill CODE

``kill``: the process kills itself while all of it is entered but not yet cast.
"""

from __future__ import annotations

import os
import signal
import sys
from pathlib import Path

from PySide6.QtWidgets import QAbstractButton, QApplication

from kiosk.app import Kiosk, place_of
from kiosk.devtools.tour import Tour, TourFinger, settle
from kiosk.station.display import display_without_one
from kiosk.viewmodel import intents as wish
from kiosk.viewmodel.views import VoteView
from sync.station.config import load_config

MARKED_POLL = "neuer-markt"
MARKED_OPTION = "kanarienwahl"
MARKED_WORD = "kanarienwort"


class MarkedVisit(Tour):
    """Vote for the marked option, report with the marked word."""

    def enter(self, code: str) -> None:
        """Everything up to the last button of both."""
        self.touch(wish.ChooseLanguage("de"), "aids")
        self.touch(wish.Continue(), "home")
        self.touch(wish.OpenPolls(), "polls")
        self.touch(wish.OpenPoll(MARKED_POLL), "code")
        for sign in code.replace("-", ""):
            self.touch_widget(self.screen.findChild(QAbstractButton, f"key:{sign}"), f"the key {sign!r}")
        self.touch(wish.Continue(), "vote")
        assert isinstance(self.view, VoteView)
        self.touch(wish.Choose(MARKED_OPTION), "vote")
        self.touch(wish.Continue(), "vote_review")

    def write(self, _text: str) -> None:
        """The marked word, key by key."""
        super().write(MARKED_WORD)


def main(config_path: str, how: str, code: str) -> None:
    """One visit."""
    config = load_config(Path(config_path))
    with display_without_one(config.screen):
        application = QApplication([sys.argv[0]])
    finger = TourFinger()
    kiosk = Kiosk(config, now_ms=finger.now_ms)
    kiosk.open_on(place_of(config, application))
    settle()
    kiosk.begin()
    kiosk.ask(wish.Start())
    visit = MarkedVisit(kiosk, finger)
    visit.enter(code)
    if how == "kill":
        os.kill(os.getpid(), signal.SIGKILL)
    visit.touch(wish.Cast(), "receipt")
    visit.touch(wish.Home(), "home")
    visit.report()
    visit.touch(wish.EndVisit(), "goodbye")
    kiosk.close()


if __name__ == "__main__":
    main(*sys.argv[1:])

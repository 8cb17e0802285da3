"""Runs in a process of its own: a visit that chooses the marked option and writes the marked word, speech switched on.

    python -m tests.journeys.marked_visit CONFIG end|kill

``kill``: the process kills itself while both are on the display, entered but not yet cast.
"""

from __future__ import annotations

import os
import signal
import sys
from pathlib import Path

from PySide6.QtWidgets import QApplication

from kiosk import intents as wish
from kiosk.app import Kiosk, place_of
from kiosk.display import display_without_one
from kiosk.tour import Finger, Tour, settle
from kiosk.views import VoteView
from sync.config import load_config

MARKED_OPTION = "kanarienwahl"
MARKED_WORD = "kanarienwort"


class MarkedVisit(Tour):
    """Vote for the marked option, report with the marked word."""

    def enter(self) -> None:
        """Everything up to the last button of both."""
        self.touch(wish.ChooseLanguage("de"), "aids")
        self.touch(wish.Continue(), "home")
        self.touch(wish.OpenPolls(), "polls")
        self.touch(wish.OpenPoll("neuer-markt"), "vote")
        assert isinstance(self.view, VoteView)
        self.touch(wish.Choose(MARKED_OPTION), "vote")
        self.touch(wish.Continue(), "vote_review")

    def write(self, _text: str) -> None:
        """The marked word, key by key."""
        super().write(MARKED_WORD)


def main(config_path: str, how: str) -> None:
    """One visit."""
    config = load_config(Path(config_path))
    with display_without_one(config.screen):
        application = QApplication([sys.argv[0]])
    finger = Finger()
    kiosk = Kiosk(config, now_ms=finger.now_ms)
    kiosk.open_on(place_of(config, application))
    settle()
    kiosk.begin()
    kiosk.ask(wish.Start())
    visit = MarkedVisit(kiosk, finger)
    visit.enter()
    if how == "kill":
        os.kill(os.getpid(), signal.SIGKILL)
    visit.touch(wish.Cast(), "receipt")
    visit.touch(wish.Home(), "home")
    visit.report()
    visit.touch(wish.EndVisit(), "goodbye")
    kiosk.close()


if __name__ == "__main__":
    main(*sys.argv[1:])

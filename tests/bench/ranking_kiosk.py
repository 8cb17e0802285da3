"""Runs inside a process of its own: a ranked ballot of 12 options in the real window, touched 500 times.

python -m tests.bench.ranking_kiosk CONFIG
"""

from __future__ import annotations

import sys
import time
from itertools import cycle, islice

from PySide6.QtCore import QEvent
from PySide6.QtWidgets import QApplication

from accessibility.profile import Profile
from kiosk.app import Kiosk
from kiosk.devtools.samples import open_poll
from kiosk.devtools.walk import Walk
from kiosk.viewmodel import intents
from kiosk.viewmodel.intents import Intent
from kiosk.viewmodel.views import VoteRankedView
from tests.bench.open_kiosk import open_kiosk, tell

OPTIONS = 12
TOUCHES = 500
_LETTERS = "abcdefghijkl"


def main(config_path: str) -> None:
    """Print the figures as one line of JSON."""
    application, kiosk = open_kiosk(config_path)
    walk = open_poll("de", Profile(), _definition())
    way = [intents.Choose(option) for option in _LETTERS]
    way += [intents.MoveUp(option) for option in reversed(_LETTERS[1:])]
    way += [intents.Choose(option) for option in _LETTERS]  # touched again, each gives its rank back
    _touch(kiosk, application, walk, way)  # everything has been seen once
    walls, processor = zip(*_touch(kiosk, application, walk, list(islice(cycle(way), TOUCHES))), strict=True)
    tell(walls, processor=processor)
    kiosk.close()


def _definition() -> dict[str, object]:
    options = [
        {"id": one, "title": {"de": f"Vorschlag {one.upper()} für den Platz am Wasser"}, "about": {}}
        for one in _LETTERS
    ]
    return {"kind": "ranked", "options": options, "min": 0, "max": OPTIONS}


def _touch(kiosk: Kiosk, application: QApplication, walk: Walk, way: list[Intent]) -> list[tuple[float, float]]:
    """Milliseconds of each touch, and those of the processor."""
    samples = []
    for intent in way:
        begun, processor = time.perf_counter(), time.thread_time()
        view = walk.ask(intent)
        kiosk.window.show_view(view)
        kiosk.window.repaint()
        samples.append(((time.perf_counter() - begun) * 1000, (time.thread_time() - processor) * 1000))
        if not isinstance(view, VoteRankedView) or len(view.options) != OPTIONS:
            raise AssertionError(f"no ballot of {OPTIONS} options: {view}")
        application.processEvents()
        application.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    return samples


if __name__ == "__main__":
    main(sys.argv[1])

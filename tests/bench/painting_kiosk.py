"""Runs inside a process of its own: the real window and conductor, touched 500 times.

python -m tests.bench.painting_kiosk CONFIG
"""

from __future__ import annotations

import sys
import time

from PySide6.QtCore import QEvent
from PySide6.QtWidgets import QApplication

from kiosk.app import Kiosk
from kiosk.viewmodel import intents
from tests.bench.open_kiosk import open_kiosk, tell

CHANGES = 500
WAY = (
    intents.Start(),
    intents.ChooseLanguage("de"),
    intents.Continue(),
    intents.OpenPolls(),
    intents.Back(),
    intents.OpenReport(),
    intents.OpenHelp(),
    intents.Back(),
    intents.Home(),
    intents.EndVisit(),
)


def main(config_path: str) -> None:
    """Print the figures as one line of JSON."""
    application, kiosk = open_kiosk(config_path)
    application.processEvents()
    _walk(kiosk, application, len(WAY))  # everything has been seen once
    samples = _walk(kiosk, application, CHANGES)
    tell(samples)
    kiosk.close()


def _walk(kiosk: Kiosk, application: QApplication, steps: int) -> list[float]:
    samples = []
    for step in range(steps):
        begun = time.perf_counter()
        kiosk.ask(WAY[step % len(WAY)])
        kiosk.window.repaint()
        samples.append((time.perf_counter() - begun) * 1000)
        application.processEvents()
        application.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    return samples


if __name__ == "__main__":
    main(sys.argv[1])

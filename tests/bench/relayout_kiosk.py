"""Runs inside a process of its own: the question of a poll in the next size, and the next.

python -m tests.bench.relayout_kiosk CONFIG
"""

from __future__ import annotations

import sys
import time

from PySide6.QtCore import QEvent
from PySide6.QtWidgets import QApplication

from kiosk.app import Kiosk
from kiosk.viewmodel import intents
from tests.bench.open_kiosk import open_kiosk, tell

CHANGES = 200
WARM = 8


def main(config_path: str) -> None:
    """Print the figures as one line of JSON."""
    application, kiosk = open_kiosk(config_path)
    kiosk.ask(intents.Start())
    kiosk.ask(intents.ChooseLanguage("de"))
    kiosk.ask(intents.Continue())
    kiosk.ask(intents.OpenPolls())
    kiosk.ask(kiosk.view.choices[0].intent)
    _change(kiosk, application, WARM)
    samples = _change(kiosk, application, CHANGES)
    tell(samples)
    kiosk.close()


def _change(kiosk: Kiosk, application: QApplication, times: int) -> list[float]:
    samples = []
    for _ in range(times):
        begun = time.perf_counter()
        kiosk.ask(intents.NextSize())
        kiosk.window.repaint()
        samples.append((time.perf_counter() - begun) * 1000)
        application.processEvents()
        application.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    return samples


if __name__ == "__main__":
    main(sys.argv[1])

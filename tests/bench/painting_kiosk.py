"""Runs inside a process of its own: the real window and conductor, touched 500 times.

python -m tests.bench.painting_kiosk CONFIG
"""

from __future__ import annotations

import json
import os
import sys
import time
from pathlib import Path

from PySide6.QtCore import QEvent, QRect
from PySide6.QtWidgets import QApplication

from kiosk import intents
from kiosk.app import Kiosk
from kiosk.display import display_without_one
from sync.config import load_config
from tests.bench.figures import percentile, rounded

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
    os.environ["QT_QPA_PLATFORM"] = "offscreen"
    config = load_config(Path(config_path))
    with display_without_one(config.screen):
        application = QApplication([sys.argv[0]])
    kiosk = Kiosk(config, with_voice=False)
    kiosk.open_on(QRect(0, 0, config.screen.width_px, config.screen.height_px))
    kiosk.begin()
    application.processEvents()
    _walk(kiosk, application, len(WAY))  # everything has been seen once
    samples = _walk(kiosk, application, CHANGES)
    print(json.dumps({"p50_ms": rounded(percentile(samples, 0.5)), "p99_ms": rounded(percentile(samples, 0.99))}))
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

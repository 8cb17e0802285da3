"""Runs inside a process of its own: the question of a poll in the next size, and the next.

python -m tests.bench.relayout_kiosk CONFIG
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

CHANGES = 200
WARM = 8


def main(config_path: str) -> None:
    """Print the figures as one line of JSON."""
    os.environ["QT_QPA_PLATFORM"] = "offscreen"
    config = load_config(Path(config_path))
    with display_without_one(config.screen):
        application = QApplication([sys.argv[0]])
    kiosk = Kiosk(config, with_voice=False)
    kiosk.open_on(QRect(0, 0, config.screen.width_px, config.screen.height_px))
    kiosk.begin()
    kiosk.ask(intents.Start())
    kiosk.ask(intents.ChooseLanguage("de"))
    kiosk.ask(intents.Continue())
    kiosk.ask(intents.OpenPolls())
    kiosk.ask(kiosk.view.choices[0].intent)
    _change(kiosk, application, WARM)
    samples = _change(kiosk, application, CHANGES)
    print(json.dumps({"p50_ms": rounded(percentile(samples, 0.5)), "p99_ms": rounded(percentile(samples, 0.99))}))
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

"""The real window and conductor in this process, opened for a measurement, and how its samples are told."""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QRect
from PySide6.QtWidgets import QApplication

from kiosk.app import Kiosk
from kiosk.station.display import display_without_one
from sync.station.config import load_config
from tests.bench.figures import percentile, rounded


def open_kiosk(config_path: str) -> tuple[QApplication, Kiosk]:
    """A kiosk without a voice, on the greeting."""
    os.environ["QT_QPA_PLATFORM"] = "offscreen"
    config = load_config(Path(config_path))
    with display_without_one(config.screen):
        application = QApplication([sys.argv[0]])
    kiosk = Kiosk(config, with_voice=False)
    kiosk.open_on(QRect(0, 0, config.screen.width_px, config.screen.height_px))
    kiosk.begin()
    return application, kiosk


def tell(samples: Sequence[float], *, processor: Sequence[float] = ()) -> None:
    """Print the middle and the slowest of these milliseconds as one line of JSON.

    ``processor``: those of them that the processor was at it, which a machine under other load makes no longer.
    """
    told = {"p50_ms": samples, "p99_ms": samples}
    if processor:
        told |= {"processor_p50_ms": processor, "processor_p99_ms": processor}
    print(json.dumps({name: rounded(percentile(of, 0.5 if "p50" in name else 0.99)) for name, of in told.items()}))

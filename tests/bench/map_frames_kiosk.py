"""Runs inside a process of its own: the map of the kiosk, moved as a finger moves it, and zoomed.

python -m tests.bench.map_frames_kiosk PACK
"""

from __future__ import annotations

import json
import resource
import sys
import time
from collections.abc import Callable
from pathlib import Path

from PySide6.QtGui import QImage, QPainter, QPixmap
from PySide6.QtWidgets import QApplication

from kiosk.widgets.map.tile_pack import open_pack
from kiosk.widgets.map.view import MapView
from tests.kits.looks import SKETCH, look

SIZE = (1040, 1200)
"""What the map has of a screen of 1080 x 1920."""
FRAMES = 300
STEP_PX = 12
CENTRE_DISTRICT = (12.1137, 54.0609, 12.1582, 54.0966)


def main(pack_path: str) -> None:
    """Print the figures as one line of JSON."""
    application = QApplication([])
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    view = MapView(SKETCH, CENTRE_DISTRICT, look(), "de", pack=open_pack(Path(pack_path)))
    view.resize(*SIZE)
    for _ in range(4):
        view.go_closer()
    screen = QImage(*SIZE, QImage.Format.Format_RGB32)
    _frame(view, screen)
    across = STEP_PX / (view.width() * 0.4)

    def pan(frame: int) -> None:
        view.move_by(across if (frame // 60) % 2 else -across, across / 2 if (frame // 30) % 2 else -across / 2)

    def zoom(frame: int) -> None:
        view.go_closer() if (frame // 4) % 2 else view.go_farther()

    figures = {
        "pan_frames_per_second": _measure(lambda frame: (pan(frame), _frame(view, screen))),
        "zoom_frames_per_second": _measure(lambda frame: (zoom(frame), _frame(view, screen))),
        "floor_frames_per_second": _measure(_painted(screen)),
        "grown_mb": round((resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) / 1024, 1),
    }
    print(json.dumps(figures))
    view.deleteLater()
    application.processEvents()


def _measure(act: Callable[[int], object]) -> float:
    begun = time.perf_counter()
    for frame in range(FRAMES):
        act(frame)
    return round(FRAMES / (time.perf_counter() - begun), 1)


def _frame(view: MapView, screen: QImage) -> None:
    view.render(screen)


def _painted(screen: QImage) -> Callable[[int], None]:
    """The floor: a ground of this size painted anew, and put on the screen."""
    tile, ground = QPixmap(512, 512), QPixmap(*SIZE)
    tile.fill()

    def paint(_frame: int) -> None:
        painter = QPainter(ground)
        for across in range(0, SIZE[0], 512):
            for down in range(0, SIZE[1], 512):
                painter.drawPixmap(across, down, tile)
        painter.end()
        painter = QPainter(screen)
        painter.drawPixmap(0, 0, ground)
        painter.end()

    return paint


if __name__ == "__main__":
    main(sys.argv[1])

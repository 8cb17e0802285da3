"""One page of the station with content that is being written, as a picture and as it is heard.

A program of its own: it reads what is asked as one JSON object from standard input, paints offscreen, and writes one
JSON object. Who asks is the console of the hub, which knows no screens.

    {"content": FOLDER, "drafts": {PATH: VALUE}, "shown": PATH, "step": "question", "page": 1,
     "language": "de", "size": "default", "theme": "default", "layout": "normal", "orientation": "portrait"}
"""

from __future__ import annotations

import base64
import json
import os
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from accessibility.metrics import DEFAULT_PX_PER_MM
from accessibility.profile import Layout, Profile, TextSize, Theme
from kiosk.devtools.preview_walks import Preview, UnpaintableError, begin_preview
from kiosk.station.display import display_without_one
from sync.station.config import ScreenConfig

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

SIZES = {"portrait": (1080, 1920), "landscape": (1920, 1080)}
"""Pixels of the screen."""


def main() -> int:
    """Paint what standard input asks for; 1 when it cannot be painted, with the reason as ``{"fault": WORDS}``."""
    try:
        answer = paint(json.load(sys.stdin))
    except UnpaintableError as error:
        json.dump({"fault": str(error)}, sys.stdout)
        return 1
    json.dump(answer, sys.stdout)
    return 0


def paint(asked: Mapping[str, Any]) -> dict[str, object]:
    """The picture (PNG, base64), what is heard on arrival, the number of pages, and which steps there are.

    Raises UnpaintableError for a draft that no station could show.
    """
    width, height = SIZES[asked["orientation"]]
    profile = Profile(size=TextSize(asked["size"]), theme=Theme(asked["theme"]), layout=Layout(asked["layout"]))
    preview = begin_preview(
        Path(asked["content"]), asked["drafts"], asked["shown"], language=asked["language"], profile=profile
    )
    if not preview.steps:
        raise UnpaintableError("nothing is written yet")
    step = asked["step"] if asked["step"] in preview.steps else preview.steps[0]
    os.environ["QT_QPA_PLATFORM"] = "offscreen"
    from PySide6.QtWidgets import QApplication

    with display_without_one(ScreenConfig(width_px=width, height_px=height)):
        application = QApplication.instance() or QApplication([sys.argv[0]])
    try:
        return _painted(preview, step, page=int(asked["page"]), size=(width, height))
    finally:
        application.processEvents()


def _png_of(screen: QWidget) -> bytes:
    from PySide6.QtCore import QBuffer, QByteArray, QIODevice

    data = QByteArray()
    buffer = QBuffer(data)
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    if not screen.grab().save(buffer, "PNG"):
        raise UnpaintableError("the picture could not be made")
    return bytes(data.data())


def _painted(preview: Preview, step: str, *, page: int, size: tuple[int, int]) -> dict[str, object]:
    from kiosk.devtools.gallery import lay_out
    from kiosk.screens import build_screen
    from kiosk.widgets.pictogram import Pictograms
    from kiosk.widgets.theme import look_for

    view = preview.view_at(step)
    look = look_for(
        view.frame,
        px_per_mm=DEFAULT_PX_PER_MM,
        width=size[0],
        height=size[1],
        pictograms=Pictograms(preview.read_file),
        motion=False,
    )
    screen = build_screen(view, look)
    lay_out(screen, size)
    pages = screen.page.pages.count
    shown = min(max(page, 1), pages)
    screen.page.pages.turn_to(shown - 1)
    answer = {
        "steps": preview.steps,
        "step": step,
        "pages": pages,
        "page": shown,
        "spoken": screen.spoken(),
        "png": base64.b64encode(_png_of(screen)).decode(),
    }
    screen.close()
    return answer


if __name__ == "__main__":
    sys.exit(main())

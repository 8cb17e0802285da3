"""Pictograms in the colours of the theme, the station's own and those of the content package, and its films."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import lru_cache
from pathlib import Path

from PySide6.QtCore import QBuffer, QByteArray, QRectF, QSize, QSizeF, Qt
from PySide6.QtGui import QImage, QImageReader, QPainter, QPixmap, QTransform
from PySide6.QtSvg import QSvgRenderer

from accessibility.contrast import Palette
from kiosk.widgets.live import Live, NothingLive
from kiosk.widgets.player import Failed, MakePlayer, Player, Shown

INK_IN_FILES = b"#0a2f4f"
"""The one colour every pictogram is drawn in; it is replaced by the colour of the theme."""

DRAWN_IN = {
    INK_IN_FILES: "ink",
    b"#ffd860": "accent",
    b"#cfe4f2": "water",
    b"#f3ecdb": "land",
    b"#ffffff": "tile",
    b"#f8d3b8": "brick",
    b"#dbe7c3": "leaf",
}
"""The colours every drawing is made of, and which of the theme's takes the place of each."""

_DRAWN = re.compile(b"|".join(DRAWN_IN))

OWN_DRAWINGS = Path(__file__).resolve().parent.parent / "drawings"

OWN_FOLDER = Path(__file__).resolve().parent.parent / "pictograms"

MOST_PIXELS = 1600 * 1200
"""Of a photo."""

_POINTING = {"back", "end-visit", "backspace"}
"""Drawn for writing from left to right; mirrored for the other direction."""


@lru_cache(maxsize=256)
def _render(svg: bytes, px: int, ink: str, mirrored: bool) -> QPixmap:
    renderer = QSvgRenderer(QByteArray(svg.replace(INK_IN_FILES, ink.encode())))
    picture = QPixmap(px, px)
    picture.fill(Qt.GlobalColor.transparent)
    painter = QPainter(picture)
    renderer.render(painter)
    painter.end()
    return picture.transformed(QTransform().scale(-1, 1)) if mirrored else picture


@lru_cache(maxsize=64)
def _own(name: str) -> bytes:
    return (OWN_FOLDER / f"{name}.svg").read_bytes()


@lru_cache(maxsize=64)
def _draw(data: bytes, width: int, height: int, colours: Palette) -> QPixmap:
    """A drawing or photo as large as it may be in this size, in the middle of it."""
    picture = QPixmap(width, height)
    picture.fill(Qt.GlobalColor.transparent)
    painter = QPainter(picture)
    painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
    if data.startswith(b"<svg"):
        renderer = QSvgRenderer(QByteArray(_DRAWN.sub(lambda found: _in_theme(found[0], colours), data)))
        renderer.render(painter, _within(renderer.defaultSize(), width, height))
    elif data:
        photo = _photo(data)
        if not photo.isNull():
            painter.drawImage(_within(photo.size(), width, height), photo)
    painter.end()
    return picture


def _in_theme(drawn: bytes, colours: Palette) -> bytes:
    return bytes(getattr(colours, DRAWN_IN[drawn]), "ascii")


def _photo(data: bytes) -> QImage:
    """A photo; none where it has more pixels than any display of a station."""
    buffer = QBuffer()
    buffer.setData(data)
    reader = QImageReader(buffer)
    size = reader.size()
    return reader.read() if 0 < size.width() * size.height() <= MOST_PIXELS else QImage()


def _within(size: QSize, width: int, height: int) -> QRectF:
    fitting = QSizeF(size).scaled(width, height, Qt.AspectRatioMode.KeepAspectRatio)
    return QRectF((width - fitting.width()) / 2, (height - fitting.height()) / 2, fitting.width(), fitting.height())


@lru_cache(maxsize=8)
def _own_drawing(name: str) -> bytes:
    return (OWN_DRAWINGS / f"{name}.svg").read_bytes()


class Pictograms:
    """Finds pictograms by name. A bare name is the station's own, one with a slash is read from the content package.

    ``read_content`` returns the bytes of a file of the content package on show and raises ``LookupError`` or
    ``OSError`` where there is none; without it there is no content. ``make_player`` makes what plays a film; without
    it there are none.
    """

    def __init__(
        self,
        read_content: Callable[[str], bytes] | None = None,
        *,
        make_player: MakePlayer | None = None,
        live: Live | None = None,
    ) -> None:
        self._read_content = read_content
        self._make_player = make_player
        self.live = live or NothingLive()
        """What camera and microphone see and hear."""

    def picture(self, name: str, px: int, ink: str, *, right_to_left: bool = False) -> QPixmap:
        """A pictogram as a square of ``px`` pixels in the colour ``ink`` (``#rrggbb``).

        A pictogram the content package does not have is an empty picture: the words beside it say the same.

        Raises:
            FileNotFoundError: the station has no pictogram of its own with this name.
        """
        return _render(self._svg(name), px, ink, right_to_left and name in _POINTING)

    def drawing(self, name: str, width: int, height: int, colours: Palette) -> QPixmap:
        """A drawing or photo in the middle of so many pixels, a drawing in the colours of the theme.

        A bare name is one of the station's own drawings, one with a slash a file of the content package. What the
        content package does not have, or what no station could show, is an empty picture: its description is said.

        Raises:
            FileNotFoundError: the station has no drawing of its own with this name.
        """
        data = self._of_content(name) if "/" in name else _own_drawing(name)
        return _draw(data.lstrip(), width, height, colours)

    def play(self, video: str, shown: Shown, failed: Failed) -> Player | None:
        """A player for a film of the content package; None where there is none."""
        if not video or self._make_player is None:
            return None
        film = self._of_content(video)
        return self._make_player(film, shown, failed) if film else None

    def _svg(self, name: str) -> bytes:
        return self._of_content(name) if "/" in name else _own(name)

    def _of_content(self, name: str) -> bytes:
        if self._read_content is None:
            return b""
        try:
            return self._read_content(name)
        except (LookupError, OSError):
            return b""

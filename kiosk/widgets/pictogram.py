"""Pictograms in the colours of the theme, the station's own and those of the content package, and its films."""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache
from pathlib import Path

from PySide6.QtCore import QByteArray, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPixmap, QTransform
from PySide6.QtSvg import QSvgRenderer
from PySide6.QtWidgets import QWidget

from kiosk.widgets.player import Failed, MakePlayer, Player, Shown

INK_IN_FILES = b"#0a2f4f"
"""The one colour every pictogram is drawn in; it is replaced by the colour of the theme."""

OWN_FOLDER = Path(__file__).resolve().parent.parent / "pictograms"

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


class Pictograms:
    """Finds pictograms by name. A bare name is the station's own, one with a slash is read from the content package.

    ``read_content`` returns the bytes of a file of the content package on show and raises ``LookupError`` or
    ``OSError`` where there is none; without it there is no content. ``make_player`` makes what plays a film; without
    it there are none.
    """

    def __init__(
        self, read_content: Callable[[str], bytes] | None = None, *, make_player: MakePlayer | None = None
    ) -> None:
        self._read_content = read_content
        self._make_player = make_player

    def picture(self, name: str, px: int, ink: str, *, right_to_left: bool = False) -> QPixmap:
        """A pictogram as a square of ``px`` pixels in the colour ``ink`` (``#rrggbb``).

        A pictogram the content package does not have is an empty picture: the words beside it say the same.

        Raises:
            FileNotFoundError: the station has no pictogram of its own with this name.
        """
        return _render(self._svg(name), px, ink, right_to_left and name in _POINTING)

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


class Pictogram(QWidget):
    """A pictogram standing alone, as large as its square. Decoration: the words beside it say the same."""

    def __init__(self, picture: QPixmap, *, centred: bool = False, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._picture = picture
        self._centred = centred

    def sizeHint(self) -> QSize:
        """The square of the picture."""
        return self._picture.size()

    def hasHeightForWidth(self) -> bool:
        """The height is known for every width."""
        return True

    def heightForWidth(self, _width: int) -> int:
        """Always the height of the picture."""
        return self._picture.height()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the picture at the start of the line or in the middle."""
        spare = self.width() - self._picture.width()
        mirrored = self.layoutDirection() == Qt.LayoutDirection.RightToLeft
        painter = QPainter(self)
        painter.drawPixmap(spare // 2 if self._centred else spare if mirrored else 0, 0, self._picture)
        painter.end()

"""Screens turned into what the audit measures: every page of a screen, and its controls in other states.

Builds screens offscreen and looks at them; it judges nothing and shows nobody anything.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from itertools import count
from math import ceil
from typing import Any

import numpy as np
from PySide6.QtCore import QBuffer, QByteArray, QCoreApplication, QEvent, QPoint, QRect, QRectF, Qt
from PySide6.QtGui import (
    QColor,
    QFont,
    QFontMetricsF,
    QImage,
    QImageWriter,
    QPainter,
    QPen,
    QPixmap,
    QRawFont,
)
from PySide6.QtWidgets import QApplication, QWidget

from accessibility.audit.measure import Seen
from accessibility.audit.shot import Change, Colours, Rect, Shot, Stop, Variant, item_of, shot_of
from accessibility.operating import Operating
from hardware.ports import Key
from kiosk.devtools.gallery import Setup, lay_out
from kiosk.screens import build_screen
from kiosk.viewmodel.views import View
from kiosk.widgets.inspect import ScreenItem, described
from kiosk.widgets.layout.screen import Screen
from kiosk.widgets.theme import FONT_FAMILIES, Look, font
from kiosk.widgets.tiles.tile import Tile

RING_ROOM_MM = 8.0
"""How far around a control something may change with the focus: the frame of a field is wider than the field."""

MOST_STEPS = 400
"""A walk with keys that has not come back by then never will."""

THUMBNAIL_PX = 300
"""Width of a picture in the report."""


def shots_of(
    name: str, view: View, setup: Setup, look: Look, *, states: bool, walk: bool | None = None
) -> Iterator[Shot]:
    """Every page of the screen for this view. ``states``: also with the focus on each control and each choice the other
    way round. ``walk``: also with a walk of the keys; without a word, where there are states."""
    metrics = look.metrics
    size = (metrics.width, metrics.height)
    screen = build_screen(view, look)
    data: dict[str, Any] = {
        "screen": name,
        "size": setup.size.value,
        "theme": setup.theme.value,
        "language": setup.language,
        "layout": setup.layout.value,
        "px_per_mm": metrics.px_per_mm,
        "width": metrics.width,
        "height": metrics.height,
        "right_to_left": view.frame.right_to_left,
    }
    lay_out(screen, size)
    if states:
        _activate(screen)
    standing: set[ScreenItem] = set()
    for page in range(screen.page.pages.count):
        screen.page.pages.turn_to(page)
        things = described(screen)
        data["spoken"] = screen.spoken()
        data["items"] = [item.as_data() for _, item in things if item.in_view]
        data["items_on_other_pages"] = [item.as_data() for _, item in things if not item.in_view]
        new = [(widget, item) for widget, item in things if item.in_view and item not in standing]
        variants = list(_variants(screen, new)) if states else []
        standing.update(item for _, item in new)  # what stands still while pages turn is looked at once
        stops = _walk(screen) if (states if walk is None else walk) else []
        yield shot_of(data, colours_of(screen.grab()), page=page, variants=variants, walk=stops)
    screen.close()
    screen.deleteLater()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)  # nobody runs an event loop here


def colours_of(picture: QPixmap) -> Colours:
    """The pixels of a picture."""
    return _colours(picture.toImage().convertToFormat(QImage.Format.Format_RGB32))


def _colours(image: QImage) -> Colours:
    rows = np.frombuffer(image.constBits(), np.uint32).reshape(image.height(), image.bytesPerLine() // 4)
    return rows[:, : image.width()] & np.uint32(0xFFFFFF)


def shrunk(shot: Shot) -> Colours:
    """A small picture of a shot."""
    return _colours(_image(shot.pixels).scaledToWidth(THUMBNAIL_PX, Qt.TransformationMode.SmoothTransformation))


def png_of(seen: Seen) -> bytes:
    """A small picture as PNG, with a frame around the place that was measured."""
    image = _image(seen.picture)
    place, scale = seen.measurement.rect, seen.scale
    frame = QRectF(place.x * scale, place.y * scale, place.width * scale, place.height * scale)
    frame = frame.adjusted(-3, -3, 3, 3).intersected(QRectF(image.rect()).adjusted(2, 2, -2, -2))
    painter = QPainter(image)
    for colour, width in (("#ffffff", 5), ("#c2001b", 3)):
        painter.setPen(QPen(QColor(colour), width))
        painter.drawRect(frame)
    painter.end()
    data = QByteArray()
    buffer = QBuffer(data)
    buffer.open(QBuffer.OpenModeFlag.WriteOnly)
    QImageWriter(buffer, QByteArray(b"png")).write(image.convertToFormat(QImage.Format.Format_Indexed8))
    return bytes(data.data())


def _image(pixels: Colours) -> QImage:
    """A picture of these pixels, with a memory of its own."""
    height, width = pixels.shape
    rows = np.ascontiguousarray(pixels | np.uint32(0xFF000000))
    return QImage(rows.data, width, height, width * 4, QImage.Format.Format_RGB32).copy()


class Lettering:
    """The station's font, painted line by line outside of any screen."""

    def capital_rows(self, font_px: int) -> int:
        """Rows of pixels that a capital H covers in this size."""
        return _ink_rows("H", font_px, bold=False)

    def ink_rows(self, line: str, font_px: int) -> int:
        """Rows of pixels from the highest to the lowest ink of a line in this size, in the lower of both weights."""
        return min(_ink_rows(line.strip(), font_px, bold=bold) for bold in (False, True))

    def missing(self, text: str) -> str:
        """The characters of a text for which none of the station's own fonts has a letter."""
        return "".join(sorted(character for character in set(text) if not _has_letter(character)))


@cache
def _ink_rows(line: str, font_px: int, *, bold: bool) -> int:
    if not line:
        return 0
    used: QFont = font(font_px, bold=bold)
    width = ceil(QFontMetricsF(used).horizontalAdvance(line)) + 2 * font_px
    image = QImage(width, 3 * font_px, QImage.Format.Format_Grayscale8)
    image.fill(Qt.GlobalColor.white)
    painter = QPainter(image)
    painter.setFont(used)
    painter.drawText(font_px, 2 * font_px, line)
    painter.end()
    rows = np.frombuffer(image.constBits(), np.uint8).reshape(image.height(), image.bytesPerLine())[:, :width]
    dark = np.flatnonzero((rows < 128).any(axis=1))
    return int(dark[-1] - dark[0] + 1) if dark.size else 0


@cache
def _has_letter(character: str) -> bool:
    if character.isspace() or not character.isprintable():
        return True
    return any(raw.supportsCharacter(ord(character)) for raw in _raw_fonts())


@cache
def _raw_fonts() -> list[QRawFont]:
    return [QRawFont.fromFont(QFont(family)) for family in FONT_FAMILIES]


def _activate(screen: Screen) -> None:
    """Make it the one that keys go to: only then controls show that they have the focus."""
    screen.activateWindow()
    QCoreApplication.processEvents()
    _leave(screen)


def _walk(screen: Screen) -> list[Stop]:
    """The controls that the arrow key along the line comes to, one after the other, until it is back at the first."""
    forward = Key.LEFT if screen.look.right_to_left else Key.RIGHT
    now = count()
    operating = Operating(screen, now=lambda: float(next(now)), same_key_seconds=0)
    visited: list[Stop] = []
    for _ in range(MOST_STEPS):
        operating.press(forward)
        focused = QApplication.focusWidget()
        if focused is None:
            break
        corner = focused.mapTo(screen, QPoint(0, 0))
        place = Rect(corner.x(), corner.y(), focused.width(), focused.height())
        visited.append(Stop(focused.accessibleName(), place))
        if len(visited) > 1 and visited[-1] == visited[0]:
            break
    _leave(screen)
    operating.deleteLater()
    return visited


def _leave(screen: Screen) -> None:
    """No control has the focus."""
    if (focused := screen.focusWidget()) is not None:
        focused.clearFocus()


def _variants(screen: Screen, things: list[tuple[QWidget, ScreenItem]]) -> Iterator[Variant]:
    """Every control among these things with the focus; every choice the other way round."""
    page = screen.page.pages.page
    for widget, item in things:
        if item.kind != "control":
            continue
        place = _around(screen, item)
        before = colours_of(screen.grab(place))
        if item.focusable:
            widget.setFocus(Qt.FocusReason.TabFocusReason)
            yield Variant(item_of(item.as_data()), Change.FOCUSED, before, colours_of(screen.grab(place)))
            _leave(screen)
            screen.page.pages.turn_to(page)
        if isinstance(widget, Tile) and widget.isCheckable():
            chosen = widget.isChecked()
            widget.show_face(widget.face, chosen=not chosen, enabled=widget.isEnabled())
            yield Variant(item_of(item.as_data()), Change.OTHER_STATE, before, colours_of(screen.grab(place)))
            widget.show_face(widget.face, chosen=chosen, enabled=widget.isEnabled())


def _around(screen: Screen, item: ScreenItem) -> QRect:
    room = round(RING_ROOM_MM * screen.look.metrics.px_per_mm)
    return QRect(*item.rect).adjusted(-room, -room, room, room).intersected(screen.rect())

"""What stands on the ground of the map: the district's outline, landmarks with names, names of roads, and the pin.

Names never overlap: each is put beside its mark where there is room, and left out where there is none.
"""

from __future__ import annotations

import itertools
import math
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QFontMetricsF, QPainter, QPainterPath, QPen, QPixmap, QPolygonF

from kiosk.widgets.map.ground import seen_through, shape_of, transform_of
from kiosk.widgets.map.projection import EARTH_METRES, Viewport
from kiosk.widgets.text.text_layout import spoken_text
from kiosk.widgets.theme import Look, colour, font

DISC_MM = 10.0
HALO_MM = 0.9
APART_MM = 1.5
"""A name nearer than this to another mark would be taken for its name."""

PIN_MM = 18.0
CROSS_MM = 7.0

Place = tuple[float, float]
Circle = tuple[float, float, int]
"""Longitude and latitude of its middle, and how many metres from there it ends."""


def name_of(names: Mapping[str, str], language: str) -> str:
    """A landmark's name in a language; in German where it has none."""
    return spoken_text(names.get(language) or names.get("de") or "")


class Marks:
    """Paints the marks of one sketch in one language."""

    def __init__(self, sketch: Mapping[str, Any], look: Look, language: str) -> None:
        self.look = look
        self._landmarks = [
            ((mark["point"][0], mark["point"][1]), mark.get("pictogram", ""), name_of(mark.get("name", {}), language))
            for mark in sketch.get("landmarks", ())
        ]
        self._roads = [
            (road["name"], shape_of(road["line"]))
            for road in sorted(sketch.get("roads", ()), key=lambda road: road["class"] != "main")
            if road.get("name")
        ]
        self._apart = look.metrics.mm(APART_MM)
        self._labels: dict[str, QPixmap] = {}
        self._pictures: dict[str, QPixmap] = {}

    def paint(
        self,
        painter: QPainter,
        view: Viewport,
        *,
        outline: Iterable[Sequence[Place]] = (),
        covered: Iterable[QRectF] = (),
        roads: bool = True,
    ) -> None:
        """Paint outline, landmarks and names of what the viewport shows. Names keep off what is ``covered``.

        ``roads`` False: the ground says their names.
        """
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        self._paint_outline(painter, view, outline)
        taken: list[QRectF] = []
        whole = QRectF(0, 0, view.width, view.height)
        shown = self._place_discs(view, whole, taken)
        discs = list(taken)
        taken.extend(covered)
        for middle, _, name in shown:
            others = [_widened(disc, self._apart) for disc in discs if not disc.contains(middle)]
            self._paint_name(painter, middle, name, whole, taken=taken, others=others)
        if roads:
            self._paint_roads(painter, view, whole, taken)
        for middle, pictogram, _ in shown:
            self._paint_disc(painter, middle, pictogram)

    def _paint_outline(self, painter: QPainter, view: Viewport, outline: Iterable[Sequence[Place]]) -> None:
        pen = QPen(colour(self.look.palette.ink), self.look.metrics.stroke * 1.5)
        pen.setDashPattern([5, 3])
        painter.setPen(pen)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        for ring in outline:
            painter.drawPolygon(QPolygonF([QPointF(*view.to_screen(*place)) for place in ring]))

    def _place_discs(self, view: Viewport, whole: QRectF, taken: list[QRectF]) -> list[tuple[QPointF, str, str]]:
        """The landmarks that have room, the first of the content before the later ones."""
        side = self.look.metrics.mm(DISC_MM)
        shown = []
        for place, pictogram, name in self._landmarks:
            middle = QPointF(*view.to_screen(*place))
            disc = QRectF(middle.x() - side / 2, middle.y() - side / 2, side, side)
            if whole.contains(disc) and not any(disc.intersects(other) for other in taken):
                taken.append(disc)
                shown.append((middle, pictogram, name))
        return shown

    def _paint_disc(self, painter: QPainter, middle: QPointF, pictogram: str) -> None:
        metrics, palette = self.look.metrics, self.look.palette
        radius = metrics.mm(DISC_MM) / 2
        painter.setPen(QPen(colour(palette.ink), max(1, metrics.stroke * 2 // 3)))
        painter.setBrush(colour(palette.tile))
        painter.drawEllipse(middle, radius, radius)
        side = round(radius * 1.35)
        if pictogram not in self._pictures:
            picture = self.look.pictograms.picture(pictogram, side, palette.ink) if pictogram else QPixmap()
            self._pictures[pictogram] = picture
        painter.drawPixmap(round(middle.x() - side / 2), round(middle.y() - side / 2), self._pictures[pictogram])

    def _paint_name(
        self, painter: QPainter, middle: QPointF, name: str, whole: QRectF, *, taken: list[QRectF], others: list[QRectF]
    ) -> None:
        """Beside, below or above its mark, wherever it is free and not too near to the marks of others."""
        label = self._label(name)
        width, height = label.width(), label.height()
        reach = self.look.metrics.mm(DISC_MM) / 2
        side, above, below = middle.y() - height / 2, middle.y() - reach - height, middle.y() + reach
        right, left_of, centred = middle.x() + reach, middle.x() - reach - width, middle.x() - width / 2
        spots = (
            *((right, side), (left_of, side), (centred, below), (centred, above)),
            *((middle.x() - reach, below), (middle.x() - reach, above)),
            *((middle.x() + reach - width, below), (middle.x() + reach - width, above)),
        )
        for left, top in spots:
            box = QRectF(left, top, width, height)
            if whole.contains(box) and not any(box.intersects(other) for other in (*taken, *others)):
                taken.append(box)
                painter.drawPixmap(QPointF(round(left), round(top)), label)
                return

    def _paint_roads(self, painter: QPainter, view: Viewport, whole: QRectF, taken: list[QRectF]) -> None:
        """Each name once, along the longest straight piece that is seen, if that is long enough for it."""
        transform = transform_of(view)
        seen = seen_through(transform, view)
        named: set[str] = set()
        for name, shape in self._roads:
            if name in named or not shape.boundingRect().intersects(seen):
                continue
            spot = _longest(transform.map(shape), whole, least=self._label_width(name) * 1.05)
            if spot is None:
                continue
            label = self._label(name)
            middle, angle = spot
            box = _turned(middle, label.width(), label.height(), angle)
            if whole.contains(box) and not any(box.intersects(other) for other in taken):
                named.add(name)
                taken.append(box)
                painter.save()
                painter.translate(middle)
                painter.rotate(angle)
                painter.drawPixmap(QPointF(-label.width() / 2, -label.height() / 2), label)
                painter.restore()

    def _label_width(self, name: str) -> int:
        metrics = self.look.metrics
        advance = QFontMetricsF(font(metrics.text_px)).horizontalAdvance(name)
        return math.ceil(advance) + 2 * metrics.mm(HALO_MM)

    def _label(self, name: str) -> QPixmap:
        """A name with a halo in the colour of the paper, so that it reads on every ground."""
        if name not in self._labels:
            metrics, palette = self.look.metrics, self.look.palette
            letters = font(metrics.text_px)
            sizes = QFontMetricsF(letters)
            halo = metrics.mm(HALO_MM)
            label = QPixmap(self._label_width(name), math.ceil(sizes.height()) + halo)
            label.fill(Qt.GlobalColor.transparent)
            at = QPointF(halo, sizes.ascent() + halo / 2)
            painter = QPainter(label)
            painter.setFont(letters)
            painter.setPen(colour(palette.paper))
            for off in _around(halo):  # stroking the outlines of the letters takes twenty times as long
                painter.drawText(at + off, name)
            painter.setPen(colour(palette.ink))
            painter.drawText(at, name)
            painter.end()
            self._labels[name] = label
        return self._labels[name]


def paint_pin(painter: QPainter, look: Look, tip: QPointF) -> None:
    """The sunny pin: its tip is the place."""
    metrics, palette = look.metrics, look.palette
    high = metrics.mm(PIN_MM)
    radius = high * 0.34
    head = QPointF(tip.x(), tip.y() - high + radius)
    path = QPainterPath(tip)
    path.cubicTo(
        tip + QPointF(-radius * 0.35, -high * 0.3), head + QPointF(-radius, radius * 0.9), head - QPointF(radius, 0)
    )
    path.arcTo(QRectF(head.x() - radius, head.y() - radius, 2 * radius, 2 * radius), 180, -180)
    path.cubicTo(head + QPointF(radius, radius * 0.9), tip + QPointF(radius * 0.35, -high * 0.3), tip)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    pen = QPen(colour(palette.ink), metrics.stroke * 1.5)
    pen.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
    around = QPen(colour(palette.paper), metrics.stroke * 4)
    around.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
    painter.strokePath(path, around)
    painter.setPen(pen)
    painter.setBrush(colour(palette.accent))
    painter.drawPath(path)
    painter.setBrush(colour(palette.ink))
    painter.drawEllipse(head, radius * 0.36, radius * 0.36)


def pin_rect(look: Look, tip: QPointF) -> QRectF:
    """What the pin covers."""
    high = look.metrics.mm(PIN_MM)
    return QRectF(tip.x() - high * 0.4, tip.y() - high, high * 0.8, high)


def paint_circle(painter: QPainter, look: Look, view: Viewport, circle: Circle) -> None:
    """A ring around where the place may be: nobody has pointed at its middle, so nothing stands there."""
    metrics, palette = look.metrics, look.palette
    longitude, latitude, reach = circle
    radius = reach * view.scale / (EARTH_METRES * math.cos(math.radians(latitude)))
    middle = QPointF(*view.to_screen(longitude, latitude))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    for ink, width in ((palette.paper, metrics.stroke * 4), (palette.ink, metrics.stroke * 2)):
        painter.setPen(QPen(colour(ink), width))
        painter.drawEllipse(middle, radius, radius)


def paint_cross(painter: QPainter, look: Look, middle: QPointF) -> None:
    """A thin cross where the button "here" would put the pin."""
    metrics, palette = look.metrics, look.palette
    arm = metrics.mm(CROSS_MM) / 2
    for ink, width in ((palette.paper, metrics.stroke * 3), (palette.ink, metrics.stroke)):
        painter.setPen(QPen(colour(ink), width))
        painter.drawLine(middle - QPointF(arm, 0), middle + QPointF(arm, 0))
        painter.drawLine(middle - QPointF(0, arm), middle + QPointF(0, arm))


def _around(radius: float) -> list[QPointF]:
    """Points close enough on two circles that letters drawn on all of them leave no hole."""
    turns = [math.radians(angle) for angle in range(0, 360, 30)]
    return [QPointF(part * math.cos(t), part * math.sin(t)) for part in (radius / 2, radius) for t in turns]


def _longest(line: QPolygonF, whole: QRectF, *, least: float) -> tuple[QPointF, float] | None:
    """Middle and angle, in degrees, of the longest piece of a line that is seen and at least so many pixels."""
    points = [point.toTuple() for point in line.toList()]
    longest, best = least, None
    for (left, top), (right, bottom) in itertools.pairwise(points):
        middle = QPointF((left + right) / 2, (top + bottom) / 2)
        length = math.hypot(right - left, bottom - top)
        if length >= longest and whole.contains(middle):
            longest, best = length, (middle, math.degrees(math.atan2(bottom - top, right - left)))
    if best is None:
        return None
    middle, angle = best
    return middle, angle - 180 if angle > 90 else angle + 180 if angle < -90 else angle


def _widened(box: QRectF, by: float) -> QRectF:
    return box.adjusted(-by, -by, by, by)


def _turned(middle: QPointF, width: float, height: float, angle: float) -> QRectF:
    """The upright box around a turned one."""
    sine, cosine = abs(math.sin(math.radians(angle))), abs(math.cos(math.radians(angle)))
    wide, high = width * cosine + height * sine, width * sine + height * cosine
    return QRectF(middle.x() - wide / 2, middle.y() - high / 2, wide, high)

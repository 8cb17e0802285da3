"""The ground of the map, drawn from the content's own sketch: sea, river, woods and roads. No markers, no words.

Shapes are told apart by outline and pattern as well as by colour (R12); in the themes of two colours by these alone. A
tile pack will be another ground: whatever paints a :class:`Viewport` onto a painter will do.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import Any

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QBrush, QColor, QPainter, QPainterPath, QPen, QPixmap, QPolygonF, QTransform

from kiosk.widgets.map.projection import Viewport, to_plane
from kiosk.widgets.theme import Look, colour

UNIT = 1e7
"""Shapes are kept in ten-millionths of the plane, about 4 m: painters think in numbers of that size."""

ROAD_MM = {"main": 2.4, "city": 1.3}
HATCH_MM = 2.6

WOODS = {"#f3ecdb": "#dfe6c8", "#d8cfba": "#c6cbb0"}
"""The colour of woods by the colour of the land around them; everywhere else woods are the land with a pattern."""

Points = Sequence[Sequence[float]]


class SketchGround:
    """Paints a city's sketch (``map.json`` of the content package) in the colours of a look."""

    def __init__(self, sketch: Mapping[str, Any], look: Look) -> None:
        self.look = look
        self._water = [shape_of(line) for kind in ("sea", "river") for line in sketch.get(kind, ())]
        self._woods = [shape_of(line) for line in sketch.get("heath", ())]
        self._roads = {
            kind: [shape_of(road["line"]) for road in sketch.get("roads", ()) if road["class"] == kind]
            for kind in ("city", "main")
        }

    def paint(self, painter: QPainter, view: Viewport) -> None:
        """Paint what the viewport shows, from the painter's origin."""
        palette = self.look.palette
        transform = transform_of(view)
        seen = seen_through(transform, view)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.fillRect(0, 0, int(view.width) + 1, int(view.height) + 1, colour(palette.land))
        painter.setBrushOrigin(transform.map(QPointF(0, 0)))  # patterns move with the ground
        woods = WOODS.get(palette.land, palette.land)
        self._paint_areas(painter, transform, _within(self._woods, seen), woods, "dots")
        self._paint_areas(painter, transform, _within(self._water, seen), palette.water, "waves")
        for kind, roads in self._roads.items():
            self._paint_roads(painter, [transform.map(road) for road in _within(roads, seen)], kind)

    def _paint_areas(
        self, painter: QPainter, transform: QTransform, shapes: list[QPolygonF], face: str, pattern: str
    ) -> None:
        metrics, palette = self.look.metrics, self.look.palette
        painter.setPen(QPen(colour(palette.line), max(1, metrics.stroke // 2)))
        if face != palette.land:
            painter.setBrush(colour(face))
        else:
            painter.setBrush(QBrush(_pattern(pattern, palette.ink, palette.land, metrics.mm(HATCH_MM))))
        for shape in shapes:
            painter.drawPolygon(transform.map(shape))

    def _paint_roads(self, painter: QPainter, roads: list[QPolygonF], kind: str) -> None:
        """A light band between two lines."""
        metrics, palette = self.look.metrics, self.look.palette
        band, edge = metrics.mm(ROAD_MM[kind]), max(1, metrics.stroke // 2)
        path = QPainterPath()
        for road in roads:
            path.addPolygon(road)
        for ink, width in ((palette.line, band + 2 * edge), (palette.tile, band)):
            pen = QPen(colour(ink), width)
            pen.setCapStyle(Qt.PenCapStyle.RoundCap)
            pen.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
            painter.strokePath(path, pen)


def transform_of(view: Viewport) -> QTransform:
    """From ten-millionths of the plane to the pixels of a viewport."""
    scale = view.scale / UNIT
    return QTransform(scale, 0, 0, scale, view.width / 2 - view.x * view.scale, view.height / 2 - view.y * view.scale)


def seen_through(transform: QTransform, view: Viewport) -> QRectF:
    """What a viewport shows, in ten-millionths of the plane, and a little around it for the width of lines."""
    back, _ = transform.inverted()
    return back.mapRect(QRectF(-50, -50, view.width + 100, view.height + 100))


def shape_of(points: Points) -> QPolygonF:
    """Degrees as a polygon in ten-millionths of the plane."""
    plane = (to_plane(longitude, latitude) for longitude, latitude in points)
    return QPolygonF([QPointF(x * UNIT, y * UNIT) for x, y in plane])


def _within(shapes: list[QPolygonF], seen: QRectF) -> list[QPolygonF]:
    return [shape for shape in shapes if shape.boundingRect().intersects(seen)]


@lru_cache(maxsize=8)
def _pattern(name: str, ink: str, land: str, side: int) -> QPixmap:
    """Short waves for water, dots for woods: seen without colour."""
    tile = QPixmap(side, side)
    tile.fill(colour(land))
    painter = QPainter(tile)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(QPen(QColor(ink), max(1.0, side / 10)))
    if name == "waves":
        painter.drawLine(QPointF(0, side / 2), QPointF(side * 0.7, side / 2))
    else:
        painter.setBrush(QColor(ink))
        painter.drawEllipse(QPointF(side / 2, side / 2), side / 14, side / 14)
    painter.end()
    return tile

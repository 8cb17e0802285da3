"""What shows that keys act on a control (R11): a dark ring, and a sunny band within it."""

from __future__ import annotations

from PySide6.QtCore import QRect, QRectF, Qt
from PySide6.QtGui import QPainter, QPen

from kiosk.widgets.theme import Look, colour


def outer_of(ring: int) -> int:
    """How much of a ring of this width is the dark one; all lengths in pixels."""
    return max(3, ring // 2)


def paint_ring(painter: QPainter, place: QRect, look: Look, *, ring: int, outer: int) -> None:
    """Fill this place with ring and band, for a control that paints itself over the middle of it."""
    palette, radius = look.palette, look.metrics.radius + ring
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(colour(palette.focus))
    painter.drawRoundedRect(place, radius, radius)
    painter.setBrush(colour(palette.focus_band))
    painter.drawRoundedRect(place.adjusted(outer, outer, -outer, -outer), radius - outer, radius - outer)


def paint_frame(painter: QPainter, place: QRect, look: Look, *, radius: int) -> None:
    """Ring and band along the inner side of this place, whose middle stays as it is."""
    palette, ring = look.palette, look.metrics.ring
    outer = outer_of(ring)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    for inset, width, ink in ((0, outer, palette.focus), (outer, ring - outer, palette.focus_band)):
        edge = inset + width / 2
        join = Qt.PenJoinStyle.BevelJoin if radius else Qt.PenJoinStyle.MiterJoin
        painter.setPen(QPen(colour(ink), width, j=join))
        painter.drawRoundedRect(QRectF(place).adjusted(edge, edge, -edge, -edge), radius, radius)

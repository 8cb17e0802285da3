"""The band in the colour of a task that stands beside the headline of its pages."""

from __future__ import annotations

from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QPainter

from kiosk.widgets.theme import Look, colour

_BAND_MM, _BAND_APART_MM = 2.0, 4.0
"""The band of a task: how wide, and how far from the headline."""


def paint_band(painter: QPainter, look: Look, headline: QRect) -> None:
    """Paint it in the margin of the page, beside this headline; nothing outside of tasks."""
    band, _ = look.palette.tasks.get(look.accent, ("", ""))
    if not band:
        return
    wide, apart = look.metrics.mm(_BAND_MM), look.metrics.mm(_BAND_APART_MM)
    before, behind = headline.x() - apart - wide, headline.x() + headline.width() + apart
    place = QRect(behind if look.right_to_left else before, headline.y(), wide, headline.height())
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(colour(band))
    painter.drawRoundedRect(place, wide / 2, wide / 2)

"""Where the parts of every page are: aids, content, ways on and back. Numbers only, one function decides.

A reach layout (R33) is one more way to divide the same screen, and its place is here.
"""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QRect

from accessibility.metrics import Metrics


@dataclass(frozen=True)
class Zones:
    """The three parts of a page, in pixels of the window. Controls keep clear of each other between the parts."""

    aids: QRect
    content: QRect
    ways: QRect


def normal_zones(metrics: Metrics, width: int, height: int, *, aids_height: int, ways_height: int) -> Zones:
    """Aids on top, ways at the bottom, all between them for the content of a page of this size.

    Each zone reaches over the margin by the room for the focus ring, so that painted borders stand on the margin.
    """
    side = metrics.margin - metrics.ring
    width -= 2 * side
    edge = (metrics.margin * 2) // 3 - metrics.ring
    aids = QRect(side, edge, width, aids_height)
    ways_bottom = height - metrics.margin + metrics.ring
    ways = QRect(side, ways_bottom - ways_height, width, ways_height)
    top = aids.y() + aids.height() + metrics.space if aids_height else metrics.margin
    bottom = ways.y() - (metrics.space if ways_height else 0)
    return Zones(aids, QRect(side, top, width, max(0, bottom - top)), ways)

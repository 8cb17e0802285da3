"""Where the parts of every page are: aids, content, ways on and back. Numbers only, one function for each layout."""

from __future__ import annotations

from dataclasses import dataclass, field

from PySide6.QtCore import QRect

from accessibility.metrics import Metrics


@dataclass(frozen=True)
class Zones:
    """The parts of a page, in pixels of the window. Controls keep clear of each other between the parts."""

    aids: QRect
    content: QRect
    ways: QRect
    reading: QRect = field(default_factory=QRect)
    """Above the reach of the hand, for what is only read; empty where everything is within reach."""


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


def low_zones(metrics: Metrics, width: int, height: int, *, aids_height: int, ways_height: int) -> Zones:
    """All controls within reach (R33): the content from there down, the ways below it, the aids at the very bottom.

    What is only read stands above.
    """
    side = metrics.margin - metrics.ring
    width -= 2 * side
    bottom = height - metrics.margin + metrics.ring
    aids = QRect(side, bottom - aids_height, width, aids_height)
    bottom = aids.y() - (metrics.space if aids_height else 0)
    ways = QRect(side, bottom - ways_height, width, ways_height)
    bottom = ways.y() - (metrics.space if ways_height else 0)
    top = min(max(metrics.margin, metrics.reach_top), bottom)
    content = QRect(side, top, width, max(0, bottom - top))
    return Zones(aids, content, ways, QRect(side, metrics.margin, width, max(0, top - metrics.space - metrics.margin)))

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
    aids = _aids_in(metrics, width, top=(metrics.bar_margin * 2) // 3 - metrics.ring, height=aids_height)
    side = metrics.margin - metrics.ring
    width -= 2 * side
    ways_bottom = height - metrics.margin + metrics.ring
    ways = QRect(side, ways_bottom - ways_height, width, ways_height)
    below_aids = metrics.space if metrics.roomy else metrics.gap
    top = aids.y() + aids.height() + below_aids if aids_height else metrics.margin
    bottom = ways.y() - (metrics.space if ways_height else 0)
    return Zones(aids, QRect(side, top, width, max(0, bottom - top)), ways)


def low_zones(metrics: Metrics, width: int, height: int, *, aids_height: int, ways_height: int) -> Zones:
    """All controls within reach (R33): the content from there down, the ways below it, the aids at the very bottom.

    What is only read stands above.
    """
    bottom = height - metrics.bar_margin + metrics.ring
    aids = _aids_in(metrics, width, top=bottom - aids_height, height=aids_height)
    side = metrics.margin - metrics.ring
    width -= 2 * side
    bottom = aids.y() - metrics.space if aids_height else height - metrics.margin + metrics.ring
    ways = QRect(side, bottom - ways_height, width, ways_height)
    bottom = ways.y() - (metrics.space if ways_height else 0)
    top = min(max(metrics.margin - metrics.ring, metrics.reach_top), bottom)
    content = QRect(side, top, width, max(0, bottom - top))
    return Zones(aids, content, ways, QRect(side, metrics.margin, width, max(0, top - metrics.space - metrics.margin)))


def aids_width(metrics: Metrics, width: int) -> int:
    """How wide the bar of aids is in a window of this width: equally at every size."""
    return width - 2 * (metrics.bar_margin - metrics.ring)


def _aids_in(metrics: Metrics, width: int, *, top: int, height: int) -> QRect:
    return QRect(metrics.bar_margin - metrics.ring, top, aids_width(metrics, width), height)

"""Geometry: targets and gaps for fingers, nothing outside, nothing on top of something else, everything within reach
(R05, R20, R33). Millimetres are pixels of the picture divided by the station's pixels per millimetre.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import combinations, product
from math import hypot

from accessibility.audit.measure import Measurement
from accessibility.audit.shot import Item, ItemKind, Rect, Shot

TARGET_MM = 12.7
"""Least width and height of what a finger has to hit (R20)."""

GAP_MM = 2.54
"""Least distance between two of them (R20)."""

REACH_MM = 1100
"""Most height of a control above the floor in the layouts for low reach (R33, recommended)."""


def targets(shot: Shot) -> Iterator[Measurement]:
    """Every control is large enough, and far enough from every other (R20); one that is the whole screen lies below
    the others."""
    for item in shot.controls:
        size = shot.mm(min(item.rect.width, item.rect.height))
        yield Measurement("R20", f"size of “{item.name[:50]}”", size, "mm", item.rect, least=TARGET_MM)
    apart_from_each_other = (item for item in shot.controls if not covers_all(shot, item))
    for one, other in combinations(apart_from_each_other, 2):
        apart = distance(one.rect, other.rect)
        if apart < 2 * GAP_MM * shot.px_per_mm:
            what = f"gap between “{one.name[:40]}” and “{other.name[:40]}”"
            yield Measurement("R20", what, shot.mm(apart), "mm", both(one.rect, other.rect), least=GAP_MM)


def places(shot: Shot) -> Iterator[Measurement]:
    """Nothing leaves the screen or what it stands on, nothing lies on something else, nothing is out of reach of the
    pages (R05)."""
    for item in shot.items:
        yield _outside(f"pixels of “{_named(item)}” outside the screen", item.rect, shot.window)
        for part in item.parts:
            if item.kind is ItemKind.CONTROL:
                yield _outside(f"pixels of words outside “{_named(item)}”", part.rect, item.rect)
    for one, other in _neighbours(shot):
        if one.rect.overlaps(other.rect):
            shared = one.rect.shared(other.rect)
            what = f"“{_named(one)}” lies on “{_named(other)}”"
            yield Measurement("R05", what, min(shared.width, shared.height), "px", shared, most=0)


def reach(shot: Shot, *, lower_edge_mm: float) -> Iterator[Measurement]:
    """With low reach, every control is low enough, the screen's lower edge being so high above the floor (R33)."""
    if not shot.layout.startswith("low"):
        return
    for item in shot.controls:
        if not covers_all(shot, item):
            height = lower_edge_mm + shot.mm(shot.height - item.rect.y)
            what = f"height above the floor of “{item.name[:50]}”"
            yield Measurement("R33", what, height, "mm", item.rect, most=REACH_MM)


def covers_all(shot: Shot, item: Item) -> bool:
    """A control that is the whole screen: what lies below it is its label."""
    return item.rect.contains(shot.window)


def distance(one: Rect, other: Rect) -> float:
    """Pixels between the nearest points of two rectangles; 0 where they touch, negative where they overlap."""
    across = max(one.x - other.right, other.x - one.right)
    down = max(one.y - other.bottom, other.y - one.bottom)
    if across > 0 and down > 0:
        return hypot(across, down)
    return max(across, down)


def both(one: Rect, other: Rect) -> Rect:
    """The smallest rectangle around two."""
    x, y = min(one.x, other.x), min(one.y, other.y)
    return Rect(x, y, max(one.right, other.right) - x, max(one.bottom, other.bottom) - y)


def _neighbours(shot: Shot) -> Iterator[tuple[Item, Item]]:
    """Everything that must not lie on each other: texts and pictures, and these on controls."""
    shown = [item for item in shot.items if item.kind is not ItemKind.CONTROL]
    yield from combinations(shown, 2)
    yield from product(shown, (item for item in shot.controls if not covers_all(shot, item)))


def _named(item: Item) -> str:
    return (item.name or item.text)[:50]


def _outside(what: str, rect: Rect, room: Rect) -> Measurement:
    beyond = max(0, room.x - rect.x, room.y - rect.y, rect.right - room.right, rect.bottom - room.bottom)
    return Measurement("R05", what, beyond, "px", rect, most=0)

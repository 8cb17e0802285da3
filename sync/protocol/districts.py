"""The district of a point, the same for station and hub: by the outlines that the content of a station brings.

Degrees are WGS 84, longitude first. Reads no file: outlines are the value ``districts`` of ``district_shapes.json``.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from itertools import pairwise

TOLERANCE_M = 25.0
"""How far an outline may be from the city's own, in metres: less than a fingertip covers on the map."""

METRES_PER_DEGREE = 111_195.0
"""Of latitude; of longitude at the equator."""

Point = tuple[float, float]
"""Longitude and latitude."""

Box = tuple[float, float, float, float]
"""West, south, east, north."""

Ring = Sequence[Sequence[float]]
"""A closed line of points: the first and the last are the same."""


def is_in_box(inner: Sequence[float], box: Sequence[float]) -> bool:
    """True when a point or a box lies in a box, on its edge included."""
    west, south, east, north = box
    return west <= inner[0] and south <= inner[1] and inner[-2] <= east and inner[-1] <= north


def district_of(point: Point, outlines: Mapping[str, Sequence[Ring]]) -> str | None:
    """The code of the district in which a point lies; None outside the city.

    ``outlines`` has the rings of each district by its code. Even-odd rule over all of them, so that a hole is outside.
    Simplified neighbours leave slivers between them: a point in no district, but at most two tolerances from one,
    belongs to the nearest (the head of a pier does, too).
    """
    for code, rings in outlines.items():
        if sum(_is_in_ring(point, ring) for ring in rings) % 2:
            return code
    gap, nearest = min(((_gap(point, rings), code) for code, rings in outlines.items()), default=(math.inf, None))
    return nearest if gap <= 2 * TOLERANCE_M else None


def districts_touched(area: Sequence[Point], outlines: Mapping[str, Sequence[Ring]]) -> list[str]:
    """The codes of the districts of which a part lies in an area, given by its corners (three or more)."""
    closed = [*area, area[0]]
    return [code for code, rings in outlines.items() if _touches(closed, rings)]


def _touches(area: Ring, rings: Sequence[Ring]) -> bool:
    if any(_cross(*one, *other) for ring in rings for one in pairwise(ring) for other in pairwise(area)):
        return True
    first = (area[0][0], area[0][1])  # no edge crosses another: one is wholly in the other, or they lie apart
    is_around = sum(_is_in_ring(first, ring) for ring in rings) % 2 == 1
    return is_around or any(_is_in_ring((ring[0][0], ring[0][1]), area) for ring in rings)


def _cross(a: Sequence[float], b: Sequence[float], c: Sequence[float], d: Sequence[float]) -> bool:
    """Whether the stretches from a to b and from c to d cross each other."""

    def side(start: Sequence[float], end: Sequence[float], point: Sequence[float]) -> float:
        return (end[0] - start[0]) * (point[1] - start[1]) - (end[1] - start[1]) * (point[0] - start[0])

    return side(a, b, c) * side(a, b, d) < 0 and side(c, d, a) * side(c, d, b) < 0


def distance_to_stretch(point: Point, start: Point, end: Point) -> float:
    """From a point to the stretch between two others, on a plane."""
    dx, dy = end[0] - start[0], end[1] - start[1]
    length = dx * dx + dy * dy
    along = ((point[0] - start[0]) * dx + (point[1] - start[1]) * dy) / length if length else 0.0
    along = min(1.0, max(0.0, along))
    return math.dist(point, (start[0] + along * dx, start[1] + along * dy))


def _is_in_ring(point: Point, ring: Ring) -> bool:
    """Even-odd rule: does a ray to the east cross the ring an odd number of times?"""
    lon, lat = point
    inside = False
    for (x1, y1), (x2, y2) in pairwise(ring):
        if (y1 > lat) != (y2 > lat) and lon < x1 + (lat - y1) * (x2 - x1) / (y2 - y1):
            inside = not inside
    return inside


def _gap(point: Point, rings: Sequence[Ring]) -> float:
    """From a point to the nearest stretch of an outline, in metres, on a plane that is true around the point."""
    wide = METRES_PER_DEGREE * math.cos(math.radians(point[1]))
    flat = [[((lon - point[0]) * wide, (lat - point[1]) * METRES_PER_DEGREE) for lon, lat in ring] for ring in rings]
    stretches = (stretch for ring in flat for stretch in pairwise(ring))
    return min((distance_to_stretch((0.0, 0.0), start, end) for start, end in stretches), default=math.inf)

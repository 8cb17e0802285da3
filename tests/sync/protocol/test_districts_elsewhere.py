"""The district of a point, beside another implementation: a thousand random points in the city's own polygons."""

from __future__ import annotations

import json
from pathlib import Path
from random import Random

import pytest
from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QPolygonF

from sync.hub.content.district_import import read_districts
from sync.hub.content.source import DEFAULT_CONTENT
from sync.protocol.districts import TOLERANCE_M, district_of
from sync.protocol.districts import _gap as gap_to

SHAPES = Path(__file__).parents[3].parent / "shared" / "data" / "rostock_stadtbereiche.geojson"
POINTS = 1_000
MILLION = 1e6
"""Qt compares with a fixed precision: degrees are too small for it."""

pytestmark = pytest.mark.skipif(not SHAPES.exists(), reason="the city's outlines are not at hand")


@pytest.fixture(scope="module")
def exact() -> dict[str, list[list[list[float]]]]:
    features = json.loads(SHAPES.read_bytes())["features"]
    return {one["properties"]["code"]: one["geometry"]["coordinates"] for one in features}


def district_by_qt(point: tuple[float, float], polygons: dict[str, QPolygonF]) -> str | None:
    at = QPointF(point[0] * MILLION, point[1] * MILLION)
    return next((code for code, one in polygons.items() if one.containsPoint(at, Qt.FillRule.OddEvenFill)), None)


def test_every_point_is_in_the_district_another_library_finds(exact):
    """The other library by the city's own outlines, ours by those that stations carry: all but next to a border."""
    polygons = {
        code: QPolygonF([QPointF(longitude * MILLION, latitude * MILLION) for longitude, latitude in rings[0]])
        for code, rings in exact.items()
    }
    places = json.loads((DEFAULT_CONTENT / "places.json").read_bytes())
    carried = read_districts(SHAPES, places=places)["districts"]
    west, south, east, north = places["city"]["bbox"]
    random, found = Random(311), set()
    for _ in range(POINTS):
        point = random.uniform(west, east), random.uniform(south, north)
        there = district_by_qt(point, polygons)
        near = {code for code, rings in carried.items() if gap_to(point, rings) <= 3 * TOLERANCE_M}
        if near:
            assert district_of(point, carried) in {*near, None}
        else:
            assert district_of(point, carried) == there, point
            found.add(there)
    assert len(found) >= 18, "the points reach nearly every district, and beyond the city"
    assert None in found

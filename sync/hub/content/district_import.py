"""The outlines of the city's districts, from the city's own file, made small enough for every station.

Reads the open data file "Stadtbereiche" (GeoJSON, WGS 84). The file itself is the city's and is not part of this
project; what is kept of it is the simplified outline, with its attribution.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from sync.protocol.districts import METRES_PER_DEGREE, TOLERANCE_M, Point, distance_to_stretch
from sync.protocol.encoding import parse_json_object

ATTRIBUTION = "Stadtbereiche: © Hanse- und Universitätsstadt Rostock, OpenData.HRO"
"""To be shown wherever the outlines are shown."""

_DECIMALS = 5  # about one metre

Ring = list[list[float]]
"""A closed ring of [longitude, latitude]; the first and the last point are the same."""


class WrongDistrictFile(ValueError):  # noqa: N818 (says what is wrong with the file, for the person who chose it)
    """This is not the city's file of districts, or not one that fits the places of the content."""


def read_districts(path: Path, *, places: Mapping[str, Any]) -> dict[str, Any]:
    """Read the city's GeoJSON file and give the value of ``district_shapes.json``.

    ``places`` is the value of ``places.json``: the file must hold exactly its districts, by code, number and name,
    inside the box of its city. Returns ``{"attribution": ..., "districts": {code: [ring, ...]}}``.
    Raises WrongDistrictFile with a sentence for the person who chose the file.
    """
    features = _read_features(path)
    expected = {district["code"]: district for district in places["districts"]}
    shapes: dict[str, list[Ring]] = {}
    for position, feature in enumerate(features, start=1):
        code = _check_properties(feature, position, expected)
        if code in shapes:
            raise WrongDistrictFile(f"the district {code} is in the file twice")
        rings = _read_rings(feature, code, places["city"]["bbox"])
        shapes[code] = [_simplify(ring) for ring in rings]
    if missing := sorted(set(expected) - set(shapes)):
        raise WrongDistrictFile(f"districts are missing: {', '.join(missing)}")
    return {"attribution": ATTRIBUTION, "districts": dict(sorted(shapes.items()))}


def _read_features(path: Path) -> list[Any]:
    try:
        value = parse_json_object(path.read_bytes())
    except OSError as error:
        raise WrongDistrictFile(f"the file cannot be read: {error.strerror}") from error
    except ValueError as error:
        raise WrongDistrictFile("the file is not GeoJSON: it holds no JSON object") from error
    features = value.get("features")
    if value.get("type") != "FeatureCollection" or not isinstance(features, list):
        raise WrongDistrictFile("the file is not GeoJSON: a FeatureCollection is expected")
    return features


def _check_properties(feature: Any, position: int, expected: Mapping[str, Mapping[str, Any]]) -> str:
    properties = feature.get("properties") if isinstance(feature, dict) else None
    if not isinstance(properties, dict) or not {"code", "nummer", "bezeichnung"} <= set(properties):
        raise WrongDistrictFile(
            f"feature {position} has no code, nummer and bezeichnung: is this the file of the Stadtbereiche?"
        )
    code = properties["code"]
    district = expected.get(code) if isinstance(code, str) else None
    if district is None:
        raise WrongDistrictFile(f"feature {position} has the code {code!r}, which no district has")
    if (properties["nummer"], properties["bezeichnung"]) != (district["number"], district["name"]):
        raise WrongDistrictFile(
            f"the district {code} is {district['number']} {district['name']}, "
            f"but the file says {properties['nummer']} {properties['bezeichnung']}"
        )
    return str(code)


def _read_rings(feature: Mapping[str, Any], code: str, city: Sequence[float]) -> list[list[Point]]:
    geometry = feature.get("geometry")
    kind = geometry.get("type") if isinstance(geometry, dict) else None
    if not isinstance(geometry, dict) or kind not in ("Polygon", "MultiPolygon"):
        raise WrongDistrictFile(f"the outline of the district {code} is not a polygon")
    polygons: Any = geometry.get("coordinates")
    parts = [polygons] if kind == "Polygon" else polygons
    try:
        rings = [[(float(lon), float(lat)) for lon, lat, *_ in ring] for part in parts for ring in part]
    except (TypeError, ValueError) as error:
        raise WrongDistrictFile(f"the outline of the district {code} is not a list of points") from error
    for ring in rings:
        _check_ring(ring, code, city)
    if not rings:
        raise WrongDistrictFile(f"the outline of the district {code} is empty")
    return rings


def _check_ring(ring: Sequence[Point], code: str, city: Sequence[float]) -> None:
    if len(ring) < 4 or ring[0] != ring[-1]:
        raise WrongDistrictFile(f"the outline of the district {code} is not closed")
    west, south, east, north = city
    for lon, lat in ring:
        if not (west <= lon <= east and south <= lat <= north):
            raise WrongDistrictFile(
                f"the outline of the district {code} leaves the city at {lon}, {lat}: "
                "longitude and latitude (WGS 84, EPSG:4326) are expected"
            )


def _simplify(ring: Sequence[Point]) -> Ring:
    """Douglas-Peucker on a closed ring, cut at its first point and the one farthest from it."""
    flat = [_to_metres(point) for point in ring]
    far = max(range(len(flat)), key=lambda index: math.dist(flat[0], flat[index]))
    kept = sorted({0, far, len(ring) - 1} | _keep(flat, 0, far) | _keep(flat, far, len(flat) - 1))
    if len(kept) < 4:  # a sliver thinner than the tolerance stays as it is
        kept = list(range(len(ring)))
    return [[round(ring[index][0], _DECIMALS), round(ring[index][1], _DECIMALS)] for index in kept]


def _keep(flat: Sequence[Point], first: int, last: int) -> set[int]:
    """The positions between two kept ones that must stay so that no point is farther off than the tolerance."""
    kept: set[int] = set()
    spans = [(first, last)]
    while spans:
        start, end = spans.pop()
        if end - start < 2:
            continue
        far = max(range(start + 1, end), key=lambda index: distance_to_stretch(flat[index], flat[start], flat[end]))
        if distance_to_stretch(flat[far], flat[start], flat[end]) > TOLERANCE_M:
            kept.add(far)
            spans += [(start, far), (far, end)]
    return kept


def _to_metres(point: Point) -> Point:
    """A flat picture of the city in metres, true enough over its 20 km."""
    lon, lat = point
    return lon * METRES_PER_DEGREE * math.cos(math.radians(54.1)), lat * METRES_PER_DEGREE

"""The import of districts: the city's real file where it is at hand, and what is said about a wrong one."""

import json
import math
from collections.abc import Callable, Mapping
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest

from sync.hub.content.definitions import SHAPES
from sync.hub.content.district_import import ATTRIBUTION, WrongDistrictFile, read_districts
from sync.hub.content.source import DEFAULT_CONTENT, load_source
from sync.protocol.districts import TOLERANCE_M, district_of

REAL_FILE = Path(__file__).parents[3].parent / "shared" / "data" / "rostock_stadtbereiche.geojson"

SOURCE = load_source(DEFAULT_CONTENT)
PLACES = SOURCE.places

STEP = 0.0005
"""Half the side of a generated district in degrees: small enough that no two of them touch."""


def small_city() -> dict[str, Any]:
    """A file like the city's with one small square per district, its north side bent by about 11 m."""
    features = []
    for district in PLACES["districts"]:
        lon, lat = district["centre"]
        west, south, east, north = lon - STEP, lat - STEP, lon + STEP, lat + STEP
        ring = [[west, south], [east, south], [east, north], [lon, north + 0.0001], [west, north], [west, south]]
        features.append(
            {
                "type": "Feature",
                "properties": {
                    "code": district["code"],
                    "nummer": district["number"],
                    "bezeichnung": district["name"],
                },
                "geometry": {"type": "Polygon", "coordinates": [ring]},
            }
        )
    return {"type": "FeatureCollection", "features": features}


def written(folder: Path, value: object) -> Path:
    path = folder / "districts.geojson"
    path.write_text(json.dumps(value), encoding="utf-8")
    return path


@pytest.fixture
def city_file(tmp_path: Path) -> Path:
    """The city's own file where it is at hand, otherwise the generated one: the same tests hold for both."""
    return REAL_FILE if REAL_FILE.exists() else written(tmp_path, small_city())


@pytest.fixture
def shapes(city_file: Path) -> dict[str, Any]:
    return read_districts(city_file, places=PLACES)


def test_all_districts_are_read_with_attribution(shapes: Mapping[str, Any]) -> None:
    assert shapes["attribution"] == ATTRIBUTION
    assert list(shapes["districts"]) == list("ABCDEFGHIJKLMNOPQRSTU")
    assert all(ring[0] == ring[-1] for rings in shapes["districts"].values() for ring in rings)


def test_outlines_become_small_and_stay_true(city_file: Path, shapes: Mapping[str, Any]) -> None:
    """Fewer points, and every original point is within the tolerance of the simplified outline."""
    original = json.loads(city_file.read_text(encoding="utf-8"))["features"]
    before = {entry["properties"]["code"]: entry["geometry"]["coordinates"][0] for entry in original}
    after = {code: rings[0] for code, rings in shapes["districts"].items()}
    assert sum(map(len, after.values())) < sum(map(len, before.values()))
    assert len(json.dumps(shapes)) < 40_000
    for code, ring in before.items():
        farthest = max(distance_to_outline(point, after[code]) for point in ring)
        assert farthest <= TOLERANCE_M + 1, f"{code}: {farthest:.0f} m"


def distance_to_outline(point: list[float], ring: list[list[float]]) -> float:
    """In metres, with complex numbers: on purpose another way than the import's own."""
    here = on_a_plane(point)
    gaps = []
    for start, end in pairwise(on_a_plane(corner) for corner in ring):
        along = (here - start) / (end - start) if end != start else 0j
        gaps.append(abs(here - start - (end - start) * min(1.0, max(0.0, along.real))))
    return min(gaps)


def on_a_plane(point: list[float]) -> complex:
    return 111_195 * complex(point[0] * math.cos(math.radians(54.1)), point[1])


def test_centre_of_each_district_is_found_in_it(shapes: Mapping[str, Any]) -> None:
    for district in PLACES["districts"]:
        assert district_of(tuple(district["centre"]), shapes["districts"]) == district["code"]


def test_landmarks_of_the_sketch_lie_in_their_districts(shapes: Mapping[str, Any]) -> None:
    """The sketch and the city's outlines agree (only the real outlines know where a landmark lies)."""
    expected = {"town-hall": "N", "doberaner-platz": "K", "stadium": "I", "zoo": "J", "iga-park": "G"}
    expected |= {"luetten-klein": "E", "lighthouse": "A", "overseas-port": "U", "hospital": "I"}
    points = {landmark["id"]: landmark["point"] for landmark in SOURCE.map["landmarks"]}
    found = {name: district_of(tuple(points[name]), shapes["districts"]) for name in expected}
    assert found == (expected if REAL_FILE.exists() else dict.fromkeys(expected))


def test_boxes_of_the_places_fit_the_outlines(city_file: Path) -> None:
    for feature in json.loads(city_file.read_text(encoding="utf-8"))["features"]:
        district = next(entry for entry in PLACES["districts"] if entry["code"] == feature["properties"]["code"])
        west, south, east, north = district["bbox"]
        for lon, lat in feature["geometry"]["coordinates"][0]:
            assert west - 0.0006 <= lon <= east + 0.0006
            assert south - 0.0007 <= lat <= north + 0.0007


def test_point_outside_the_city_has_no_district(shapes: Mapping[str, Any]) -> None:
    assert district_of((13.4050, 52.5200), shapes["districts"]) is None
    assert district_of((12.05, 54.24), shapes["districts"]) is None, "the open sea"


def test_imported_shapes_fit_the_source(tmp_path: Path, shapes: Mapping[str, Any]) -> None:
    folder = tmp_path / "content"
    for path, data in SOURCE.targets().items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_bytes(data)
    (folder / SHAPES).write_text(json.dumps(shapes), encoding="utf-8")
    assert load_source(folder).district_shapes == shapes


def first(city: dict[str, Any]) -> dict[str, Any]:
    feature: dict[str, Any] = city["features"][0]
    return feature


WRONG: list[tuple[Callable[[dict[str, Any]], object], str]] = [
    (lambda city: city.update(type="Topology"), "a FeatureCollection is expected"),
    (lambda city: first(city).update(properties={"name": "x"}), "feature 1 has no code, nummer and bezeichnung"),
    (lambda city: first(city)["properties"].update(code="Z"), "feature 1 has the code 'Z', which no district has"),
    (
        lambda city: first(city)["properties"].update(bezeichnung="Rostock"),
        "the district A is 1 Warnemünde, but the file says 1 Rostock",
    ),
    (lambda city: first(city)["properties"].update(nummer=7), "the file says 7 Warnemünde"),
    (lambda city: city["features"].append(city["features"][0]), "the district A is in the file twice"),
    (lambda city: city.update(features=city["features"][2:]), "districts are missing: A, B"),
    (lambda city: first(city)["geometry"].update(type="Point"), "the outline of the district A is not a polygon"),
    (lambda city: first(city)["geometry"].update(coordinates=[]), "the outline of the district A is empty"),
    (lambda city: first(city)["geometry"].update(coordinates=[["x"]]), "A is not a list of points"),
    (lambda city: first(city)["geometry"]["coordinates"][0].pop(), "the outline of the district A is not closed"),
    (
        lambda city: first(city)["geometry"]["coordinates"][0].insert(2, [312_000.5, 6_006_000.25]),
        "leaves the city at 312000.5, 6006000.25: longitude and latitude",
    ),
]


@pytest.mark.parametrize(("mutate", "sentence"), WRONG, ids=[wrong[1][:60] for wrong in WRONG])
def test_wrong_file_is_explained(tmp_path: Path, mutate: Callable[[dict[str, Any]], object], sentence: str) -> None:
    city = small_city()
    mutate(city)
    with pytest.raises(WrongDistrictFile) as caught:
        read_districts(written(tmp_path, city), places=PLACES)
    assert sentence in str(caught.value)


def test_file_that_is_no_json_or_not_there_is_explained(tmp_path: Path) -> None:
    with pytest.raises(WrongDistrictFile, match="No such file"):
        read_districts(tmp_path / "none.geojson", places=PLACES)
    (tmp_path / "list.geojson").write_text("[]", encoding="utf-8")
    with pytest.raises(WrongDistrictFile, match="the file is not GeoJSON"):
        read_districts(tmp_path / "list.geojson", places=PLACES)
    (tmp_path / "deep.geojson").write_text('{"type":' * 100_000, encoding="utf-8")
    with pytest.raises(WrongDistrictFile, match="the file is not GeoJSON"):
        read_districts(tmp_path / "deep.geojson", places=PLACES)

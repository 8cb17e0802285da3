"""The district of a point: edges, holes, slivers between simplified neighbours, and boxes."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sync.protocol.districts import district_of, districts_touched, is_in_box

WEST, SOUTH, EAST, NORTH = BOX = 12.0, 54.0, 12.1, 54.1
METRE = 1 / 111_195


def square(west: float, south: float, east: float, north: float) -> list[list[float]]:
    return [[west, south], [east, south], [east, north], [west, north], [west, south]]


OUTLINES = {"A": [square(*BOX)], "B": [square(EAST + 60 * METRE, SOUTH, EAST + 0.1, NORTH)]}
"""Two neighbours, and a sliver of about 35 metres between them."""

longitudes, latitudes = st.floats(11.9, 12.3), st.floats(53.9, 54.2)


@given(longitudes, latitudes)
def test_a_square_is_its_box_and_a_little_more(lon, lat):
    found = district_of((lon, lat), {"A": [square(*BOX)]})
    if is_in_box((lon, lat), BOX):
        assert found == "A"
    elif not is_in_box((lon, lat), (WEST - 0.001, SOUTH - 0.001, EAST + 0.001, NORTH + 0.001)):
        assert found is None


def test_without_outlines_there_is_no_district():
    assert district_of((12.05, 54.05), {}) is None
    assert district_of((12.05, 54.05), {"A": []}) is None


def test_a_point_outside_belongs_to_nobody():
    assert district_of((13.4050, 52.5200), OUTLINES) is None


@pytest.mark.parametrize(("metres", "district"), [(1, "A"), (40, "A"), (49, "A"), (51, None), (60, None)])
def test_a_point_beside_the_outline_belongs_to_it_within_two_tolerances(metres, district):
    assert district_of((12.05, SOUTH - metres * METRE), OUTLINES) == district


def test_a_point_in_a_sliver_belongs_to_the_nearest():
    assert district_of((EAST + 20 * METRE, 54.05), OUTLINES) == "A"
    assert district_of((EAST + 40 * METRE, 54.05), OUTLINES) == "B"


def test_a_hole_is_outside_and_an_island_in_it_is_not():
    rings = [square(*BOX), square(12.03, 54.03, 12.07, 54.07), square(12.04, 54.04, 12.06, 54.06)]
    assert district_of((12.01, 54.01), {"A": rings}) == "A"
    assert district_of((12.035, 54.035), {"A": rings}) is None
    assert district_of((12.05, 54.05), {"A": rings}) == "A"


def test_a_box_holds_its_edge_and_what_lies_in_it():
    assert is_in_box((WEST, NORTH), BOX)
    assert is_in_box(BOX, BOX)
    assert not is_in_box((WEST - 1e-9, 54.05), BOX)
    assert not is_in_box((WEST, SOUTH, EAST, NORTH + 1e-9), BOX)


def _square(west: float, south: float, size: float) -> list[tuple[float, float]]:
    east, north = west + size, south + size
    return [(west, south), (east, south), (east, north), (west, north), (west, south)]


@pytest.mark.parametrize(
    ("area", "touched"),
    [
        (_square(2, 2, 1)[:-1], ["A"]),
        (_square(8, 8, 4)[:-1], ["A", "B"]),
        (_square(-5, -5, 50)[:-1], ["A", "B", "ring"]),
        (_square(23, 3, 1)[:-1], []),
        (_square(20.5, 3, 0.2)[:-1], ["ring"]),
        ([(3, -5), (4, 20), (5, -5)], ["A"]),
        (_square(60, 60, 1)[:-1], []),
    ],
    ids=["inside", "both", "around all", "in a hole", "beside the hole", "through", "apart"],
)
def test_a_district_of_which_a_part_lies_in_an_area_is_touched(
    area: list[tuple[float, float]], touched: list[str]
) -> None:
    outlines = {"A": [_square(0, 0, 10)], "B": [_square(10, 0, 10)], "ring": [_square(20, 0, 8), _square(22, 2, 4)]}
    assert districts_touched(area, outlines) == touched

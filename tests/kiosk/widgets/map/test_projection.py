"""The map's maths: degrees to pixels and back, and limits that no move and no zoom gets past."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.widgets.map.projection import EARTH_METRES, Limits, Viewport, showing, to_degrees, to_plane

CITY = (11.985, 54.045, 12.31, 54.255)
LIMITS = Limits(CITY, nearest=1.5)
DISTRICT = (12.1137, 54.0609, 12.1582, 54.0966)

longitudes = st.floats(CITY[0], CITY[2])
latitudes = st.floats(CITY[1], CITY[3])
sizes = st.tuples(st.integers(200, 2000), st.integers(200, 2000))
steps = st.lists(
    st.one_of(
        st.tuples(st.just("move"), st.floats(-5000, 5000), st.floats(-5000, 5000)),
        st.tuples(st.just("zoom"), st.floats(0.05, 20), st.just(0.0)),
        st.tuples(st.just("size"), st.floats(200, 2000), st.floats(200, 2000)),
    ),
    max_size=12,
)


def assert_nothing_beyond_the_city(view: Viewport) -> None:
    west, north = view.to_place(0, 0)
    east, south = view.to_place(view.width, view.height)
    slack = 1e-9
    assert west >= CITY[0] - slack
    assert east <= CITY[2] + slack
    assert south >= CITY[1] - slack
    assert north <= CITY[3] + slack


def metres_per_pixel(view: Viewport) -> float:
    _, low = view.to_screen(*view.centre)
    _, high = view.to_screen(view.centre[0], view.centre[1] + 1 / 3600)
    return EARTH_METRES / 360 / 3600 / (low - high)


def test_the_plane_is_web_mercator():
    assert to_plane(0, 0) == pytest.approx((0.5, 0.5))
    assert to_plane(-180, 85.0511287798) == pytest.approx((0, 0), abs=1e-9)
    # Tile 13/4372/2626 of the usual scheme holds the town hall (12.1404, 54.0886).
    x, y = to_plane(12.1404, 54.0886)
    assert (math.floor(x * 2**13), math.floor(y * 2**13)) == (4372, 2626)


@given(longitudes, latitudes)
def test_to_the_plane_and_back_is_the_same_place(longitude, latitude):
    assert to_degrees(*to_plane(longitude, latitude)) == pytest.approx((longitude, latitude), abs=1e-9)


@given(longitudes, latitudes, sizes)
def test_a_pixel_gives_the_place_that_is_painted_there(longitude, latitude, size):
    view = showing(DISTRICT, width=size[0], height=size[1], limits=LIMITS)
    assert view.to_place(*view.to_screen(longitude, latitude)) == pytest.approx((longitude, latitude), abs=1e-9)


def test_north_is_up_and_east_is_right():
    view = showing(DISTRICT, width=900, height=900, limits=LIMITS)
    left, top = view.to_screen(DISTRICT[0], DISTRICT[3])
    right, bottom = view.to_screen(DISTRICT[2], DISTRICT[1])
    assert left < right
    assert top < bottom


@pytest.mark.parametrize("size", [(900, 1200), (1200, 700), (640, 640)])
def test_a_district_is_shown_whole_and_as_near_as_possible(size):
    view = showing(DISTRICT, width=size[0], height=size[1], limits=LIMITS)
    left, top = view.to_screen(DISTRICT[0], DISTRICT[3])
    right, bottom = view.to_screen(DISTRICT[2], DISTRICT[1])
    assert min(left, top) >= -1e-6
    assert right <= size[0] + 1e-6
    assert bottom <= size[1] + 1e-6
    assert right - left == pytest.approx(size[0]) or bottom - top == pytest.approx(size[1])


@given(sizes, steps)
def test_no_way_of_moving_leads_out_of_the_city_or_too_near(size, wishes):
    view = showing(CITY, width=size[0], height=size[1], limits=LIMITS)
    for what, first, second in wishes:
        if what == "move":
            view = view.moved(first, second)
        elif what == "zoom":
            view = view.zoomed(first)
        else:
            view = view.resized(first, second)
        assert_nothing_beyond_the_city(view)
        farthest = LIMITS.farthest_scale(view.width, view.height)
        assert farthest * (1 - 1e-9) <= view.scale <= max(farthest, LIMITS.nearest_scale()) * (1 + 1e-9)


def test_the_middle_stays_when_it_goes_nearer():
    view = showing(DISTRICT, width=900, height=900, limits=LIMITS)
    assert view.zoomed(2).centre == pytest.approx(view.centre)
    assert view.zoomed(2).scale == pytest.approx(2 * view.scale)


def test_a_place_stays_under_its_pixel_when_it_goes_nearer():
    view = showing(DISTRICT, width=900, height=900, limits=LIMITS)
    place = view.to_place(250, 700)
    assert view.zoomed(1.6, at=(250, 700)).to_screen(*place) == pytest.approx((250, 700))


def test_moving_by_pixels_moves_what_is_painted_by_as_many():
    view = showing(DISTRICT, width=900, height=900, limits=LIMITS)
    before = view.to_screen(12.13, 54.08)
    after = view.moved(40, -25).to_screen(12.13, 54.08)
    assert after == pytest.approx((before[0] - 40, before[1] + 25))


def test_the_ends_of_nearer_and_farther_are_known():
    view = showing(CITY, width=900, height=1000, limits=LIMITS)
    assert view.at_farthest
    assert not view.at_nearest
    near = view.zoomed(1000)
    assert near.at_nearest
    assert not near.at_farthest
    assert metres_per_pixel(near) == pytest.approx(1.5, rel=0.01)


def test_a_place_is_brought_to_the_middle_as_far_as_the_limits_allow():
    view = showing(DISTRICT, width=900, height=900, limits=LIMITS)
    assert view.around(12.14, 54.15).centre == pytest.approx((12.14, 54.15))
    assert_nothing_beyond_the_city(view.around(CITY[0], CITY[1]))

"""Millimetres for eyes and fingers, on any screen."""

import pytest

from accessibility.metrics import (
    CAP_HEIGHT_MM,
    CAP_RATIO,
    DISPLAY_CAP_HEIGHT_MM,
    GAP_MM,
    HEADLINE_CAP_HEIGHT_MM,
    TARGET_MM,
    TITLE_CAP_HEIGHT_MM,
    font_px,
    metrics_for,
)
from accessibility.profile import Profile, TextSize

BANDS_MM = {
    TextSize.SMALL: (3.5, 4.2),
    TextSize.DEFAULT: (4.8, 5.6),
    TextSize.LARGE: (6.4, 7.1),
    TextSize.EXTRA: (8.5, 9.0),
}
"""R01."""

SCREENS = {"15.6 inch": 5.56, "21.5 inch": 4.03, "24 inch": 3.61, "32 inch 4K": 5.42}


@pytest.mark.parametrize("px_per_mm", SCREENS.values(), ids=SCREENS)
@pytest.mark.parametrize("size", TextSize)
def test_capitals_have_the_height_of_their_size(size: TextSize, px_per_mm: float) -> None:
    metrics = metrics_for(Profile(size=size), px_per_mm=px_per_mm, width=1080, height=1920)
    least, most = BANDS_MM[size]
    assert least <= metrics.text_px * CAP_RATIO / px_per_mm <= most


@pytest.mark.parametrize("px_per_mm", SCREENS.values(), ids=SCREENS)
def test_capitals_are_high_enough_even_in_whole_rows_of_pixels(px_per_mm: float) -> None:
    for cap_height in CAP_HEIGHT_MM.values():
        assert int(font_px(cap_height, px_per_mm) * CAP_RATIO + 1e-6) >= cap_height * px_per_mm - 1e-6


@pytest.mark.parametrize("px_per_mm", [*SCREENS.values(), 3.0, 9.99])
def test_targets_and_gaps_are_never_rounded_down(px_per_mm: float) -> None:
    metrics = metrics_for(Profile(), px_per_mm=px_per_mm, width=1080, height=1920)
    assert metrics.target >= TARGET_MM * px_per_mm - 1e-6
    assert metrics.gap >= GAP_MM * px_per_mm - 1e-6


def test_the_limits_are_those_of_the_requirements() -> None:
    assert (TARGET_MM, GAP_MM) == (12.7, 2.54)  # R20
    assert list(CAP_HEIGHT_MM.values()) == [3.5, 4.8, 6.4, 8.5]  # R01


def test_nothing_is_smaller_than_the_text_and_every_size_is_larger_than_the_one_before() -> None:
    for heights in (TITLE_CAP_HEIGHT_MM, HEADLINE_CAP_HEIGHT_MM, DISPLAY_CAP_HEIGHT_MM):
        assert all(heights[size] >= CAP_HEIGHT_MM[size] for size in TextSize)
        assert list(heights.values()) == sorted(heights.values())


def test_a_wide_screen_is_landscape() -> None:
    assert metrics_for(Profile(), px_per_mm=4, width=1920, height=1080).landscape
    assert not metrics_for(Profile(), px_per_mm=4, width=1080, height=1920).landscape


def test_from_the_large_size_on_all_is_one_column() -> None:
    roomy = [
        metrics_for(Profile(size=size), px_per_mm=4, width=1080, height=1920).roomy
        for size in TextSize
    ]  # fmt: skip
    assert roomy == [True, True, False, False]


@pytest.mark.parametrize(("px_per_mm", "width", "height"), [(0, 1, 1), (-1, 1, 1), (1, 0, 1), (1, 1, -1)])
def test_a_screen_without_size_is_a_mistake(px_per_mm: float, width: int, height: int) -> None:
    with pytest.raises(ValueError, match="positive"):
        metrics_for(Profile(), px_per_mm=px_per_mm, width=width, height=height)

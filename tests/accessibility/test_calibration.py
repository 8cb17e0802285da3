"""Calibration: the card's size, what can be true of a display, and a file that is believed only for its own display."""

from __future__ import annotations

import json

import pytest

from accessibility.calibration import card_px, nominal_px_per_mm, plausible, px_per_mm_of
from accessibility.calibration_file import FILE, Calibration, read_calibration, write_calibration

MEASURED = Calibration(4.1, 1080, 1920)


@pytest.fixture
def nominal() -> float:
    return nominal_px_per_mm(width_px=1080, height_px=1920, diagonal_inch=21.5)


def test_a_display_of_21_5_inch_has_four_pixels_in_a_millimetre(nominal):
    assert nominal == pytest.approx(4.03, abs=0.01)
    assert nominal_px_per_mm(width_px=1920, height_px=1080, diagonal_inch=15.6) == pytest.approx(5.56, abs=0.01)


@pytest.mark.parametrize("px_per_mm", [3.0, 4.03, 5.56, 7.2])
def test_the_width_of_the_card_tells_the_display(px_per_mm):
    width, height = card_px(px_per_mm)
    assert px_per_mm_of(width) == pytest.approx(px_per_mm, rel=0.002)
    assert width / height == pytest.approx(85.60 / 53.98, rel=0.005)


def test_only_a_display_near_to_the_settings_is_believed(nominal):
    assert plausible(nominal, nominal=nominal)
    assert plausible(nominal * 0.76, nominal=nominal) and plausible(nominal * 1.24, nominal=nominal)
    assert not plausible(nominal * 0.74, nominal=nominal)
    assert not plausible(nominal * 1.26, nominal=nominal)


def test_what_was_measured_last_is_read_again(tmp_path):
    assert read_calibration(tmp_path, width_px=1080, height_px=1920, nominal=4.03) is None
    for px_per_mm in (3.9, 4.1):
        write_calibration(Calibration(px_per_mm, 1080, 1920), tmp_path)
    assert read_calibration(tmp_path, width_px=1080, height_px=1920, nominal=4.03) == 4.1
    assert [path.name for path in tmp_path.iterdir()] == [FILE]


def test_a_turned_display_is_the_same_and_another_one_is_not(tmp_path):
    write_calibration(MEASURED, tmp_path)
    assert read_calibration(tmp_path, width_px=1920, height_px=1080, nominal=4.03) == 4.1
    assert read_calibration(tmp_path, width_px=2160, height_px=3840, nominal=4.03) is None


@pytest.mark.parametrize(
    "content",
    ["", "{", "[]", "null", '{"px_per_mm": 4}', '{"px_per_mm": "x", "width_px": 1080, "height_px": 1920}']
    + [
        json.dumps({"px_per_mm": value, "width_px": 1080, "height_px": 1920})
        for value in (0, -4, None, 1e9, float("nan"), 3.0, 5.1)
    ],
)
def test_a_file_that_says_nothing_does_not_stop_the_station(tmp_path, content):
    (tmp_path / FILE).write_text(content, encoding="utf-8")
    assert read_calibration(tmp_path, width_px=1080, height_px=1920, nominal=4.03) is None

"""Measuring the display: the frame on the pixels is as large as the card, and what is saved is what the kiosk uses."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from pytestqt.qtbot import QtBot

from accessibility.calibration import CARD_HEIGHT_MM, CARD_WIDTH_MM
from accessibility.calibration_file import read_calibration
from kiosk.app import Kiosk
from kiosk.calibrate import Calibrating
from kiosk.devtools.screenshots import colours_of
from kiosk.screens.calibration import CardFrame
from kiosk.station.display import measured_px_per_mm, px_per_mm
from kiosk.viewmodel.intents import Back, Continue, ResizeCard
from sync.station.config import ScreenConfig, StationConfig


@pytest.fixture
def config(tmp_path: Path) -> StationConfig:
    return StationConfig(data=tmp_path, hub_url="")


@pytest.fixture
def calibrating(qtbot: QtBot, config: StationConfig) -> Calibrating:
    made = Calibrating(config)
    qtbot.addWidget(made.window)
    made.window.resize(1080, 1920)
    made.window.show()
    return made


def card_on_screen(calibrating: Calibrating) -> tuple[int, int]:
    """Pixels from line to line inside the frame, across and down through its middle."""
    frame = calibrating.window.screen_shown.findChild(CardFrame)
    pixels = colours_of(frame.grab())
    face = pixels[pixels.shape[0] // 2, pixels.shape[1] // 2]
    across = np.flatnonzero(pixels[pixels.shape[0] // 2] == face)
    down = np.flatnonzero(pixels[:, pixels.shape[1] // 2] == face)
    return int(across[-1] - across[0] + 1), int(down[-1] - down[0] + 1)


def test_the_frame_begins_with_the_size_by_the_settings_and_follows_the_buttons(calibrating: Calibrating):
    usual = px_per_mm(ScreenConfig())
    assert card_on_screen(calibrating) == pytest.approx((CARD_WIDTH_MM * usual, CARD_HEIGHT_MM * usual), abs=2)
    before = card_on_screen(calibrating)[0]
    for intent in (ResizeCard(10), ResizeCard(10), ResizeCard(-1)):
        calibrating.ask(intent)
    width, height = card_on_screen(calibrating)
    assert width == before + 19
    assert width / height == pytest.approx(CARD_WIDTH_MM / CARD_HEIGHT_MM, rel=0.01)


def test_what_was_measured_is_saved_and_used_by_the_kiosk(
    qtbot: QtBot, calibrating: Calibrating, config: StationConfig
):
    calibrating.ask(ResizeCard(10))
    calibrating.ask(Continue())
    assert calibrating.ended == 0 and not calibrating.window.isVisible()
    measured = read_calibration(config.data, width_px=1080, height_px=1920, nominal=4.03)
    assert measured == pytest.approx(px_per_mm(config.screen) + 10 / CARD_WIDTH_MM, rel=0.005)
    kiosk = Kiosk(config, with_voice=False)
    qtbot.addWidget(kiosk.window)
    kiosk.window.resize(1080, 1920)
    kiosk.window.show_view(kiosk.view)
    assert kiosk.window.screen_shown.look.metrics.px_per_mm == measured


def test_a_size_in_the_settings_comes_before_what_was_measured(calibrating: Calibrating, config: StationConfig):
    calibrating.ask(ResizeCard(10))
    calibrating.ask(Continue())
    told = replace(config.screen, px_per_mm=3.5)
    assert measured_px_per_mm(told, config.data) == 3.5
    other = replace(config.screen, width_px=2160, height_px=3840)
    assert measured_px_per_mm(other, config.data) == px_per_mm(other)


def test_what_cannot_be_true_is_not_saved_and_says_so(calibrating: Calibrating, config: StationConfig):
    for _ in range(20):
        calibrating.ask(ResizeCard(-10))
    calibrating.ask(Continue())
    assert calibrating.ended is None and list(config.data.iterdir()) == []
    notice = calibrating.window.screen_shown.view.notice
    assert "268 Millimeter breit" in notice and "messen Sie noch einmal" in notice
    calibrating.ask(ResizeCard(10))
    assert calibrating.window.screen_shown.view.notice == ""


def test_leaving_saves_nothing(calibrating: Calibrating, config: StationConfig):
    calibrating.ask(ResizeCard(10))
    calibrating.ask(Back())
    assert calibrating.ended == 1 and list(config.data.iterdir()) == []

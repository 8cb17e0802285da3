"""Measures this display with a bank card: ``python -m kiosk.calibrate --config FILE``.

Shows one screen in a window of its own and writes one file into the station's data folder. The kiosk reads it at its
next start.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QRect
from PySide6.QtWidgets import QApplication

from accessibility.calibration import card_px, nominal_px_per_mm, plausible, px_per_mm_of
from accessibility.calibration_file import Calibration, write_calibration
from kiosk.screens import build_screen
from kiosk.staff.calibration_view import calibration_view
from kiosk.station.display import display_without_one, measured_px_per_mm
from kiosk.texts import Texts
from kiosk.viewmodel.intents import Back, Continue, Intent, ResizeCard
from kiosk.window import Window
from sync.station.config import ConfigError, ScreenConfig, StationConfig, load_config


class Calibrating:
    """One measurement, from the size in the settings to the file. ``window`` shows it; ``ended`` is its exit code."""

    def __init__(self, config: StationConfig) -> None:
        self._folder, self._screen = config.data, config.screen
        self._words = Texts(config.language)
        usual = measured_px_per_mm(config.screen, config.data)
        self._card_width = card_px(usual)[0]
        self.ended: int | None = None
        self.window = Window(build_screen, px_per_mm=usual)
        self.window.asked.connect(self.ask)
        self._show()

    def ask(self, intent: Intent) -> None:
        """The attendant asks for something."""
        if isinstance(intent, ResizeCard):
            widest = self._screen.width_px
            self._card_width = max(1, min(widest, self._card_width + intent.pixels))
            self._show()
        elif isinstance(intent, Continue):
            self._save()
        elif isinstance(intent, Back):
            self._end(1)

    def _show(self, notice: str = "") -> None:
        shown = calibration_view(
            self._words,
            card_width_px=self._card_width,
            width_px=self._screen.width_px,
            height_px=self._screen.height_px,
            notice=notice,
        )
        self.window.show_view(shown)

    def _save(self) -> None:
        measured = px_per_mm_of(self._card_width)
        usual = _nominal(self._screen)
        if not plausible(measured, nominal=usual):
            self._show(self._words.text("calibrate.implausible", width=round(self._screen.width_px / usual)))
            return
        write_calibration(Calibration(measured, self._screen.width_px, self._screen.height_px), self._folder)
        self._end(0)

    def _end(self, code: int) -> None:
        self.ended = code
        self.window.allow_closing()
        self.window.close()


def _nominal(screen: ScreenConfig) -> float:
    return nominal_px_per_mm(width_px=screen.width_px, height_px=screen.height_px, diagonal_inch=screen.diagonal_inch)


def main(arguments: Sequence[str] | None = None) -> int:
    """Measure; 0 when it was saved, 1 when not, 2 for settings that cannot be used."""
    parser = argparse.ArgumentParser(prog="mitmach calibrate", description="Measures the display with a bank card.")
    parser.add_argument("--config", type=Path, required=True, help="the station's TOML file")
    options = parser.parse_args(arguments)
    try:
        config = load_config(options.config)
    except ConfigError as error:
        sys.stderr.write(f"{error}\n")
        return 2
    with display_without_one(config.screen):
        application = QApplication([sys.argv[0]])
    calibrating = Calibrating(config)
    place = QRect(0, 0, config.screen.width_px, config.screen.height_px)
    calibrating.window.open_on(application.primaryScreen().geometry() if config.screen.full_screen else place)
    application.exec()
    return 1 if calibrating.ended is None else calibrating.ended


if __name__ == "__main__":
    sys.exit(main())

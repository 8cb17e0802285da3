"""The sheet a team takes along names the buttons as they stand on the screen, and fits on one page."""

from __future__ import annotations

import re
from pathlib import Path

from tests.kits.catalogues import texts

SHEET = Path(__file__).parents[1] / "docs" / "aufbau.md"
SAID_BY_HAND = {"Noch etwa 5 Minuten", "etwa 10 Minuten"}
"""What the team writes on a sign, or says."""
LINES_OF_A_PAGE, CHARACTERS_OF_A_LINE = 66, 110
"""A4 in letters of 9 points."""


def test_every_button_on_the_sheet_is_on_the_station():
    on_screen = {text for _, text in texts("de")}
    named = set(re.findall("„([^“]+)“", SHEET.read_text(encoding="utf-8")))
    assert len(named) > 15
    assert named - on_screen == SAID_BY_HAND


def test_it_fits_on_one_page():
    lines = SHEET.read_text(encoding="utf-8").splitlines()
    assert sum(1 + len(line) // CHARACTERS_OF_A_LINE for line in lines) <= LINES_OF_A_PAGE

"""The colours of the console and of the public pages: one palette, and in each look all that is written can be read.

Chromium measures the pages as they are painted (``test_browser``); here every pair is measured in all four looks.
"""

from __future__ import annotations

import re
from itertools import product
from pathlib import Path

import pytest

import sync.hub
from tests.kits.browsing import contrast

HUB = Path(sync.hub.__file__).parent
PALETTE = HUB / "public/static/public/palette.css"
SHEETS = (HUB / "console/static/console/console.css", PALETTE.with_name("public.css"), PALETTE.with_name("poster.css"))
ALL = "all"
DARK = "screen and (prefers-color-scheme: dark)"
MORE = "screen and (prefers-contrast: more)"
LOOKS = {
    "light": (ALL,),
    "dark": (ALL, DARK),
    "more": (ALL, MORE),
    "dark, more": (ALL, DARK, MORE, f"{MORE} and {DARK[11:]}"),
}
WRITTEN = [
    *product(("ink", "soft", "action", "good", "bad", "notice"), ("paper", "card", "tint")),
    ("good", "good-paper"), ("bad", "bad-paper"), ("notice", "notice-paper"), ("action", "notice-paper"),
    ("on-action", "action"), ("on-action", "action-pressed"), ("on-bad", "bad"), ("on-bad", "bad-pressed"),
    ("on-top", "top"), ("on-training", "training"), ("on-training", "training-stripe"),
]  # fmt: skip
DRAWN = [
    ("action", "faint"), ("action", "card"), ("action", "district"), ("action", "district-chosen"), ("soft", "card"),
    ("good", "card"), ("bad", "card"), ("card", "bad"), ("ink", "paper"), ("here", "top"),
]  # fmt: skip
"""Bars, dots, edges of fields and the frame around what has the focus."""


def _parts() -> dict[str, dict[str, str]]:
    """The palette's custom properties by the look they are for."""
    text = re.sub(r"/\*.*?\*/", "", PALETTE.read_text("utf-8"), flags=re.DOTALL)
    parts = {}
    for condition, body in re.findall(r"(?:@media (.+?) \{\s*)?:root \{(.*?)\}", text, flags=re.DOTALL):
        parts[condition or ALL] = dict(re.findall(r"--([a-z-]+): ([^;]+);", body))
    return parts


def _colours(look: str) -> dict[str, str]:
    parts = _parts()
    return {name: colour for part in LOOKS[look] for name, colour in parts[part].items()}


def test_no_other_file_names_a_colour() -> None:
    named = re.compile(
        r"#[0-9a-f]{3,8}\b|\b(?:rgb|hsl|oklch)a?\(|(?::|\s)(?:white|black|red|green|gray|grey)\b(?!-)", re.I
    )
    for sheet in SHEETS:
        assert named.findall(re.sub(r"/\*.*?\*/", "", sheet.read_text("utf-8"), flags=re.DOTALL)) == [], sheet.name


def test_every_colour_that_is_used_is_in_the_palette_and_the_other_way_round() -> None:
    used = {name for sheet in SHEETS for name in re.findall(r"var\(--([a-z-]+)\)", sheet.read_text("utf-8"))}
    parts = _parts()
    assert used == set(parts[ALL])
    assert all(set(part) <= used for part in parts.values())


@pytest.mark.parametrize(("look", "least"), [("light", 4.5), ("dark", 4.5), ("more", 7), ("dark, more", 7)])
def test_what_is_written_can_be_read_and_what_is_drawn_be_seen(look: str, least: float) -> None:
    colours = _colours(look)
    for pairs, bound in ((WRITTEN, least), (DRAWN, 3)):
        for one, other in pairs:
            found = contrast(colours[one], colours[other])
            assert found >= bound, f"{look}: {one} on {other} is {found:.2f}:1"

"""Looks and screens in the sizes these tests measure: the house's own 21.5 inch display and the smaller 15.6 inch."""

from __future__ import annotations

import json
from pathlib import Path

from accessibility.profile import Profile, TextSize, Theme
from kiosk.viewmodel.intents import Back, Continue, EndVisit, Home
from kiosk.viewmodel.views import Action, Frame
from kiosk.widgets.pictogram import Pictograms
from kiosk.widgets.theme import Look, look_for

CONTENT = Path(__file__).parents[2] / "sync" / "hub" / "content" / "default_content"
SKETCH = json.loads((CONTENT / "map.json").read_text(encoding="utf-8"))

DISPLAYS = {"21.5 inch": 4.03, "15.6 inch": 5.56}
"""Pixels per millimetre of two displays of 1080 by 1920 pixels."""


def frame(
    *, size: TextSize = TextSize.DEFAULT, theme: Theme = Theme.DEFAULT, language: str = "de", rtl: bool = False
) -> Frame:
    return Frame(
        language=language,
        right_to_left=rtl,
        profile=Profile(size=size, theme=theme),
        aids=(),
        back=Action(Back(), "Zurück", "back"),
        home=Action(Home(), "Startseite", "home"),
        end=Action(EndVisit(), "Besuch beenden", "end-visit"),
        main=Action(Continue(), "Weiter"),
    )


def look(shown: Frame | None = None, *, px_per_mm: float = 4.03, width: int = 1080, height: int = 1920) -> Look:
    pictograms = Pictograms(lambda name: (CONTENT / name).read_bytes())
    return look_for(shown or frame(), px_per_mm=px_per_mm, width=width, height=height, pictograms=pictograms)

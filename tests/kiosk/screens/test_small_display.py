"""A display of 15.6 inch in the largest letters: what is used together is seen together."""

from __future__ import annotations

import pytest
from pytestqt.qtbot import QtBot

from accessibility.profile import Profile, TextSize
from kiosk.devtools.audit_matrix import SMALL
from kiosk.devtools.samples import sample_views
from kiosk.widgets.map.panel import MapPanel
from sync.protocol.languages import LANGUAGE_CODES
from tests.kits.screen import shown

SIZE = {"width": SMALL.width, "height": SMALL.height, "px_per_mm": SMALL.px_per_mm}


@pytest.mark.parametrize("language", LANGUAGE_CODES)
def test_map_and_keys_are_on_one_page_with_what_they_act_on(qtbot: QtBot, language: str) -> None:
    views = sample_views(language, Profile(size=TextSize.EXTRA))
    for name in ("place", "description", "code", "look_up"):
        assert shown(qtbot, views[name], **SIZE).page.pages.count == 1, name


@pytest.mark.parametrize("language", ["de", "ar"])
def test_an_arrow_stands_on_the_side_it_points_to(qtbot: QtBot, language: str) -> None:
    for size in (TextSize.DEFAULT, TextSize.EXTRA):
        view = sample_views(language, Profile(size=size))["place"]
        screen = shown(qtbot, view, **SIZE)
        panel = screen.findChild(MapPanel)
        by_control = {tile.intent.control: tile for tile in panel.arrows.tiles}
        assert by_control["left"].geometry().center().x() < by_control["right"].geometry().center().x()

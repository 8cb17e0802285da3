"""The longest warning is seen whole on every display, with the invitation below it."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from pytestqt.qtbot import QtBot

from kiosk.screens import build_screen
from kiosk.welcome import attract_view
from sync.protocol.emergency_notice import MOST_HEADLINE, MOST_TEXT, EmergencyNotice
from tests.kits.looks import look

LONG = EmergencyNotice(
    {"de": ("Sturmflut in Warnemünde bis morgen früh um sechs " * 2)[:MOST_HEADLINE]},
    {"de": ("Bitte bleiben Sie heute Nacht vom Strand und von den Molen weg. " * 3)[:MOST_TEXT]},
    datetime(2026, 12, 24, 18, tzinfo=UTC),
)


@pytest.mark.parametrize(
    ("width", "height", "px_per_mm"), [(1080, 1920, 4.03), (1920, 1080, 4.03), (1280, 800, 3.6), (1366, 768, 3.95)]
)
def test_the_longest_warning_is_seen_whole(qtbot: QtBot, width: int, height: int, px_per_mm: float) -> None:
    view = attract_view("de", place="Lütten Klein", warning=LONG)
    screen = build_screen(view, look(view.frame, px_per_mm=px_per_mm, width=width, height=height))
    qtbot.addWidget(screen)
    screen.resize(width, height)
    screen.show()
    assert screen.page.pages.count == 1
    assert screen.page.notice.text() == view.notice
    assert view.place == "", "nothing but the warning and how to begin"

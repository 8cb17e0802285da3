"""How long people wait is told by the greeting on every display, with the invitation seen whole."""

from __future__ import annotations

import pytest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from kiosk.screens import build_screen
from kiosk.texts import Texts
from kiosk.welcome import attract_view, waiting_words
from tests.kits.looks import look


@pytest.mark.parametrize("language", ["de", "de-leicht", "ar"])
@pytest.mark.parametrize(("width", "height", "px_per_mm"), [(1080, 1920, 4.03), (800, 1280, 5.9), (1280, 800, 5.9)])
def test_how_long_people_wait_is_seen(qtbot: QtBot, language: str, width: int, height: int, px_per_mm: float) -> None:
    view = attract_view(language, place="Lütten Klein", seal="K7QA2MXD", note=("Heute", "Ein Garten"), waiting=15)
    screen = build_screen(view, look(view.frame, px_per_mm=px_per_mm, width=width, height=height))
    qtbot.addWidget(screen)
    screen.resize(width, height)
    screen.show()
    assert screen.page.pages.count == 1
    told = [words for words in screen.findChildren(QWidget) if getattr(words, "text", str)() == view.waiting]
    assert len(told) == 1 and told[0].isVisible()
    place = told[0].rect().translated(told[0].mapTo(screen, told[0].rect().topLeft()))
    assert screen.rect().contains(place)
    assert view.waiting == Texts(language).text("attract.waiting", time=waiting_words(Texts(language), 15))
    assert view.waiting.replace("\n", " ") in screen.spoken()

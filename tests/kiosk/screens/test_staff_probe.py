"""A finger beside the target says how far; colours reach every edge."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from kiosk.devtools.sample_station import read_content
from kiosk.screens import build_screen
from kiosk.screens.staff_probe import FROM_EDGE_MM, StaffProbeScreen
from kiosk.staff.presenter import staff_view
from kiosk.staff.screen_probes import DisplayState, TouchState
from kiosk.viewmodel.intents import Intent
from kiosk.viewmodel.staff_intents import TouchAt
from kiosk.widgets.pictogram import Pictograms
from kiosk.widgets.theme import look_for

WIDTH, HEIGHT, PX_PER_MM = 800, 600, 4.0
EDGE = round(FROM_EDGE_MM * PX_PER_MM)


def shown(qtbot: QtBot, state: TouchState | DisplayState) -> tuple[StaffProbeScreen, list[Intent]]:
    view = staff_view("de", state)
    look = look_for(
        view.frame,
        px_per_mm=PX_PER_MM,
        width=WIDTH,
        height=HEIGHT,
        pictograms=Pictograms(read_content),
        motion=False,
    )
    made, asked = build_screen(view, look), []
    assert isinstance(made, StaffProbeScreen)
    made.asked.connect(asked.append)
    qtbot.addWidget(made)
    made.resize(WIDTH, HEIGHT)
    made.show()
    return made, asked


@pytest.mark.parametrize(
    ("touched", "corner"),
    [
        (0, (EDGE, EDGE)),
        (1, (WIDTH - EDGE, EDGE)),
        (2, (EDGE, HEIGHT - EDGE)),
        (3, (WIDTH - EDGE, HEIGHT - EDGE)),
    ],
)
def test_a_finger_says_how_far_from_the_corner_it_is_felt(qtbot: QtBot, touched: int, corner: tuple[int, int]) -> None:
    made, asked = shown(qtbot, TouchState(((0, 0),) * touched))
    QTest.mouseClick(made, Qt.MouseButton.LeftButton, pos=QPoint(*corner) + QPoint(12, -20))
    assert asked == [TouchAt(3, -5)]


def test_words_and_buttons_are_no_place_that_swallows_a_touch(qtbot: QtBot) -> None:
    made, asked = shown(qtbot, DisplayState(0))
    for place in (QPoint(WIDTH // 2, 60), QPoint(60, HEIGHT - 40), QPoint(WIDTH // 2, HEIGHT // 2)):
        QTest.mouseClick(made.childAt(place) or made, Qt.MouseButton.LeftButton)
    assert len(asked) == 3


def test_colours_reach_every_edge(qtbot: QtBot) -> None:
    made, _asked = shown(qtbot, DisplayState(1))
    picture = made.grab().toImage()
    places = [(0, 0), (WIDTH - 1, 0), (0, HEIGHT - 1), (WIDTH - 1, HEIGHT - 1), (WIDTH // 2, 60)]
    assert {picture.pixelColor(*place).name() for place in places} == {"#00ff00"}

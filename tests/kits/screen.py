"""A screen on the display of a test, in the size of a station."""

from pytestqt.qtbot import QtBot

from kiosk.devtools.sample_station import read_content
from kiosk.screens import build_screen
from kiosk.viewmodel.views import View
from kiosk.widgets.layout.screen import Screen
from kiosk.widgets.pictogram import Pictograms
from kiosk.widgets.theme import look_for


def shown(
    qtbot: QtBot,
    view: View,
    *,
    width: int = 1080,
    height: int = 1920,
    px_per_mm: float = 4.03,
    read=read_content,
    make_player=None,
) -> Screen:
    """The screen of this view, laid out and painted. ``read`` gives files of content, ``make_player`` plays films."""
    look = look_for(
        view.frame,
        px_per_mm=px_per_mm,
        width=width,
        height=height,
        pictograms=Pictograms(read, make_player=make_player),
        motion=False,
    )
    screen = build_screen(view, look)
    qtbot.addWidget(screen)
    screen.resize(width, height)
    screen.show()
    return screen

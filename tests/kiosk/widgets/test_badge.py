"""The disc of a page with one thing to say is never cut."""

from __future__ import annotations

import pytest
from pytestqt.qtbot import QtBot

from kiosk.widgets.badge import Badge
from tests.kits.looks import look


@pytest.mark.parametrize("room", [(400, 120), (120, 400), (900, 900)])
def test_it_is_whole_in_the_middle_of_whatever_room_it_has(qtbot: QtBot, room: tuple[int, int]) -> None:
    badge = Badge(look(), side_mm=74, pictogram="check")
    qtbot.addWidget(badge)
    badge.resize(*room)
    assert badge.rect().contains(badge.disc())
    assert badge.disc().width() == badge.disc().height() == min(badge.heightForWidth(0), *room)

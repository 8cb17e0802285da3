"""Two switches, or one, on the real screens: the ring walks, groups are entered, and no ring is left behind."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QCoreApplication, Qt
from pytestqt.qtbot import QtBot

from hardware.ports import Key
from kiosk.viewmodel import intents as wish
from kiosk.widgets.entry.keyboard import Keyboard
from tests.kits.desk import Desk, views


@pytest.fixture
def desk(qtbot: QtBot) -> Desk:
    return Desk(qtbot)


def test_the_first_hit_shows_the_ring_on_the_content(desk):
    desk.show(views()["vote"])
    desk.hit(Key.SWITCH_NEXT)
    assert desk.focused.objectName().startswith("Choose(")
    assert desk.asked == []


def test_next_walks_the_content_then_the_ways_then_the_aids(desk):
    desk.show(views()["vote"])
    desk.hit(Key.SWITCH_NEXT)
    names = [desk.focused.objectName()]
    while desk.focused is not None:
        desk.hit(Key.SWITCH_NEXT)
        names.append(desk.focused.objectName() if desk.focused else "aids")
    options = [repr(option.intent) for option in views()["vote"].options]
    options += [repr(way.intent) for way in views()["vote"].ways]
    assert names[: len(options)] == options
    assert names[len(options) :] == [
        repr(wish.Continue()),
        *map(repr, (wish.Back(), wish.Home(), wish.EndVisit())),
        "aids",
    ]
    place, said = desk.rings[-1]
    assert place.contains(desk.window.screen_shown.page.aids.geometry().center())
    assert all((aid.name or aid.label) in said for aid in views()["vote"].frame.aids)


def test_select_enters_the_aids_and_then_acts(desk):
    desk.show(views()["home"])
    while not desk.rings or desk.rings[-1][0].isEmpty():
        desk.hit(Key.SWITCH_NEXT)
    desk.hit(Key.SWITCH_SELECT)
    assert desk.focused.objectName() == repr(wish.OpenLanguages())
    assert desk.rings[-1][0].isEmpty()
    desk.hit(Key.SWITCH_NEXT, Key.SWITCH_SELECT)
    assert desk.asked == [wish.SwitchSpeech()]


def test_keys_are_offered_line_by_line(desk):
    desk.show(views()["description"])
    keyboard = desk.window.findChild(Keyboard)
    lines = 0
    desk.hit(Key.SWITCH_NEXT)
    while desk.focused is None:
        lines += 1
        desk.hit(Key.SWITCH_NEXT)
    assert lines == len({key.y() for key in keyboard.keys})
    assert "q" in desk.rings[0][1].lower().split(", ")


def test_choosing_leaves_the_ring_where_it_is(desk):
    desk.show(views()["vote"])
    desk.hit(Key.SWITCH_NEXT, Key.SWITCH_SELECT)
    first = desk.focused
    assert desk.asked == [views()["vote"].options[0].intent]
    assert desk.operating.ring is not None
    assert desk.focused is first


def test_on_another_page_no_ring_is_left(desk):
    desk.show(views()["home"])
    while not desk.rings or desk.rings[-1][0].isEmpty():
        desk.hit(Key.SWITCH_NEXT)
    desk.operating.page_changed()
    desk.show(views()["polls"])
    assert desk.rings[-1][0].isEmpty()
    assert desk.operating.ring is None


def test_a_switch_box_that_calls_itself_a_keyboard(desk):
    desk.show(views()["home"])
    desk.operating.use_switches(dwell_seconds=None)
    desk.key(Qt.Key.Key_Space, " ")
    desk.key(Qt.Key.Key_Space, " ")
    desk.key(Qt.Key.Key_Return)
    assert desk.asked == [wish.OpenReport()]


def test_with_one_switch_next_comes_by_itself_after_the_first_hit(desk):
    desk.show(views()["home"])
    desk.operating.use_switches(dwell_seconds=100)
    desk.operating.go_on()
    assert desk.operating.ring is None
    desk.hit(Key.SWITCH_NEXT)
    assert desk.focused.objectName() == repr(wish.OpenPolls())
    desk.operating.go_on()
    assert desk.focused.objectName() == repr(wish.OpenReport())
    desk.hit(Key.SWITCH_NEXT)
    assert desk.asked == [wish.OpenReport()]


def test_next_comes_by_itself_only_when_the_name_has_been_heard(desk):
    desk.show(views()["home"])
    desk.operating.use_switches(dwell_seconds=100)
    desk.hit(Key.SWITCH_NEXT)
    desk.speaks = True
    desk.operating.go_on()
    assert desk.focused.objectName() == repr(wish.OpenPolls())
    desk.speaks = False
    desk.operating.go_on()
    assert desk.focused.objectName() == repr(wish.OpenReport())


def test_the_time_for_one_control_passes_by_itself_and_ends_with_the_switches(desk):
    desk.show(views()["home"])
    desk.operating.use_switches(dwell_seconds=0.01)
    desk.hit(Key.SWITCH_NEXT)
    while len(desk.rings) <= 2:  # an event loop of its own would not run where another test has ended the program
        QCoreApplication.processEvents()
    desk.operating.use_switches(dwell_seconds=None, on=False)
    assert desk.operating.ring is None

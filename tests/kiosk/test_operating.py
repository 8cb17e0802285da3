"""Keys and switches on the real screens: arrows go where the eye expects, select acts once, and no screen is a trap."""

from __future__ import annotations

from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractButton, QPlainTextEdit
from pytestqt.qtbot import QtBot

from accessibility.controls import controls_of
from accessibility.operating import ARROWS, SETTLE_SECONDS
from accessibility.profile import TextSize
from hardware.ports import Key
from kiosk.viewmodel import intents as wish
from tests.kits.desk import NAMES, SAME_KEY_SECONDS, Desk, views


@pytest.fixture
def desk(qtbot: QtBot) -> Desk:
    return Desk(qtbot)


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("size", [TextSize.DEFAULT, TextSize.EXTRA])
def test_right_alone_comes_past_every_control_of_every_screen_and_back(qtbot, name, size):
    desk = Desk(qtbot)
    desk.show(views(size)[name])
    if name == "goodbye" or name == "out_of_order":
        desk.hit(Key.RIGHT)
        assert desk.focused is None  # nothing to do here, and no key does anything
        return
    if name == "attract":
        desk.operating.nobody_is_here = True
        desk.hit(Key.RIGHT, Key.SELECT)
        assert (desk.focused, desk.asked) == (None, [])  # whatever key it is: it begins a visit, and that is all
        assert desk.passed_on == [Key.RIGHT, Key.SELECT]
        return
    everything = set(controls_of(desk.window).widgets)
    desk.hit(Key.RIGHT)
    start, seen = desk.focused, []
    for _ in range(len(everything)):
        seen.append(desk.focused)
        desk.hit(Key.RIGHT)
    assert desk.focused is start
    assert set(seen) == everything
    assert all(widget.accessibleName() for widget in seen)


@pytest.mark.parametrize("name", sorted(set(NAMES) - {"goodbye", "out_of_order"}))
def test_tab_leads_through_every_screen_and_back_too(desk, name):
    desk.show(views()[name])
    desk.key(Qt.Key.Key_Tab)
    desk.key(Qt.Key.Key_Tab)  # the first may have been "more", which is not there on the last page
    start = desk.focused
    for _ in range(100):
        desk.key(Qt.Key.Key_Tab)
        if desk.focused is start:
            return
    pytest.fail("the focus never came back")


def test_the_first_arrow_shows_where_one_is(desk):
    desk.show(views()["home"])
    assert desk.focused is None
    desk.hit(Key.DOWN)
    assert desk.focused.objectName() == repr(wish.OpenPolls())
    assert desk.asked == []


def test_arrows_go_where_the_eye_expects(desk):
    desk.show(views()["home"])
    desk.hit(Key.DOWN, Key.DOWN)
    assert desk.focused.objectName() == repr(wish.OpenReport())
    desk.hit(Key.UP)
    assert desk.focused.objectName() == repr(wish.OpenPolls())
    desk.hit(Key.UP)
    assert desk.focused.objectName() in {repr(aid.intent) for aid in views()["home"].frame.aids}


def test_keys_of_a_keyboard_do_the_same(desk):
    desk.show(views()["home"])
    desk.key(Qt.Key.Key_Down)
    desk.key(Qt.Key.Key_Down)
    desk.key(Qt.Key.Key_Return)
    assert desk.asked == [wish.OpenReport()]


@pytest.mark.parametrize("key", [Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space, Qt.Key.Key_Select])
def test_every_key_of_selecting_acts_once_however_long_it_is_held(desk, key):
    desk.show(views()["home"])
    desk.focus(wish.OpenPolls())
    desk.key(key, held=30)
    assert desk.asked == [wish.OpenPolls()]


def test_a_held_arrow_moves_once(desk):
    desk.show(views()["home"])
    desk.key(Qt.Key.Key_Down)
    desk.key(Qt.Key.Key_Down, held=30)
    assert desk.focused.objectName() == repr(wish.OpenReport())


def test_a_trembling_hand_selects_once(desk):
    desk.show(views()["home"])
    desk.focus(wish.OpenPolls())
    for _ in range(5):
        desk.operating.press(Key.SELECT)
        desk.clock.seconds += SAME_KEY_SECONDS * 0.9
    assert desk.asked == [wish.OpenPolls()]
    desk.clock.seconds += SAME_KEY_SECONDS
    desk.operating.press(Key.SELECT)
    assert len(desk.asked) == 2


def test_another_key_soon_after_counts(desk):
    desk.show(views()["home"])
    desk.operating.press(Key.DOWN)
    desk.operating.press(Key.SELECT)
    assert desk.asked == [wish.OpenPolls()]


def test_right_after_a_change_of_page_select_still_belongs_to_the_page_before(desk):
    desk.show(views()["home"])
    desk.focus(wish.OpenPolls())
    desk.operating.page_changed()
    desk.clock.seconds += SETTLE_SECONDS * 0.9
    desk.operating.press(Key.SELECT)
    assert desk.asked == []
    desk.clock.seconds += SETTLE_SECONDS
    desk.operating.press(Key.SELECT)
    assert desk.asked == [wish.OpenPolls()]


def test_select_without_a_focus_shows_one_and_does_nothing(desk):
    desk.show(views()["home"])
    desk.hit(Key.SELECT)
    assert desk.focused is not None
    assert desk.asked == []


def test_what_is_not_about_controls_is_passed_on(desk):
    desk.show(views()["home"])
    others = [act for act in Key if act not in {*ARROWS, Key.SELECT, Key.SWITCH_NEXT, Key.SWITCH_SELECT}]
    desk.hit(*others)
    assert desk.passed_on == others


def test_more_is_reached_by_arrows_and_at_the_end_the_way_back_up_has_the_focus(qtbot):
    desk = Desk(qtbot, height=1300)
    desk.show(views(TextSize.EXTRA)["help"])
    pages = desk.window.screen_shown.page.pages
    assert pages.count > 1
    for _ in range(30):
        if desk.focused is not None and desk.focused.objectName() == "more":
            break
        desk.hit(Key.RIGHT)
    for _ in range(pages.count - 1):
        desk.hit(Key.SELECT)
    assert pages.page == pages.count - 1
    assert desk.focused.objectName() == "back_up"


def test_words_are_written_with_arrows_and_select_alone(desk):
    desk.show(views()["description"])
    write(desk, "glas")
    assert desk.asked[-1].text.endswith("glas")


def write(desk: Desk, letters: str) -> None:
    for letter in letters:
        wanted = desk.window.findChild(QAbstractButton, f"key:{letter}")
        for _ in range(60):
            if desk.focused is wanted:
                break
            desk.hit(Key.RIGHT)
        desk.hit(Key.SELECT)


def test_a_real_keyboard_still_writes_spaces_into_the_field(desk):
    desk.show(views()["description"])
    assert isinstance(desk.window.focusWidget(), QPlainTextEdit)
    desk.key(Qt.Key.Key_Space, " ")
    assert desk.asked[-1].text.endswith(" ")


def test_the_map_is_used_with_its_buttons(desk):
    desk.show(views()["place"])
    panel = desk.window.screen_shown.panel
    here = panel.steps.tiles[-1]
    before = panel.map.viewport
    panel.arrows.tiles[0].setFocus()
    desk.hit(Key.SELECT)
    assert panel.map.viewport != before
    here.setFocus()
    desk.hit(Key.SELECT)
    assert isinstance(desk.asked[-1], wish.PointAt)


def test_where_writing_goes_to_the_left_the_left_key_goes_on(qtbot):
    desk = Desk(qtbot)
    view = views()["home"]
    desk.show(replace(view, frame=replace(view.frame, right_to_left=True)))
    desk.focus(view.frame.aids[0].intent)
    desk.hit(Key.LEFT)
    assert desk.focused.objectName() == repr(view.frame.aids[1].intent)

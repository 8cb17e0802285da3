"""The covered screen: nothing of it is seen, keys work behind it, and both fingers and keys open it (R68)."""

import pytest
from PySide6.QtCore import Qt

from accessibility.controls import controls_of
from accessibility.profile import Layout, Profile, TextSize
from kiosk.devtools.samples import sample_views
from kiosk.viewmodel import intents as wish
from kiosk.widgets.layout.curtain import Curtain
from tests.kits.screen import shown

COVERED = Profile(curtain=True, speech=True)


def screen_named(qtbot, name, profile=COVERED, language="de"):
    return shown(qtbot, sample_views(language, profile)[name])


def outside(screen) -> set[int]:
    """Colours of everything but the curtain's own words and button."""
    image = screen.grab().toImage()
    own = [child.geometry() for child in screen.curtain.children() if child.isWidgetType()]
    return {
        image.pixel(x, y)
        for x in range(0, image.width(), 8)
        for y in range(0, image.height(), 5)
        if not any(place.contains(x, y) for place in own)
    }


@pytest.mark.parametrize("name", ["vote", "vote_review", "receipt", "description", "place", "idle_warning"])
def test_nothing_of_an_answer_is_seen(qtbot, name):
    screen = screen_named(qtbot, name)
    assert screen.curtain.isVisible()
    assert screen.curtain.geometry() == screen.rect()
    assert len(outside(screen)) == 1


def test_without_the_curtain_the_same_look_finds_the_answers(qtbot):
    assert len(outside(screen_named(qtbot, "vote", Profile(speech=True)))) > 1


def test_keys_still_come_to_everything_and_to_the_way_out_last(qtbot):
    open_screen = screen_named(qtbot, "vote", Profile(speech=True))
    before = {name for name, _ in controls_of(open_screen).names}
    there = controls_of(screen_named(qtbot, "vote"))
    assert before <= {name for name, _ in there.names}
    assert there.names[-1][0] == repr(wish.SwitchCurtain())


def test_a_touch_goes_nowhere_but_to_the_button(qtbot):
    screen = screen_named(qtbot, "vote")
    asked = []
    screen.asked.connect(asked.append)
    for widget in controls_of(screen).widgets[:-1]:
        place = widget.mapTo(screen, widget.rect().center())
        qtbot.mouseClick(screen.childAt(place), Qt.MouseButton.LeftButton)
    assert set(asked) <= {wish.SwitchCurtain()}
    asked.clear()
    qtbot.mouseClick(controls_of(screen).widgets[-1], Qt.MouseButton.LeftButton)
    assert asked == [wish.SwitchCurtain()]


def test_it_opens_on_the_screen_that_is_there(qtbot):
    screen = screen_named(qtbot, "vote")
    screen.show_view(sample_views("de", Profile(speech=True))["vote"])
    assert not screen.findChild(Curtain).isVisible()


@pytest.mark.parametrize("language", ["de", "de-leicht", "en"])
def test_its_words_and_button_are_whole_in_the_largest_letters(qtbot, language):
    profile = Profile(curtain=True, speech=True, size=TextSize.EXTRA, layout=Layout.LOW_LEFT)
    screen = screen_named(qtbot, "home", profile, language)
    words, button = (child for child in screen.curtain.children() if child.isWidgetType())
    for child in (words, button):
        assert screen.rect().contains(child.geometry())
        assert child.height() >= child.heightForWidth(child.width())
    assert not words.geometry().intersects(button.geometry())

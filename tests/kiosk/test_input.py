"""The whole vote and the whole report with keys alone, with two switches, with one: real window, conductor and disk."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, Qt
from PySide6.QtGui import QKeyEvent
from pytestqt.qtbot import QtBot

from accessibility.operating import SWITCHES
from accessibility.profile import Means, Profile, Switches
from hardware.ports import Key
from kiosk.input import dwell_seconds
from kiosk.viewmodel import intents as wish
from kiosk.viewmodel.views import ReceiptView
from kiosk.widgets.entry.keyboard import Keyboard
from kiosk.widgets.switch_highlight import GroupRing
from sync.protocol.languages import LANGUAGES
from sync.station.config import KeysConfig
from sync.station.database import open_database
from tests.kits.acts import waiting_acts
from tests.kits.content import Keys
from tests.kits.hands import Person, WithKeypad, WithSwitches, begin, seated, settle

CODES = [language.code for language in LANGUAGES]


@pytest.fixture
def person(request, qtbot: QtBot, tmp_path, keys: Keys) -> Iterator[Person]:
    with seated(getattr(request, "param", WithKeypad), tmp_path, keys) as made:
        yield made


def stored(person: Person) -> int:
    connection = open_database(person.kiosk._config.database)
    count = len(waiting_acts(connection))
    connection.close()
    return count


def vote(person: Person) -> None:
    person.choose(wish.OpenPolls(), "polls")
    person.choose(person.kiosk.view.choices[0].intent, "vote")
    person.choose(person.kiosk.view.options[-1].intent, "vote")
    person.choose(wish.Continue(), "vote_review")
    person.choose(wish.Cast(), "receipt")


def report(person: Person) -> None:
    person.choose(wish.OpenReport(), "categories")
    person.choose(person.kiosk.view.choices[2].intent, "subcategories")
    person.choose(person.kiosk.view.choices[0].intent, "districts")
    person.choose(person.kiosk.view.choices[0].intent, "place")
    point_with_buttons(person)
    person.choose(wish.Continue(), "sentences")
    person.choose(wish.Continue(), "description")
    letters = [key.cap.puts for key in person.kiosk.window.findChild(Keyboard).keys if key.cap.puts.isalpha()]
    word = letters[3] + letters[12] + letters[-2] + letters[0]
    for letter in word:
        person.choose(f"key:{letter}", "description")
    assert person.kiosk.view.text == word.capitalize()
    person.choose(wish.Continue(), "extras")
    person.choose(wish.Continue(), "publication")
    person.choose(wish.AllowPublication(True), "report_review")
    person.choose(wish.FileReport(), "receipt")


def point_with_buttons(person: Person) -> None:
    """Move the map to the left and say that it is there."""
    panel = person.kiosk.window.screen_shown.panel
    before = person.kiosk.view.point
    person.choose(panel.arrows.tiles[0].objectName(), "place")
    person.choose(panel.steps.tiles[-1].objectName(), "place")
    assert person.kiosk.view.point != before


both = pytest.mark.parametrize("person", [WithKeypad, WithSwitches], indirect=True)


@both
@pytest.mark.parametrize("language", [code for code in CODES if code in {"de", "de-leicht", "ar"}])
def test_a_whole_vote_and_a_whole_report_without_a_touch(person, language):
    begin(person, language)
    vote(person)
    assert isinstance(person.kiosk.view, ReceiptView)
    assert stored(person) == 1
    person.choose(wish.Home(), "home")
    report(person)
    assert stored(person) == 2
    person.choose(wish.EndVisit(), "goodbye")


@pytest.mark.parametrize("person", [WithSwitches], indirect=True)
def test_switches_are_forgotten_with_the_visit(person):
    begin(person, "de")
    assert person.kiosk.view.frame.profile.switches is Switches.TWO
    person.choose(wish.EndVisit(), "goodbye")
    person.kiosk.ask(wish.Start())
    assert person.kiosk.view.frame.profile == Profile()
    assert not person.hands._operating._with_switches


@pytest.mark.parametrize("person", [WithSwitches], indirect=True)
def test_with_one_switch_nobody_needs_a_second_one(person):
    begin(person, "de")
    person.kiosk.ask(wish.ChooseSwitches("one"))
    person.hit(Key.SWITCH_NEXT)
    assert person.focused == repr(wish.OpenPolls())
    person.hands._operating.go_on()
    assert person.focused == repr(wish.OpenReport())
    person.hit(Key.SWITCH_NEXT)
    assert person.screen == "categories"


def test_slow_is_twice_the_time():
    keys = KeysConfig(dwell_seconds=1.5)
    assert dwell_seconds(Switches.ONE, keys) == 1.5
    assert dwell_seconds(Switches.ONE_SLOW, keys) == 3.0
    assert dwell_seconds(Switches.TWO, keys) is None


@pytest.mark.parametrize("person", [WithSwitches], indirect=True)
def test_a_group_is_ringed_and_named(person):
    begin(person, "de")
    while not person.grouped:
        person.hit(Key.SWITCH_NEXT)
    ring = person.kiosk.window.findChild(GroupRing)
    assert ring.isVisible()
    assert ring.geometry().contains(person.kiosk.window.screen_shown.page.aids.geometry().center())
    assert "Sprache ändern" in person.grouped[-1]
    person.hit(Key.SWITCH_SELECT)
    assert not ring.isVisible()


def test_the_help_key_helps_on_every_page_and_voice_keys_go_to_the_voice(person):
    begin(person, "de")
    person.hit(Key.HELP)
    assert person.screen == "help"
    person.hit(Key.LOUDER, Key.REPEAT, Key.SLOWER)
    assert person.told == [Key.LOUDER, Key.REPEAT, Key.SLOWER]


@pytest.mark.parametrize("key", sorted(set(Key)))
def test_every_key_begins_a_visit(person, key):
    person.hit(key)
    assert person.screen == ("help" if key is Key.HELP else "languages")
    profile = person.kiosk.view.frame.profile
    assert profile.speech, "who begins with a key is read to: it may be somebody who sees nothing"
    assert profile.means is (Means.TWO_SWITCHES if key in SWITCHES else Means.KEYPAD)
    assert person.told == []


@pytest.mark.parametrize(("key", "text"), [(Qt.Key.Key_F, "f"), (Qt.Key.Key_7, "7"), (Qt.Key.Key_Return, "\r")])
def test_every_key_of_a_keyboard_begins_a_visit_by_ear_too(person, key, text):
    person.seconds += 1
    event = QKeyEvent(QEvent.Type.KeyPress, key, Qt.KeyboardModifier.NoModifier, text)
    QCoreApplication.sendEvent(person.kiosk.window.windowHandle(), event)
    assert person.screen == "languages"
    assert person.kiosk.view.frame.profile == Profile(speech=True, used=Means.KEYBOARD)


def test_a_voice_key_is_no_touch_that_silences_but_shows_that_somebody_is_there(person):
    begin(person, "de")
    touches = []
    person.kiosk.window.touched.connect(lambda: touches.append(1))
    conductor = person.kiosk.machinery().conductor
    conductor._touched_at -= 10
    before = conductor._touched_at
    person.hit(Key.PAUSE)
    assert touches == []
    assert conductor._touched_at > before
    person.hit(Key.DOWN)
    assert touches == [1]


def test_a_voice_key_of_a_keyboard_is_no_touch_either(person):
    begin(person, "de")
    touches = []
    person.kiosk.window.touched.connect(lambda: touches.append(1))
    for key, told in ((Qt.Key.Key_VolumeUp, 0), (Qt.Key.Key_Down, 1)):
        event = QKeyEvent(QEvent.Type.KeyPress, key, Qt.KeyboardModifier.NoModifier)
        QCoreApplication.sendEvent(person.kiosk.window.windowHandle(), event)
        assert len(touches) == told


def test_keys_hit_too_soon_after_a_change_of_page_act_on_nothing(person):
    begin(person, "de")
    person.choose(wish.OpenPolls(), "polls")
    person.keypad.press(Key.DOWN, Key.SELECT)
    settle()
    assert person.screen == "polls"
    person.hit(Key.SELECT)
    assert person.screen == "vote"


def test_a_keypad_that_is_pulled_out_and_plugged_in_works_on(person):
    begin(person, "de")
    person.keypad.plugged_in = False
    person.kiosk.tick()
    assert person.hands._notifiers == {}
    person.keypad.plugged_in = True
    person.kiosk.tick()
    person.choose(wish.OpenPolls(), "polls")

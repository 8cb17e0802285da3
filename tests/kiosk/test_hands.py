"""The whole vote and the whole report with keys alone, with two switches, with one: real window, conductor and disk."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, QPoint, QPointF, QRect, Qt
from PySide6.QtGui import QKeyEvent, QMouseEvent
from PySide6.QtWidgets import QAbstractButton, QApplication, QWidget
from pytestqt.qtbot import QtBot

from accessibility.operating import Act
from accessibility.profile import Profile, Switches
from hardware.fakes import MemoryKeypad
from hardware.ports import Key
from kiosk import intents as wish
from kiosk.app import Kiosk
from kiosk.hands import dwell_seconds
from kiosk.intents import Intent
from kiosk.screens import screen_name
from kiosk.texts import LANGUAGES
from kiosk.views import ReceiptView
from kiosk.widgets.group_ring import GroupRing
from kiosk.widgets.keyboard import Keyboard
from sync.config import KeysConfig
from sync.database import open_database
from tests.kiosk.content_kit import Keys
from tests.kiosk.station_kit import make_station

CODES = [language.code for language in LANGUAGES]

MOST_HITS = 150
"""So many keys at most until a control is reached: a bound for the test, far above what is needed."""


class Person:
    """Uses a kiosk without touching it. Knows what it wants and finds the way by where the ring is."""

    def __init__(self, kiosk: Kiosk) -> None:
        self.kiosk = kiosk
        self.seconds = 100.0
        self.keypad = MemoryKeypad()
        self.told: list[Act] = []
        self.named: list[str] = []
        self.grouped: list[str] = []

    def take_seat(self) -> None:
        """The hands of the kiosk, with a keypad in memory."""
        self.hands = self.kiosk._hands
        self.hands._keypads = (self.keypad,)
        self.hands.look_for_keypads()
        self.hands.told.connect(self.told.append)
        self.hands.named.connect(lambda widget: self.named.append(widget.accessibleName()))
        self.hands.grouped.connect(self.grouped.append)

    def hit(self, *keys: Key) -> None:
        for key in keys:
            self.seconds += 1
            self.keypad.press(key)
            settle()

    @property
    def screen(self) -> str:
        return screen_name(type(self.kiosk.view))

    @property
    def focused(self) -> str:
        widget = self.kiosk.window.focusWidget()
        return widget.objectName() if widget is not None else ""

    def choose(self, intent: Intent | str, expected: str) -> None:
        """Go to the control that asks for this, act, and be on the screen that is expected then."""
        self.go_to(intent if isinstance(intent, str) else repr(intent))
        self.act()
        assert self.screen == expected, self.kiosk.view.headline

    def begin(self) -> None:
        """The first key begins a visit, whichever it is."""
        self.hit(Key.DOWN)

    def go_to(self, name: str) -> None:
        raise NotImplementedError

    def act(self) -> None:
        raise NotImplementedError


class WithKeypad(Person):
    """Down first, then right: as somebody does who feels for the place."""

    def go_to(self, name: str) -> None:
        for key in [Key.DOWN] * 10 + [Key.RIGHT] * MOST_HITS:
            if self.focused == name:
                return
            self.hit(key)
        pytest.fail(f"{name} is out of reach of the arrow keys on {self.screen}")

    def act(self) -> None:
        self.hit(Key.SELECT)


class WithSwitches(Person):
    """Two switches: next until the ring is around the control or around its group, then select."""

    def begin(self) -> None:
        self.hit(Key.SWITCH_NEXT)

    def go_to(self, name: str) -> None:
        for _ in range(MOST_HITS):
            ring = self.hands._operating.ring
            if self.focused == name and ring is not None:
                return
            inside = ring is not None and not ring.entered and name in {control[0] for control in ring.controls}
            self.hit(Key.SWITCH_SELECT if inside and len(ring.controls) > 1 else Key.SWITCH_NEXT)
        pytest.fail(f"{name} is out of reach of two switches on {self.screen}")

    def act(self) -> None:
        self.hit(Key.SWITCH_SELECT)


def settle() -> None:
    QApplication.processEvents()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)


@pytest.fixture
def person(request, qtbot: QtBot, tmp_path, keys: Keys) -> Iterator[Person]:
    kiosk = Kiosk(make_station(tmp_path, keys), with_voice=False, now_ms=lambda: made.seconds * 1000)
    made: Person = getattr(request, "param", WithKeypad)(kiosk)
    kiosk.window.setGeometry(QRect(0, 0, 1080, 1920))
    kiosk.window.show_view(kiosk.view)
    kiosk.window.winId()
    kiosk.window.show()  # not full screen: the display of the tests is small
    kiosk.window.activateWindow()
    settle()
    kiosk.begin()
    made.take_seat()
    yield made
    kiosk.close()


def stored(person: Person) -> int:
    connection = open_database(person.kiosk._config.database)
    (count,) = connection.execute("SELECT count(*) FROM waiting").fetchone()
    connection.close()
    return count


def begin(person: Person, language: str) -> None:
    person.begin()
    assert person.screen == "languages"
    person.choose(wish.ChooseLanguage(language), "aids")
    person.choose(wish.Continue(), "home")


def vote(person: Person) -> None:
    person.choose(wish.OpenPolls(), "polls")
    person.choose(person.kiosk.view.choices[0].intent, "vote")
    person.choose(person.kiosk.view.options[-1].intent, "vote")
    person.choose(wish.Continue(), "vote_review")
    person.choose(wish.Cast(), "receipt")


def report(person: Person) -> None:
    person.choose(wish.OpenReport(), "categories")
    person.choose(person.kiosk.view.choices[2].intent, "districts")
    person.choose(person.kiosk.view.choices[0].intent, "place")
    point_with_buttons(person)
    person.choose(wish.Continue(), "description")
    letters = [key.cap.puts for key in person.kiosk.window.findChild(Keyboard).keys if key.cap.puts.isalpha()]
    word = letters[3] + letters[12] + letters[-2] + letters[0]
    for letter in word:
        person.choose(f"key:{letter}", "description")
    assert person.kiosk.view.text == word.capitalize()
    person.choose(wish.Continue(), "report_review")
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
    person.kiosk.ask(wish.SwitchSpeech())
    person.hit(Key.LOUDER, Key.REPEAT, Key.SLOWER)
    assert person.told == [Act.LOUDER, Act.REPEAT, Act.SLOWER]


@pytest.mark.parametrize("key", sorted(set(Key)))
def test_every_key_begins_a_visit(person, key):
    person.hit(key)
    assert person.screen in {"languages", "help"}
    voice = {Key.REPEAT, Key.PAUSE, Key.LOUDER, Key.SOFTER, Key.FASTER, Key.SLOWER}
    assert person.kiosk.view.frame.profile.speech == (key in voice)
    assert person.told == []


def test_a_voice_key_is_no_touch_that_silences_but_shows_that_somebody_is_there(person):
    begin(person, "de")
    touches = []
    person.kiosk.window.touched.connect(lambda: touches.append(1))
    conductor = person.kiosk.machinery().conductor
    person.kiosk.ask(wish.SwitchSpeech())
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


# --- the exploring finger ----------------------------------------------------------------------------------------


def touch(person: Person, *widgets: QWidget, lift: bool = True) -> None:
    """Come down on the first, slide over the others, lift from the last."""
    window = person.kiosk.window
    person.seconds += 1
    places = [widget.mapTo(window, widget.rect().center()) for widget in widgets]
    send(person, QEvent.Type.MouseButtonPress, places[0])
    for place in places[1:]:
        send(person, QEvent.Type.MouseMove, place)
    person.seconds += 0.2
    if lift:
        send(person, QEvent.Type.MouseButtonRelease, places[-1])
    settle()


def send(person: Person, kind: QEvent.Type, place: QPoint) -> None:
    held = Qt.MouseButton.NoButton if kind == QEvent.Type.MouseButtonRelease else Qt.MouseButton.LeftButton
    no = Qt.KeyboardModifier.NoModifier
    event = QMouseEvent(kind, QPointF(place), QPointF(place), Qt.MouseButton.LeftButton, held, no)
    event.setTimestamp(int(person.seconds * 1000))
    QCoreApplication.sendEvent(person.kiosk.window.windowHandle(), event)


def button(person: Person, intent: Intent) -> QAbstractButton:
    return person.kiosk.window.findChild(QAbstractButton, repr(intent))


@pytest.fixture
def explorer(person: Person) -> Person:
    begin(person, "de")
    person.kiosk.ask(wish.SwitchExploring())
    return person


def test_one_tap_offers_and_a_second_one_chooses(explorer):
    touch(explorer, button(explorer, wish.OpenReport()))
    assert explorer.screen == "home"
    assert explorer.focused == repr(wish.OpenReport())
    assert explorer.named[-1].startswith("Schaden melden")
    touch(explorer, button(explorer, wish.OpenReport()))
    assert explorer.screen == "categories"


def test_sliding_names_what_is_under_the_finger_and_lifting_never_acts(explorer):
    offered = button(explorer, wish.OpenPolls())
    touch(explorer, offered)
    aids = explorer.kiosk.view.frame.aids
    touch(explorer, button(explorer, wish.OpenReport()), button(explorer, aids[0].intent), offered)
    assert explorer.screen == "home"
    assert explorer.named[-3:] == [aids[0].name, offered.accessibleName(), offered.accessibleName()]


def test_what_was_offered_on_the_page_before_is_not_offered_on_this_one(explorer):
    end = button(explorer, wish.EndVisit())
    touch(explorer, end)
    explorer.kiosk.ask(wish.OpenPolls())
    touch(explorer, button(explorer, wish.EndVisit()))
    assert explorer.screen == "polls"


def test_a_page_that_changes_under_the_finger_is_not_acted_on(explorer):
    touch(explorer, button(explorer, wish.OpenReport()))
    touch(explorer, button(explorer, wish.OpenReport()), lift=False)
    explorer.kiosk.ask(wish.OpenPolls())
    named = len(explorer.named)
    poll = button(explorer, explorer.kiosk.view.choices[0].intent)
    send(explorer, QEvent.Type.MouseButtonRelease, poll.mapTo(explorer.kiosk.window, poll.rect().center()))
    assert explorer.screen == "polls"
    assert len(explorer.named) == named
    assert not poll.hasFocus()


def test_what_was_offered_before_exploring_was_switched_off_is_offered_no_more(explorer):
    touch(explorer, button(explorer, wish.OpenReport()))
    explorer.kiosk.ask(wish.SwitchExploring())
    explorer.kiosk.ask(wish.SwitchExploring())
    touch(explorer, button(explorer, wish.OpenReport()))
    assert explorer.screen == "home"


def test_a_ghost_touch_chooses_nothing(explorer):
    touch(explorer, button(explorer, wish.OpenReport()))
    place = button(explorer, wish.OpenReport())
    explorer.seconds += 1
    centre = place.mapTo(explorer.kiosk.window, place.rect().center())
    send(explorer, QEvent.Type.MouseButtonPress, centre)
    explorer.seconds += 0.01
    send(explorer, QEvent.Type.MouseButtonRelease, centre)
    assert explorer.screen == "home"


def test_without_exploring_one_tap_acts_as_ever(person):
    begin(person, "de")
    touch(person, button(person, wish.OpenReport()))
    assert person.screen == "categories"
    assert person.named == []

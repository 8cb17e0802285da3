"""Keys and touches in one visit, headphones at a station at rest: the kiosk follows what is used, and only that."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, QPointF, Qt
from PySide6.QtGui import QMouseEvent
from pytestqt.qtbot import QtBot

from accessibility.profile import Means
from accessibility.speech import SilentSpeaker
from hardware.fakes import MemoryHeadphones, MemoryKeypad, MemoryNearness
from hardware.ports import Key
from kiosk.app import Kiosk
from kiosk.viewmodel import intents as wish
from kiosk.viewmodel.views import AttractView, LanguagesView
from tests.kits.content import Keys
from tests.kits.hands import Person, WithKeypad, begin, seated, settle
from tests.kits.kiosk_station import make_station


@pytest.fixture
def person(qtbot: QtBot, tmp_path, keys: Keys) -> Iterator[Person]:
    with seated(WithKeypad, tmp_path, keys) as made:
        yield made


def touch(person: Person, place: QPointF, *, held_seconds: float = 0.2) -> None:
    no = Qt.KeyboardModifier.NoModifier
    person.seconds += 2
    for kind, held in (
        (QEvent.Type.MouseButtonPress, Qt.MouseButton.LeftButton),
        (QEvent.Type.MouseButtonRelease, Qt.MouseButton.NoButton),
    ):
        event = QMouseEvent(kind, place, place, Qt.MouseButton.LeftButton, held, no)
        event.setTimestamp(int(person.seconds * 1000))
        QCoreApplication.sendEvent(person.kiosk.window.windowHandle(), event)
        person.seconds += held_seconds
    settle()


def means(person: Person) -> Means:
    return person.kiosk.view.frame.profile.means


def test_a_touch_after_keys_and_keys_after_a_touch(person):
    begin(person, "de")
    headline = person.kiosk.window.screen_shown.page.headline
    middle = QPointF(headline.mapTo(person.kiosk.window, headline.rect().center()))
    assert means(person) is Means.KEYPAD
    touch(person, middle)
    assert means(person) is Means.TOUCH
    assert "Berührung" in person.kiosk.view.explanation
    person.hit(Key.DOWN)
    assert means(person) is Means.KEYPAD
    assert "Berührung" not in person.kiosk.view.explanation


def test_a_ghost_is_no_touch(person):
    begin(person, "de")
    touch(person, QPointF(500, 500), held_seconds=0.01)
    assert means(person) is Means.KEYPAD


def test_a_key_at_the_farewell_begins_nothing(person):
    begin(person, "de")
    person.choose(wish.EndVisit(), "goodbye")
    person.hit(Key.DOWN)
    assert person.screen == "goodbye"


@pytest.fixture
def kiosk(qtbot: QtBot, tmp_path, keys: Keys) -> Iterator[Kiosk]:
    made = Kiosk(make_station(tmp_path, keys), with_voice=False, speaker=SilentSpeaker())
    made.window.show_view(made.view)
    made.begin()
    made.machinery().headphones = MemoryHeadphones()
    made.machinery().nearness = MemoryNearness()
    made._wake_voice()
    yield made
    made.close()


@pytest.mark.parametrize("with_keypad", [True, False])
def test_headphones_at_a_station_at_rest_begin_a_visit_by_ear(kiosk: Kiosk, with_keypad: bool):
    keypad = MemoryKeypad()
    kiosk.machinery().keypads = (keypad,) if with_keypad else ()
    kiosk.machinery().headphones.on = True
    kiosk._voice._listen()
    assert isinstance(kiosk.view, LanguagesView)
    profile = kiosk.view.frame.profile
    assert profile.speech
    assert profile.exploring is not with_keypad, (
        "without keys to feel the finger explores, and chooses nothing by mistake"
    )
    keypad.close()


def test_headphones_within_a_visit_bring_the_voice_and_pulled_out_leave_it(kiosk: Kiosk):
    for intent in (wish.Start(), wish.ChooseLanguage("en"), wish.Continue()):
        kiosk.ask(intent)
    for on in (True, False, True):
        kiosk.machinery().headphones.on = on
        kiosk._voice._listen()
        assert kiosk.view.frame.profile.speech
    assert not kiosk.view.frame.profile.exploring


def test_who_comes_is_greeted_and_no_visit_begins(kiosk: Kiosk):
    kiosk.machinery().nearness.there = True
    kiosk._voice._listen()
    assert isinstance(kiosk.view, AttractView)
    assert kiosk._speaker.transcript[0] == kiosk.view.headline

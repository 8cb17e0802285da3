"""Speech under the finger on the real screens: sliding names, lifting offers, a second tap chooses."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QMouseEvent
from PySide6.QtWidgets import QAbstractButton, QWidget
from pytestqt.qtbot import QtBot

from kiosk.viewmodel import intents as wish
from kiosk.viewmodel.intents import Intent
from tests.kits.content import Keys
from tests.kits.hands import Person, WithKeypad, begin, seated, settle


@pytest.fixture
def person(request, qtbot: QtBot, tmp_path, keys: Keys) -> Iterator[Person]:
    with seated(getattr(request, "param", WithKeypad), tmp_path, keys) as made:
        yield made


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

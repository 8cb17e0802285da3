"""People who use a kiosk without touching it: with a keypad, or with two switches. Real window, conductor and disk."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from PySide6.QtCore import QCoreApplication, QEvent, QRect
from PySide6.QtWidgets import QApplication

from hardware.fakes import MemoryKeypad
from hardware.ports import Key
from kiosk.app import Kiosk
from kiosk.screens import screen_name
from kiosk.viewmodel import intents as wish
from kiosk.viewmodel.intents import Intent
from tests.kits.content import Keys
from tests.kits.kiosk_station import make_station

MOST_PAGES = 6
MOST_HITS = 150
"""So many keys at most until a control is reached: a bound for the test, far above what is needed."""


class Person:
    """Uses a kiosk without touching it. Knows what it wants and finds the way by where the ring is."""

    def __init__(self, kiosk: Kiosk) -> None:
        self.kiosk = kiosk
        self.seconds = 100.0
        self.keypad = MemoryKeypad()
        self.told: list[Key] = []
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
        name = intent if isinstance(intent, str) else repr(intent)
        for _ in range(MOST_PAGES):
            if self.go_to(name):
                break
            # It is on another page of a long screen.
            assert self.go_to("more"), f"{name} is out of reach on {self.screen}"
            self.act()
        self.act()
        assert self.screen == expected, self.kiosk.view.headline

    def begin(self) -> None:
        """The first key begins a visit, whichever it is."""
        self.hit(Key.DOWN)

    def go_to(self, name: str) -> bool:
        """Go to this control; False when it is not among those in view."""
        raise NotImplementedError

    def act(self) -> None:
        raise NotImplementedError


class WithKeypad(Person):
    """Down and down until it is there, as somebody does who is read to."""

    def go_to(self, name: str) -> bool:
        for _ in range(MOST_HITS):
            if self.focused == name:
                return True
            self.hit(Key.DOWN)
        return False

    def act(self) -> None:
        self.hit(Key.SELECT)


class WithSwitches(Person):
    """Two switches: next until the ring is around the control or around its group, then select."""

    def begin(self) -> None:
        self.hit(Key.SWITCH_NEXT)

    def go_to(self, name: str) -> bool:
        for _ in range(MOST_HITS):
            ring = self.hands._operating.ring
            if self.focused == name and ring is not None:
                return True
            inside = ring is not None and not ring.entered and name in {control[0] for control in ring.controls}
            self.hit(Key.SWITCH_SELECT if inside and len(ring.controls) > 1 else Key.SWITCH_NEXT)
        return False

    def act(self) -> None:
        self.hit(Key.SWITCH_SELECT)


def settle() -> None:
    QApplication.processEvents()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)


@contextmanager
def seated(kind: Callable[[Kiosk], Person], folder: Path, keys: Keys) -> Iterator[Person]:
    """A person of this kind before a kiosk that shows its greeting."""
    kiosk = Kiosk(make_station(folder, keys), with_voice=False, now_ms=lambda: person.seconds * 1000)
    person = kind(kiosk)
    kiosk.window.setGeometry(QRect(0, 0, 1080, 1920))
    kiosk.window.show_view(kiosk.view)
    kiosk.window.winId()
    kiosk.window.show()  # not full screen: the display of the tests is small
    kiosk.window.activateWindow()
    settle()
    kiosk.begin()
    person.take_seat()
    try:
        yield person
    finally:
        kiosk.close()


def begin(person: Person, language: str) -> None:
    person.begin()
    assert person.screen == "languages"
    if isinstance(person, WithKeypad):  # whoever has arrows and is read to is not asked about size and colours
        person.choose(wish.ChooseLanguage(language), "home")
    else:
        person.choose(wish.ChooseLanguage(language), "aids")
        person.choose(wish.Continue(), "home")

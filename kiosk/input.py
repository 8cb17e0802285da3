"""All ways of operating the screens besides a plain touch: keys, keypad, switches, the exploring finger.

Connects devices and rules to the one window, as the aids of the person who is there ask for it. Decides nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QObject, QRect, QSocketNotifier, Signal

from accessibility.finger import Finger, Lifting
from accessibility.operating import VOICE_ACTS, VOICE_KEYS, Operating
from accessibility.profile import Means, Profile, Switches
from hardware.ports import Key, Keypad
from kiosk.viewmodel.intents import Faster, Louder, OpenHelp, Slower, Softer, SwitchSpeech, UseMeans
from kiosk.viewmodel.views import AttractView, View
from kiosk.widgets.switch_highlight import GroupRing
from kiosk.window import Window
from sync.station.config import KeysConfig

STEPS = {
    "louder": Louder(),
    "softer": Softer(),
    "faster": Faster(),
    "slower": Slower(),
}
"""What the keys of the voice ask for, by the name of the act."""


def dwell_seconds(switches: Switches, keys: KeysConfig) -> float | None:
    """How long next waits before it comes by itself; None where the person has a switch for it."""
    return {Switches.ONE: keys.dwell_seconds, Switches.ONE_SLOW: 2 * keys.dwell_seconds}.get(switches)


class Hands(QObject):
    """Keys and fingers at one window. ``now`` gives seconds and only goes forward."""

    asked = Signal(object)
    """What the person asked for: an ``Intent``."""

    told = Signal(object)
    """A ``Key`` for the voice: louder, once more."""

    named = Signal(object)
    """A widget to name: it lies under the exploring finger."""

    grouped = Signal(str)
    """The names of what two switches offer together."""

    def __init__(
        self,
        window: Window,
        keys: KeysConfig,
        *,
        keypads: Sequence[Keypad],
        now: Callable[[], float],
        speaking: Callable[[], bool],
    ) -> None:
        super().__init__(window)
        self._window = window
        self._keys = keys
        self._keypads = keypads
        self._notifiers: dict[int, QSocketNotifier] = {}
        self._view: View | None = None
        self._has_just_begun = False
        """The key that is obeyed now has begun the visit; it is spoken already."""
        self._ring = GroupRing(window)
        self._finger = Finger(window)
        self._operating = Operating(window, now=now, same_key_seconds=keys.same_key_seconds, speaking=speaking)
        self._finger.named.connect(self.named)
        self._operating.passed_on.connect(self._pass_on)
        self._operating.used.connect(self._use)
        self._operating.ringed.connect(self._show_ring)
        window.watch_input(self._finger)
        window.watch_input(Lifting(self, lambda: self._use(Means.TOUCH)))
        window.watch_input(self._operating)
        window.keep_quiet(VOICE_KEYS)
        window.shown.connect(self._follow)
        self._follow()
        self.look_for_keypads()

    def look_for_keypads(self) -> None:
        """Listen to keypads that have been plugged in meanwhile; to be called about every second."""
        for at, keypad in enumerate(self._keypads):
            notifier = self._notifiers.get(at)
            if notifier is not None and keypad.fileno() is None:
                notifier.setEnabled(False)
                del self._notifiers[at]
            if at not in self._notifiers and keypad.look() and (descriptor := keypad.fileno()) is not None:
                notifier = QSocketNotifier(descriptor, QSocketNotifier.Type.Read, self)
                notifier.activated.connect(lambda *_, keypad=keypad: self._read(keypad))
                self._notifiers[at] = notifier

    def press(self, act: Key) -> None:
        """A key of the keypad or a switch came down."""
        if act not in VOICE_ACTS:
            self._window.touched.emit()
        self._operating.press(act)

    def close(self) -> None:
        """Give the devices back."""
        for notifier in self._notifiers.values():
            notifier.setEnabled(False)
        self._notifiers.clear()
        for keypad in self._keypads:
            keypad.close()

    @property
    def _profile(self) -> Profile:
        return self._view.frame.profile if self._view is not None else Profile()

    def _read(self, keypad: Keypad) -> None:
        for key in keypad.pressed():
            self.press(key)
        if keypad.fileno() is None:
            self.look_for_keypads()

    def _follow(self) -> None:
        """A view is on the display: the aids of its person, and whether it is another page."""
        screen = self._window.screen_shown
        if screen is None:
            return
        before, self._view = self._view, screen.view
        if type(before) is not type(self._view):
            self._operating.page_changed()
            self._finger.page_changed()
        switches = self._profile.switches
        self._operating.use_switches(
            on=switches is not Switches.NONE, dwell_seconds=dwell_seconds(switches, self._keys)
        )
        self._operating.by_ear = self._profile.speech
        self._operating.nobody_is_here = isinstance(self._view, AttractView)
        self._finger.switch(self._profile.exploring)

    def _pass_on(self, act: Key) -> None:
        if act is Key.HELP:
            self.asked.emit(OpenHelp())
        elif act not in VOICE_ACTS:
            return
        elif not self._profile.speech:
            self.asked.emit(SwitchSpeech())  # whoever looks for the voice does not hear it yet
        elif not self._has_just_begun:
            self.told.emit(act)

    def _use(self, means: Means) -> None:
        """Tell what is used where it is another than before. On the greeting a key begins a visit with it."""
        self._has_just_begun = isinstance(self._view, AttractView)
        if self._has_just_begun:
            if means is not Means.TOUCH:
                self.asked.emit(UseMeans(means.value))
        elif self._view is not None and self._view.frame.aids and self._is_new(means):
            self.asked.emit(UseMeans(means.value))

    def _is_new(self, means: Means) -> bool:
        without = means is Means.TWO_SWITCHES and self._profile.switches is Switches.NONE
        return without or means is not self._profile.used

    def _show_ring(self, place: QRect, names: str) -> None:
        screen = self._window.screen_shown
        if screen is not None:
            self._ring.show_around(QRect() if screen.is_covered else place, screen.look)
        if names:
            self.grouped.emit(names)

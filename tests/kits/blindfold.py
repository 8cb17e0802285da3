"""Somebody who sees nothing: hears what the station says, and decides every next key by that alone."""

from __future__ import annotations

from collections.abc import Callable

from accessibility.speech import SilentSpeaker
from hardware.ports import Key
from kiosk.viewmodel.phrases import ENDS

MOST_HITS = 260
"""So many keys at most until something is found: far more than there are controls on any screen."""


class LostError(AssertionError):
    """What was looked for is not to be heard anywhere on this page."""


class Blindfold:
    """Knows the words of their own language, and nothing else. ``hit`` presses one key of the keypad."""

    def __init__(self, speaker: SilentSpeaker, hit: Callable[[Key], None], *, more: str) -> None:
        """``more`` is what the button is called that shows the rest of a long page."""
        self._speaker = speaker
        self._hit = hit
        self._more = more
        self.heard: list[str] = []
        """What was said after the last key."""
        self.log: list[tuple[Key | None, list[str]]] = []
        """Every key, and what was said after it; None where something else than a key was used."""

    def press(self, key: Key) -> list[str]:
        """Press a key and listen."""
        before = len(self._speaker.transcript)
        self._hit(key)
        self.note(self._speaker.transcript[before:], key=key)
        return self.heard

    def note(self, heard: list[str], *, key: Key | None = None) -> None:
        """This was heard just now."""
        self.heard = heard
        self.log.append((key, heard))

    def choose(self, words: str) -> list[str]:
        """Find what is called like this, take it, and listen to what follows."""
        self.find(words)
        return self.take()

    def find(self, words: str) -> None:
        """Go from control to control until the station says these words; what is not on this page is further down."""
        first, more = "", False
        for _ in range(MOST_HITS):
            if self.hears(words):
                return
            if more and self.heard and self.heard[0] == first:
                self.go_below()  # once round, and it was not there
                first, more = "", False
            self.go_on(words)
            first = first or "".join(self.heard[:1])
            more = more or self.hears(self._more)
        raise LostError(words)

    def go_below(self) -> None:
        """Show the rest of the page."""
        for _ in range(MOST_HITS):
            if self.hears(self._more):
                self.take()
                return
            self.go_on(self._more)

    def go_on(self, words: str) -> None:
        """On to the next control, looking for these words."""
        raise NotImplementedError

    def take(self) -> list[str]:
        """Take what was said last."""
        raise NotImplementedError

    def hears(self, words: str) -> bool:
        """The control that was just named is called like this."""
        return bool(self.heard) and is_called(self.heard[0], words)


def is_called(sentence: str, words: str) -> bool:
    """A control is named by its title first; what is said behind it explains it. Ears know no capitals."""
    sentence, words = sentence.casefold(), words.casefold()
    ended = words if words.endswith(ENDS) else f"{words}."
    return sentence.rstrip(".") == words.rstrip(".") or sentence.startswith(ended)


class WithArrows(Blindfold):
    """Goes down until it is there: down alone comes past everything, on all pages of a screen."""

    def go_on(self, words: str) -> None:
        self.press(Key.DOWN)

    def take(self) -> list[str]:
        return self.press(Key.SELECT)


class WithTwoSwitches(Blindfold):
    """Next until the name, or the names of a whole group, have been heard."""

    def go_on(self, words: str) -> None:
        in_a_group = self.heard and words.casefold() in self.heard[0].casefold().split(", ")
        self.press(Key.SWITCH_SELECT if in_a_group else Key.SWITCH_NEXT)

    def take(self) -> list[str]:
        return self.press(Key.SWITCH_SELECT)

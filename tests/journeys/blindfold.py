"""Somebody who sees nothing: hears what the station says, and decides every next key by that alone."""

from __future__ import annotations

from collections.abc import Callable

from accessibility.speech import SilentSpeaker
from hardware.ports import Key

MOST_HITS = 260
"""So many keys at most until something is found: far more than there are controls on any screen."""


class LostError(AssertionError):
    """What was looked for is not to be heard anywhere on this page."""


class Blindfold:
    """Knows the words of their own language, and nothing else. ``hit`` presses one key of the keypad."""

    def __init__(self, speaker: SilentSpeaker, hit: Callable[[Key], None]) -> None:
        self._speaker = speaker
        self._hit = hit
        self.heard: list[str] = []
        """What was said after the last key."""

    def press(self, key: Key) -> list[str]:
        """Press a key and listen."""
        before = len(self._speaker.transcript)
        self._hit(key)
        self.heard = self._speaker.transcript[before:]
        return self.heard

    def choose(self, words: str) -> list[str]:
        """Find what is called like this, take it, and listen to what follows."""
        self.find(words)
        return self.take()

    def find(self, words: str) -> None:
        """Go from control to control until the station says these words."""
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
    return sentence.rstrip(".") == words.rstrip(".") or sentence.startswith(f"{words}.")


class WithArrows(Blindfold):
    """Goes to the right until it is there: right alone comes past everything."""

    def find(self, words: str) -> None:
        for _ in range(MOST_HITS):
            if self.hears(words):
                return
            self.press(Key.RIGHT)
        raise LostError(words)

    def take(self) -> list[str]:
        return self.press(Key.SELECT)


class WithTwoSwitches(Blindfold):
    """Next until the name, or the names of a whole group, have been heard."""

    def find(self, words: str) -> None:
        for _ in range(MOST_HITS):
            if self.hears(words):
                return
            in_a_group = self.heard and words.casefold() in self.heard[0].casefold().split(", ")
            self.press(Key.SWITCH_SELECT if in_a_group else Key.SWITCH_NEXT)
        raise LostError(words)

    def take(self) -> list[str]:
        return self.press(Key.SWITCH_SELECT)

"""Speech as the rest of the station sees it: the Speaker protocol, its silent twin, steps, speakable text.

Plain values and functions. Makes no sound, starts no process, touches no file: `station_speaker` joins what does.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol, TypeVar

Number = TypeVar("Number", int, float)

# R48: seven steps, half to double speed, pitch kept (the engine changes tempo only).
RATES = (0.5, 0.75, 1.0, 1.25, 1.5, 1.75, 2.0)
DEFAULT_RATE = 1.0

# R45 (steps <= 10 dB), R47 (range >= 18 dB, one step exactly 12 dB above the lowest): decibels below full scale.
VOLUMES_DB = (-24, -20, -16, -12, -8, -4, 0)
# R46: every visit starts here; the amplifier is set at installation so that this step is <= 65 dBA.
DEFAULT_VOLUME_DB = -12


Heard = Callable[[str, int], None]
"""Told the sentence that is heard now and which of its words, counted from 0; NO_WORD until the first word, and with
a voice that does not tell. The sentence is empty when it is silent."""
NO_WORD = -1


@dataclass(frozen=True)
class Sound:
    """One sentence as it is heard: samples (signed 16 bit, one channel, SAMPLE_RATE_HZ), and where its words begin.

    ``words`` holds a frame and the word (counted from 0, as spaces part them) that begins there, in the order in
    which they are heard. It is empty if the engine does not tell.
    """

    samples: bytes
    words: tuple[tuple[int, int], ...] = ()

    def word_at(self, frame: int) -> int:
        """The word that is heard at this frame; NO_WORD before the first."""
        return next((word for begin, word in reversed(self.words) if begin <= frame), NO_WORD)


class InLanguage(str):
    """A sentence in a language of its own, whatever that of the sentences around it."""

    language: str

    def __new__(cls, text: str, language: str) -> InLanguage:
        """``language`` is one of ``sync.protocol.languages``."""
        made = super().__new__(cls, text)
        made.language = language
        return made


class Speaker(Protocol):
    """Reads sentences aloud. Every call returns at once and none raises because there is no sound."""

    def speak(self, sentences: Sequence[str], language: str) -> None:
        """Falls silent, then reads the sentences in order. `language` is that of all but an `InLanguage`."""

    def stop(self) -> None:
        """Silence now. What was being read can still be repeated."""

    def pause(self) -> None:
        """Holds the voice where it is."""

    def resume(self) -> None:
        """Goes on where `pause` held it; after `stop`, with the sentence that was cut off."""

    def repeat(self) -> None:
        """Reads the last sentences again from their beginning; nothing if there are none."""

    def set_rate(self, rate: float) -> None:
        """One of `RATES`. What is being read starts its sentence anew at the new rate."""

    def set_volume(self, decibels: int) -> None:
        """One of `VOLUMES_DB`; heard at once."""

    def speaking(self) -> bool:
        """True from `speak` until the last sentence has been heard, also while paused."""

    def forget(self) -> None:
        """The visit is over: silence, nothing left to repeat, rate and volume as for a new person (R46)."""

    def follow(self, heard: Heard) -> None:
        """From now on `heard` is told each sentence and word as it begins to be heard, and when it is silent."""

    def can_be_heard(self) -> bool:
        """True while there is a sound device."""

    def warm(self) -> None:
        """Gets ready to speak. For a quiet moment."""

    def prepare(self, texts: Mapping[str, Iterable[str]]) -> None:
        """These fixed texts (language -> texts) shall be heard at once. Never pass anything of a person."""

    def know(self, names: Collection[str]) -> None:
        """These are names of places here: they are said in German, in every language."""

    def close(self) -> None:
        """Silence, and the end of all helpers."""


# "13 000" with a space that does not break would be read as thirteen and three zeros.
SPACE_IN_A_NUMBER = re.compile(r"(?<=\d)[\u00a0\u202f](?=\d{3})")


def speakable(text: str) -> str:
    """The text as an engine may get it: no soft hyphens or control characters, single spaces, composed letters, numbers
    in one piece."""
    whole = SPACE_IN_A_NUMBER.sub("", text)
    kept = (" " if character.isspace() else character for character in whole if _is_sayable(character))
    return unicodedata.normalize("NFC", " ".join("".join(kept).split()))


def _is_sayable(character: str) -> bool:
    # Cc, Cf, Cs: control characters, soft hyphens and other invisible marks, lone surrogates.
    return character.isspace() or unicodedata.category(character) not in ("Cc", "Cf", "Cs")


def spelled(code: str) -> str:
    """A tracker or report number read character by character, with a rest between groups: "K7-Q" becomes "K, 7. Q"."""
    groups = code.replace("-", " ").split()
    return ". ".join(", ".join(character for character in group if character.isalnum()) for group in groups)


def faster(rate: float) -> float:
    """The next faster of `RATES`; the fastest stays."""
    return _step(RATES, rate, +1)


def slower(rate: float) -> float:
    """The next slower of `RATES`; the slowest stays."""
    return _step(RATES, rate, -1)


def louder(decibels: int) -> int:
    """The next louder of `VOLUMES_DB`; the loudest stays."""
    return _step(VOLUMES_DB, decibels, +1)


def softer(decibels: int) -> int:
    """The next softer of `VOLUMES_DB`; the softest stays."""
    return _step(VOLUMES_DB, decibels, -1)


def _step(steps: Sequence[Number], current: Number, by: int) -> Number:
    """The neighbouring step, or the same one at the end of the table."""
    return steps[min(max(steps.index(current) + by, 0), len(steps) - 1)]


class SilentSpeaker:
    """Speaker without sound: the twin for tests, which read the `transcript`.

    `transcript` holds every sentence that would have been heard; `acts` names every call in its order, so that
    "stops before it says something new" (R42) can be checked. Both end with the visit.
    """

    def __init__(self) -> None:
        self._heard: Heard = lambda _sentence, _word: None
        self.audible = True
        """False: as a station without a sound device."""
        self.forget()

    def follow(self, heard: Heard) -> None:
        self._heard = heard

    def can_be_heard(self) -> bool:
        return self.audible

    def warm(self) -> None:
        """Nothing to get ready."""

    def prepare(self, texts: Mapping[str, Iterable[str]]) -> None:
        """Nothing to prepare."""

    def know(self, names: Collection[str]) -> None:
        """Nothing to say."""

    def close(self) -> None:
        """Nothing to end."""

    def forget(self) -> None:
        self.transcript: list[str] = []
        self.acts: list[str] = []
        self.language = ""
        self.rate = DEFAULT_RATE
        self.volume_db = DEFAULT_VOLUME_DB
        self._last: tuple[str, ...] = ()

    def speak(self, sentences: Sequence[str], language: str) -> None:
        self.acts.append("speak")
        self.language = language
        self._last = tuple(sentences)
        self.transcript.extend(self._last)
        for sentence in self._last[:1]:
            self._heard(sentence, NO_WORD)

    def stop(self) -> None:
        self.acts.append("stop")
        self._heard("", NO_WORD)

    def pause(self) -> None:
        self.acts.append("pause")

    def resume(self) -> None:
        self.acts.append("resume")

    def repeat(self) -> None:
        self.acts.append("repeat")
        self.transcript.extend(self._last)

    def set_rate(self, rate: float) -> None:
        self.rate = rate

    def set_volume(self, decibels: int) -> None:
        self.volume_db = decibels

    def speaking(self) -> bool:
        return False

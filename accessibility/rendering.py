"""How the engine is asked for a sentence: in which voices, how fast, and written so that it is read rightly.

Plain values and functions. Knows the embedded engine by its numbers, and starts nothing.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, field, replace

from accessibility.pronunciation import SpokenPart, parts_of
from accessibility.speech import DEFAULT_RATE, speakable

# R48: real words a minute at rate 1.0.
WORDS_PER_MINUTE = 123


@dataclass(frozen=True)
class EngineVoice:
    """How espeak-ng is asked for a language: its voice name and the nominal words a minute that give rate 1.0."""

    name: str
    nominal: int


# Nominal figures measured with espeak-ng 1.51 so that plain prose comes out at WORDS_PER_MINUTE real words a minute
# (the engine counts words of its own: its "125" is 149 English or 93 Polish words). Leichte Sprache is read at 0.85.
VOICES = {
    "de": EngineVoice("de", 122),
    "de-leicht": EngineVoice("de", 104),
    "en": EngineVoice("en", 104),
    "uk": EngineVoice("uk", 114),
    "ru": EngineVoice("ru", 138),
    "ar": EngineVoice("ar", 173),
    "pl": EngineVoice("pl", 165),
    "vi": EngineVoice("vi", 91),
    "nds": EngineVoice("de", 122),  # no engine speaks it; a German voice is understood
}

ENGINE = "espeak-ng"

# espeak-ng speaks no slower than this; below it, pauses between words do the rest.
SLOWEST_NOMINAL = 80
# Length of one unit of the engine's word gap at SLOWEST_NOMINAL, measured.
GAP_UNIT_SECONDS = 0.033


@dataclass(frozen=True)
class Rendering:
    """One sentence as the engine is asked for it: everything that decides how the clip sounds.

    Where its language changes, ``rest`` is what follows, each in a voice of its own.
    """

    text: str
    voice: str
    words_per_minute: int
    word_gap: int = 0
    language: str = field(default="", compare=False)
    """For engines other than the embedded one: the station's code of the language, and the speed."""
    rate: float = field(default=DEFAULT_RATE, compare=False)
    rest: tuple[Rendering, ...] = ()

    @property
    def words(self) -> str:
        """All that is said, with a space between words."""
        return " ".join([self.text, *(following.text for following in self.rest)])


def rendering(text: str, *, language: str, rate: float = DEFAULT_RATE, names: Collection[str] = ()) -> Rendering:
    """How to ask the engine for `text` in `language` at `rate`, with these names of places in German.

    KeyError for a language without a voice.
    """
    first, *rest = (_rendering_of(part, rate) for part in parts_of(speakable(text), language, names=names))
    return replace(first, rest=tuple(rest))


def _rendering_of(part: SpokenPart, rate: float) -> Rendering:
    voice = VOICES[part.language]
    wanted = round(voice.nominal * rate)
    if wanted >= SLOWEST_NOMINAL:
        return Rendering(part.text, voice.name, wanted, language=part.language, rate=rate)
    missing_seconds_per_word = 60 / WORDS_PER_MINUTE * (voice.nominal / wanted - voice.nominal / SLOWEST_NOMINAL)
    gap = round(missing_seconds_per_word / GAP_UNIT_SECONDS)
    return Rendering(part.text, voice.name, SLOWEST_NOMINAL, gap, language=part.language, rate=rate)

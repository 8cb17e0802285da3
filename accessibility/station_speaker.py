"""The station's Speaker: joins a voice, a loudspeaker and the clips on disk. Holds no Qt object and no process itself.

Nothing that is spoken to a person is ever written down: `speak` reads clips and otherwise keeps sound in memory only,
whatever the text. Clips are made by `prepare` alone, for fixed texts, all of them at a time.
"""

from __future__ import annotations

import logging
from collections import deque
from collections.abc import Collection, Iterable, Mapping, Sequence
from functools import partial
from itertools import zip_longest
from pathlib import Path

from accessibility.clips import Clips
from accessibility.rendering import Rendering, rendering
from accessibility.speech import DEFAULT_RATE, DEFAULT_VOLUME_DB, NO_WORD, Heard, InLanguage, Sound
from accessibility.voice import COMMAND_WITHIN_MS, HELPER, HelperVoice, Voice
from hardware.ports import AudioOut

log = logging.getLogger(__name__)


def make_speaker(folder: Path, *, audio: AudioOut, command: str = "") -> StationSpeaker:
    """The speaker of a real station; clips of fixed texts live in `folder`. Needs a Qt event loop once it speaks.

    `command` is a city's own voice, empty for the embedded one.
    """
    if not command:
        return StationSpeaker(voice=HelperVoice(), audio=audio, clips=Clips(folder))
    voice = HelperVoice(command=(*HELPER, command), answer_within_ms=COMMAND_WITHIN_MS)
    return StationSpeaker(voice=voice, audio=audio, clips=Clips(folder, engine=command))


class StationSpeaker:
    """Speaker. A sentence without a clip is rendered while the one before it is heard."""

    def __init__(self, *, voice: Voice, audio: AudioOut, clips: Clips) -> None:
        self._voice = voice
        self._audio = audio
        self._audio.set_volume(DEFAULT_VOLUME_DB)
        self._clips = clips
        self._rate = DEFAULT_RATE
        self._names: frozenset[str] = frozenset()
        self._sentences: tuple[str, ...] = ()
        self._language = ""
        self._tell: Heard = lambda _sentence, _word: None
        self._word = NO_WORD
        self._at: int | None = None  # the sentence being heard or waited for
        self._cut_off: int | None = None  # the sentence that was heard when it was told to stop
        self._sounds: dict[int, Sound | None] = {}  # rendered and not yet heard; None: cannot be spoken
        self._asked: set[int] = set()
        self._playing = False
        self._paused = False
        self._to_prepare: deque[Rendering] = deque()
        self._preparing = False

    def warm(self) -> None:
        """Wakes voice and loudspeaker up. For a quiet moment after the first screen is painted."""
        self._voice.warm()
        self._audio.open()

    def can_be_heard(self) -> bool:
        return self._audio.open()

    def close(self) -> None:
        """Silence and the end of all helpers. For the end of the program."""
        self._to_prepare.clear()
        self._leave()
        self._audio.close()
        self._voice.close()

    # --- Speaker ---------------------------------------------------------------------------------------------------

    def speak(self, sentences: Sequence[str], language: str) -> None:
        self._leave()
        self._cut_off = None
        self._sentences, self._language = tuple(sentences), language
        self._begin_at(0)

    def stop(self) -> None:
        self._cut_off = self._cut_off if self._at is None else self._at
        self._leave()
        self._go_on_preparing()

    def pause(self) -> None:
        if self._at is not None:
            self._paused = True
            self._audio.pause()

    def resume(self) -> None:
        if self._at is None and self._cut_off is not None:
            self._begin_at(self._cut_off)
        if not self._paused:
            return
        self._paused = False
        if self._playing:
            self._audio.resume()
        else:
            self._go_on()

    def repeat(self) -> None:
        self._leave()
        self._begin_at(0)

    def set_rate(self, rate: float) -> None:
        self._rate = rate
        if (at := self._at) is not None:
            paused = self._paused
            self._leave()
            self._paused = paused
            self._begin_at(at)

    def set_volume(self, decibels: int) -> None:
        self._audio.set_volume(decibels)

    def follow(self, heard: Heard) -> None:
        self._tell = heard

    def know(self, names: Collection[str]) -> None:
        self._names = frozenset(names)

    def speaking(self) -> bool:
        return self._at is not None

    def forget(self) -> None:
        self._leave()
        self._sentences, self._language, self._cut_off = (), "", None
        self._rate = DEFAULT_RATE
        self._audio.set_volume(DEFAULT_VOLUME_DB)
        self._voice.renew()
        self._go_on_preparing()

    # --- one sentence after the other ------------------------------------------------------------------------------

    def _begin_at(self, at: int) -> None:
        self._at = at
        self._go_on()

    def _leave(self) -> None:
        """Silence, and nothing of what was asked for is wanted any more."""
        if self._playing:
            self._tell("", NO_WORD)
        self._at = None
        self._playing = self._paused = self._preparing = False
        self._sounds.clear()
        self._asked.clear()
        self._voice.cancel()
        self._audio.stop()

    def _go_on(self) -> None:
        """Plays the sentence whose turn it is, as soon as it is there, and asks for the next one."""
        if self._at is None or self._playing or self._paused:
            return
        if self._at >= len(self._sentences):
            self._tell("", NO_WORD)
            self.stop()
            return
        self._fetch(self._at)
        if self._at not in self._sounds:
            return
        sound = self._sounds.pop(self._at)
        if not sound or not sound.samples:
            self._next()
        elif self._audio.play(sound.samples, self._heard, partial(self._reached, sound)):
            self._playing = True
            self._word = NO_WORD
            self._tell(self._sentences[self._at], self._word)
            self._fetch(self._at + 1)
        else:
            self.stop()

    def _reached(self, sound: Sound, frame: int) -> None:
        word = sound.word_at(frame)
        if self._playing and self._at is not None and word != self._word:
            self._word = word
            self._tell(self._sentences[self._at], word)

    def _heard(self) -> None:
        self._playing = False
        self._next()

    def _next(self) -> None:
        if self._at is not None:
            self._begin_at(self._at + 1)

    def _fetch(self, at: int) -> None:
        if at >= len(self._sentences) or at in self._asked:
            return
        self._asked.add(at)
        sentence = self._sentences[at]
        language = sentence.language if isinstance(sentence, InLanguage) else self._language
        wanted = rendering(sentence, language=language, rate=self._rate, names=self._names)
        clip = self._clips.read(wanted)
        if clip is None:
            self._voice.render(wanted, partial(self._rendered, at))
        else:
            self._sounds[at] = clip

    def _rendered(self, at: int, sound: Sound | None) -> None:
        self._sounds[at] = sound
        self._go_on()

    # --- clips of fixed texts --------------------------------------------------------------------------------------

    def prepare(self, texts: Mapping[str, Iterable[str]]) -> None:
        """Makes clips of all fixed texts (language -> texts), whenever nobody is being spoken to.

        The set is complete: clips of any other text are thrown away. Never pass anything a person chose or wrote,
        nor a sentence built from it: the clips stay on disk.
        """
        said = ([(language, text) for text in group] for language, group in texts.items())
        in_turn = (entry for row in zip_longest(*said) for entry in row if entry)  # no language is left for last
        wanted = [rendering(text, language=language, names=self._names) for language, text in in_turn]
        self._clips.keep_only(wanted)
        self._to_prepare = deque(entry for entry in dict.fromkeys(wanted) if not self._clips.has(entry))
        self._go_on_preparing()

    def _go_on_preparing(self) -> None:
        if self._to_prepare and self._at is None and not self._preparing:
            self._preparing = True
            self._voice.render(self._to_prepare[0], self._prepared)

    def _prepared(self, sound: Sound | None) -> None:
        self._preparing = False
        wanted = self._to_prepare.popleft()
        try:
            if sound and sound.samples and not self._clips.write(wanted, sound):
                self._to_prepare.clear()  # what follows is rendered when it is asked for
        except OSError as error:
            log.warning("clips are not kept on disk: %s", error.strerror)
            self._to_prepare.clear()
        self._go_on_preparing()

"""Decides what is read aloud, in which order, and what falls silent for it. Takes plain words and a Speaker.

Knows neither screens nor languages: the words come finished, in the person's language. Nothing is said while reading
aloud is switched off.
"""

from __future__ import annotations

from dataclasses import dataclass

from accessibility.speech import DEFAULT_RATE, DEFAULT_VOLUME_DB, Speaker


@dataclass(frozen=True)
class SpokenPage:
    """A screen as it is heard. `key` tells one page from another, so that an answer on it does not read it all again.

    `notice` is what went wrong and what to do (R53); `body` the explanation and rules; `choices` what can be touched.
    """

    key: str
    headline: str
    notice: str = ""
    body: tuple[str, ...] = ()
    choices: tuple[str, ...] = ()


@dataclass(frozen=True)
class Control:
    """What has the focus: its name, its state in words ("chosen"), which it is of how many, and what else helps.

    ``group`` is what the list is called that it stands in, where the focus was not in the same list before. ``hint``
    says what to do with it.
    """

    name: str
    state: str = ""
    hint: str = ""
    place: str = ""
    group: str = ""


def on_arrival(page: SpokenPage) -> tuple[str, ...]:
    """A whole page: what went wrong first, then the question, the explanation, and what can be chosen."""
    return _said(page.notice, page.headline, *page.body, *page.choices)


def on_focus(control: Control) -> tuple[str, ...]:
    """What has the focus: the name first, because it is enough for whoever knows the way."""
    return _said(control.name, control.state, control.hint, control.place, control.group)


def on_change(before: SpokenPage, now: SpokenPage, *, confirmation: str = "") -> tuple[str, ...]:
    """After an act: what was done, then the new page. On the same page only its notice: what went wrong, what to do."""
    if now.key != before.key:
        return _said(confirmation, *on_arrival(now))
    return _said(confirmation, now.notice)


def _said(*sentences: str) -> tuple[str, ...]:
    return tuple(sentence for sentence in sentences if sentence.strip())


NOWHERE = SpokenPage(key="", headline="")

GREETING_DB = -20
"""How softly whoever comes is greeted: it must not be heard across the room."""

MOST_INTRODUCTIONS = 3
"""So often it is begun to say how to operate the station; whoever interrupts it even then does not need it."""


class Narrator:
    """Reads a visit aloud. Call `acted` at every touch and key before anything else: every act interrupts (R42)."""

    def __init__(self, speaker: Speaker) -> None:
        self._speaker = speaker
        self._begin_visit()

    def _begin_visit(self) -> None:
        self._on = False
        self._language = ""
        self._page = NOWHERE
        self._rate = DEFAULT_RATE
        self._volume_db = DEFAULT_VOLUME_DB
        self._paused = False
        self._repeated = False
        self._introduction = ""
        self._introduced = 0
        self._is_introducing = False
        self._is_greeting = False

    @property
    def on(self) -> bool:
        """Is reading aloud switched on?"""
        return self._on

    def acted(self) -> None:
        """The person touched something or pressed a key. What was held stays held until something else is said."""
        self._repeated = False
        self._end_greeting()
        if self._on:
            self._is_introducing = self._is_introducing and (not self._introduced or self._speaker.speaking())
            self._speaker.stop()

    def greet(self, sentences: tuple[str, ...], language: str) -> None:
        """Softly, to somebody who has come and has not begun a visit; whatever they do ends it."""
        if self._on:
            return
        self._is_greeting = True
        self._speaker.set_volume(GREETING_DB)
        self._speaker.speak(sentences, language)

    def introduce(self, sentence: str) -> None:
        """How the person operates the station: to be said before the next page, or behind the next control.

        Who interrupts it hears it once more.
        """
        self._introduction, self._introduced, self._is_introducing = sentence, 0, True

    def switch(self, on: bool) -> None:
        """Reading aloud on or off. Switched on, it begins with the page that is there."""
        if on == self._on:
            return
        self._silence()
        self._on = on
        self._say(self._introduced_by(on_arrival(self._page)))

    def arrive(self, page: SpokenPage, language: str, *, confirmation: str = "") -> None:
        """A page is shown, or shown again after an act. `confirmation` says what the act did ("Chosen: A garden").

        The page that was there stays unread on a mere change of state; in another language it is read anew.
        """
        before = self._page if language == self._language else NOWHERE
        self._page, self._language = page, language
        said = on_change(before, page, confirmation=confirmation)
        self._say(self._introduced_by(said) if page.key != before.key else said)

    def focus(self, control: Control) -> None:
        """The person moved the focus here. Not for focus a new page sets itself: that would cut its reading off."""
        self._say(self._introduced_by(on_focus(control), last=True))

    def tell(self, sentence: str) -> None:
        """Something happened that needs a word now, such as the idle countdown."""
        self._say(_said(sentence))

    def repeat(self) -> None:
        """Once more what was said last; asked again at once, the whole page: where am I?"""
        if not self._on:
            return
        if self._repeated:
            self._say(on_arrival(self._page))
        else:
            self._paused = False
            self._speaker.repeat()
        self._repeated = True

    def pause_or_resume(self) -> None:
        """Holds the voice, or lets it go on."""
        if not self._on:
            return
        self._paused = not self._paused
        if self._paused:
            self._speaker.pause()
        else:
            self._speaker.resume()

    def set_rate(self, rate: float) -> None:
        """From now on at this speed, one of ``accessibility.speech.RATES`` (R48)."""
        if rate != self._rate:
            self._rate = rate
            self._speaker.set_rate(rate)

    def set_volume(self, decibels: int) -> None:
        """From now on as loud as this, one of ``accessibility.speech.VOLUMES_DB`` (R45)."""
        if decibels != self._volume_db:
            self._volume_db = decibels
            self._speaker.set_volume(decibels)

    def hush(self) -> None:
        """Silence, and what was said last cannot be said again: others may hear it from now on (R41)."""
        self._paused = False
        self._speaker.speak((), self._language)

    def speaking(self) -> bool:
        """Is somebody being read to? An idle clock must not run meanwhile. It does while the voice is held."""
        return not self._paused and self._speaker.speaking()

    def end_visit(self) -> None:
        """Silence, and nothing left of the person: no words, no speed, no volume, and reading aloud is off."""
        self._speaker.forget()
        self._begin_visit()

    def _end_greeting(self) -> None:
        if self._is_greeting:
            self._is_greeting = False
            self._speaker.stop()
            self._speaker.set_volume(self._volume_db)

    def _introduced_by(self, said: tuple[str, ...], *, last: bool = False) -> tuple[str, ...]:
        """What is said, with how to operate the station where the person has not heard that to its end."""
        if not (self._on and self._is_introducing and self._introduction and self._introduced < MOST_INTRODUCTIONS):
            return said
        self._introduced += 1
        return (*said, self._introduction) if last else (self._introduction, *said)

    def _say(self, sentences: tuple[str, ...]) -> None:
        self._end_greeting()
        if self._on and sentences:
            self._silence()
            self._repeated = False
            self._speaker.speak(sentences, self._language)

    def _silence(self) -> None:
        if self._on:
            self._paused = False
            self._speaker.stop()

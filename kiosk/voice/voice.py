"""The station's voice beside its screens: speaker, narrator and what has the focus. Loaded when the station rests.

What others can hear is held back here (R41): without headphones, and before the person has agreed, no view comes to
the reader but a hushed one, and no widget is named that stands for something of the person.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager

from PySide6.QtCore import QObject, QTimer, Signal
from PySide6.QtWidgets import QAbstractButton, QApplication, QPlainTextEdit, QWidget

from accessibility.controls import list_around, place_in_list
from accessibility.narrator import Control, Narrator
from accessibility.speech import InLanguage, Speaker, speakable, spelled
from hardware.ports import Headphones, Key, Nearness
from kiosk.texts import NO_PHRASES, Phrases, Texts
from kiosk.viewmodel.intents import Choose, ChooseLanguage, Intent, MoveUp
from kiosk.viewmodel.views import AttractView, CodeEntryView, LanguagesView, ReceiptView, View, VoteRankedView
from kiosk.voice.privacy import has_answers, hushed
from kiosk.voice.reader import Reader
from sync.protocol.languages import LANGUAGES

LISTENING_MS = 100
"""How often it is looked whether headphones have been pulled out while somebody is read to."""

NOT_AGAIN_MS = 60_000
"""How long nobody is greeted aloud after somebody was."""

Spoken = Callable[[View], Sequence[str]]
"""What a screen reads on arrival, were it to show this view."""


class VoiceOfScreens(QObject):
    """Reads what is on the display, and what keys move to."""

    reading = Signal(str, int)
    """The sentence that is heard now and which of its words, as ``accessibility.speech.Heard``."""

    plugged_in = Signal()
    """Headphones have just been plugged in."""

    somebody_came = Signal()
    """Somebody stands before the station who was not there before."""

    def __init__(self, speaker: Speaker, *, headphones: Headphones, nearness: Nearness | None = None) -> None:
        super().__init__()
        self._speaker = speaker
        self._headphones = headphones
        self._in_private = headphones.plugged_in()
        self._nearness = nearness
        self._is_near = False
        self._greeted = QTimer(self)
        self._greeted.setSingleShot(True)
        self._narrator = Narrator(speaker)
        self._reader = Reader(self._narrator)
        self._page_changes = False
        self._view: View | None = None
        self._spoken: Spoken | None = None
        self._said: tuple[str, ...] = ()
        self._list: QWidget | None = None
        self._overheard = True
        self._listening = QTimer(self)
        self._listening.timeout.connect(self._listen)
        self._listening.start(LISTENING_MS)
        self._speaker.follow(self.reading.emit)
        self._speaker.warm()
        application = QApplication.instance()
        assert isinstance(application, QApplication)
        self._focus = application.focusChanged
        self._focus.connect(self._focus_changed)

    def record(
        self,
        content: Mapping[str, Sequence[str]],
        *,
        names: Collection[str] = (),
        phrases: Mapping[str, Phrases] = NO_PHRASES,
    ) -> None:
        """Record what is the same for everybody: the texts of the station, and these of its content by language.

        ``names`` are those of the places of the content, ``phrases`` what it calls itself.
        """
        self._speaker.know(names)
        texts = {language.code: Texts(language.code, phrases=phrases).fixed() for language in LANGUAGES}
        self._speaker.prepare({code: [*fixed, *content.get(code, ())] for code, fixed in texts.items()})

    def show(self, view: View, spoken: Spoken, *, after: Intent | None = None) -> None:
        """This view is on the display; ``spoken`` is what its screen reads on arrival, ``after`` what was asked for."""
        self._view, self._spoken = view, spoken
        overheard = not (view.frame.profile.private_aloud or self._headphones.plugged_in())
        if overheard and not self._overheard:
            self._narrator.hush()
        self._overheard = overheard
        heard = hushed(view) if overheard else view
        self._said = tuple(spoken(heard))
        self._reader.show(heard, self._said, after=after, overheard=overheard)

    def acted(self) -> None:
        """The person did something: silence."""
        self._narrator.acted()

    def greet(self, *, keys: bool) -> None:
        """Say softly, in every language, how one can listen here: with ``keys``, or by plugging headphones in.

        Not again within some time, for people also wait there or walk by.
        """
        if not isinstance(self._view, AttractView) or self._greeted.isActive():
            return
        self._greeted.start(NOT_AGAIN_MS)
        how = "keypad" if keys else "headphones"
        said = (InLanguage(Texts(code).text(f"attract.by_ear.{how}"), code) for code in _greeted_in())
        headline = self._view.headline
        self._narrator.greet((speakable(headline), *said), self._view.frame.language)

    def obey(self, act: Key) -> None:
        """The person wants to hear it once more, or to wait."""
        if act is Key.REPEAT:
            self._narrator.repeat()
        elif act is Key.PAUSE:
            self._narrator.pause_or_resume()

    def name(self, widget: QWidget) -> None:
        """Name what lies under the finger or has the focus, with its state and what is written in it."""
        if self._view is None or not (name := widget.accessibleName()):
            return
        if self._is_held_back(widget, name):
            name = self._view.frame.words.private
        elif self._overheard and isinstance(self._view, VoteRankedView):
            name = self._without_rank(widget, name)
        elif isinstance(self._view, ReceiptView) and spelled(name) == spelled(self._view.code):
            name = spelled(name)
        state, place = self._state_of(widget, self._view), self._place_of(widget, self._view)
        hint = how_to_choose(widget, self._view)
        self._narrator.focus(Control(name, state, hint, place, self._list_entered(widget)))

    def tell(self, sentence: str) -> None:
        """Say this, such as what stands in a line of keys."""
        self._narrator.tell(sentence)

    def can_be_heard(self) -> bool:
        """True while there is a sound device."""
        return self._speaker.can_be_heard()

    def speaking(self) -> bool:
        """True while somebody is read to."""
        return self._narrator.speaking()

    @contextmanager
    def page_changes(self) -> Iterator[None]:
        """Focus that moves within the block was moved by the page, not by the person, and is not read."""
        self._page_changes = True
        try:
            yield
        finally:
            self._page_changes = False

    def close(self) -> None:
        """Silence, and the end of all helpers."""
        self._listening.stop()
        self._focus.disconnect(self._focus_changed)
        self._speaker.close()
        self._headphones.close()
        if self._nearness is not None:
            self._nearness.close()

    def _listen(self) -> None:
        """Headphones that are pulled out end what only they were for; plugged in, they bring it from now on."""
        before, self._in_private = self._in_private, self._headphones.plugged_in()
        if self._view is None or self._spoken is None:
            return
        overheard_now = not (self._view.frame.profile.private_aloud or self._in_private)
        if overheard_now != self._overheard:
            self.show(self._view, self._spoken)
        was_near, self._is_near = self._is_near, self._nearness is not None and self._nearness.somebody_is_near()
        if self._is_near and not was_near:
            self.somebody_came.emit()
        if self._in_private and not before:
            self._narrator.tell(speakable(self._view.frame.words.heard))
            self.plugged_in.emit()

    def _focus_changed(self, _before: QWidget | None, now: QWidget | None) -> None:
        if now is not None and not self._page_changes:
            self.name(now)

    def _is_held_back(self, widget: QWidget, name: str) -> bool:
        """Buttons are called the same for everybody. Everything else may be named if the page says it to everybody."""
        if not (self._overheard and self._view is not None and has_answers(self._view)):
            return False
        said_anyway = any(name in sentence for sentence in self._said)
        return not isinstance(widget, QAbstractButton | QPlainTextEdit) and not said_anyway

    def _without_rank(self, widget: QWidget, name: str) -> str:
        """The rank of an option is an answer: what may be said of its tile is what the page says to everybody."""
        if not isinstance(getattr(widget, "intent", None), Choose | MoveUp):
            return name
        said = (sentence.rstrip(".") for sentence in self._said)
        private = self._view.frame.words.private if self._view else ""
        return max((part for part in said if name.startswith(part)), key=len, default=private)

    def _list_entered(self, widget: QWidget) -> str:
        """What the list is called, when the first of its controls is named."""
        before, self._list = self._list, list_around(widget)
        return str(getattr(self._list, "called", "")) if self._list is not before else ""

    @staticmethod
    def _place_of(widget: QWidget, view: View) -> str:
        """Which of how many, in a list."""
        place = place_in_list(widget)
        return view.frame.words.place.format(number=place[0], count=place[1]) if place else ""

    def _state_of(self, widget: QWidget, view: View) -> str:
        answers = has_answers(view)
        if isinstance(widget, QPlainTextEdit):
            text = widget.toPlainText()
            if text and self._overheard:
                return view.frame.words.private
            return spelled(text) if isinstance(view, CodeEntryView) else text
        if not (isinstance(widget, QAbstractButton) and widget.isCheckable()) or (answers and self._overheard):
            return ""
        return view.frame.words.chosen if widget.isChecked() else view.frame.words.not_chosen


def _greeted_in() -> list[str]:
    """The languages, each voice once: who knows one German understands the other."""
    return [language.code for language in LANGUAGES if "-" not in language.code]


def how_to_choose(widget: QWidget, view: View) -> str:
    """In its own language, how to choose the language that a tile stands for; empty for everything else."""
    intent = getattr(widget, "intent", None)
    if not (isinstance(view, LanguagesView) and isinstance(intent, ChooseLanguage)):
        return ""
    said = dict(view.how_to_choose).get(intent.language, "")
    return InLanguage(said, intent.language) if said else ""

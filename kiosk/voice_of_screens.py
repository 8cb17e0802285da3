"""The station's voice beside its screens: speaker, narrator and what has the focus. Loaded when the station rests."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QAbstractButton, QApplication, QWidget

from accessibility.narrator import Control, Narrator
from accessibility.operating import Act
from accessibility.station_speaker import StationSpeaker, make_speaker
from kiosk.intents import Intent
from kiosk.reading import Reader
from kiosk.texts import LANGUAGES, Texts
from kiosk.views import View

CLIPS_FOLDER = "speech"


class VoiceOfScreens(QObject):
    """Reads what is on the display, and what keys move to."""

    def __init__(self, data: Path, *, speaker: StationSpeaker | None = None) -> None:
        super().__init__()
        self._speaker = speaker or make_speaker(data / CLIPS_FOLDER)
        self._narrator = Narrator(self._speaker)
        self._reader = Reader(self._narrator)
        self._page_changes = False
        self._view: View | None = None
        self._speaker.warm()
        self._speaker.prepare({language.code: Texts(language.code).fixed() for language in LANGUAGES})
        application = QApplication.instance()
        assert isinstance(application, QApplication)
        application.focusChanged.connect(self._focus_changed)

    def show(self, view: View, spoken: Sequence[str], *, after: Intent | None = None) -> None:
        """This view is on the display; ``spoken`` is what its screen reads on arrival, ``after`` what was asked for."""
        self._view = view
        self._reader.show(view, spoken, after=after)

    def acted(self) -> None:
        """The person did something: silence."""
        self._narrator.acted()

    def obey(self, act: Act) -> None:
        """The person wants the voice louder, faster, once more, or to wait."""
        narrator = self._narrator
        wishes = {
            Act.REPEAT: narrator.repeat,
            Act.PAUSE: narrator.pause_or_resume,
            Act.LOUDER: narrator.louder,
            Act.SOFTER: narrator.softer,
            Act.FASTER: narrator.faster,
            Act.SLOWER: narrator.slower,
        }
        if act in wishes:
            wishes[act]()

    def name(self, widget: QWidget) -> None:
        """Name what lies under the finger."""
        if self._view is not None and widget.accessibleName():
            self._narrator.focus(Control(widget.accessibleName(), self._state_of(widget, self._view)))

    def tell(self, sentence: str) -> None:
        """Say this, such as what stands in a line of keys."""
        self._narrator.tell(sentence)

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
        self._speaker.close()

    def _focus_changed(self, _before: QWidget | None, now: QWidget | None) -> None:
        if now is not None and not self._page_changes:
            self.name(now)

    def _state_of(self, widget: QWidget, view: View) -> str:
        if not (isinstance(widget, QAbstractButton) and widget.isCheckable()):
            return ""
        return view.frame.words.chosen if widget.isChecked() else view.frame.words.not_chosen

"""What is known about a code: one sentence, what it is about, and what comes next."""

from __future__ import annotations

from collections.abc import Iterable
from typing import cast

from accessibility.speech import spelled
from kiosk.screens import screen
from kiosk.viewmodel.phrases import spoken_action
from kiosk.viewmodel.views import AnswerView, Tone
from kiosk.widgets.layout.aids_bar import face_of
from kiosk.widgets.layout.screen import Screen
from kiosk.widgets.layout.stack_and_grid import TileGrid
from kiosk.widgets.text.answer_lines import LineRow
from kiosk.widgets.text.label import Rank, Words
from kiosk.widgets.tiles.tile_layout import Style

RANKS = {Tone.STORED: Rank.STORED, Tone.NEWS: Rank.TITLE, Tone.CHECK: Rank.NOTICE}
"""How loud the sentence is: green with a tick only for what is stored."""


@screen("answer", AnswerView)
class AnswerScreen(Screen):
    """Only what became of printing changes while it is shown."""

    def build(self) -> None:
        """The answer, what comes next, what it is about."""
        view = self._answer
        deeds = [action for action in (view.outcome, *view.deeds) if action]
        self._deeds = TileGrid(self.look, Style(centred=True), columns=2 if self.look.metrics.roomy else 1)
        self._deeds.asked.connect(self.asked)
        self._deeds.show_entries([(face_of(deed), deed.intent, False, deed.enabled) for deed in deeds])
        self._printed = Words("", self.look, Rank.STRONG)
        self._slip = TileGrid(self.look, Style(centred=True))
        self._slip.asked.connect(self.asked)
        self.page.put(
            [
                Words(view.answer, self.look, RANKS[view.tone]),
                Words(view.next_steps, self.look),
                *([self._deeds] if deeds else []),
                *(LineRow(line, self.look, indented=True) for line in view.lines),
                *([self._printed, self._slip] if view.slip else []),
            ]
        )

    def fill(self) -> None:
        """How the slip is."""
        super().fill()
        view, action = self._answer, self._answer.print_action
        self._printed.show_text(view.print_words)
        self._slip.show_entries([(face_of(action), action.intent, False, action.enabled)] if action else [])

    def spoken_content(self) -> Iterable[str]:
        """The answer, what comes next, what it is about; the code letter by letter."""
        view = self._answer
        yield view.answer
        yield view.next_steps
        for line in view.lines:
            yield f"{line.label}: {spelled(line.value) if line is view.lines[-1] else line.value}"
        yield view.print_words
        yield from (spoken_action(action) for action in (view.outcome, *view.deeds, view.print_action) if action)

    @property
    def _answer(self) -> AnswerView:
        return cast(AnswerView, self.view)

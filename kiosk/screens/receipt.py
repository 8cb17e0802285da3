"""It is stored: in green, in words, and with the code that proves it."""

from __future__ import annotations

from collections.abc import Iterable
from typing import cast

from accessibility.speech import spelled
from kiosk.screens import screen
from kiosk.viewmodel.phrases import spoken_action
from kiosk.viewmodel.views import Action, ReceiptView
from kiosk.widgets.code_panel import CodePanel
from kiosk.widgets.layout.aids_bar import face_of
from kiosk.widgets.layout.screen import Screen
from kiosk.widgets.layout.stack_and_grid import TileGrid
from kiosk.widgets.text.answer_lines import LineRow
from kiosk.widgets.text.label import Rank, Words
from kiosk.widgets.tiles.tile_layout import Style


@screen("receipt", ReceiptView)
class ReceiptScreen(Screen):
    """The only screen with green on it."""

    def build(self) -> None:
        """What is stored, the code, and what comes next."""
        view = self._receipt
        self._stored = Words("", self.look, Rank.STORED)
        self._code = CodePanel(self.look, title=view.code_title, code=view.code, qr=view.qr)
        self._next_steps = Words("", self.look)
        self._printed = Words("", self.look, Rank.STRONG)
        self._more = TileGrid(self.look, Style(centred=True), columns=2 if self.look.metrics.roomy else 1)
        self._more.asked.connect(self.asked)
        second = [LineRow(view.second, self.look, indented=False)] if view.second else []
        self.page.put([self._stored, self._code, *second, self._next_steps, self._printed, self._more])

    def fill(self) -> None:
        """The code never changes while it is shown; what became of printing does."""
        super().fill()
        view = self._receipt
        self._stored.show_text(view.stored)
        self._next_steps.show_text(view.next_steps)
        self._printed.show_text(view.print_words)
        self._more.show_entries([(face_of(action), action.intent, False, action.enabled) for action in self._actions])

    def spoken_content(self) -> Iterable[str]:
        """That it is stored, the code letter by letter, what comes next."""
        view = self._receipt
        yield view.stored
        yield ": ".join(part for part in (view.code_title, spelled(view.code)) if part)
        if view.second:
            yield f"{view.second.label}: {spelled(view.second.value)}"
        yield view.next_steps
        yield view.print_words
        yield from map(spoken_action, self._actions)

    @property
    def _actions(self) -> tuple[Action, ...]:
        view = self._receipt
        return (*view.others, view.print_action) if view.print_action else view.others

    @property
    def _receipt(self) -> ReceiptView:
        return cast(ReceiptView, self.view)

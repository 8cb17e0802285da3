"""A question and its options. Which of them may be chosen together is decided elsewhere."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import cast

from PySide6.QtWidgets import QWidget

from kiosk.screens import screen
from kiosk.viewmodel.phrases import spoken_action, spoken_choice
from kiosk.viewmodel.views import VoteView
from kiosk.widgets.layout.aids_bar import face_of
from kiosk.widgets.layout.screen import Screen
from kiosk.widgets.layout.stack_and_grid import TileGrid
from kiosk.widgets.money_bar import MoneyBar
from kiosk.widgets.text.label import Rank, Words
from kiosk.widgets.tiles.tile_layout import Style, TileKind


@screen("vote", VoteView)
class VoteScreen(Screen):
    """The rule in one sentence, the options as tiles, and how many are chosen."""

    def build(self) -> None:
        """The rule and the options."""
        self._rule = Words("", self.look, Rank.STRONG)
        self._rule.leads = True
        self._options = self.options_grid()
        self._options.answers = True
        self._options.asked.connect(self.asked)
        self._ways = TileGrid(self.look, Style(centred=True), columns=2, justified=True)
        self._ways.may_come_last = True
        self._ways.asked.connect(self.asked)
        self._money = MoneyBar(self.look)
        self.page.put(self.blocks(), lead=[self._rule, self._money])

    def options_grid(self) -> TileGrid:
        """The tiles of the options."""
        return TileGrid(self.look, self.options_style(), columns=2 if self._vote.in_pictures else 1)

    def options_style(self) -> Style:
        """How the tiles of the options are set."""
        kind = TileKind.RADIO if self._vote.single else TileKind.CHECK
        return Style(kind, least_height_mm=20, picture_first=self._vote.in_pictures)

    def blocks(self) -> Sequence[QWidget]:
        """What stands below the rule."""
        return [self._options, self._ways]

    def fill(self) -> None:
        """Options keep their places; what is chosen shows it."""
        self.page.show_view(self.view, counted=self._vote.counted)
        self._rule.show_text(self._vote.rule)
        self._money.show_money(*self._vote.money)
        ways = self._vote.ways
        self._ways.show_entries([(face_of(way), way.intent, False, way.enabled) for way in ways])
        self._options.show_choices(self._vote.options)

    def spoken_content(self) -> Iterable[str]:
        """The rule, each option with its state, and the count."""
        yield self._vote.rule
        yield from self.spoken_options()
        yield from map(spoken_action, self._vote.ways)
        yield self._vote.counted

    def spoken_options(self) -> Iterable[str]:
        """Each option with its state."""
        words = self._vote.frame.words
        for option in self._vote.options:
            yield spoken_choice(option, words.chosen if option.chosen else words.not_chosen)

    @property
    def _vote(self) -> VoteView:
        return cast(VoteView, self.view)

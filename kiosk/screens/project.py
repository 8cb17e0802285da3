"""One project: what it is about, what one can do now, and what became of it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from PySide6.QtWidgets import QWidget

from kiosk.screens import screen
from kiosk.viewmodel.phrases import spoken_action, spoken_choice
from kiosk.viewmodel.views import ProjectView, Section
from kiosk.widgets.layout.aids_bar import face_of
from kiosk.widgets.layout.screen import Screen
from kiosk.widgets.layout.stack_and_grid import TileGrid
from kiosk.widgets.text.answer_lines import LineRow
from kiosk.widgets.text.bar_row import BarRow
from kiosk.widgets.text.label import Rank, Words
from kiosk.widgets.tiles.tile_layout import Style, TileKind


@screen("project", ProjectView)
class ProjectScreen(Screen):
    """One calm page to read from the top. Only what became of printing changes while it is shown."""

    view: ProjectView

    def build(self) -> None:
        """Sentences, the way to take part, the sections, and the slip."""
        view = self.view
        self._choices = TileGrid(self.look, Style(TileKind.PICK, bold=True, picture_mm=18))
        self._printed = Words("", self.look, Rank.STRONG)
        self._slip = TileGrid(self.look, Style(centred=True))
        for grid in (self._choices, self._slip):
            grid.asked.connect(self.asked)
        about = [Words(sentence, self.look) for sentence in view.about]
        sections = [block for section in view.sections for block in self._blocks(section)]
        self.page.put([self._choices, *sections, self._printed, self._slip], lead=about)

    def fill(self) -> None:
        """Open polls, and how the slip is."""
        super().fill()
        view = self.view
        self._choices.show_choices(view.choices)
        self._printed.show_text(view.print_words)
        action = view.print_action
        self._slip.show_entries([(face_of(action), action.intent, False, action.enabled)] if action else [])

    def spoken_content(self) -> Iterable[str]:
        """All of it, from the top."""
        view = self.view
        yield from view.about
        yield from map(spoken_choice, view.choices)
        for section in view.sections:
            yield from _spoken(section)
        yield view.print_words
        if view.print_action:
            yield spoken_action(view.print_action)

    def _blocks(self, section: Section) -> Iterator[QWidget]:
        title = Words(section.title, self.look, Rank.TITLE)
        title.leads = True
        yield title
        if section.warning:
            yield Words(section.warning, self.look, Rank.NOTICE)
        for sentence in section.sentences:
            yield Words(sentence, self.look)
        for bar in section.bars:
            yield BarRow(bar, self.look)
        indented = any(line.pictogram for line in section.lines)
        for line in section.lines:
            yield LineRow(line, self.look, indented=indented)


def _spoken(section: Section) -> Iterator[str]:
    yield section.title
    yield section.warning
    yield from section.sentences
    for line in (*(bar.line for bar in section.bars), *section.lines):
        yield f"{line.label}: {line.value}"

"""One project: what it is about, what one can do now, and what became of it."""

from __future__ import annotations

from collections.abc import Iterable

from kiosk.screens import screen
from kiosk.viewmodel.phrases import spoken_action, spoken_choice
from kiosk.viewmodel.views import ProjectView
from kiosk.widgets.described_picture import ShownPicture
from kiosk.widgets.layout.aids_bar import face_of
from kiosk.widgets.layout.screen import Screen
from kiosk.widgets.layout.stack_and_grid import TileGrid
from kiosk.widgets.text.label import Rank, Words
from kiosk.widgets.text.sections import section_blocks, spoken_sections
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
        pictures = [ShownPicture(picture, self.look) for picture in view.pictures]
        self.page.put(
            [*pictures, self._choices, *section_blocks(view.sections, self.look), self._printed, self._slip], lead=about
        )

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
        yield from (f"{view.picture_name}: {picture.shows}" for picture in view.pictures)
        yield from map(spoken_choice, view.choices)
        yield from spoken_sections(view.sections)
        yield view.print_words
        if view.print_action:
            yield spoken_action(view.print_action)

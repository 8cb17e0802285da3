"""Choose a language. Each is named in its own words, so that everyone finds the right one."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import product
from typing import cast

from PySide6.QtGui import QResizeEvent

from kiosk.screens import screen
from kiosk.viewmodel.views import Choice, LanguagesView, View
from kiosk.widgets.layout.page import LEAD_PART
from kiosk.widgets.layout.tiles_screen import TilesScreen
from kiosk.widgets.tiles.tile_layout import CLOSE_MM, Style, TileKind

_LEAD_PARTS = (LEAD_PART, 0.25, 0.2)
"""Parts of a wide screen for the headline: less where the languages need more."""


@screen("languages", LanguagesView)
class LanguagesScreen(TilesScreen):
    """One tile for each language, all of them on the first page of every display: nobody turns pages in a language
    of others. Where the display is small or letters are large the tiles are lower, closer to their words, and only then
    in smaller letters; the line that says more about a language gives way last."""

    def build(self) -> None:
        """The tiles."""
        self._says_more = True
        self.columns = 2 if self.look.metrics.landscape or not self.look.metrics.roomy else 1
        super().build()

    def tile_style(self) -> Style:
        """Large letters, for this is read before size could be chosen."""
        return Style(
            TileKind.PICK, title_px=self.look.metrics.title_px, bold=True, least_height_mm=32, most_height_mm=46
        )

    def choices(self) -> Sequence[Choice]:
        """The languages."""
        languages = cast(LanguagesView, self.view).languages
        return languages if self._says_more else [replace(language, about="") for language in languages]

    def show_view(self, view: View) -> None:
        """Show this view, with all languages on one page."""
        super().show_view(view)
        self._fit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """The page fills the screen, with all languages on one page."""
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        fewest = 0
        for setting in self._settings():
            pages = self._pages_in(*setting)
            if not fewest or pages < fewest:
                fewest, best = pages, setting
            if pages == 1:
                return
        self._pages_in(*best)

    def _pages_in(self, style: Style, columns: int, lead_part: float, says_more: bool) -> int:
        """Set in this way from now on; how many pages that takes."""
        self.page.lead_part, self.page.tight, self._says_more = lead_part, bool(style.padding_mm), says_more
        self.tiles.set_in(style, columns=columns)
        self.tiles.show_choices(self.choices())
        self.page.arrange()
        return self.page.pages.count

    def _settings(self) -> Iterator[tuple[Style, int, float, bool]]:
        """Style and columns of the tiles, part of the headline, and whether more is said: from the roomiest on."""
        roomy = self.tile_style()
        low = replace(roomy, least_height_mm=0)
        close = replace(low, padding_mm=CLOSE_MM)
        yield roomy, self.columns, LEAD_PART, True
        for says_more in (True, False):
            for style in (low, close, replace(close, title_px=self.look.metrics.text_px)):
                for columns, lead_part in product((2, 3, 4), _LEAD_PARTS):
                    yield style, columns, lead_part, says_more

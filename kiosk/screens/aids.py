"""All aids at once. What is chosen is seen at once, for the whole screen changes with it."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable
from typing import cast

from PySide6.QtCore import QRect, QRectF, Qt
from PySide6.QtGui import QPainter, QPen

from accessibility.contrast import palette
from accessibility.metrics import CAP_HEIGHT_MM, font_px
from accessibility.profile import Layout, TextSize, Theme
from kiosk.screens import screen
from kiosk.viewmodel.intents import ChooseLayout, ChooseSize, ChooseTheme
from kiosk.viewmodel.phrases import spoken_choice
from kiosk.viewmodel.views import AidsView, Choice
from kiosk.widgets.layout.screen import Screen
from kiosk.widgets.layout.stack_and_grid import TileGrid
from kiosk.widgets.text.label import Rank, Words
from kiosk.widgets.theme import colour, font
from kiosk.widgets.tiles.tile import Tile
from kiosk.widgets.tiles.tile_layout import Style, TileKind

SAMPLES = {"LATIN": "Aa", "CYRILLIC": "Аа", "ARABIC": "أب"}
"""What a size or a contrast looks like, by script: a capital and a small letter, or two letters. No word anywhere."""


def sample_beside(title: str) -> str:
    """Letters of the script that the title beside them is written in."""
    return SAMPLES.get(unicodedata.name(title[:1], "").split(" ")[0], SAMPLES["LATIN"])


class SizeTile(Tile):
    """A text size, shown by letters of that size."""

    def paint_sign(self, painter: QPainter, place: QRect, _face: str, ink: str) -> None:
        """The sample in its size."""
        if isinstance(self.intent, ChooseSize):
            cap_height = CAP_HEIGHT_MM[TextSize(self.intent.size)]
            painter.setFont(font(font_px(cap_height, self.look.metrics.px_per_mm), bold=True))
            painter.setPen(colour(ink))
            painter.drawText(place, Qt.AlignmentFlag.AlignCenter, sample_beside(self.face.title))


class ThemeTile(Tile):
    """A contrast theme, shown by a little page in its colours."""

    def paint_sign(self, painter: QPainter, place: QRect, _face: str, ink: str) -> None:
        """A page with letters, framed so that it is seen on every face."""
        if isinstance(self.intent, ChooseTheme):
            metrics, theme = self.look.metrics, palette(Theme(self.intent.theme))
            half = metrics.stroke / 2
            painter.setPen(QPen(colour(ink), metrics.stroke))
            painter.setBrush(colour(theme.paper))
            frame = QRectF(place).adjusted(half, half, -half, -half)
            painter.drawRoundedRect(frame, metrics.radius, metrics.radius)
            painter.setFont(font(font_px(CAP_HEIGHT_MM[TextSize.DEFAULT], metrics.px_per_mm), bold=True))
            painter.setPen(colour(theme.ink))
            painter.drawText(place, Qt.AlignmentFlag.AlignCenter, sample_beside(self.face.title))


class LayoutTile(Tile):
    """Where the controls are, shown by a little screen."""

    def paint_sign(self, painter: QPainter, place: QRect, _face: str, ink: str) -> None:
        """A screen with the part where the controls are."""
        if not isinstance(self.intent, ChooseLayout):
            return
        layout, stroke = Layout(self.intent.layout), self.look.metrics.stroke
        frame = QRectF(place).adjusted(stroke, stroke, -stroke, -stroke)
        frame = frame.adjusted(frame.width() / 6, 0, -frame.width() / 6, 0)
        part = frame.adjusted(2 * stroke, 2 * stroke, -2 * stroke, -2 * stroke)
        if layout is not Layout.NORMAL:
            part.setTop(part.center().y())
            part.setWidth(part.width() / 2)
        if layout is Layout.LOW_RIGHT:
            part.moveLeft(frame.center().x())
        painter.setPen(QPen(colour(ink), stroke))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRoundedRect(frame, stroke, stroke)
        painter.fillRect(part, colour(ink))


@screen("aids", AidsView)
class AidsScreen(Screen):
    """Groups of tiles, each below its title."""

    def build(self) -> None:
        """Titles and tiles."""
        above = Style(TileKind.PICK, above=True, picture_mm=15)
        wide = Style(TileKind.PICK, picture_mm=12, least_height_mm=24)
        self._titles = [Words("", self.look, Rank.STRONG) for _ in range(5)]
        for title in self._titles:
            title.leads = True
        columns = 4 if self.look.metrics.roomy or self.look.metrics.landscape else 2
        self._groups = [
            TileGrid(self.look, above, columns=columns, tile=SizeTile),
            TileGrid(self.look, above, columns=columns, tile=ThemeTile),
            TileGrid(self.look, wide),
            TileGrid(self.look, above, columns=max(3, columns - 1), tile=LayoutTile),
            TileGrid(self.look, wide, columns=2 if self.look.metrics.roomy else 1),
        ]
        for group in self._groups:
            group.asked.connect(self.asked)
        self.page.put([block for pair in zip(self._titles, self._groups, strict=True) for block in pair])

    def fill(self) -> None:
        """Show what there is to choose from."""
        super().fill()
        for (text, choices), title, group in zip(self._parts, self._titles, self._groups, strict=True):
            title.show_text(text)
            group.called = text
            group.show_choices(choices)

    def spoken_content(self) -> Iterable[str]:
        """Each group: its title, then its choices with their state."""
        words = self.view.frame.words
        for title, choices in self._parts:
            yield title
            for choice in choices:
                yield spoken_choice(choice, words.chosen if choice.chosen else words.not_chosen)

    @property
    def _parts(self) -> tuple[tuple[str, tuple[Choice, ...]], ...]:
        view = cast(AidsView, self.view)
        return (
            (view.sizes_title, view.sizes),
            (view.themes_title, view.themes),
            (view.speech_title, view.speech),
            (view.layouts_title, view.layouts),
            (view.switches_title, view.switches),
        )

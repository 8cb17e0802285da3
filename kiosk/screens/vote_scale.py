"""A question whose options are rated, and the shape of all questions whose options have choices of their own."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import cast

from PySide6.QtCore import QRect
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from kiosk.screens import screen
from kiosk.screens.vote import VoteScreen
from kiosk.viewmodel.intents import Intent
from kiosk.viewmodel.phrases import spoken_groups
from kiosk.viewmodel.views import Choice, ChoiceGroup, Illustration, VoteGroupsView, VoteScaleView
from kiosk.widgets.layout.stack_and_grid import TileGrid
from kiosk.widgets.text.label import Rank, Words
from kiosk.widgets.theme import Look
from kiosk.widgets.tiles.tile_layout import Face, Style, TileKind

_PICTURE_RATIO = 4 / 3

_WIDE_MM = 210
"""From this width on, six numbers stand in a row, each with room for a tick."""


class WholeWords(Words):
    """A text that no page cuts."""

    def breaks(self, _width: int) -> list[int]:
        """Nowhere."""
        return []


class OptionTitle(WholeWords):
    """The title of an option, with its picture at the end of the lines where these leave room: it moves nothing."""

    def __init__(self, picture: Illustration | None, look: Look) -> None:
        super().__init__("", look, Rank.STRONG)
        self._picture = picture
        self.leads = True

    def paintEvent(self, event: QPaintEvent) -> None:
        """The lines, then the picture."""
        super().paintEvent(event)
        place = self.picture_place()
        if self._picture is None or place.isEmpty():
            return
        drawn = self.look.pictograms.drawing(self._picture.file, place.width(), place.height(), self.look.palette)
        painter = QPainter(self)
        painter.drawPixmap(place.topLeft(), drawn)
        painter.end()

    def picture_place(self) -> QRect:
        """As high as the lines, in the widget's own pixels; empty where they leave no room."""
        width = round(self.height() * _PICTURE_RATIO)
        if width > self.width() - self.set_lines(self.width()).widest - self.look.metrics.gap:
            return QRect()
        return QRect(0 if self.look.right_to_left else self.width() - width, 0, width, self.height())


class OptionTiles(TileGrid):
    """The choices of one option: two rows of them are seen together, and each has room for the tick it may get."""

    def is_too_narrow(self, column: int) -> bool:
        """Also with the tick: which of them has it changes while they are seen."""
        return super().is_too_narrow(column) or any(tile.breaks_a_word_as_chosen(column) for tile in self.tiles)

    def breaks(self, width: int) -> list[int]:
        """After each row, but not between the only two."""
        ends = super().breaks(width)
        return ends if len(ends) > 2 else ends[-1:]

    def ends_within(self, width: int, room: int) -> list[int]:
        """Between the only two rows where no page holds both."""
        rows = super().breaks(width)
        parted = rows[:1] if len(rows) == 2 and rows[-1] > room else []
        return [*parted, *super().ends_within(width, room)]


class VoteGroupsScreen(VoteScreen):
    """Below the rule each option: its title, what it has now where its choices do not show it, and its choices."""

    shows_state = False

    def build(self) -> None:
        """As many groups as there are options; they stay for the life of the screen."""
        look = self.look
        self._groups = [(OptionTitle(one.picture, look), WholeWords("", look), self.grid()) for one in self._shown]
        for _title, about, choices in self._groups:
            about.leads = about.may_follow = True
            choices.asked.connect(self.asked)
        self._groups[0][2].answers = True
        super().build()

    def grid(self) -> TileGrid:
        """How the choices of one option are set."""
        raise NotImplementedError

    def blocks(self) -> Sequence[QWidget]:
        """Group below group."""
        return [*(block for group in self._groups for block in group), self._ways]

    def fill(self) -> None:
        """Options keep their places."""
        for (title, about, choices), group in zip(self._groups, self._shown, strict=True):
            title.show_text(f"{group.title}\n{group.state}" if self.shows_state else group.title)
            about.show_text("\n".join(part for part in (group.about, group.note) if part))
            choices.show_entries([_entry(group, choice) for choice in group.choices])
        super().fill()

    def spoken_options(self) -> Iterable[str]:
        """What there is to choose from, then each option with what it has; its choices have names of their own."""
        yield from spoken_groups(self._shown)

    @property
    def _shown(self) -> tuple[ChoiceGroup, ...]:
        return cast(VoteGroupsView, self.view).groups


def _entry(group: ChoiceGroup, choice: Choice) -> tuple[Face, Intent, bool, bool]:
    """A choice whose name says what it belongs to."""
    face = Face(choice.title, pictogram=choice.pictogram, name=f"{group.title}: {choice.title}")
    return face, choice.intent, choice.chosen, choice.enabled


def points_grid(look: Look) -> TileGrid:
    """One point less, one more, side by side; the same tile tapped twice is meant twice."""
    grid = OptionTiles(look, Style(centred=True), columns=2, justified=True)
    grid.takes_every_tap = True
    return grid


def scale_grid(look: Look, *, faces: bool, kind: TileKind = TileKind.PICK) -> TileGrid:
    """A row of five faces; of numbers as many rows as it takes for a tick beside each. ``kind``: of its tiles."""
    if faces:
        style = Style(kind, above=not look.metrics.low, picture_mm=14)  # low: the rows are not high
        return OptionTiles(look, style, columns=5, justified=True)
    upright = 6 if look.metrics.width >= look.metrics.mm(_WIDE_MM) else 4
    in_one_row = look.metrics.landscape and not look.metrics.low and (look.metrics.roomy or not look.metrics.flat)
    columns = 11 if in_one_row else upright
    return OptionTiles(look, Style(kind, centred=True, bold=True), columns=columns, justified=True)


@screen("vote_scale", VoteScaleView)
class VoteScaleScreen(VoteGroupsScreen):
    """Each option with its faces or numbers."""

    def grid(self) -> TileGrid:
        """Faces where the scale has them."""
        return scale_grid(self.look, faces=any(choice.pictogram for choice in self._shown[0].choices))

"""Where everything on a tile stands: picture or mark, title, line below it, note. Geometry only; ``tile`` paints it."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from enum import Enum

from PySide6.QtCore import QRect
from PySide6.QtGui import QFont

from kiosk.viewmodel.views import Illustration
from kiosk.widgets.text.text_layout import SetText, set_text
from kiosk.widgets.theme import Look, font


class TileKind(Enum):
    """What a tile is, and so how it looks and what assistive technology calls it."""

    MAIN = "main"
    """The one main action of a screen."""
    WAITING = "waiting"
    """The main action while something has to be done first: outlined, and otherwise the same."""
    PLAIN = "plain"
    RADIO = "radio"
    """One of several; choosing it takes the choice from the others."""
    CHECK = "check"
    """Can be chosen together with others."""
    PICK = "pick"
    """Leads on, like a plain tile, and shows a tick where it is what was chosen before."""


MAIN_KINDS = {TileKind.MAIN, TileKind.WAITING}

MARKED = {TileKind.RADIO, TileKind.CHECK}
"""Kinds with a mark that is there before anything is chosen."""

LEADS_ON = "arrow-right"
"""The pictogram of a main action that leads on: it stands behind the words, mirrored where writing goes left."""

CLOSE_MM = 2.2
"""Between the border of a tile and its words where a small display leaves no more."""
PICTURE_MM = (27.0, 20.25)
"""Width and height of a picture on a tile."""
PICTURE_FIRST_MM = 64.0
"""Width of a picture above the words; its height is three quarters of that."""
PICTURE_FIRST_PART = 0.15
"""Of the height of the display: the most height of a picture above the words."""
MOST_PICTURED_PART = 0.45
"""Of the height of the display: a tile that would be higher has no picture, since a page would part it."""

SIGN_IN_LETTERS = 1.25
"""Side of a pictogram in sizes of the letters beside it."""

LEAST_WORDS = 0.5
"""Of the width of a tile: where words would have less, the picture stays away."""

CHOOSABLE = MARKED | {TileKind.PICK}


def title_px_for_sign(side_px: int) -> int:
    """The size of letters beside which a pictogram has this side: for tiles without words."""
    return max(1, int(side_px / SIGN_IN_LETTERS))


@dataclass(frozen=True)
class Face:
    """What stands on a tile. ``name`` is the spoken name where title, about and note together would not do."""

    title: str
    about: str = ""
    note: str = ""
    pictogram: str = ""
    name: str = ""
    badge: str = ""
    """A number in the place of the tick of a chosen tile."""
    state: str = ""
    """Said in words after the rest, painted nowhere."""
    accent: str = ""
    """The task whose tint is behind the pictogram; empty for none."""
    picture: Illustration | None = None
    """At the end of the tile, as high as the words may be without it."""


@dataclass(frozen=True)
class Style:
    """How a tile is set. Lengths in millimetres; font sizes in pixels, 0 for the size of all text."""

    kind: TileKind = TileKind.PLAIN
    title_px: int = 0
    bold: bool = False
    centred: bool = False
    above: bool = False
    """The pictogram stands above the title instead of before it."""
    bare: bool = False
    """Words only: there is no room for the pictogram."""
    terse: bool = False
    """Without what only says more: for want of room. It is read aloud all the same."""
    picture_first: bool = False
    """The picture stands above all words, and they say what it is."""
    picture_mm: float = 0.0
    """Least side of the pictogram, or of what a special tile paints in its place. 0: as high as the letters ask for."""
    padding_mm: float = 0.0
    """Between the border and what stands in it; 0: as in all tiles."""
    least_height_mm: float = 0.0
    most_height_mm: float = 0.0
    """Of tiles that take the height that is left; 0: they take none."""


@dataclass
class Setting:
    """A tile's content at one width, in pixels from the tile's corner, mirrored already where writing goes left."""

    height: int
    sign: QRect = field(default_factory=QRect)
    """The place of the mark or pictogram; empty where there is none."""
    tick: QRect = field(default_factory=QRect)
    """The place of the tick of a chosen tile that has no mark."""
    picture: QRect = field(default_factory=QRect)
    """The place of the picture; empty where there is none, or no room for it."""
    texts: list[tuple[SetText, int, int, bool]] = field(default_factory=list)
    """Lines, left, top, and whether they are of second rank."""

    @property
    def breaks_a_word(self) -> bool:
        """Some word of the tile does not fit into its line."""
        return any(lines.breaks_a_word for lines, *_ in self.texts)


class Setter:
    """Sets one face in one style and look, for any width."""

    def __init__(self, face: Face, style: Style, look: Look, *, chosen: bool = False) -> None:
        self.face, self.style, self.look, self.chosen = face, style, look, chosen
        self._about = "" if style.terse else face.about
        metrics = look.metrics
        self._title_px = style.title_px or metrics.answer_px
        padding = metrics.mm(style.padding_mm) if style.padding_mm else metrics.padding
        self._inset = metrics.ring + padding
        self._between = padding
        # On a compact screen that lies a page is not high enough for a sign above words, and parts what is higher.
        self._is_low = metrics.flat and metrics.signs_alone
        self._is_above = style.above and not self._is_low
        self._sign_px = self._sign_size()

    def set(self, width: int, height: int = 0) -> Setting:
        """The content for this width; in the middle of ``height`` where that is more than needed."""
        if self.style.centred and not (self.face.title or self._about or self.face.note):
            made = self._sign_alone(width)
        else:
            made = self._set_words(width)
        if self.style.kind in CHOOSABLE and not self.chosen:
            # The title of a chosen tile is bold and has a tick. No tile may grow under the finger.
            made.height = max(made.height, self._as_chosen().set(width).height)
        made = _centred(made, height, picture_first=self.style.picture_first)
        if self._ticked:
            made.tick = self._tick(width, made.height)
        return _mirrored(made, width) if self.look.right_to_left else made

    def _set_words(self, width: int) -> Setting:
        if self.style.picture_first and self.face.picture:
            return self._below_picture(width)
        return self._above(width) if self._is_above or self.goes_above(width) else self._beside(width)

    def breaks_a_word_as_chosen(self, width: int) -> bool:
        """At this width some word would be torn if the tile were chosen."""
        return (self if self.chosen else self._as_chosen()).set(width).breaks_a_word

    def goes_above(self, width: int) -> bool:
        """At this width the pictogram has to stand on top: better there than a torn word."""
        if not self.style.centred or self._is_above or not self._beside(width).breaks_a_word:
            return False
        return not self._above(width).breaks_a_word

    @property
    def _ticked(self) -> bool:
        return self.chosen and self.style.kind is TileKind.PICK

    def _tick(self, width: int, height: int) -> QRect:
        if self._is_ticked_in_corner(width):
            side, edge = self._mark_px() // 2, self.look.metrics.ring + self.look.metrics.stroke
            return QRect(width - edge - side, edge, side, side)
        side = self._mark_px()
        top = self._inset // 2 + self.look.metrics.ring // 2 if self._is_above else (height - side) // 2
        return QRect(width - (top if self._is_above else self._inset) - side, top, side, side)

    def _is_ticked_in_corner(self, width: int) -> bool:
        """Beside the words there is no room, and on them it would hide them."""
        room = width - 2 * self._inset - self._mark_px() - self._between
        title = self._text(self.face.title, self._title_font(), max(1, room))
        return self.style.centred and self._is_low and title.breaks_a_word

    def _mark_px(self) -> int:
        return max(self.look.metrics.mm(8.5), round(self.look.metrics.text_px * 1.15))

    def natural_width(self) -> int:
        """The width at which the title stands in one line."""
        title = self._text(self.face.title, self._title_font(), 100_000)
        sign = self._sign_px + self._between if self._sign_px and not self._is_above else 0
        return max(title.widest + 1 + sign, self._sign_px) + 2 * self._inset

    def _sign_size(self) -> int:
        metrics = self.look.metrics
        if self.style.kind in MARKED:
            return self._mark_px()
        if self.style.bare or not (self.face.pictogram or self.style.picture_mm):
            return 0
        # Odd: a thin line through the middle covers a whole row of pixels, instead of two rows by half (R08).
        return max(metrics.picture(self.style.picture_mm), round(self._title_px * SIGN_IN_LETTERS)) | 1

    def _title_font(self) -> QFont:
        return font(self._title_px, bold=self.style.bold or self.chosen or self.style.kind in MAIN_KINDS)

    def _as_chosen(self) -> Setter:
        return Setter(self.face, self.style, self.look, chosen=True)

    def _text(self, text: str, face: QFont, width: int, *, centred: bool = False) -> SetText:
        return set_text(text, face, width, self.look, centred=centred)

    def _least_height(self, content: int) -> int:
        metrics = self.look.metrics
        least = metrics.picture(self.style.least_height_mm) if self.style.least_height_mm else 0
        return max(content + 2 * self._inset, metrics.target + 2 * metrics.ring, least)

    def _sign_alone(self, width: int) -> Setting:
        left = (width - self._sign_px) // 2
        return Setting(self._least_height(self._sign_px), sign=QRect(left, 0, self._sign_px, self._sign_px))

    def _above(self, width: int) -> Setting:
        inner = width - 2 * self._inset
        made = Setting(0)
        top = 0
        if self._sign_px:
            made.sign = QRect((width - self._sign_px) // 2, 0, self._sign_px, self._sign_px)
            top = self._sign_px + self._between // 2
        top = self._add(made, self._text(self.face.title, self._title_font(), inner, centred=True), self._inset, top)
        body = font(self.look.metrics.text_px)
        if self._about:
            lines = self._text(self._about, body, inner, centred=True)
            top = self._add(made, lines, self._inset, top + self._between // 3, second=True)
        if self.face.note:
            lines = self._text(self.face.note, body, inner, centred=True)
            top = self._add(made, lines, self._inset, top + self._between // 3)
        made.height = self._least_height(top)
        return made

    def _beside(self, width: int) -> Setting:
        """Words beside the pictogram; at the end of the tile the picture, where words have room enough before it."""
        metrics = self.look.metrics
        wide, high = (metrics.picture(side) for side in PICTURE_MM)
        if self.face.picture is None or self._is_low or width - wide - self._between < LEAST_WORDS * width:
            return self._words_beside(width)
        made = self._words_beside(width - wide - self._between)
        if made.breaks_a_word and not self._words_beside(width).breaks_a_word:
            return self._words_beside(width)
        bottom = made.height - 2 * self._inset
        made.height = max(made.height, high + self._inset + metrics.ring)
        made.picture = QRect(width - self._inset - wide, (bottom - high) // 2, wide, high)
        return made

    def _below_picture(self, width: int) -> Setting:
        """The picture over the middle of the tile, the mark and the words below it."""
        metrics, made = self.look.metrics, self._words_beside(width)
        most = min(metrics.picture(PICTURE_FIRST_MM) * 3 // 4, round(metrics.height * PICTURE_FIRST_PART))
        high = min(most, (width - 2 * self._inset) * 3 // 4)
        down, bottom = high + self._between, _bottom_of(made)
        made.picture = QRect((width - high * 4 // 3) // 2, 0, high * 4 // 3, high)
        made.sign = made.sign.translated(0, down)
        made.texts = [(lines, x, y + down, second) for lines, x, y, second in made.texts]
        made.height = self._least_height(down + bottom)
        return made if made.height <= MOST_PICTURED_PART * metrics.height else self._words_beside(width)

    def _words_beside(self, width: int) -> Setting:
        left = self._inset + (self._sign_px + self._between if self._sign_px else 0)
        room = (
            width
            - left
            - self._inset
            - (self._mark_px() + self._between if self._ticked and not self._is_ticked_in_corner(width) else 0)
        )
        strong = font(self.look.metrics.text_px, bold=True)
        note = self._text(self.face.note, strong, room)
        at_end = bool(self.face.note) and self.look.metrics.roomy and note.widest < room * 0.2
        column = room - (note.widest + 1 + 2 * self._between if at_end else 0)
        title = self._text(self.face.title, self._title_font(), column)
        if self.style.centred:
            left += max(0, (room - title.widest - 1) // 2) if len(title.lines) <= 1 else 0
            column = min(column, title.widest + 1) if len(title.lines) <= 1 else column
            title = self._text(self.face.title, self._title_font(), column, centred=not self._sign_px)
        made = Setting(0)
        top = self._add(made, title, left, 0)
        if self._about:
            lines = self._text(self._about, font(self.look.metrics.text_px), column)
            top = self._add(made, lines, left, top + self._between // 3, second=True)
        if self.face.note and not at_end:
            plain = self._text(self.face.note, font(self.look.metrics.text_px), column)
            top = self._add(made, plain, left, top + self._between // 3)
        content = max(top, self._sign_px)
        for entry in range(len(made.texts)):
            lines, x, y, second = made.texts[entry]
            made.texts[entry] = (lines, x, y + (content - top) // 2, second)
        if at_end:
            end = self._text(self.face.note, strong, note.widest + 1)
            made.texts.append((end, left + room - end.width, (content - end.height) // 2, False))
        if self._sign_px:
            sign_left = left - self._between - self._sign_px
            if self.style.kind in MAIN_KINDS and self.face.pictogram == LEADS_ON:
                # The sign of going on stands behind the words.
                made.texts = [(lines, sign_left, y, second) for lines, _, y, second in made.texts]
                sign_left += column + self._between
            sign_top = 0 if self._is_low else (content - self._sign_px) // 2
            made.sign = QRect(sign_left, sign_top, self._sign_px, self._sign_px)
        made.height = self._least_height(content)
        return made

    @staticmethod
    def _add(made: Setting, lines: SetText, left: int, top: int, *, second: bool = False) -> int:
        made.texts.append((lines, left, top, second))
        return top + lines.height


def _bottom_of(made: Setting) -> int:
    """Where sign and words end."""
    return max([made.sign.y() + made.sign.height(), *(top + lines.height for lines, _, top, _ in made.texts)])


def _centred(made: Setting, height: int, *, picture_first: bool) -> Setting:
    """The content in the middle of the tile's height; until here it starts at 0."""
    full = max(made.height, height)
    down = (full - _bottom_of(made)) // 2
    texts = [(lines, left, top + down, second) for lines, left, top, second in made.texts]
    picture = QRect(made.picture)
    picture.moveTop(down if picture_first else (full - picture.height()) // 2)
    return replace(made, height=full, sign=made.sign.translated(0, down), texts=texts, picture=picture)


def _mirrored(made: Setting, width: int) -> Setting:
    sign, tick = QRect(made.sign), QRect(made.tick)
    sign.moveLeft(width - sign.x() - sign.width())
    tick.moveLeft(width - tick.x() - tick.width())
    picture = QRect(made.picture)
    picture.moveLeft(width - picture.x() - picture.width())
    texts = [(lines, width - left - lines.width, top, second) for lines, left, top, second in made.texts]
    return replace(made, sign=sign, tick=tick, texts=texts, picture=picture)

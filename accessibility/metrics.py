"""Sizes on the screen: millimetres for eyes and fingers, turned into pixels of one station. Values only, no widgets.

All lengths are kept in millimetres and multiplied by the station's measured pixels per millimetre; the resolution a
screen reports about itself is never trusted.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from math import ceil

from accessibility.profile import Layout, Profile, TextSize

CAP_HEIGHT_MM = {TextSize.SMALL: 3.5, TextSize.DEFAULT: 4.8, TextSize.LARGE: 6.4, TextSize.EXTRA: 8.5}
"""Least height of a capital letter of every text on the screen (R01)."""

HEADLINE_CAP_HEIGHT_MM = {TextSize.SMALL: 5.6, TextSize.DEFAULT: 7.4, TextSize.LARGE: 8.6, TextSize.EXTRA: 10.2}
"""The question of a screen. It grows less than the text, for it is large already."""

TITLE_CAP_HEIGHT_MM = {TextSize.SMALL: 4.6, TextSize.DEFAULT: 6.0, TextSize.LARGE: 7.4, TextSize.EXTRA: 9.2}
"""The titles of the few big tiles."""

DISPLAY_CAP_HEIGHT_MM = {TextSize.SMALL: 9.0, TextSize.DEFAULT: 10.5, TextSize.LARGE: 11.5, TextSize.EXTRA: 12.5}
"""What stands alone on a screen: a code to write down, an invitation."""

CAP_RATIO = 0.714
"""Height of a capital letter of Noto Sans, as a part of the font's size."""

MOST_CAP_HEIGHT_MM = {TextSize.SMALL: 4.2, TextSize.DEFAULT: 5.6, TextSize.LARGE: 7.1, TextSize.EXTRA: 9.0}
"""Most height of a capital of ordinary text (R01): the next size is larger on every page."""

ARABIC_LETTERS = 1.15
"""So much larger Arabic is set in the small and the usual size: its letters have lower bodies than Latin ones."""

ROOMY = {TextSize.SMALL, TextSize.DEFAULT}
"""Sizes of letters that leave room for two things side by side."""

TARGET_MM = 12.7
"""Least width and height of what a finger has to hit (R20)."""

GAP_MM = 2.54
"""Least distance between two such targets (R20)."""

REACH_MM = 1100
"""No control is higher above the floor than this in a layout for low reach (R33)."""

USUAL_LOWER_EDGE_MM = 840
"""Of the screen, above the floor: of a 21.5 inch screen standing upright the lower 55 % are within reach then."""

TABLE_TOP_MM = 740
"""Of an ordinary table: the lower edge of a small screen that stands on one is at least so high."""

LEAST_LONG_MM, LEAST_SHORT_MM = 213, 133
"""Of a display, lying or upright: 10.1 inch (217 by 136 mm) and what a measurement may be off. On less, letters and
buttons of the sizes above leave no room for what they are there for."""

COMPACT_MM = 185
"""A display whose shorter side is shorter, such as that of a tablet, keeps text and targets as large as elsewhere.
Headlines, margins and what stands between give way."""

COMPACT_PICTURES = 0.5
"""Of the size of pictures, and of the least height of tiles, on other displays."""

FLAT_MM = 220
"""A lying screen that is lower has no room for letters that stand alone, nor for pictograms above words."""

DEFAULT_PX_PER_MM = 4.03
"""A 21.5 inch screen of 1080 by 1920 pixels."""

_PADDING_MM = {TextSize.SMALL: 5.0, TextSize.DEFAULT: 5.0, TextSize.LARGE: 4.4, TextSize.EXTRA: 3.6}

_MARGIN_MM = {TextSize.SMALL: 14.0, TextSize.DEFAULT: 14.0, TextSize.LARGE: 12.0, TextSize.EXTRA: 10.0}


@dataclass(frozen=True)
class _Lengths:
    """What differs between displays, in millimetres: headlines by the height of a capital, for each text size."""

    headline: Mapping[TextSize, float]
    title: Mapping[TextSize, float]
    display: Mapping[TextSize, float]
    padding: Mapping[TextSize, float]
    margin: Mapping[TextSize, float]
    space: Mapping[TextSize, float]
    ring: float


_USUAL = _Lengths(
    HEADLINE_CAP_HEIGHT_MM,
    TITLE_CAP_HEIGHT_MM,
    DISPLAY_CAP_HEIGHT_MM,
    _PADDING_MM,
    _MARGIN_MM,
    dict.fromkeys(TextSize, 6.0),
    ring=1.6,
)


def _by_size(small: float, default: float, large: float, extra: float) -> Mapping[TextSize, float]:
    return dict(zip(TextSize, (small, default, large, extra), strict=True))


_COMPACT = _Lengths(
    headline=_by_size(4.6, 5.8, 6.8, 8.5),
    title=_by_size(3.6, 4.8, 6.4, 8.5),
    display=_by_size(6.4, 7.0, 7.6, 8.6),
    padding=_by_size(3.2, 3.0, 2.4, 1.8),
    margin=_by_size(6.0, 6.0, 5.0, 4.0),
    space=_by_size(3.6, 3.6, 3.0, 2.6),
    ring=1.36,
)
"""Of a compact display: no text is lower than the text of its size (R01)."""


@dataclass(frozen=True)
class Growth:
    """How much larger a page is set that has room to spare; each number is a factor.

    Ordinary text grows within its size (R01); what people answer, titles and pictures grow more.
    """

    answers: float = 1.0
    titles: float = 1.0
    space: float = 1.0
    """Between ideas, and between a border and what stands in it."""
    pictures: float = 1.0
    """Pictures, pictograms, and the least height of tiles."""


GROWTH = (
    Growth(),
    Growth(answers=1.12, titles=1.06, space=1.3, pictures=1.15),
    Growth(answers=1.25, titles=1.12, space=1.7, pictures=1.35),
    Growth(answers=1.36, titles=1.2, space=2.3, pictures=1.6),
    Growth(answers=1.36, titles=1.2, space=3.0, pictures=2.0),
)
"""The steps in which a page grows into free room."""

CLOSER = Growth(space=0.7)
"""How a page is set that else would need another one for very little: letters, targets and pictures stay."""


@dataclass(frozen=True)
class Metrics:
    """All lengths of one screen in whole pixels, for one text size on one station. Make it with ``metrics_for``."""

    px_per_mm: float
    width: int
    height: int
    size: TextSize
    text_px: int
    """Font size of everything that is not larger."""
    answer_px: int
    """What can be chosen and what was chosen: as large as the text, larger where a page has room."""
    headline_px: int
    title_px: int
    display_px: int
    target: int
    gap: int
    """Between two controls."""
    space: int
    """Between two ideas on a page."""
    margin: int
    """From the edge of the screen."""
    padding: int
    """Between the border of a tile and what stands in it."""
    stroke: int
    """A border."""
    heavy_stroke: int
    """The frame of what is chosen."""
    ring: int
    """Room for the focus ring around a control."""
    radius: int
    """Of a tile's corners."""
    layout: Layout = Layout.NORMAL
    reach_top: int = 0
    """No control stands above this row of pixels; 0 where every place is within reach."""
    growth: Growth = GROWTH[0]
    letters: float = 1.0
    """How much larger all letters are set than those of Latin, for the script of the language."""

    @property
    def low(self) -> bool:
        """All controls are in the lower part, for the left or the right hand."""
        return self.layout is not Layout.NORMAL

    @property
    def landscape(self) -> bool:
        """The screen is wider than high."""
        return self.width > self.height

    @property
    def flat(self) -> bool:
        """The screen is so low that every row counts: 15.6 inch, lying."""
        return self.landscape and self.height < self.mm(FLAT_MM)

    @property
    def compact(self) -> bool:
        """The screen is that of a tablet: 10.1 inch, whichever way it stands."""
        return is_compact(self.width / self.px_per_mm, self.height / self.px_per_mm)

    @property
    def signs_alone(self) -> bool:
        """Letters are too large for words on the small buttons of a compact screen: pictograms stand there alone."""
        return self.compact and not self.roomy

    @property
    def terse(self) -> bool:
        """A compact screen lies, or its letters are large: what only says more about a choice is not shown, and pages
        are turned with pictograms alone. All of it is read aloud."""
        return self.compact and (self.landscape or not self.roomy)

    @property
    def roomy(self) -> bool:
        """The text is small enough for two things side by side; from the large size on all is one column."""
        return self.size in ROOMY

    @property
    def bar_margin(self) -> int:
        """From the edge of the screen to the bar of aids: the same at every size, for it never moves."""
        lengths = _COMPACT if self.compact else _USUAL
        return ceil(lengths.margin[TextSize.DEFAULT] * self.px_per_mm - 1e-9)

    def at_size(self, size: TextSize) -> Metrics:
        """The lengths of the same screen for another text size."""
        return self._at(size, self.letters)

    @property
    def with_usual_letters(self) -> Metrics:
        """The lengths of the same screen with letters as large as Latin ones, whatever the script."""
        return self._at(self.size, 1.0)

    def _at(self, size: TextSize, letters: float) -> Metrics:
        other = Profile(size=size, layout=self.layout)
        made = metrics_for(other, px_per_mm=self.px_per_mm, width=self.width, height=self.height, letters=letters)
        return replace(made, reach_top=self.reach_top)

    def grown(self, growth: Growth) -> Metrics:
        """The lengths of the same page where it has room to grow. Where everything else is, stays."""
        scale = self.letters if self.roomy else 1.0
        most_rows = int(MOST_CAP_HEIGHT_MM[self.size] * scale * self.px_per_mm + 1e-9)
        most_text = max(self.text_px, int((most_rows - 0.5) / CAP_RATIO))  # soft edges take part of a row
        title = round(self.title_px * growth.titles)
        return replace(
            self,
            text_px=self.text_px if growth.answers == 1 else most_text,
            answer_px=max(self.text_px, min(round(self.text_px * growth.answers), title)),
            headline_px=round(self.headline_px * growth.titles),
            title_px=title,
            display_px=round(self.display_px * growth.titles),
            space=round(self.space * growth.space),
            padding=round(self.padding * (1 + growth.space) / 2),
            growth=growth,
        )

    def picture(self, millimetres: float) -> int:
        """A length of something that grows with the room of its page, in whole pixels, at least one."""
        return self.mm(millimetres * self.growth.pictures * (COMPACT_PICTURES if self.compact else 1))

    def mm(self, millimetres: float) -> int:
        """A length on the screen in whole pixels, at least one."""
        return max(1, round(millimetres * self.px_per_mm))


def font_px(cap_height_mm: float, px_per_mm: float, cap_ratio: float = CAP_RATIO) -> int:
    """Font size in pixels whose capitals are at least this high, also when counted in whole rows of pixels."""
    rows = ceil(cap_height_mm * px_per_mm - 1e-9)
    return ceil(rows / cap_ratio - 1e-9)


def usual_lower_edge_mm(height_mm: float) -> int:
    """How high above the floor the lower edge of a screen of this height belongs, for people sitting and standing.

    A screen that can end within everybody's reach does (15.6 inch upright: 754 mm); a larger one stands at 840 mm.
    """
    ends_within_reach = int(REACH_MM - height_mm)
    return min(ends_within_reach, USUAL_LOWER_EDGE_MM) if ends_within_reach >= TABLE_TOP_MM else USUAL_LOWER_EDGE_MM


def is_large_enough(width_mm: float, height_mm: float) -> bool:
    """A display of this size, lying or upright, has room for every screen in every size of letters."""
    return max(width_mm, height_mm) >= LEAST_LONG_MM and min(width_mm, height_mm) >= LEAST_SHORT_MM


def is_compact(width_mm: float, height_mm: float) -> bool:
    """A display of this size, lying or upright, is as small as a tablet."""
    return min(width_mm, height_mm) < COMPACT_MM


def reach_top(px_per_mm: float, height: int, lower_edge_mm: int) -> int:
    """The highest row of pixels within reach, on a screen whose lower edge is so high above the floor."""
    return max(0, height - max(0, int((REACH_MM - lower_edge_mm) * px_per_mm)))


def metrics_for(
    profile: Profile,
    *,
    px_per_mm: float,
    width: int,
    height: int,
    lower_edge_mm: int | None = None,
    letters: float = 1.0,
) -> Metrics:
    """The lengths for a person's text size on a screen of this many pixels.

    ``lower_edge_mm`` is how high above the floor the screen's lower edge is; it decides what is within reach. Without
    it the screen hangs where one of its height usually does. ``letters`` is how much larger the script of the language
    is set.

    Raises:
        ValueError: a length is not positive.
    """
    if px_per_mm <= 0 or width <= 0 or height <= 0:
        raise ValueError("a screen has a positive size and a positive number of pixels per millimetre")
    size = profile.size
    scale = letters if size in ROOMY else 1.0
    lengths = _COMPACT if is_compact(width / px_per_mm, height / px_per_mm) else _USUAL
    lower_edge = usual_lower_edge_mm(height / px_per_mm) if lower_edge_mm is None else lower_edge_mm

    def at_least(millimetres: float) -> int:
        return ceil(millimetres * px_per_mm - 1e-9)

    return Metrics(
        px_per_mm=px_per_mm,
        width=width,
        height=height,
        size=size,
        text_px=font_px(CAP_HEIGHT_MM[size] * scale, px_per_mm),
        answer_px=font_px(CAP_HEIGHT_MM[size] * scale, px_per_mm),
        headline_px=font_px(lengths.headline[size] * scale, px_per_mm),
        title_px=font_px(lengths.title[size] * scale, px_per_mm),
        display_px=font_px(lengths.display[size] * scale, px_per_mm),
        target=at_least(TARGET_MM),
        gap=at_least(GAP_MM),
        space=at_least(lengths.space[size]),
        margin=at_least(lengths.margin[size]),
        padding=at_least(lengths.padding[size]),
        stroke=max(2, round(0.5 * px_per_mm)),
        heavy_stroke=max(4, round(1.3 * px_per_mm)),
        ring=max(6, round(lengths.ring * px_per_mm)),
        radius=at_least(2.6),
        layout=profile.layout,
        letters=letters,
        reach_top=0 if profile.layout is Layout.NORMAL else reach_top(px_per_mm, height, lower_edge),
    )

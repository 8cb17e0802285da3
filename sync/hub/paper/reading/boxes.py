"""The boxes on a picture of a form: found by the pattern before each, cut out straight, and judged. Opens no file.

A box is judged only where it is plainly empty or plainly bears one cross, tick or stroke. Whatever else it may be is
for a person to say: a faint mark, ink beside the box, a box that is filled or scribbled over, one that cannot be seen.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass

import zxingcpp
from PIL import Image, ImageFilter

from sync.hub.paper.reading import Mark
from sync.hub.paper.row_codes import RowCode, read_row_code

MOST_SIDE_PX = 3000
"""Of the picture that is looked at: ten pixels a millimetre of a sheet that fills it."""
BOX_PX = 64
"""The height of a box that was cut out."""
_AROUND = 0.36
"""So much around the box is looked at, too, in heights of the box."""
_SHIFTS_PX = range(-9, 10)
"""A curved sheet moves the box away from where its pattern says it is."""
_LINE_PX = 5
"""The printed line around the box."""
_INSIDE_PX = 10
"""So far within the outer edge of the box begins what is surely not its printed line."""

_LEAST_CONTRAST = 50
"""Between paper and printed line, of 255."""
_FAINT, _INK = 0.22, 0.5
"""From which part of that contrast on something may be ink, and is ink."""
_LEAST_LINE = 0.7
"""So much of each printed side has to be seen."""
_MOST_DIRT = 0.004
"""Of the paper in an empty box."""
_CROSSED = (0.035, 0.42)
"""How much of the box a mark covers."""
_LEAST_SPAN = 0.45
"""How far a mark reaches in both directions."""
_MOST_BEYOND = 0.5
"""Of the way along a side, outside of the box: the ends of a cross go along less of it, a ring around it along more."""
_MOST_RUN = 0.6
"""No stroke of a cross lies along an edge of the box for longer: one that does strikes something out."""


@dataclass(frozen=True)
class SeenBox:
    """One box of the picture."""

    code: RowCode
    mark: Mark
    cutting: Image.Image
    """The box and a little around it, grey."""


def boxes_on(picture: Image.Image) -> list[SeenBox]:
    """All boxes whose pattern can be read."""
    grey = picture.convert("L")
    grey.thumbnail((MOST_SIDE_PX, MOST_SIDE_PX), Image.Resampling.LANCZOS)
    found = zxingcpp.read_barcodes(grey, formats=zxingcpp.BarcodeFormats([zxingcpp.BarcodeFormat.DataMatrix]))
    seen = []
    for barcode in found:
        if code := read_row_code(barcode.text):
            cutting = _cut_out(grey, code, barcode.position)
            seen.append(SeenBox(code, judge(cutting, code), cutting))
    return seen


def judge(cutting: Image.Image, code: RowCode) -> Mark:
    """What is in the box that was cut out."""
    if code.is_number:
        return Mark.UNSURE
    smooth = cutting.filter(ImageFilter.MedianFilter(3))
    paper = _percentile(smooth, 0.8)
    left, top = _find_box(smooth)
    box = (left, top, left + BOX_PX, top + BOX_PX)
    line = max(_percentile(smooth.crop(side), 0.15) for side in _sides(box))
    if paper - line < _LEAST_CONTRAST:
        return Mark.UNSURE
    faint, ink = (_darker(smooth, paper - part * (paper - line)) for part in (_FAINT, _INK))
    if any(_passed(ink.crop(side)) < _LEAST_LINE for side in _sides(box)):
        return Mark.UNSURE
    inside = (left + _INSIDE_PX, top + _INSIDE_PX, box[2] - _INSIDE_PX, box[3] - _INSIDE_PX)
    beyond = faint.copy()
    beyond.paste(0, (left - 3, top - 3, box[2] + 3, box[3] + 3))
    if _covered(faint.crop(inside)) <= _MOST_DIRT:
        return Mark.EMPTY if _covered(beyond) <= _MOST_DIRT else Mark.UNSURE
    strips = [
        (0, 0, beyond.width, top),
        (0, box[3], *beyond.size),
        (0, 0, left, beyond.height),
        (box[2], 0, *beyond.size),
    ]
    is_ringed = any(_passed(beyond.crop(strip)) > _MOST_BEYOND for strip in strips)
    is_cross = not is_ringed and _is_cross(ink.crop(inside), faint.crop(inside))
    return Mark.CROSSED if is_cross else Mark.UNSURE


def _is_cross(ink: Image.Image, faint: Image.Image) -> bool:
    """Thin strokes across the box, at most two beside each other: no blot, no scribble, nothing struck out."""
    reach = ink.getbbox()
    if reach is None or not _CROSSED[0] <= _covered(ink) or _covered(faint) > _CROSSED[1]:
        return False
    if min(reach[2] - reach[0], reach[3] - reach[1]) < _LEAST_SPAN * ink.width:
        return False
    for lines in (faint, faint.transpose(Image.Transpose.TRANSPOSE)):
        for runs in _runs(lines):
            if len(runs) > 2 or max(runs, default=0) > _MOST_RUN * lines.width:
                return False
    return True


def _runs(lines: Image.Image) -> Iterator[list[int]]:
    """Of every third line how long each stretch of ink is, in pixels; specks are none."""
    pixels = lines.tobytes()
    for start in range(0, len(pixels), 3 * lines.width):
        stretches = pixels[start : start + lines.width].split(b"\x00")
        yield [len(stretch) for stretch in stretches if len(stretch) > 1]


def _cut_out(grey: Image.Image, code: RowCode, position: zxingcpp.Position) -> Image.Image:
    corners = [
        (at.x, at.y) for at in (position.top_left, position.top_right, position.bottom_right, position.bottom_left)
    ]
    (ax, ay), (bx, by), (cx, cy), (dx, dy) = corners
    right = ((bx - ax + cx - dx) / 2, (by - ay + cy - dy) / 2)
    down = ((dx - ax + cx - bx) / 2, (dy - ay + cy - by) / 2)
    middle = (sum(x for x, _ in corners) / 4, sum(y for _, y in corners) / 4)
    from_middle = (code.left - 0.5 - _AROUND, -0.5 - _AROUND)
    start = [middle[axis] + from_middle[0] * right[axis] + from_middle[1] * down[axis] for axis in (0, 1)]
    step = (right[0] / BOX_PX, down[0] / BOX_PX, start[0], right[1] / BOX_PX, down[1] / BOX_PX, start[1])
    size = (math.ceil((code.width + 2 * _AROUND) * BOX_PX), math.ceil((1 + 2 * _AROUND) * BOX_PX))
    return grey.transform(size, Image.Transform.AFFINE, step, Image.Resampling.BICUBIC, fillcolor=0)


def _find_box(smooth: Image.Image) -> tuple[int, int]:
    """Where its outer edges are darkest, near where they are expected."""
    expected = round(_AROUND * BOX_PX)
    across, along = (
        smooth.resize((smooth.width, 1), Image.Resampling.BOX),
        smooth.resize((1, smooth.height), Image.Resampling.BOX),
    )
    return _darkest_pair(across.tobytes(), expected), _darkest_pair(along.tobytes(), expected)


def _darkest_pair(means: bytes, expected: int) -> int:
    def lightness(shift: int) -> int:
        first = expected + shift
        last = first + BOX_PX - _LINE_PX
        return sum(means[first : first + _LINE_PX]) + sum(means[last : last + _LINE_PX])

    return expected + min(_SHIFTS_PX, key=lambda shift: (lightness(shift), abs(shift)))


def _sides(box: tuple[int, int, int, int]) -> list[tuple[int, int, int, int]]:
    """Strips in which the printed line of each side lies."""
    left, top, right, bottom = box
    out, into = 3, _LINE_PX + 2
    return [
        (left - out, top, left + into, bottom),
        (right - into, top, right + out, bottom),
        (left, top - out, right, top + into),
        (left, bottom - into, right, bottom + out),
    ]


def _passed(ink: Image.Image) -> float:
    """Along how much of a strip there is ink somewhere across it."""
    across, along = ink.getprojection()
    passed = across if ink.width > ink.height else along
    return sum(passed) / len(passed)


def _percentile(picture: Image.Image, part: float) -> int:
    left = part * picture.width * picture.height
    for value, number in enumerate(picture.histogram()):
        left -= number
        if left <= 0:
            return value
    return 255


def _darker(picture: Image.Image, than: float) -> Image.Image:
    """255 where it is darker, 0 elsewhere."""
    return picture.point([255 * (value < than) for value in range(256)])


def _covered(picture: Image.Image) -> float:
    return picture.histogram()[255] / (picture.width * picture.height)

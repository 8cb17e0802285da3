"""Forms on paper as people fill them in and as cameras see them: drawn hands, folds, slants, bad light."""

from __future__ import annotations

import itertools
import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from io import BytesIO
from random import Random
from typing import Any

import numpy as np
import zxingcpp
from PIL import Image, ImageDraw, ImageFilter

from sync.hub.paper.row_codes import RowCode

Box = tuple[float, float, float]
"""Left, top and height, in pixels."""
Point = tuple[float, float]

SCALE = 2
MM = SCALE * 96 / 25.4
"""Pixels of a printed sheet."""


@dataclass(frozen=True)
class PrintedForm:
    """An empty sheet, A4, and where its boxes are."""

    sheet: Image.Image
    boxes: Sequence[Box]


def print_form(page: Any, html: str) -> PrintedForm:
    """As Chromium sets it, as far down as something stands on it; ``page`` has ``SCALE`` device pixels for each."""
    page.set_viewport_size({"width": 794, "height": 300})
    page.set_content(html)
    sheet = Image.open(BytesIO(page.screenshot(full_page=True))).convert("L")
    found = page.evaluate(
        "[...document.querySelectorAll('.box')].map(b => b.getBoundingClientRect()).map(r => [r.left, r.top, r.height])"
    )
    return PrintedForm(sheet, [(left * SCALE, top * SCALE, height * SCALE) for left, top, height in found])


class Hand:
    """Draws into one box, with a pen."""

    def __init__(self, sheet: Image.Image, box: Box, random: Random) -> None:
        self._draw = ImageDraw.Draw(sheet)
        self._box, self.random = box, random
        self.pen_mm, self.grey = random.uniform(0.35, 0.6), random.randrange(20, 90)
        self.tremor = 0.015

    def stroke(self, *points: Point) -> None:
        """Through these points; the box is from 0 to 1."""
        left, top, height = self._box
        way: list[Point] = []
        for (ax, ay), (bx, by) in itertools.pairwise(points):
            for part in range(13):
                x, y = ax + (bx - ax) * part / 12, ay + (by - ay) * part / 12
                x, y = (one + self.random.gauss(0, self.tremor) for one in (x, y))
                way.append((left + x * height, top + y * height))
        width = max(1, round(self.pen_mm * MM))
        self._draw.line(way, fill=self.grey, width=width, joint="curve")

    def cross(self, low: float = 0.15, high: float = 0.85, *, dx: float = 0.0, dy: float = 0.0) -> None:
        """Two strokes from corner to corner."""

        def near(value: float) -> float:
            return value + self.random.uniform(-0.06, 0.06)

        self.stroke((near(low) + dx, near(low) + dy), (near(high) + dx, near(high) + dy))
        self.stroke((near(high) + dx, near(low) + dy), (near(low) + dx, near(high) + dy))


def _neat(hand: Hand) -> None:
    hand.cross()


def _large(hand: Hand) -> None:
    hand.cross(-0.3, 1.3)


def _small(hand: Hand) -> None:
    hand.cross(0.28, 0.72, dx=hand.random.uniform(-0.12, 0.12), dy=hand.random.uniform(-0.12, 0.12))


def _felt_pen(hand: Hand) -> None:
    hand.pen_mm = 1.2
    hand.cross(0.1, 0.9)


def _pencil(hand: Hand) -> None:
    hand.grey, hand.pen_mm = hand.random.randrange(110, 175), 0.4
    hand.cross()


def _shaking(hand: Hand) -> None:
    hand.tremor = 0.05
    hand.cross(0.0, 1.0)


def _tick(hand: Hand) -> None:
    hand.stroke((0.15, 0.5), (0.4, 0.85), (1.05, -0.1))


def _upright(hand: Hand) -> None:
    hand.stroke((0.5, 0.05), (0.5, 0.95))
    hand.stroke((0.05, 0.5), (0.95, 0.5))


def _beside(hand: Hand) -> None:
    hand.cross(dx=hand.random.uniform(0.35, 0.6), dy=hand.random.uniform(-0.3, 0.3))


def _stroke(hand: Hand) -> None:
    hand.stroke((0.05, 0.95), (0.95, 0.05))


HANDWRITINGS: Sequence[Callable[[Hand], None]] = (
    _neat, _large, _small, _felt_pen, _pencil, _shaking, _tick, _upright, _beside, _stroke,
)  # fmt: skip
"""Of crosses that count."""


def _blackened(hand: Hand) -> None:
    hand.cross()
    hand.pen_mm = 1.0
    hand.stroke(*[(0.1 + 0.8 * (step % 2), 0.1 + 0.1 * step) for step in range(9)])


def _struck_through(hand: Hand) -> None:
    hand.cross()
    for height in (0.4, 0.55):
        hand.stroke((-0.3, height), (1.4, height + hand.random.uniform(-0.1, 0.1)))


def _circled(hand: Hand) -> None:
    hand.cross(0.2, 0.8)
    turn = [math.tau * part / 14 for part in range(15)]
    hand.stroke(*[(0.5 + 0.75 * math.cos(angle), 0.5 + 0.75 * math.sin(angle)) for angle in turn])


def _rested(hand: Hand) -> None:
    hand.stroke((0.5, 0.5), (0.56, 0.55))


def _outside(hand: Hand) -> None:
    hand.cross(0.3, 0.7, dx=0.78)


TAKEN_BACK: Sequence[Callable[[Hand], None]] = (_blackened, _struck_through, _circled, _rested, _outside)
"""What stands in or beside a box of which nobody can be sure that it was chosen."""


def fill_in(form: PrintedForm, marks: Sequence[Callable[[Hand], None] | None], random: Random) -> Image.Image:
    """The sheet with each box marked like this; None leaves it empty."""
    sheet = form.sheet.copy()
    for box, mark in zip(form.boxes, marks, strict=True):
        if mark:
            mark(Hand(sheet, box, random))
    return sheet


def photograph(sheet: Image.Image, random: Random, *, folded: bool, slanted: bool, dim: bool) -> Image.Image:
    """As a camera sees it that somebody holds above a table."""
    seen = _folded(sheet, random) if folded else sheet
    if slanted:
        seen = _slanted(seen, random)
    return _lit(seen, random, dim=dim)


def _folded(sheet: Image.Image, random: Random) -> Image.Image:
    """In the middle and at a third, each part at its own angle to the light."""
    width, height = sheet.size
    folds = [0, round(height * random.uniform(0.2, 0.3)), round(height * random.uniform(0.42, 0.58)), height]
    lean = [0.0] + [random.uniform(-0.012, 0.012) * width for _ in folds[1:]]
    mesh = [
        (
            (0, top, width, bottom),
            (lean[part], top, lean[part + 1], bottom, width + lean[part + 1], bottom, width + lean[part], top),
        )
        for part, (top, bottom) in enumerate(itertools.pairwise(folds))
    ]
    seen = sheet.transform(sheet.size, Image.Transform.MESH, mesh, Image.Resampling.BICUBIC, fillcolor=120)
    for top, bottom in itertools.pairwise(folds):
        shade = random.uniform(0.75, 1.0)
        part = seen.crop((0, top, width, bottom)).point(lambda value, shade=shade: round(value * shade))
        seen.paste(part, (0, top))
        ImageDraw.Draw(seen).line((0, bottom, width, bottom), fill=140, width=3)
    return seen


def _slanted(sheet: Image.Image, random: Random) -> Image.Image:
    width, height = sheet.size
    most = 0.05

    def away() -> float:
        return random.uniform(-most, 0.0)

    corners = (
        away() * width, away() * height, away() * width, (1 - away()) * height,
        (1 - away()) * width, (1 - away()) * height, (1 - away()) * width, away() * height,
    )  # fmt: skip
    seen = sheet.transform(sheet.size, Image.Transform.QUAD, corners, Image.Resampling.BICUBIC, fillcolor=110)
    return seen.rotate(
        random.choice((0, 90, 180, 270)) + random.uniform(-6, 6), Image.Resampling.BICUBIC, True, fillcolor=110
    )


def _lit(sheet: Image.Image, random: Random, *, dim: bool) -> Image.Image:
    """With noise, out of focus by a little; ``dim``: dark at one side, under a shadow with an edge."""
    seen = sheet.filter(ImageFilter.GaussianBlur(random.uniform(0.4, 1.6 if dim else 1.0)))
    pixels = np.asarray(seen, dtype=np.float32)
    height, width = pixels.shape
    if dim:
        across = np.linspace(random.uniform(0.35, 0.6), random.uniform(0.6, 0.9), width, dtype=np.float32)
        pixels = pixels * across[None, :]
        edge = round(height * random.uniform(0.2, 0.8))
        pixels[edge:] *= random.uniform(0.7, 0.9)
    noise = np.random.default_rng(random.randrange(2**32)).standard_normal(pixels.shape, dtype=np.float32)
    seen = Image.fromarray((pixels + (7 if dim else 3) * noise).clip(0, 255).astype(np.uint8))
    out = BytesIO()
    seen.save(out, "JPEG", quality=random.choice((60, 85)))
    return Image.open(out)


def draw_form(codes: Sequence[RowCode]) -> PrintedForm:
    """Nothing but the patterns and boxes of these lines, without a browser."""
    side = 60
    sheet, boxes = Image.new("L", (1200, 200 + 2 * side * len(codes)), "white"), []
    for line, code in enumerate(codes):
        left, top = 600, 100 + 2 * side * line
        barcode = zxingcpp.create_barcode(code.digits, zxingcpp.BarcodeFormat.DataMatrix)
        pattern = np.array(zxingcpp.write_barcode_to_image(barcode, scale=5, add_quiet_zones=False))
        sheet.paste(Image.fromarray(pattern), (left, top))
        box = (left + round(code.left * side), top, left + round((code.left + code.width) * side), top + side)
        ImageDraw.Draw(sheet).rectangle(box, outline=0, width=4)
        boxes.append((box[0], box[1], side))
    return PrintedForm(sheet, boxes)


def as_png(sheet: Image.Image) -> bytes:
    """The bytes of a file."""
    out = BytesIO()
    sheet.save(out, "PNG")
    return out.getvalue()

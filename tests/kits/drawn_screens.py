"""Screens drawn by hand for the audit: a fine one, and ways to spoil it. Nothing of the kiosk is here."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

import numpy as np

from accessibility.audit.rules import AuditedStation, audit
from accessibility.audit.shot import Change, Colours, Item, ItemKind, Part, Rect, Shot, Stop, Variant

PX_PER_MM = 4.0
WIDTH, HEIGHT = 600, 700
PAPER, INK, TILE, LINE, CHOSEN = 0xFBF7EE, 0x07294A, 0xFFFFFF, 0x5C7286, 0xFFF0BF
CAPITAL = 20
"""Rows of a capital: 5 mm."""
FONT_PX = 28
STATION_HEIGHT_MM = 840


class BlockLetters:
    """A font whose every line is as high as its capitals; it lacks one letter."""

    def capital_rows(self, font_px: int) -> int:
        return round(font_px * CAPITAL / FONT_PX)

    def ink_rows(self, line: str, font_px: int) -> int:
        return self.capital_rows(font_px) if line.strip() else 0

    def missing(self, text: str) -> str:
        return "☃" if "☃" in text else ""


STATION = AuditedStation(BlockLetters(), 400, STATION_HEIGHT_MM, {"de": {"Continue with this"}})


@dataclass
class Drawing:
    """A screen under the pen."""

    pixels: Colours
    items: list[Item]

    def fill(self, rect: Rect, colour: int) -> None:
        self.pixels[rect.y : rect.bottom, rect.x : rect.right] = colour

    def box(self, rect: Rect, face: int = TILE, line: int = LINE, stroke: int = 2) -> None:
        self.fill(rect, line)
        self.fill(rect.grown(-stroke), face)

    def word(self, left: int, top: int, text: str, ink: int = INK, rows: int = CAPITAL) -> Rect:
        """The word in letters H, in the middle of a line; the rectangle of the line."""
        height = round(FONT_PX * 1.36)
        first = top + (height - CAPITAL) // 2
        for at, character in enumerate(text):
            if not character.isspace():
                self._letter(left + at * CAPITAL, first + CAPITAL - rows, rows, ink)
        return Rect(left, top, CAPITAL * len(text) + CAPITAL, height)

    def _letter(self, left: int, top: int, rows: int, ink: int) -> None:
        for part in (Rect(left, top, 3, rows), Rect(left + 11, top, 3, rows), Rect(left, top + rows // 2, 14, 3)):
            self.fill(part, ink)


def fine_screen() -> Shot:
    """A question, two tiles to choose from, one way on; nothing is wrong with it."""
    drawing = Drawing(np.full((HEIGHT, WIDTH), PAPER, np.uint32), [])
    drawing.items.append(text(drawing, 40, 40, "Was ist"))
    for at, name in enumerate(("Ja", "Nein")):
        rect = Rect(40, 120 + 100 * at, 520, 80)
        drawing.box(rect)
        drawing.items.append(
            control(name, rect, drawing.word(120, rect.y + 20, name), at, role="radio", checked=at == 0)
        )
    drawing.box(Rect(40, 560, 520, 80), face=INK, line=INK)
    drawing.items.append(control("Weiter", Rect(40, 560, 520, 80), drawing.word(120, 580, "Weiter", TILE), 2))
    controls = [item for item in drawing.items if item.kind is ItemKind.CONTROL]
    stops = [Stop(item.name, item.rect) for item in controls]
    return Shot(
        screen="vote",
        size="default",
        theme="default",
        language="de",
        layout="normal",
        px_per_mm=PX_PER_MM,
        width=WIDTH,
        height=HEIGHT,
        spoken=("Was ist?", "Ja, gewählt.", "Nein, nicht gewählt.", "Weiter"),
        items=tuple(drawing.items),
        pixels=drawing.pixels,
        variants=tuple(variants(drawing.pixels, controls)),
        walk=(*stops, stops[0]),
    )


def text(drawing: Drawing, left: int, top: int, words: str, **word: int) -> Item:
    rect = drawing.word(left, top, words, **word)
    return Item(
        ItemKind.TEXT, "text", words, words, words, rect, True, False, -1, None, (Part(rect, (words,), FONT_PX),)
    )


def control(
    name: str, rect: Rect, words: Rect, order: int, *, role: str = "button", checked: bool | None = None
) -> Item:
    parts = (Part(words, (name,), FONT_PX),)
    return Item(ItemKind.CONTROL, role, name, name, name, rect, True, True, order, checked, parts)


def variants(pixels: Colours, controls: list[Item]) -> list[Variant]:
    """Each control with a ring, each choice with a thick frame around it."""
    found = []
    for item in controls:
        shot_part = item.rect.grown(16)
        before = pixels[shot_part.y : shot_part.bottom, shot_part.x : shot_part.right].copy()
        found.append(Variant(item, Change.FOCUSED, before, framed(before, INK, reach=3, stroke=4)))
        if item.checked is not None:
            found.append(Variant(item, Change.OTHER_STATE, before, framed(before, INK, reach=16, stroke=4)))
    return found


def framed(piece: Colours, colour: int, *, reach: int, stroke: int) -> Colours:
    """The piece with a frame of this thickness, this far from its edge."""
    made = piece.copy()
    inner = made[reach + stroke : -reach - stroke, reach + stroke : -reach - stroke].copy()
    made[reach:-reach, reach:-reach] = colour
    made[reach + stroke : -reach - stroke, reach + stroke : -reach - stroke] = inner
    return made


def failures(shot: Shot, station: AuditedStation = STATION) -> set[str]:
    """The requirements that a shot misses."""
    return {measured.requirement for measured in audit(shot, station) if not measured.passed}


def changed(shot: Shot, which: str, **values: object) -> Shot:
    """The shot with one item described otherwise."""
    return replace(shot, items=tuple(replace(item, **values) if item.name == which else item for item in shot.items))


def repainted(shot: Shot, paint: Callable[[Drawing], None]) -> Shot:
    """The shot with something painted over it."""
    drawing = Drawing(shot.pixels.copy(), list(shot.items))
    paint(drawing)
    return replace(shot, pixels=drawing.pixels)


def recoloured(shot: Shot, colour: int, instead: int) -> Shot:
    """The shot with one colour exchanged, as by another theme."""
    return replace(shot, pixels=np.where(shot.pixels == colour, np.uint32(instead), shot.pixels))

"""Colours: contrast of all that informs, borders of controls, the focus ring, and the world without colour
(R07, R08, R10, R11, R12). All of it is measured on pixels.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import numpy as np

from accessibility.audit.geometry import covers_all
from accessibility.audit.measure import Measurement
from accessibility.audit.pixels import Inks, inks, luminance, most_frequent, ratio, ratios
from accessibility.audit.shot import Change, Colours, Item, ItemKind, Rect, Shot, Variant

LEAST_RATIO = {"default": 10.0, "white_on_black": 20.0, "black_on_white": 20.0, "soft": 4.5}
"""Least contrast of what informs (R07, R08)."""

MOST_RATIO = {"soft": 8.0}
"""The soft theme is for eyes that light hurts (R08)."""

LEAST_BORDER_RATIO = 3.0
"""Of what shows where a control is and that keys act on it (R10, R11)."""

RING_MM = 2 / 96 * 25.4
"""A line of two CSS pixels: the ring covers at least as much as one around the control (R11)."""

SIGN_MM = 4 * 12.7 * RING_MM
"""Square millimetres that tell chosen from not chosen: as much as such a line around the smallest target (R12)."""

_INSIDE_MM = 2.0
"""How far a border reaches into its control; what is further in is content."""

_OUTSIDE_MM = {"textbox": 8.0}
_USUALLY_OUTSIDE_MM = 0.8

TAKEN = {"film", "photo"}
"""Roles of pictures whose contrast is the matter of whoever took them."""

FOR_MACHINES = {"qr"}
"""Roles of pictures that are read by cameras: they need all the contrast there is, whatever the theme."""


def contrasts(shot: Shot) -> Iterator[Measurement]:
    """Each text, pictogram and picture against what it stands on (R07 in the default theme, R08 in the others)."""
    for item in shot.items:
        name = (item.name or item.text)[:50]
        for part in item.parts:
            place = item.seen(part.room)
            if place.height >= part.font_px:
                yield from _held(shot, f"text “{name}”", inks(shot.crop(place)), place)
        if item.kind is ItemKind.PICTURE and item.role not in TAKEN:
            found = _outlines(inks(shot.crop(item.rect)))
            yield from _held(shot, f"picture “{name}”", found, item.rect, glares=item.role not in FOR_MACHINES)
        elif item.kind is ItemKind.CONTROL and item.enabled and (found := _sign(shot, item)):
            # A sample of another theme, the one pictogram with surfaces of its own, shows that theme as it is.
            yield from _held(shot, f"pictogram of “{name}”", found, item.rect, glares=found.surfaces == 1)


def borders(shot: Shot) -> Iterator[Measurement]:
    """Each control that can be used shows on every side where it begins (R10)."""
    for item in shot.controls:
        if not item.enabled:
            continue
        sides = [ratio for ratio in _side_ratios(shot, item) if ratio]
        if sides:
            what = f"border of “{item.name[:50]}”"
            yield Measurement("R10", what, min(sides), ":1", item.rect, least=LEAST_BORDER_RATIO)


def changes(shot: Shot) -> Iterator[Measurement]:
    """What keys act on has a ring (R11); chosen differs from not chosen also without colour (R12)."""
    for variant in shot.variants:
        rect, name = variant.item.rect, variant.item.name[:50]
        if variant.change is Change.FOCUSED:
            needed = 2 * (rect.width + rect.height) * RING_MM * shot.px_per_mm
            value = _changed_pixels(variant) / needed
            yield Measurement("R11", f"focus ring of “{name}”", value, "of the least area", rect, least=1)
        else:
            value = _changed_pixels(variant, grey=True) / shot.px_per_mm**2
            yield Measurement("R12", f"chosen or not in grey, “{name}”", value, "mm²", rect, least=SIGN_MM)


def _held(shot: Shot, what: str, found: Inks | None, rect: Rect, *, glares: bool = True) -> Iterator[Measurement]:
    requirement = "R07" if shot.theme == "default" else "R08"
    weakest = found.weakest if found else 1.0
    yield Measurement(requirement, what, weakest, ":1", rect, least=LEAST_RATIO[shot.theme])
    if shot.theme in MOST_RATIO and found and glares:
        most = MOST_RATIO[shot.theme]
        yield Measurement(requirement, f"glare of {what}", found.strongest, ":1", rect, most=most)


def _sign(shot: Shot, item: Item) -> Inks | None:
    """Paper and ink of what stands on a control besides its words; None where there is nothing else."""
    inner = item.rect.grown(-round(_INSIDE_MM * shot.px_per_mm))
    if inner.width <= 0 or inner.height <= 0 or covers_all(shot, item):
        return None
    piece = shot.crop(inner).copy()
    if piece.size == 0:
        return None
    paper = most_frequent(piece)
    for part in item.parts:
        place = part.room.grown(max(2, part.font_px // 5))  # a j reaches beyond its own width
        rows = slice(max(0, place.y - inner.y), max(0, place.bottom - inner.y))
        piece[rows, max(0, place.x - inner.x) : max(0, place.right - inner.x)] = paper
    return _outlines(inks(piece))


def _outlines(found: Inks | None) -> Inks | None:
    """A picture may have surfaces besides its outlines; what carries it is what stands out most."""
    return replace(found, weakest=found.strongest) if found else None


def _side_ratios(shot: Shot, item: Item) -> Iterator[float]:
    """On each side of a control that has something beside it: the strongest step across its edge, at the weakest of
    three places."""
    rect = item.rect
    inside = round(_INSIDE_MM * shot.px_per_mm)
    outside = round(_OUTSIDE_MM.get(item.role, _USUALLY_OUTSIDE_MM) * shot.px_per_mm)
    depth = inside + outside
    across = [rect.x + rect.width * at // 4 for at in (1, 2, 3)]
    down = [rect.y + rect.height * at // 4 for at in (1, 2, 3)]
    if rect.y >= outside:
        yield _step(shot, [Rect(x, rect.y - outside, 1, depth) for x in across])
    if rect.bottom + outside <= shot.height:
        yield _step(shot, [Rect(x, rect.bottom - inside, 1, depth) for x in across], outer_last=True)
    if rect.x >= outside:
        yield _step(shot, [Rect(rect.x - outside, y, depth, 1) for y in down])
    if rect.right + outside <= shot.width:
        yield _step(shot, [Rect(rect.right - inside, y, depth, 1) for y in down], outer_last=True)


def _step(shot: Shot, paths: list[Rect], *, outer_last: bool = False) -> float:
    weakest = []
    for path in paths:
        colours = shot.crop(path).ravel().tolist()
        if colours:
            outer = colours[-1] if outer_last else colours[0]
            weakest.append(max(ratio(colour, outer) for colour in set(colours)))
    return min(weakest, default=0.0)


def _changed_pixels(variant: Variant, *, grey: bool = False) -> int:
    differing = variant.before != variant.after
    before, after = variant.before[differing], variant.after[differing]
    if grey:
        before, after = in_grey(before), in_grey(after)
    return int(np.count_nonzero(ratios(before, after) >= LEAST_BORDER_RATIO))


def in_grey(piece: Colours) -> Colours:
    """The picture as eyes see it that tell no colours apart: every colour becomes the grey of its luminance."""
    linear = luminance(piece)
    level = np.where(linear <= 0.0031308, linear * 12.92, 1.055 * linear ** (1 / 2.4) - 0.055)
    grey = np.rint(level * 255).astype(np.uint32)
    return np.asarray(grey * 0x010101, dtype=np.uint32)

"""One screen as the audit sees it: its description, its pixels, and pieces of it in other states. Values only.

The description is what ``./mitmach screens`` writes beside each picture. Nothing is measured here.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Any

import numpy as np
from numpy.typing import NDArray

LINE_HEIGHT = 1.36
"""Height of a line in the station's font, in parts of the font's size."""

BORDER_PX = 3
"""What is so near to the edge of a control may be its border."""

Colours = NDArray[np.uint32]
"""A picture: rows of pixels, each ``0xrrggbb``."""


@dataclass(frozen=True)
class Rect:
    """A rectangle in pixels of the screen."""

    x: int
    y: int
    width: int
    height: int

    @property
    def right(self) -> int:
        """Just beyond the rectangle."""
        return self.x + self.width

    @property
    def bottom(self) -> int:
        """Just below the rectangle."""
        return self.y + self.height

    def grown(self, by: int) -> Rect:
        """This much larger on every side."""
        return Rect(self.x - by, self.y - by, self.width + 2 * by, self.height + 2 * by)

    def contains(self, other: Rect) -> bool:
        """The other one lies inside."""
        return self.x <= other.x and self.y <= other.y and self.right >= other.right and self.bottom >= other.bottom

    def shared(self, other: Rect) -> Rect:
        """What both cover; without width or height where that is nothing."""
        x, y = max(self.x, other.x), max(self.y, other.y)
        width, height = min(self.right, other.right) - x, min(self.bottom, other.bottom) - y
        return Rect(x, y, max(0, width), max(0, height))

    def overlaps(self, other: Rect) -> bool:
        """The two share at least one pixel."""
        return self.x < other.right and other.x < self.right and self.y < other.bottom and other.y < self.bottom


class ItemKind(StrEnum):
    """What an item is."""

    CONTROL = "control"
    TEXT = "text"
    PICTURE = "picture"


@dataclass(frozen=True)
class Part:
    """A piece of text as it is set: lines of equal height in a rectangle, in one font size."""

    rect: Rect
    lines: tuple[str, ...]
    font_px: int

    @property
    def room(self) -> Rect:
        """Where its ink may be. What is said to be as high as its capitals has ink above and below them too."""
        lacking = round(self.font_px * LINE_HEIGHT) - self.rect.height
        if len(self.lines) > 1 or lacking <= 0:
            return self.rect
        return Rect(self.rect.x, self.rect.y - lacking // 2, self.rect.width, self.rect.height + lacking)

    def slot(self, at: int) -> Rect:
        """The room of one line."""
        room, lines = self.room, len(self.lines)
        top, bottom = (room.y + round(room.height * line / lines) for line in (at, at + 1))
        return Rect(room.x, top, room.width, bottom - top)


@dataclass(frozen=True)
class Item:
    """A control, text or picture on a screen. ``checked`` is None for what cannot be chosen."""

    kind: ItemKind
    role: str
    name: str
    spoken: str
    text: str
    rect: Rect
    enabled: bool
    focusable: bool
    focus_order: int
    checked: bool | None
    parts: tuple[Part, ...]

    def seen(self, rect: Rect) -> Rect:
        """The part of a rectangle that is in view.

        A text may go on on the next page, what is written in its field; on a control words are inside its border.
        """
        inside = self.rect.grown(-BORDER_PX) if self.kind is ItemKind.CONTROL else self.rect
        return rect.shared(inside)


class Change(StrEnum):
    """What differs between a piece of a screen and the same piece in another state."""

    FOCUSED = "focused"
    OTHER_STATE = "chosen or not"


@dataclass(frozen=True)
class Variant:
    """The same piece of a screen before and after a change of one item."""

    item: Item
    change: Change
    before: Colours
    after: Colours


@dataclass(frozen=True)
class Stop:
    """A control that keys came to, and where it acts."""

    name: str
    rect: Rect


@dataclass(frozen=True)
class Shot:
    """One page of one screen in one setup.

    ``page`` counts from 0; ``elsewhere`` is what other pages of the same screen show. ``walk`` holds the controls in
    the order in which one arrow key reached them, ending with the first one again; empty where nobody walked.
    """

    screen: str
    size: str
    theme: str
    language: str
    layout: str
    px_per_mm: float
    width: int
    height: int
    spoken: tuple[str, ...]
    items: tuple[Item, ...]
    pixels: Colours
    page: int = 0
    elsewhere: tuple[Item, ...] = ()
    right_to_left: bool = False
    variants: tuple[Variant, ...] = ()
    walk: tuple[Stop, ...] = ()

    @property
    def controls(self) -> list[Item]:
        """What can be touched or reached by keys."""
        return [item for item in self.items if item.kind is ItemKind.CONTROL]

    @property
    def window(self) -> Rect:
        """The whole screen."""
        return Rect(0, 0, self.width, self.height)

    @property
    def setup(self) -> str:
        """Where this was measured, in words for a report."""
        aids = f"text {self.size}, colours {self.theme}, language {self.language}, layout {self.layout}"
        place = f"{self.width} x {self.height} pixels, {self.px_per_mm:.2f} in a millimetre"
        return f"{aids}; {place}" + (f"; page {self.page + 1}" if self.page else "")

    @property
    def places(self) -> tuple[object, ...]:
        """Where everything is and how it is set: what a theme must not change."""
        things = [replace(item, name="", spoken="") for item in (*self.items, *self.elsewhere)]
        return (self.page, self.width, self.height, self.px_per_mm, len(self.items), *things)

    def crop(self, rect: Rect) -> Colours:
        """The pixels of a rectangle, as far as it lies on the screen."""
        rows = self.pixels[max(0, rect.y) : max(0, rect.bottom)]
        return rows[:, max(0, rect.x) : max(0, rect.right)]

    def mm(self, pixels: float) -> float:
        """A length on the screen in millimetres."""
        return pixels / self.px_per_mm


def shot_of(
    data: Mapping[str, Any],
    pixels: Colours,
    *,
    page: int = 0,
    variants: Sequence[Variant] = (),
    walk: Sequence[Stop] = (),
) -> Shot:
    """A shot from the description that stands beside a picture, and the picture's pixels.

    Raises:
        KeyError: the description lacks something that every description has.
        ValueError: an item is of a kind that does not exist.
    """
    return Shot(
        screen=data["screen"],
        size=data["size"],
        theme=data["theme"],
        language=data["language"],
        layout=data["layout"],
        px_per_mm=data["px_per_mm"],
        width=data["width"],
        height=data["height"],
        spoken=tuple(data["spoken"]),
        items=tuple(item_of(entry) for entry in data["items"]),
        pixels=pixels,
        page=page,
        elsewhere=tuple(item_of(entry) for entry in data.get("items_on_other_pages", ())),
        right_to_left=data.get("right_to_left", False),
        variants=tuple(variants),
        walk=tuple(walk),
    )


def item_of(data: Mapping[str, Any]) -> Item:
    """An item from its description."""
    return Item(
        kind=ItemKind(data["kind"]),
        role=data["role"],
        name=data["name"],
        spoken=data["spoken"],
        text=data["text"],
        rect=Rect(*data["rect"]),
        enabled=data["enabled"],
        focusable=data["focusable"],
        focus_order=data["focus_order"],
        checked=data.get("checked"),
        parts=_parts(data),
    )


def _parts(data: Mapping[str, Any]) -> tuple[Part, ...]:
    if "texts" in data:
        return tuple(Part(Rect(*part["rect"]), tuple(part["lines"]), part["font_px"]) for part in data["texts"])
    if not data["text"]:
        return ()
    rect = Rect(*data["rect"])
    inner = rect if data["kind"] != ItemKind.CONTROL else rect.grown(-(min(rect.width, rect.height) // 6 + 1))
    return (Part(inner, (data["text"],), data["font_px"]),)

"""Where the focus goes when an arrow key is pressed, and the order of reading. Numbers in, an index out; no widgets.

Up and down go to what the eye would call next above or below. Left and right walk along the line of controls and on
into the next line, so that right alone comes past every control and back to the start: nothing is out of reach of the
arrow keys, and nothing keeps the focus (R30, R31). Whoever hears walks down through everything instead.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from math import dist


class Direction(StrEnum):
    """An arrow key: where it points on the screen, whatever the direction of writing."""

    LEFT = "left"
    RIGHT = "right"
    UP = "up"
    DOWN = "down"


@dataclass(frozen=True)
class Bounds:
    """A control's rectangle in pixels of the window."""

    left: int
    top: int
    width: int
    height: int

    @property
    def bottom(self) -> int:
        """Just below the rectangle."""
        return self.top + self.height

    @property
    def middle(self) -> tuple[float, float]:
        """The centre."""
        return self.left + self.width / 2, self.top + self.height / 2


def reading_lines(boxes: Sequence[Bounds], *, right_to_left: bool = False) -> list[list[int]]:
    """The indexes of the boxes in lines from top to bottom, each line in the order it is read.

    A box stands in a line when the middle of its height lies beside the line's first box, or the other way round.
    """
    lines: list[list[int]] = []
    for index in sorted(range(len(boxes)), key=lambda at: (boxes[at].top, boxes[at].left)):
        if lines and _beside(boxes[lines[-1][0]], boxes[index]):
            lines[-1].append(index)
        else:
            lines.append([index])
    for line in lines:
        line.sort(key=lambda at: boxes[at].middle[0], reverse=right_to_left)
    return lines


def reading_order(boxes: Sequence[Bounds], *, right_to_left: bool = False) -> list[int]:
    """All indexes in the order of reading."""
    return [index for line in reading_lines(boxes, right_to_left=right_to_left) for index in line]


def next_focus(boxes: Sequence[Bounds], at: int, direction: Direction, *, right_to_left: bool = False) -> int:
    """The index of the box that the arrow key leads to; ``at`` itself only where there is no other box."""
    if direction in {Direction.UP, Direction.DOWN}:
        return _up_or_down(boxes, at, down=direction is Direction.DOWN)
    forward = (direction is Direction.RIGHT) is not right_to_left
    order = reading_order(boxes, right_to_left=right_to_left)
    return order[(order.index(at) + (1 if forward else -1)) % len(order)]


def next_in_walk(
    sections: Sequence[Sequence[int]], at: int, direction: Direction, *, right_to_left: bool = False
) -> int:
    """Where the arrow key leads whoever hears and sees no plane: down and up to the next and the one before.

    ``sections`` are the indexes in the order of the walk, parted where something else begins: a list, a row of keys.
    The key that points onwards leads to the next section, the other one to the beginning of this section or, from
    there, of the one before. All go round at the ends.
    """
    if direction in {Direction.UP, Direction.DOWN}:
        walk = [index for section in sections for index in section]
        return walk[(walk.index(at) + (1 if direction is Direction.DOWN else -1)) % len(walk)]
    here = next(number for number, section in enumerate(sections) if at in section)
    if (direction is Direction.RIGHT) is not right_to_left:
        return sections[(here + 1) % len(sections)][0]
    return sections[here][0] if at != sections[here][0] else sections[here - 1][0]


def nearest(boxes: Sequence[Bounds], to: Bounds) -> int:
    """The index of the box that is nearest to another: in its line if there is one, else by the centres."""
    return min(range(len(boxes)), key=lambda at: (not _beside(boxes[at], to), dist(boxes[at].middle, to.middle)))


def _beside(first: Bounds, other: Bounds) -> bool:
    return first.top <= other.middle[1] < first.bottom or other.top <= first.middle[1] < other.bottom


def _up_or_down(boxes: Sequence[Bounds], at: int, *, down: bool) -> int:
    """The nearest centre in the cone above or below; without one what lies next there; else round to the other end."""
    here = boxes[at]
    ahead = {
        index: _distances(here, box, down=down)
        for index, box in enumerate(boxes)
        if index != at and not _beside(here, box) and _is_ahead(here, box, down=down)
    }
    in_cone = {index: far for index, far in ahead.items() if far[1] <= far[0]}
    if in_cone:
        return min(in_cone, key=lambda index: _weighed(*in_cone[index]))
    if ahead:
        return min(ahead, key=lambda index: (ahead[index][0], ahead[index][1]))
    return _other_end(boxes, at, top=down)


def _is_ahead(here: Bounds, box: Bounds, *, down: bool) -> bool:
    return (box.middle[1] > here.middle[1]) is down


def _distances(here: Bounds, box: Bounds, *, down: bool) -> tuple[float, float, float]:
    """How far ahead, how far to the side between the edges, and how far to the side between the centres."""
    ahead = box.middle[1] - here.middle[1] if down else here.middle[1] - box.middle[1]
    apart = max(0, box.left - (here.left + here.width), here.left - (box.left + box.width))
    return ahead, apart, abs(box.middle[0] - here.middle[0])


def _weighed(ahead: float, apart: float, aside: float) -> float:
    """Nearness: what lies straight ahead comes before what is nearer but to the side."""
    return ahead + 2 * apart + aside / 4


def _other_end(boxes: Sequence[Bounds], at: int, *, top: bool) -> int:
    """Nothing lies ahead: the box of the first or last line that is straight above or below."""
    lines = reading_lines(boxes)
    line = lines[0] if top else lines[-1]
    here = boxes[at].middle[0]
    return min(line, key=lambda index: (index == at, abs(boxes[index].middle[0] - here)))

"""Using the station with two switches, next and select, or with one and a slow automatic next. Values only; no clock.

Controls stand in groups: single ones, and such that belong together, like a row of keys or the bar of aids. Next goes
from group to group; select acts on a single control and enters a group of several. Inside, next goes from control to
control, and behind the last one out to the group again. So even a keyboard of forty keys takes few hits.
"""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from dataclasses import dataclass, replace
from enum import Enum

ROUNDS = 3
"""So often an automatic next goes round by itself; then it rests until a switch is hit."""

Group = tuple[Hashable, ...]
"""The names of controls that belong together; a single one alone."""


class Together(Enum):
    """Which controls inside a part of a screen are one group."""

    ALL = "all"
    LINES = "lines"
    """Each line of them is one."""


@dataclass(frozen=True)
class Ring:
    """What is offered now: one control, or a whole group (``entered`` is False and there are several)."""

    controls: Group
    entered: bool = False


@dataclass(frozen=True)
class Scan:
    """A walk through the groups of one screen. ``group`` is None before the first hit: nothing is offered yet."""

    groups: tuple[Group, ...] = ()
    group: int | None = None
    item: int | None = None
    """Of the group that was entered; None outside."""
    by_itself: int = 0
    """Steps of an automatic next since a switch was hit."""

    @property
    def ring(self) -> Ring | None:
        """What is offered now; None when nothing is."""
        if self.group is None:
            return None
        controls = self.groups[self.group]
        return Ring(controls) if self.item is None else Ring((controls[self.item],), entered=True)

    def next(self) -> Scan:
        """The switch "next" was hit. The first hit shows the ring and moves nothing."""
        return replace(self._moved(), by_itself=0)

    def next_by_itself(self) -> Scan:
        """The time for one control is over. Nothing moves before a first hit, nor after some rounds without one."""
        if self.group is None or self.resting:
            return self
        return replace(self._moved(), by_itself=self.by_itself + 1)

    @property
    def resting(self) -> bool:
        """An automatic next has gone round often enough for nobody."""
        return self.by_itself >= ROUNDS * max(1, self._length)

    def select(self) -> tuple[Scan, Hashable | None]:
        """The switch "select" was hit: what follows, and the name of the control to act on, if any.

        Without a ring it shows the ring; at rest it only wakes the automatic next.
        """
        if self.group is None or self.resting:
            return self.next() if self.group is None else replace(self, by_itself=0), None
        awake = replace(self, by_itself=0)
        controls = self.groups[self.group]
        if self.item is not None:
            return awake, controls[self.item]
        if len(controls) == 1:
            return awake, controls[0]
        return replace(awake, item=0), None

    def over(self, groups: Sequence[Group]) -> Scan:
        """The walk goes on over these groups: at the same control where it is still there, else it has not begun."""
        kept = tuple(group for group in groups if group)
        if kept == self.groups:
            return self
        fresh = Scan(kept)
        ring = self.ring
        if ring is None:
            return fresh
        for at, group in enumerate(kept):
            if ring.entered and ring.controls[0] in group:
                item = group.index(ring.controls[0]) if len(group) > 1 else None
                return replace(fresh, group=at, item=item, by_itself=self.by_itself)
            if not ring.entered and ring.controls == group:
                return replace(fresh, group=at, by_itself=self.by_itself)
        return fresh

    @property
    def _length(self) -> int:
        """Steps of one round where the walk is now."""
        if self.group is None or self.item is None:
            return len(self.groups)
        return len(self.groups[self.group]) + 1

    def _moved(self) -> Scan:
        if not self.groups:
            return self
        if self.group is None:
            return replace(self, group=0, item=None)
        if self.item is None:
            return replace(self, group=(self.group + 1) % len(self.groups))
        inside = self.item + 1
        return replace(self, item=inside if inside < len(self.groups[self.group]) else None)

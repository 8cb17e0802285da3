"""Speech under the finger: slide to explore, lift to hear, tap again to choose. Values only; no widgets, no clock.

Nothing acts while a finger explores. What lies under it is named as it slides; where it is lifted becomes the one
offered, and a tap on that same one chooses it. So a person who sees nothing can search the glass without a risk.
"""

from __future__ import annotations

from collections.abc import Hashable
from dataclasses import dataclass, replace
from enum import Enum


class Said(Enum):
    """What follows from a movement of the finger."""

    NOTHING = "nothing"
    NAME = "name"
    """Name the control under the finger."""
    OFFER = "offer"
    """The finger was lifted from a control: put the focus there and name it in full."""
    CHOOSE = "choose"
    """The offered control was tapped again: act."""


@dataclass(frozen=True)
class Exploring:
    """One finger on the glass. ``offered`` is the control it was lifted from last."""

    offered: Hashable | None = None
    under: Hashable | None = None
    down: bool = False
    wandered: bool = False
    """The finger has been on another control since it came down, or on none."""

    def press(self, control: Hashable | None) -> tuple[Exploring, Said]:
        """A finger comes down on a control, or beside all of them (None)."""
        pressed = replace(self, down=True, under=control, wandered=control is None)
        # The offered one is not named again: its reading goes on, and the tap is about to choose it.
        return pressed, Said.NAME if control is not None and control != self.offered else Said.NOTHING

    def slide(self, control: Hashable | None) -> tuple[Exploring, Said]:
        """The finger moves and is over this now."""
        if not self.down or control == self.under:
            return self, Said.NOTHING
        return replace(self, under=control, wandered=True), Said.NAME if control is not None else Said.NOTHING

    def lift(self) -> tuple[Exploring, Said]:
        """The finger leaves the glass."""
        if not self.down:
            return self, Said.NOTHING
        lifted = replace(self, down=False, under=None, wandered=False)
        if self.under is None:
            return lifted, Said.NOTHING
        if self.under == self.offered and not self.wandered:
            return lifted, Said.CHOOSE
        return replace(lifted, offered=self.under), Said.OFFER

    def away(self) -> Exploring:
        """Another page, or keys are used: nothing is offered any more, and the finger that is down acts on nothing."""
        return Exploring()

"""Trying out where a finger is felt and what the display shows. State, rules and views: values alone."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace

from kiosk.staff.step_frame import step_frame
from kiosk.texts import Texts
from kiosk.viewmodel.intents import Intent
from kiosk.viewmodel.staff_intents import ProbeDisplay, ProbeTouch, SayChecked, TouchAt
from kiosk.viewmodel.views import Action, Choice, Line, StaffProbeView, StaffView

CORNERS = ("upper_left", "upper_right", "lower_left", "lower_right")
FINE_MM = 5
"""So far from the middle of a target a finger may be felt: a third of the smallest thing people have to hit."""

_GREYS = tuple(f"#{level:02x}{level:02x}{level:02x}" for level in range(0, 256, 17))
SHOWN = (("#ff0000",), ("#00ff00",), ("#0000ff",), ("#ffffff",), ("#000000",), _GREYS)
"""What the display shows, one after the other; several side by side."""


@dataclass(frozen=True)
class TouchState:
    """How far from each target, in the order of ``CORNERS``, the finger was felt so far: right and down, in mm."""

    felt: tuple[tuple[int, int], ...] = ()

    @property
    def is_done(self) -> bool:
        """All corners were touched."""
        return len(self.felt) == len(CORNERS)

    @property
    def is_fine(self) -> bool:
        """No corner was farther off than it may be."""
        return all(math.hypot(*apart) <= FINE_MM for apart in self.felt)


@dataclass(frozen=True)
class DisplayState:
    """The ``number``-th of ``SHOWN`` is on the display; behind the last it is asked how that was."""

    number: int = 0


def probe_after(state: TouchState | DisplayState, intent: Intent) -> TouchState | DisplayState:
    """What follows from a touch, or from the wish to begin again."""
    match state, intent:
        case TouchState(felt), TouchAt(right_mm, down_mm) if not state.is_done:
            return replace(state, felt=(*felt, (right_mm, down_mm)))
        case DisplayState(number), TouchAt() if number < len(SHOWN):
            return DisplayState(number + 1)
        case TouchState(), ProbeTouch():
            return TouchState()
        case DisplayState(), ProbeDisplay():
            return DisplayState()
    return state


def probe_view(words: Texts, state: TouchState | DisplayState) -> StaffProbeView | StaffView:
    """The next target or colour; then what was found, or how it was."""
    if isinstance(state, DisplayState):
        return _display_view(words, state)
    if state.is_done:
        return _touched_view(words, state)
    return StaffProbeView(
        step_frame(words),
        words.text("staff.touch"),
        words.text("staff.touch.explanation"),
        target=len(state.felt),
        part=f"touch-{len(state.felt)}",
    )


def _touched_view(words: Texts, state: TouchState) -> StaffView:
    again = Action(ProbeTouch(), words.text("staff.probe.again"), "touch")
    lines = (
        Line(
            words.text(f"staff.touch.{corner}"),
            words.text("staff.touch.off", number=round(math.hypot(*apart))),
            public=True,
        )
        for corner, apart in zip(CORNERS, state.felt, strict=True)
    )
    return StaffView(
        step_frame(words, main=again),
        words.text(f"staff.touch.{'fine' if state.is_fine else 'bad'}"),
        "" if state.is_fine else words.text("staff.touch.bad.explanation"),
        lines=tuple(lines),
        part="touched",
    )


def _display_view(words: Texts, state: DisplayState) -> StaffProbeView | StaffView:
    if state.number < len(SHOWN):
        return StaffProbeView(
            step_frame(words),
            words.text("staff.display"),
            words.text("staff.display.explanation"),
            colours=SHOWN[state.number],
            part=f"display-{state.number}",
        )
    return StaffView(
        step_frame(words, main=Action(SayChecked(is_fine=True), words.text("staff.display.fine"), "check")),
        words.text("staff.display.question"),
        choices=(
            Choice(SayChecked(is_fine=False), words.text("staff.display.bad"), "", "discard"),
            Choice(ProbeDisplay(), words.text("staff.probe.again"), "", "back"),
        ),
        part="displayed",
    )

"""The page of the station itself: what can be looked at, and how it is in full. Values from values."""

from __future__ import annotations

from kiosk.session.shared_views import paper_words
from kiosk.staff.closing_view import print_action
from kiosk.staff.states import StationReport
from kiosk.staff.step_frame import step_frame
from kiosk.texts import Texts
from kiosk.viewmodel.intents import OpenQueue
from kiosk.viewmodel.staff_intents import LayReport, Learn, OpenStationReport
from kiosk.viewmodel.views import Action, Choice, Line, StaffView

_COUNTED = ("visits_begun", "visits_finished", "visits_abandoned", "ballots_cast")
"""What the report tells of the day."""


def care_view(words: Texts) -> StaffView:
    """What can be looked at."""
    return StaffView(
        step_frame(words),
        words.text("staff.care"),
        choices=(
            Choice(OpenStationReport(), words.text("staff.report"), "", "check"),
            Choice(OpenQueue(), words.text("staff.queue"), "", "clock"),
            Choice(Learn(), words.text("staff.learn"), words.text("staff.learn.about"), "touch"),
        ),
        part="care",
    )


def report_view(
    words: Texts,
    state: StationReport,
    lines: tuple[Line, ...],
    *,
    moment: str,
    can_print: bool,
    progress: str,
    fault: str,
) -> StaffView:
    """How it is, in these lines, and when; what the stick is doing, and what was wrong with it."""
    on_stick = Action(LayReport(), words.text("staff.report.stick"), "stick", enabled=not state.is_busy)
    counted = (
        Line(words.text(f"staff.day.{name}"), words.number(getattr(state.sums, name)), public=True) for name in _COUNTED
    )
    return StaffView(
        step_frame(words, main=on_stick),
        state.facts.name or words.text("staff.report"),
        moment,
        notice=fault,
        progress=progress,
        lines=(*lines, *counted),
        print_action=print_action(words, state.paper) if can_print else None,
        print_words=paper_words(words, state.paper),
        part="report",
    )

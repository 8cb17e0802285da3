"""The view of what has not arrived yet: how much, since when, and why. Values from values."""

from __future__ import annotations

from kiosk.staff.states import QueueState
from kiosk.staff.step_frame import step_frame
from kiosk.texts import Texts
from kiosk.viewmodel.intents import ExchangeByStick, SendNow
from kiosk.viewmodel.views import Action, Choice, Line, StaffView


def queue_view(words: Texts, state: QueueState, *, troubles: str, success: str) -> StaffView:
    """``troubles`` says what is wrong, ``success`` when the hub was reached last."""
    facts = state.facts
    waits = facts.waiting_ballots + facts.waiting_reports > 0
    since = (_line(words, "oldest", words.date(facts.oldest_day)),) if facts.oldest_day else ()
    exchange = Action(ExchangeByStick(), words.text("staff.exchange"), "stick")
    return StaffView(
        step_frame(words, main=exchange),
        words.text("staff.queue"),
        words.text(f"staff.queue.{_why(state)}", number=words.number(state.together)),
        words.text("staff.queue.tries") if state.is_trying else "",
        lines=(
            *((_line(words, "trouble", troubles),) if waits and facts.troubles else ()),
            _where(words, "ballots", facts.waiting_ballots, facts.ballots_on_their_way),
            _where(words, "reports", facts.waiting_reports, facts.reports_on_their_way),
            *since,
            _line(words, "success", success),
        ),
        choices=(Choice(SendNow(), words.text("staff.queue.send"), "", "arrow-up", enabled=not state.is_trying),),
        part="queue",
    )


def _why(state: QueueState) -> str:
    """Why something is still here, in one word."""
    facts = state.facts
    here = facts.waiting_ballots - facts.ballots_on_their_way
    if not facts.waiting_ballots + facts.waiting_reports:
        return "none"
    if facts.troubles:
        return "trouble"
    return "together" if facts.waiting_ballots + facts.waiting_reports == here < state.together else "soon"


def _where(words: Texts, what: str, waiting: int, on_their_way: int) -> Line:
    """In the words people read who look up a code."""
    here = f"{words.text('where.here')}: {words.number(waiting - on_their_way)}"
    away = f"{words.text('where.on_its_way')}: {words.number(on_their_way)}"
    return Line(words.text(f"staff.queue.{what}"), f"{here}\n{away}", public=True)


def _line(words: Texts, name: str, value: str) -> Line:
    return Line(words.text(f"staff.{name}"), value, public=True)

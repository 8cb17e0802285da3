"""For how long people wait: the team says so here, and the greeting tells it. State, rules and view."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

from kiosk.staff.step_frame import step_frame
from kiosk.texts import Texts
from kiosk.viewmodel.intents import Back, Intent, SayWaitingTime
from kiosk.viewmodel.views import Choice, StaffView
from kiosk.welcome import waiting_words
from sync.station.waiting_time import HOLDS, MINUTES


class WaitingOffice(Protocol):
    """What the station knows of people who wait: ``kiosk.staff.store.StaffOffice``."""

    def waiting_time(self) -> int:
        """For about how many minutes people wait; 0 for none."""

    def say_waiting_time(self, minutes: int) -> None:
        """For about so many minutes from now on; 0: nobody waits."""


@dataclass(frozen=True)
class WaitingState:
    """``minutes`` is what the greeting tells now; 0: nothing."""

    minutes: int


class Waiting:
    """The question, asked once."""

    def __init__(self, office: WaitingOffice) -> None:
        self._office = office
        self.state = WaitingState(office.waiting_time())
        """What is shown."""
        self.ended = False
        """True when it is answered, or the team has left it."""

    def answer(self, intent: Intent) -> None:
        """What follows from a wish. What cannot be chosen here changes nothing."""
        if isinstance(intent, SayWaitingTime) and intent.minutes in (0, *MINUTES):
            self._office.say_waiting_time(intent.minutes)
            self.ended = True
        elif isinstance(intent, Back):
            self.ended = True


def waiting_view(words: Texts, state: WaitingState) -> StaffView:
    """How long, or nobody any more."""
    choices = [
        Choice(SayWaitingTime(minutes), waiting_words(words, minutes), chosen=minutes == state.minutes)
        for minutes in MINUTES
    ]
    if state.minutes:
        choices.append(Choice(SayWaitingTime(), words.text("staff.waiting.end"), "", "check"))
    return StaffView(
        step_frame(words),
        words.text("staff.waiting.question"),
        words.text("staff.waiting.explanation", time=words.duration(int(HOLDS.total_seconds()))),
        choices=tuple(choices),
        part="waiting",
    )

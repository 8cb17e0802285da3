"""The page of the station itself: how it is, what still waits here. Behind the attendants' first page, which stays
short. Rules; the views stand in ``care_view``.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Protocol

from kiosk.staff.states import CareState, QueueState, StaffFacts, StationReport
from kiosk.viewmodel.intents import Back, ExchangeByStick, Intent, OpenQueue, SendNow
from kiosk.viewmodel.staff_intents import Learn, OpenStationReport
from sync.station.day_sheet import DaySheet
from sync.station.place_today import PlaceToday

ANSWER_SECONDS = 20
"""The agent, asked to send, has taken that up or will not."""


class CareOffice(Protocol):
    """What the station knows of itself: ``kiosk.staff.store.StaffOffice``."""

    def facts(self) -> StaffFacts:
        """How the station is."""

    def now(self) -> datetime:
        """The best time the station knows, aware."""

    def day(self) -> DaySheet:
        """What was counted since the closure before."""

    def place(self) -> PlaceToday | None:
        """Where it stands today."""

    @property
    def together(self) -> int:
        """So many ballots go at once."""

    def send_now(self) -> None:
        """Ask the agent to try now."""


class Care:
    """One look at the station itself. ``monotonic`` gives seconds."""

    def __init__(self, office: CareOffice, *, monotonic: Callable[[], float], people: tuple[str, ...]) -> None:
        self._office = office
        self._monotonic = monotonic
        self._people = people
        self._sent_at = -float("inf")
        self.state: CareState | StationReport | QueueState = CareState()
        """What is shown."""
        self.ended = False
        """True when the team has left it."""
        self.exchanges = False
        """And wants an exchange over a stick."""
        self.practises = False
        """And wants to learn how a visit goes."""

    def answer(self, intent: Intent) -> None:
        """What follows from a wish. What is not possible here changes nothing."""
        if isinstance(intent, Back):
            self.ended = isinstance(self.state, CareState)
            self.state = CareState()
        elif isinstance(intent, OpenQueue):
            self.state = self._queue()
        elif isinstance(intent, OpenStationReport):
            self.state = self._report()
        elif isinstance(intent, Learn):
            self.ended = self.practises = True
        elif isinstance(self.state, QueueState) and isinstance(intent, SendNow):
            self._office.send_now()
            self._sent_at = self._monotonic()
            self.look()
        elif isinstance(self.state, QueueState) and isinstance(intent, ExchangeByStick):
            self.ended = self.exchanges = True

    def look(self) -> None:
        """Time passes: what is shown is how it is now."""
        if isinstance(self.state, QueueState):
            self.state = self._queue()
        elif isinstance(self.state, StationReport):
            self.state = self._report()

    def _report(self) -> StationReport:
        office, minute = self._office, self._office.now().replace(second=0, microsecond=0)
        return StationReport(office.facts(), minute, office.place(), self._people, office.day().sums)

    def _queue(self) -> QueueState:
        is_trying = self._monotonic() - self._sent_at < ANSWER_SECONDS
        return QueueState(self._office.facts(), self._office.together, is_trying=is_trying)

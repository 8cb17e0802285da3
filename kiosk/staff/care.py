"""The page of the station itself: how it is, what still waits here. Behind the attendants' first page, which stays
short. Rules; the views stand in ``care_view``.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Protocol

from accessibility.speech import louder, softer
from kiosk.staff.device_check import DeviceCheck, DeviceCheckState, DeviceOffice, Probes
from kiosk.staff.screen_probes import SHOWN, DisplayState, TouchState, probe_after
from kiosk.staff.states import CareState, QueueState, RestartState, SoundState, StaffFacts, StationReport
from kiosk.viewmodel.intents import Back, ExchangeByStick, Intent, Louder, OpenDevices, OpenQueue, SendNow, Softer
from kiosk.viewmodel.staff_intents import (
    CheckSound,
    Learn,
    OpenRestart,
    OpenStationReport,
    ProbeDisplay,
    ProbeTouch,
    Restart,
    SayChecked,
)
from sync.station.day_sheet import DaySheet
from sync.station.hand_checks import Checked, HandCheck
from sync.station.place_today import PlaceToday

ANSWER_SECONDS = 20
"""The agent, asked to send, has taken that up or will not."""


CareScreens = (
    CareState | StationReport | QueueState | SoundState | TouchState | DisplayState | RestartState | DeviceCheckState
)


class CareOffice(DeviceOffice, Protocol):
    """What the station knows of itself: ``kiosk.staff.store.StaffOffice``."""

    def facts(self) -> StaffFacts:
        """How the station is."""

    @property
    def can_restart(self) -> bool:
        """Somebody starts the station again when it ends."""

    def checks(self) -> Mapping[HandCheck, Checked]:
        """What the team has tried out itself."""

    def note_check(self, check: HandCheck, *, is_fine: bool) -> None:
        """The team has tried this out today."""

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
    """One look at the station itself. ``monotonic`` gives seconds, ``probes`` are devices that can be tried out."""

    def __init__(
        self, office: CareOffice, probes: Probes, *, monotonic: Callable[[], float], people: tuple[str, ...]
    ) -> None:
        self._office = office
        self._probes = probes
        self._devices: DeviceCheck | None = None
        self._monotonic = monotonic
        self._people = people
        self._sent_at = -float("inf")
        self.state: CareScreens = self._menu()
        """What is shown."""
        self.ended = False
        """True when the team has left it."""
        self.exchanges = False
        """And wants an exchange over a stick."""
        self.practises = False
        """And wants to learn how a visit goes."""

    def answer(self, intent: Intent) -> None:
        """What follows from a wish. What is not possible here changes nothing."""
        if self._devices is not None:
            self._answer_devices(self._devices, intent)
            return
        if isinstance(intent, Back):
            self.ended = isinstance(self.state, CareState)
            self.state = self._menu()
            return
        match self.state:
            case CareState():
                self._open(intent)
            case QueueState():
                self._answer_queue(intent)
            case SoundState():
                self._answer_sound(self.state, intent)
            case TouchState() | DisplayState():
                self._answer_probe(self.state, intent)
            case RestartState() if isinstance(intent, Restart):
                self.state = RestartState(is_asked=True)

    def look(self) -> None:
        """Time passes: what is shown is how it is now."""
        if self._devices is not None:
            self._devices.look()
            self.state = self._devices.state
        elif isinstance(self.state, QueueState):
            self.state = self._queue()
        elif isinstance(self.state, StationReport):
            self.state = self._report()

    def leave(self) -> None:
        """Nobody looks any more: a device that is tried out rests."""
        if self._devices is not None:
            self._devices.leave()

    def _menu(self) -> CareState:
        return CareState(self._office.can_restart, has_devices=bool(self._probes))

    def _open(self, intent: Intent) -> None:
        match intent:
            case OpenQueue():
                self.state = self._queue()
            case OpenStationReport():
                self.state = self._report()
            case OpenDevices() if self._probes:
                self._devices = DeviceCheck(self._office, self._probes, monotonic=self._monotonic)
                self.state = self._devices.state
            case CheckSound():
                self.state = SoundState(is_silent="no-sound" in self._office.facts().troubles)
            case ProbeTouch():
                self.state = TouchState()
            case ProbeDisplay():
                self.state = DisplayState()
            case OpenRestart() if self._office.can_restart:
                self.state = RestartState()
            case Learn():
                self.ended = self.practises = True

    def _answer_devices(self, devices: DeviceCheck, intent: Intent) -> None:
        devices.answer(intent)
        self.state = devices.state
        if devices.ended:
            self._devices, self.state = None, self._menu()

    def _answer_queue(self, intent: Intent) -> None:
        if isinstance(intent, SendNow):
            self._office.send_now()
            self._sent_at = self._monotonic()
            self.look()
        elif isinstance(intent, ExchangeByStick):
            self.ended = self.exchanges = True

    def _answer_sound(self, state: SoundState, intent: Intent) -> None:
        match intent:
            case Louder():
                self.state = replace(state, volume_db=louder(state.volume_db))
            case Softer():
                self.state = replace(state, volume_db=softer(state.volume_db))
            case SayChecked(is_fine):
                self._office.note_check(HandCheck.SOUND, is_fine=is_fine)
                self.state = self._menu()

    def _answer_probe(self, state: TouchState | DisplayState, intent: Intent) -> None:
        """What can be measured is kept as it is measured, and what has to be seen as the team says."""
        self.state = after = probe_after(state, intent)
        if isinstance(after, TouchState):
            if after.is_done and after != state:
                self._office.note_check(HandCheck.TOUCH, is_fine=after.is_fine)
        elif isinstance(intent, SayChecked) and after.number == len(SHOWN):
            self._office.note_check(HandCheck.DISPLAY, is_fine=intent.is_fine)
            self.state = self._menu()

    def _report(self) -> StationReport:
        office, minute = self._office, self._office.now().replace(second=0, microsecond=0)
        return StationReport(
            office.facts(), minute, office.place(), self._people, checks=office.checks(), sums=office.day().sums
        )

    def _queue(self) -> QueueState:
        is_trying = self._monotonic() - self._sent_at < ANSWER_SECONDS
        return QueueState(self._office.facts(), self._office.together, is_trying=is_trying)

"""The page of the attendants: who comes in, how the station is, where it stands, and an exchange over a stick. State
and rules.

Nothing about a citizen comes here. Words stand in ``staff.presenter``, closing the day in ``staff.closing``; the stick
itself is the agent's business.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Protocol

from hardware.ports import PrintJob
from kiosk.event_log import KioskEvent
from kiosk.session.capture import CaptureDevices
from kiosk.session.context import NoteEvent
from kiosk.session.kept_visit import Drafts
from kiosk.session.session import ReceiptPaper
from kiosk.staff.care import Care, CareOffice
from kiosk.staff.closing import Closing, ClosingOffice, ClosingState, ClosingStep
from kiosk.staff.device_check import DeviceCheckState, Probes
from kiosk.staff.evening import Evening, EveningOffice, EveningState, has_evening
from kiosk.staff.pin_brake import PinBrake, WrongPins
from kiosk.staff.placing import Placing, PlacingOffice
from kiosk.staff.states import (
    DeskState,
    ForAnotherState,
    PauseState,
    PinNotice,
    PinState,
    RestartState,
    StaffState,
    StationReport,
)
from kiosk.staff.stock import StockKeeping, StockOffice
from kiosk.staff.waiting import Waiting, WaitingOffice
from kiosk.station.catalogue import Offer
from kiosk.viewmodel.intents import (
    Back,
    CloseDay,
    Continue,
    EraseDigit,
    ExchangeByStick,
    Intent,
    LookAtDevices,
    MakePause,
    OpenEvening,
    OpenPauses,
    OpenPlaces,
    OpenStock,
    OpenWaiting,
    TypeDigit,
    UseTeamStick,
)
from kiosk.viewmodel.staff_intents import BeginForAnother, OpenCare, OpenForAnother
from sync.protocol.day_closure import DaySums
from sync.protocol.shifts import Shift
from sync.station.pause import Pause
from sync.station.place_today import PlaceToday
from sync.station.stick_requests import Phase, StickWork

SILENCE_SECONDS = 120
"""Untouched for so long, the page closes; while a stick is at work it waits."""

AGENT_SECONDS = 20
"""A wish nobody takes up in this time is not going to be met."""

STUCK_SECONDS = 90
"""A stick that does not get on for so long, or an agent that died over it, must not keep the page open."""

MOST_DIGITS = 12


_Inner = Closing | StockKeeping | Evening | Waiting | Placing | Care


class Office(WrongPins, ClosingOffice, StockOffice, EveningOffice, WaitingOffice, PlacingOffice, CareOffice, Protocol):
    """What the station does for attendants: ``kiosk.staff.store.StaffOffice``."""

    def is_open(self) -> bool:
        """False while the station's file cannot be read."""

    def has_pin(self) -> bool:
        """True when a PIN was set for this station."""

    def fits(self, pin: str) -> bool:
        """True for the right PIN."""

    def make_pause(self, pause: Pause | None) -> None:
        """Make this pause, or serve again."""

    def ask(self, *, for_key: bool = False) -> str:
        """Ask the agent to meet the stick that is plugged in: for an exchange, or for the key of the team alone.
        Returns the name of the wish."""

    def lay_on_stick(self, name: str, data: bytes) -> str:
        """Ask the agent to lay a file on the stick that is plugged in, for people. Returns the name of the wish."""

    def work(self) -> StickWork:
        """What the agent has said last."""


class Staff:
    """One sitting after the other of attendants. ``monotonic`` gives seconds, ``note`` logs an event, ``probes`` are
    the devices that can be tried out, ``capture`` has the camera that reads cards."""

    def __init__(
        self,
        office: Office,
        *,
        monotonic: Callable[[], float],
        note: NoteEvent,
        probes: Probes | None = None,
        capture: CaptureDevices | None = None,
    ) -> None:
        self._office = office
        self._capture = capture or CaptureDevices()
        self._monotonic = monotonic
        self._note = note
        self._probes = probes or {}
        self._brake = PinBrake(office, monotonic=monotonic)
        self._state: StaffState | None = None
        self._offer: Offer | None = None
        self._inner: _Inner | None = None
        """What is done behind the desk."""
        self._job: PrintJob | None = None
        self._paper = ReceiptPaper.NONE
        self._came = ""
        self._counted = DaySums()
        """The codes as the team has counted them in a closing that was left: nobody counts cards twice."""
        self._pin = ""
        self._wish = ""
        self._seen = StickWork()
        self._moved_at = 0.0
        self._touched_at = 0.0
        self.practises = False
        """Somebody of the team wants to learn how a visit goes."""
        self.begins_for_another: str | None = None
        """The draft that the team goes on with for somebody else; empty for a new one, None while it does not."""

    @property
    def restarts(self) -> bool:
        """The team wants the station to start anew."""
        return self._state == RestartState(is_asked=True)

    @property
    def drafts(self) -> Drafts:
        """What the team has begun for somebody else."""
        return self._office.drafts

    @property
    def state(self) -> StaffState | None:
        """What is shown; None while nobody sits here."""
        return self._state

    def open(self, offer: Offer | None) -> None:
        """Somebody knows how to get here: ask for the PIN. ``offer``: the content on show."""
        if self._office.is_open():
            self._touched_at = self._monotonic()
            self._offer, self._pin = offer, ""
            self._state = self._pin_state(PinNotice.NOTHING if self._has_pin() else PinNotice.NONE_SET)

    def close(self) -> None:
        """Leave the page."""
        if isinstance(self._inner, Care | StockKeeping):
            self._inner.leave()
        self._state, self._pin, self._wish, self._came = None, "", "", ""
        self._inner, self._job, self._paper = None, None, ReceiptPaper.NONE
        self.begins_for_another, self.practises = None, False

    def answer(self, intent: Intent) -> None:
        """What follows from a wish. Others than the page's own change nothing."""
        if not isinstance(intent, LookAtDevices):
            self._touched_at = self._monotonic()
        if self._inner is not None:
            self._inner.answer(intent)
            self._show_inner(self._inner)
        elif isinstance(self._state, PauseState):
            self._answer_pauses(intent)
        elif isinstance(self._state, ForAnotherState):
            self._answer_for_another(intent)
        elif isinstance(intent, Back):
            self.close()
        elif isinstance(self._state, PinState):
            self._answer_at_door(intent)
        elif isinstance(self._state, DeskState) and not self._state.is_busy:
            self._answer_at_desk(intent)

    def look(self) -> None:
        """Time passes: how far stick and paper are, whether the wait is over, whether anybody is still here."""
        if self._state is None:
            return
        is_busy = isinstance(self._state, DeskState) and self._state.is_busy
        if not self._office.is_open() or (not is_busy and self._monotonic() - self._touched_at >= SILENCE_SECONDS):
            self.close()
            return
        self._look_at_printer()
        if isinstance(self._state, PinState):
            self._look_at_door(self._state)
        elif isinstance(self._state, DeskState):
            self._state = self._desk()
            if is_busy:
                self._touched_at = self._monotonic()
        elif isinstance(self._inner, Closing | Evening | Placing | Care):
            self._inner.look()
            self._show_inner(self._inner)

    def printing(self, job: PrintJob) -> None:
        """What is shown is on its way to paper."""
        self._job, self._paper = job, ReceiptPaper.COMING
        self.look()

    def lay_on_stick(self, data: bytes) -> None:
        """What is shown, as a PDF, is to be laid on the stick."""
        facts = self._office.facts()
        name = "-".join(re.findall(r"\w+", f"Mitmachstation {facts.name} {self._office.now():%Y %m %d %H %M}"))
        self._wish, self._moved_at = self._office.lay_on_stick(f"{name}.pdf", data), self._monotonic()
        self.look()

    # --- the door ----------------------------------------------------------------------------------------------------

    def _has_pin(self) -> bool:
        return self._office.has_pin() or bool(self._shifts())

    def _shifts(self) -> Sequence[Shift]:
        if self._offer is None:
            return ()
        return self._offer.shifts_on(self._office.now(), station=self._office.facts().name)

    def _answer_at_door(self, intent: Intent) -> None:
        if isinstance(intent, UseTeamStick) and any(shift.stick for shift in self._shifts()):
            self._wish, self._moved_at = self._office.ask(for_key=True), self._monotonic()
            self._state = self._pin_state(PinNotice.NOTHING)
        elif not self._has_pin() or self._brake.seconds_to_wait():
            pass
        elif isinstance(intent, TypeDigit) and len(self._pin) < MOST_DIGITS:
            self._pin += intent.digit
            self._state = self._pin_state(PinNotice.NOTHING)
        elif isinstance(intent, EraseDigit):
            self._pin = self._pin[:-1]
            self._state = self._pin_state(PinNotice.NOTHING)
        elif isinstance(intent, Continue) and self._pin:
            self._try()

    def _try(self) -> None:
        pin, self._pin = self._pin, ""
        came = self._brake.attempt(lambda: self._who(pin))
        if came is None:
            self._note(KioskEvent.WRONG_PIN)
            self._state = self._pin_state(PinNotice.WRONG)
        else:
            self._come_in(came)

    def _who(self, pin: str) -> str | None:
        """The name of the person of this PIN, empty for the PIN of the station, None for none."""
        of_shift = next((name for shift in self._shifts() if (name := shift.whose(pin))), None)
        return "" if of_shift is None and self._office.fits(pin) else of_shift

    def _come_in(self, came: str) -> None:
        self._note(KioskEvent.STAFF_CAME)
        self._came, self._wish = came, ""
        known = self._known_places()
        if self._office.place() is None and len(known) == 1:
            self._office.stand_at(known[0])
        is_asked = self._office.place() is None and len(known) > 1
        self._state = self._desk()
        if is_asked:
            self._begin_inner(OpenPlaces())

    def _look_at_door(self, state: PinState) -> None:
        work = self._work()
        if work is not None and work.phase is Phase.DONE and not work.fault:
            self._wish = ""
            if any(shift.stick and shift.stick == work.team for shift in self._shifts()):
                self._brake.release()
                self._come_in("")
            else:
                self._state = self._pin_state(PinNotice.WRONG_STICK)
            return
        is_over = state.notice is PinNotice.WAIT and not self._brake.seconds_to_wait()
        self._state = self._pin_state(PinNotice.NOTHING if is_over else state.notice)

    def _pin_state(self, notice: PinNotice) -> PinState:
        seconds, work = self._brake.seconds_to_wait(), self._work()
        takes_stick = any(shift.stick for shift in self._shifts())
        if seconds and notice not in (PinNotice.NONE_SET, PinNotice.WRONG_STICK):
            return PinState(0, PinNotice.WAIT, seconds, work, takes_stick)
        return PinState(len(self._pin), notice, 0, work, takes_stick)

    # --- the desk ----------------------------------------------------------------------------------------------------

    def _desk(self) -> DeskState:
        facts, place = self._office.facts(), self._office.place()
        return DeskState(
            facts,
            self._work(),
            place,
            has_codes=self._has_codes(),
            has_evening=self._has_evening(),
            waiting=self._office.waiting_time(),
        )

    def _people(self) -> tuple[str, ...]:
        """Who is on the shift."""
        return tuple(person.name for shift in self._shifts() for person in shift.people)

    def _has_evening(self) -> bool:
        return self._offer is not None and has_evening(self._office, self._offer)

    def _has_codes(self) -> bool:
        return self._offer is not None and self._offer.takes_codes

    def _answer_at_desk(self, intent: Intent) -> None:
        if isinstance(intent, ExchangeByStick):
            self._wish, self._moved_at = self._office.ask(), self._monotonic()
            self.look()
        elif isinstance(intent, OpenPauses):
            self._state = PauseState()
        elif isinstance(intent, OpenForAnother) and self._offer is not None:
            self._state = ForAnotherState(tuple(self.drafts.read_all()))
        elif intent == MakePause():
            self._office.make_pause(None)
            self._state = self._desk()
        else:
            self._begin_inner(intent)

    def _begin_inner(self, intent: Intent) -> None:
        self._inner = self._inner_for(intent, self._offer)
        if self._inner is not None:
            self._paper = ReceiptPaper.NONE
            self._show_inner(self._inner)

    def _inner_for(self, intent: Intent, offer: Offer | None) -> _Inner | None:
        if isinstance(intent, OpenCare):
            return Care(self._office, self._probes, monotonic=self._monotonic, people=self._people())
        if offer is None:
            return None
        match intent:
            case OpenStock() if self._has_codes():
                return StockKeeping(self._office, offer, capture=self._capture)
            case OpenPlaces():
                return Placing(self._office, offer, self._known_places())
            case OpenWaiting():
                return Waiting(self._office)
            case OpenEvening() if self._has_evening():
                return Evening(self._office, offer, brake=self._brake)
            case CloseDay():
                shifts, counted = self._shifts(), self._counted
                return Closing(self._office, offer, brake=self._brake, shifts=shifts, came=self._came, counted=counted)
        return None

    def _answer_pauses(self, intent: Intent) -> None:
        if isinstance(intent, MakePause) and intent.pause in set(Pause):
            self._office.make_pause(Pause(intent.pause))
        if isinstance(intent, MakePause | Back):
            self._state = self._desk()

    def _answer_for_another(self, intent: Intent) -> None:
        if isinstance(intent, BeginForAnother):
            self.begins_for_another = intent.draft
        elif isinstance(intent, Back):
            self._state = self._desk()

    def _show_inner(self, inner: _Inner) -> None:
        if isinstance(inner, Closing):
            self._counted = DaySums() if inner.state.step is ClosingStep.CLOSED else inner.state.sums
        if inner.ended:
            self.practises = isinstance(inner, Care) and inner.practises
            self._inner, self._paper, self._wish = None, ReceiptPaper.NONE, ""
            self._state = self._desk()
            if isinstance(inner, Care) and inner.exchanges:
                self._answer_at_desk(ExchangeByStick())
        elif isinstance(inner.state, StationReport):
            self._state = replace(inner.state, paper=self._paper, work=self._work())
        elif isinstance(inner.state, ClosingState | EveningState | DeviceCheckState):
            self._state = replace(inner.state, paper=self._paper)
        else:
            self._state = inner.state

    def _look_at_printer(self) -> None:
        result = self._job.poll() if self._job else None
        if result is not None:
            self._job, self._paper = None, ReceiptPaper.OUT if result.ok else ReceiptPaper.NONE

    def _work(self) -> StickWork | None:
        if not self._wish:
            return None
        work = self._office.work()
        if work.wish != self._wish:
            return None
        if work != self._seen:
            self._seen, self._moved_at = work, self._monotonic()
        still = self._monotonic() - self._moved_at
        if work.phase is Phase.ASKED and still >= AGENT_SECONDS:
            return StickWork(self._wish, fault="silent")
        if work.phase is not Phase.DONE and still >= STUCK_SECONDS:
            return replace(work, phase=Phase.DONE, fault="pulled")
        return work

    # --- where the station stands ------------------------------------------------------------------------------------

    def _known_places(self) -> tuple[PlaceToday, ...]:
        return tuple(dict.fromkeys(PlaceToday(shift.place, shift.district) for shift in self._shifts()))

"""The page of the attendants: who comes in, how the station is, where it stands, and an exchange over a stick. State
and rules.

Nothing about a citizen comes here. Words stand in ``staff.presenter``, closing the day in ``staff.closing``; the stick
itself is the agent's business.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Protocol

from hardware.ports import PrintJob
from kiosk.event_log import KioskEvent
from kiosk.session.capture import CaptureDevices
from kiosk.session.context import NoteEvent
from kiosk.session.session import ReceiptPaper
from kiosk.staff.closing import Closing, ClosingOffice, ClosingStep
from kiosk.staff.evening import Evening, EveningOffice, has_evening
from kiosk.staff.pin_brake import PinBrake, WrongPins
from kiosk.staff.states import (
    DeskState,
    PauseState,
    PinNotice,
    PinState,
    PlaceState,
    PlaceStep,
    QueueState,
    StaffFacts,
    StaffState,
)
from kiosk.staff.stock import StockKeeping, StockOffice
from kiosk.staff.waiting import Waiting, WaitingOffice
from kiosk.station.catalogue import Offer
from kiosk.viewmodel.intents import (
    Back,
    ChooseDistrict,
    CloseDay,
    Continue,
    Describe,
    EraseDigit,
    ExchangeByStick,
    Intent,
    LookAtDevices,
    MakePause,
    OpenEvening,
    OpenPauses,
    OpenPlaces,
    OpenQueue,
    OpenStock,
    OpenWaiting,
    OtherPlace,
    SendNow,
    TakePlace,
    TypeDigit,
    UseTeamStick,
)
from sync.protocol.day_closure import LONGEST_PLACE, DaySums
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


class Office(WrongPins, ClosingOffice, StockOffice, EveningOffice, WaitingOffice, Protocol):
    """What the station does for attendants: ``kiosk.staff.store.StaffOffice``."""

    def is_open(self) -> bool:
        """False while the station's file cannot be read."""

    def has_pin(self) -> bool:
        """True when a PIN was set for this station."""

    def fits(self, pin: str) -> bool:
        """True for the right PIN."""

    def facts(self) -> StaffFacts:
        """How the station is."""

    def stand_at(self, place: PlaceToday) -> None:
        """The station stands here today."""

    def pause(self) -> Pause | None:
        """Which pause the station makes; None for none."""

    def make_pause(self, pause: Pause | None) -> None:
        """Make this pause, or serve again."""

    @property
    def together(self) -> int:
        """So many ballots go at once."""

    def send_now(self) -> None:
        """Ask the agent to try now."""

    def ask(self, *, for_key: bool = False) -> str:
        """Ask the agent to meet the stick that is plugged in: for an exchange, or for the key of the team alone.
        Returns the name of the wish."""

    def work(self) -> StickWork:
        """What the agent has said last."""


class Staff:
    """One sitting after the other of attendants. ``monotonic`` gives seconds; ``note`` logs an event; ``capture`` has
    the camera that reads cards."""

    def __init__(
        self, office: Office, *, monotonic: Callable[[], float], note: NoteEvent, capture: CaptureDevices | None = None
    ) -> None:
        self._office = office
        self._capture = capture or CaptureDevices()
        self._monotonic = monotonic
        self._note = note
        self._brake = PinBrake(office, monotonic=monotonic)
        self._state: StaffState | None = None
        self._offer: Offer | None = None
        self._inner: Closing | StockKeeping | Evening | Waiting | None = None
        """What is done behind the desk."""
        self._job: PrintJob | None = None
        self._paper = ReceiptPaper.NONE
        self._came = ""
        self._counted = DaySums()
        """The codes as the team has counted them in a closing that was left: nobody counts cards twice."""
        self._pin = ""
        self._wish = ""
        self._sent_at = -float("inf")
        self._seen = StickWork()
        self._moved_at = 0.0
        self._touched_at = 0.0

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
        if isinstance(self._inner, StockKeeping):
            self._inner.leave()
        self._state, self._pin, self._wish, self._came = None, "", "", ""
        self._inner, self._job, self._paper = None, None, ReceiptPaper.NONE

    def answer(self, intent: Intent) -> None:
        """What follows from a wish. Others than the page's own change nothing."""
        if not isinstance(intent, LookAtDevices):
            self._touched_at = self._monotonic()
        if self._inner is not None:
            self._inner.answer(intent)
            self._show_inner(self._inner)
        elif isinstance(self._state, PlaceState):
            self._answer_place(self._state, intent)
        elif isinstance(self._state, QueueState):
            self._answer_queue(intent)
        elif isinstance(self._state, PauseState):
            self._answer_pauses(intent)
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
        elif isinstance(self._state, QueueState):
            self._state = self._queue()
        elif isinstance(self._inner, Closing | Evening):
            self._inner.look()
            self._show_inner(self._inner)

    def printing(self, job: PrintJob) -> None:
        """What is shown is on its way to paper."""
        self._job, self._paper = job, ReceiptPaper.COMING
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
        self._state = self._place_list() if is_asked else self._desk()

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
        people = tuple(person.name for shift in self._shifts() for person in shift.people)
        facts, place = self._office.facts(), self._office.place()
        return DeskState(
            facts,
            self._work(),
            place,
            people,
            self._paper,
            has_codes=self._has_codes(),
            has_evening=self._has_evening(),
            pause=self._office.pause(),
            waiting=self._office.waiting_time(),
        )

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
        elif intent == MakePause():
            self._office.make_pause(None)
            self._state = self._desk()
        elif isinstance(intent, OpenQueue):
            self._state = self._queue()
        elif isinstance(intent, OpenPlaces) and self._offer is not None:
            self._state = self._place_list()
        elif self._offer is not None:
            self._begin_inner(intent, self._offer)

    def _begin_inner(self, intent: Intent, offer: Offer) -> None:
        if isinstance(intent, OpenStock) and self._has_codes():
            self._inner = StockKeeping(self._office, offer, capture=self._capture)
        elif isinstance(intent, OpenWaiting):
            self._inner = Waiting(self._office)
        elif isinstance(intent, OpenEvening) and self._has_evening():
            self._inner = Evening(self._office, offer, brake=self._brake)
        elif isinstance(intent, CloseDay):
            shifts, counted = self._shifts(), self._counted
            self._inner = Closing(
                self._office, offer, brake=self._brake, shifts=shifts, came=self._came, counted=counted
            )
        if self._inner is not None:
            self._paper = ReceiptPaper.NONE
            self._show_inner(self._inner)

    def _answer_queue(self, intent: Intent) -> None:
        if isinstance(intent, SendNow):
            self._office.send_now()
            self._sent_at = self._monotonic()
            self._state = self._queue()
        elif isinstance(intent, Back | ExchangeByStick):
            self._state = self._desk()
            self._answer_at_desk(intent)

    def _answer_pauses(self, intent: Intent) -> None:
        if isinstance(intent, MakePause) and intent.pause in set(Pause):
            self._office.make_pause(Pause(intent.pause))
        if isinstance(intent, MakePause | Back):
            self._state = self._desk()

    def _queue(self) -> QueueState:
        is_trying = self._monotonic() - self._sent_at < AGENT_SECONDS
        return QueueState(self._office.facts(), self._office.together, is_trying=is_trying)

    def _show_inner(self, inner: Closing | StockKeeping | Evening | Waiting) -> None:
        if isinstance(inner, Closing):
            self._counted = DaySums() if inner.state.step is ClosingStep.CLOSED else inner.state.sums
        if inner.ended:
            self._inner, self._paper = None, ReceiptPaper.NONE
            self._state = self._desk()
        elif isinstance(inner, StockKeeping | Waiting):
            self._state = inner.state
        else:
            self._state = replace(inner.state, paper=self._paper)

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

    def _place_list(self) -> PlaceState:
        districts = self._offer.districts.values() if self._offer else ()
        names = tuple((district.code, district.name) for district in districts)
        known = self._known_places()
        return PlaceState(PlaceStep.LIST if known else PlaceStep.NAME, known, names)

    def _answer_place(self, state: PlaceState, intent: Intent) -> None:
        match state.step, intent:
            case PlaceStep.LIST, TakePlace(number) if 0 <= number < len(state.known):
                self._stand_at(state.known[number])
            case PlaceStep.LIST, OtherPlace():
                self._state = replace(state, step=PlaceStep.NAME)
            case PlaceStep.NAME, Describe(text):
                self._state = replace(state, typed=text[:LONGEST_PLACE])
            case PlaceStep.NAME, Continue() if state.typed.strip():
                self._state = replace(state, step=PlaceStep.DISTRICT)
            case PlaceStep.DISTRICT, ChooseDistrict(code) if code in dict(state.districts):
                self._stand_at(PlaceToday(state.typed.strip(), code))
            case PlaceStep.DISTRICT, Back():
                self._state = replace(state, step=PlaceStep.NAME)
            case _, Back():
                self._state = self._desk()

    def _stand_at(self, place: PlaceToday) -> None:
        self._office.stand_at(place)
        self._state = self._desk()

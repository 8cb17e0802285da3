"""Closing the day: the team counts its codes, sees whether all adds up, says what it knows of each gap, and two people
stand for it. State and rules; words stand in ``staff.closing_view``.

What is closed is frozen: it leaves the station's row of sums in the transaction in which its record is stored.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, tzinfo
from enum import StrEnum
from typing import Protocol

from kiosk.session.kept_visit import Drafts
from kiosk.session.session import ReceiptPaper
from kiosk.staff.pin_brake import PinBrake
from kiosk.station.catalogue import Offer
from kiosk.viewmodel.intents import Back, Continue, Describe, EraseDigit, Intent, TypeDigit
from sync.protocol.day_closure import LONGEST_NAME, LONGEST_NOTE, Balance, DayClosure, DaySums
from sync.protocol.evening_polls import EveningPoll
from sync.protocol.keys import SealKey
from sync.protocol.shifts import PIN_DIGITS, Shift
from sync.station.day_sheet import DaySheet
from sync.station.place_today import PlaceToday

MOST_DIGITS = 5
"""Of a number of codes."""


class ClosingStep(StrEnum):
    """Where the closing is."""

    EVENING = "evening"
    """The poll for this evening is not counted yet."""
    BEGUN = "begun"
    """Something is begun for somebody else, and goes with the closing."""
    ISSUED = "issued"
    SPOILED = "spoiled"
    RETURNED = "returned"
    CHECK = "check"
    NOTE = "note"
    SIGN = "sign"
    CLOSED = "closed"


_COUNTED = {
    ClosingStep.ISSUED: "codes_issued",
    ClosingStep.SPOILED: "codes_spoiled",
    ClosingStep.RETURNED: "codes_returned",
}
"""The steps at which a number is typed, to what of the sums it is."""

_ORDER = tuple(_COUNTED)


class ClosingNotice(StrEnum):
    """What there is to say."""

    NOTHING = ""
    WRONG = "wrong"
    WAIT = "wait"
    SAME = "same"
    """The second name is that of the first person."""
    CHANGED = "changed"
    """Something was counted since the numbers were shown."""
    NOT_STORED = "not_stored"


class ClosingOffice(Protocol):
    """What the station does for a closing: ``kiosk.staff.store.StaffOffice``."""

    def day(self) -> DaySheet:
        """What was counted since the closure before."""

    def ballots_stored(self) -> int:
        """All ballots ever stored here."""

    @property
    def drafts(self) -> Drafts:
        """What the team has begun for somebody else."""

    def evening(self) -> EveningPoll | None:
        """The poll for an evening that was opened here last; None for none."""

    def station(self) -> str:
        """What the station is called; empty before it is enrolled."""

    def place(self) -> PlaceToday | None:
        """Where the station stands today."""

    def district(self) -> str:
        """The code of the district it stands in."""

    def now(self) -> datetime:
        """The best time the station knows, aware."""

    def freeze(self, closure: DayClosure, key: SealKey) -> bool:
        """Store the closure in place of the sums. False when the disk does not take it: then nothing has changed."""


@dataclass(frozen=True)
class ClosingState:
    """``typed`` is the number, the note or the name being typed; ``gap`` what the note is about."""

    step: ClosingStep
    sheet: DaySheet
    has_codes: bool
    by_pin: bool
    typed: str = ""
    gap: Balance | None = None
    begun: int = 0
    """So many drafts for others are put aside here."""
    notes: dict[Balance, str] = field(default_factory=dict)
    names: tuple[str, ...] = ()
    notice: ClosingNotice = ClosingNotice.NOTHING
    seconds: int = 0
    """Until the next PIN can be tried."""
    paper: ReceiptPaper = ReceiptPaper.NONE
    closed: DayClosure | None = None
    """The closed day, as it was stored."""
    station: str = ""
    """What the station is called."""

    @property
    def sums(self) -> DaySums:
        """With what the team has counted."""
        return self.sheet.sums

    @property
    def shown(self) -> str:
        """What is typed, as it may be shown: of a PIN nothing."""
        return "" if self.step is ClosingStep.SIGN and self.by_pin else self.typed


class Closing:
    """One closing. ``came`` is the name of the person who came in with a PIN of a shift, else empty."""

    def __init__(
        self,
        office: ClosingOffice,
        offer: Offer,
        *,
        brake: PinBrake,
        shifts: Sequence[Shift],
        came: str,
        counted: DaySums,
    ) -> None:
        """``counted``: the codes as the team has counted them before it left."""
        self._office = office
        self._offer = offer
        self._brake = brake
        self._shifts = shifts
        self._came = came
        by_pin = sum(len(shift.people) for shift in shifts) > 1
        sheet = office.day()
        has_codes = sheet.sums.codes_used > 0 or offer.takes_codes
        begun = len(office.drafts.read_all())
        if has_codes:
            known = sheet.with_stock if counted == DaySums() else counted
            sheet = replace(sheet, sums=_with_counted(sheet.sums, known))
        self.state = ClosingState(ClosingStep.EVENING, sheet, has_codes, by_pin, begun=begun, station=office.station())
        """What is shown."""
        evening = office.evening()
        if evening is None or evening.result:
            self._after_evening(self.state)
        self.ended = False
        """True when the attendants have left it."""

    @property
    def _zone(self) -> tzinfo | None:
        return self._offer.zone

    def answer(self, intent: Intent) -> None:
        """What follows from a wish. What is not possible here changes nothing."""
        state, is_number = self.state, self.state.step in _COUNTED
        takes_digits = is_number or (state.step is ClosingStep.SIGN and state.by_pin)
        match intent:
            case Back():
                self._go_back()
            case TypeDigit(digit) if takes_digits and not state.seconds:
                most = MOST_DIGITS if is_number else PIN_DIGITS
                typed = (state.typed + digit)[:most]
                self.state = replace(state, typed=typed, notice=ClosingNotice.NOTHING)
            case EraseDigit() if takes_digits:
                self.state = replace(state, typed=state.typed[:-1], notice=ClosingNotice.NOTHING)
            case Describe(text) if state.step in (ClosingStep.NOTE, ClosingStep.SIGN) and not takes_digits:
                longest = LONGEST_NOTE if state.step is ClosingStep.NOTE else LONGEST_NAME
                self.state = replace(state, typed=text[:longest], notice=ClosingNotice.NOTHING)
            case Continue():
                self._go_on()

    def look(self) -> None:
        """Time passes: the wait for another PIN may be over."""
        if self.state.notice is ClosingNotice.WAIT:
            seconds = self._brake.seconds_to_wait()
            notice = ClosingNotice.WAIT if seconds else ClosingNotice.NOTHING
            self.state = replace(self.state, notice=notice, seconds=seconds)

    def _go_on(self) -> None:
        state = self.state
        if state.step in _COUNTED and state.typed:
            sums = replace(state.sums, **{_COUNTED[state.step]: int(state.typed)})
            place = _ORDER.index(state.step) + 1
            following = _ORDER[place] if place < len(_ORDER) else ClosingStep.CHECK
            self._stand_at(following, replace(state, sheet=replace(state.sheet, sums=sums)))
        elif state.step is ClosingStep.EVENING:
            self._after_evening(state)
        elif state.step is ClosingStep.BEGUN:
            self._to_numbers(state)
        elif state.step is ClosingStep.CHECK:
            self._to_next_gap(state)
        elif state.step is ClosingStep.NOTE and state.gap and state.typed.strip():
            self._to_next_gap(replace(state, notes={**state.notes, state.gap: state.typed.strip()}))
        elif state.step is ClosingStep.SIGN and state.typed.strip() and not state.seconds:
            self._sign()

    def _after_evening(self, state: ClosingState) -> None:
        if state.begun:
            self._stand_at(ClosingStep.BEGUN, state)
        else:
            self._to_numbers(state)

    def _to_numbers(self, state: ClosingState) -> None:
        self._stand_at(ClosingStep.ISSUED if state.has_codes else ClosingStep.CHECK, state)

    def _to_next_gap(self, state: ClosingState) -> None:
        gap = next((balance for balance in state.sums.gaps if balance not in state.notes), None)
        if gap:
            self._stand_at(ClosingStep.NOTE, replace(state, gap=gap))
        else:
            came = (self._came,) if state.by_pin and self._came else ()
            self._stand_at(ClosingStep.SIGN, replace(state, gap=None, names=came))

    def _stand_at(self, step: ClosingStep, state: ClosingState) -> None:
        # A number typed before is there again for whoever goes back; 0 is not: it may never have been counted.
        number = getattr(state.sums, _COUNTED[step]) if step in _COUNTED else 0
        seconds = self._brake.seconds_to_wait() if step is ClosingStep.SIGN and state.by_pin else 0
        notice = ClosingNotice.WAIT if seconds else ClosingNotice.NOTHING
        self.state = replace(state, step=step, typed=str(number or ""), notice=notice, seconds=seconds)

    def _go_back(self) -> None:
        state, place = self.state, _ORDER.index(self.state.step) if self.state.step in _COUNTED else 0
        if state.step in (ClosingStep.NOTE, ClosingStep.SIGN):
            self._stand_at(ClosingStep.CHECK, replace(state, notes={}, names=()))
        elif state.step is ClosingStep.CHECK and state.has_codes:
            self._stand_at(ClosingStep.RETURNED, state)
        elif place:
            self._stand_at(_ORDER[place - 1], state)
        else:
            self.ended = True

    def _sign(self) -> None:
        state = self.state
        name = self._brake.attempt(lambda: self._whose(state.typed)) if state.by_pin else state.typed.strip()
        if name is None:
            seconds = self._brake.seconds_to_wait()
            notice = ClosingNotice.WAIT if seconds else ClosingNotice.WRONG
            self.state = replace(state, typed="", notice=notice, seconds=seconds)
        elif name.casefold() in {signed.casefold() for signed in state.names}:
            self.state = replace(state, typed="", notice=ClosingNotice.SAME)
        elif not state.names:
            self.state = replace(state, typed="", names=(name,), notice=ClosingNotice.NOTHING)
        else:
            self._freeze(replace(state, typed="", names=(*state.names, name), notice=ClosingNotice.NOTHING))

    def _whose(self, pin: str) -> str | None:
        return next((name for shift in self._shifts if (name := shift.whose(pin))), None)

    def _freeze(self, state: ClosingState) -> None:
        now = self._office.day()
        if _counted_here(now.sums) != _counted_here(state.sums):
            sheet = replace(now, sums=_with_counted(now.sums, state.sums))
            changed = replace(state, sheet=sheet, notes={}, names=(), step=ClosingStep.CHECK)
            self.state = replace(changed, notice=ClosingNotice.CHANGED)
            return
        place, moment = self._office.place(), self._office.now()
        first, second = state.names
        closure = DayClosure(
            since=state.sheet.since,
            day=moment.astimezone(self._zone).date().isoformat(),
            place=place.name if place else "",
            district=self._office.district(),
            sums=state.sums,
            stored=self._office.ballots_stored(),
            names=(first, second),
            by_pin=state.by_pin,
            notes=state.notes,
        )
        if self._office.freeze(closure, self._offer.seal_key(moment)):
            self._office.drafts.drop_all()
            self.state = replace(state, step=ClosingStep.CLOSED, closed=closure)
        else:
            self.state = replace(state, names=state.names[:1], notice=ClosingNotice.NOT_STORED)


def _counted_here(sums: DaySums) -> DaySums:
    """Without what the team has counted itself."""
    return replace(sums, **dict.fromkeys(_COUNTED.values(), 0))


def _with_counted(sums: DaySums, counted: DaySums) -> DaySums:
    return replace(sums, **{name: getattr(counted, name) for name in _COUNTED.values()})

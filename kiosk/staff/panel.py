"""The page of the attendants: a PIN with a brake, what waits here, and an exchange over a stick. State and rules.

Nothing about a citizen comes here. Words stand in ``staff.presenter``; the stick itself is the agent's business.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date, datetime
from enum import Enum
from typing import Protocol

from kiosk.event_log import KioskEvent
from kiosk.session.context import NoteEvent
from kiosk.viewmodel.intents import Back, Continue, EraseDigit, ExchangeByStick, Intent, TypeDigit
from sync.station.stick_requests import Phase, StickWork

FREE_TRIES = 5
"""So many wrong PINs cost nothing: fingers slip."""

FIRST_WAIT_SECONDS, LONGEST_WAIT_SECONDS = 30, 300
"""Whoever guesses six digits needs years at this pace; whoever means to keep attendants out keeps them five minutes."""

SILENCE_SECONDS = 120
"""Untouched for so long, the page closes; while a stick is at work it waits."""

AGENT_SECONDS = 20
"""A wish nobody takes up in this time is not going to be met."""

STUCK_SECONDS = 90
"""A stick that does not get on for so long, or an agent that died over it, must not keep the page open."""

MOST_DIGITS = 12


AGENT_SILENT = "agent-silent"
"""Among the troubles: the agent does not work, so that nobody knows of any other."""


def wait_seconds(wrong: int) -> int:
    """How long the next try has to wait after so many wrong PINs in a row."""
    if wrong < FREE_TRIES:
        return 0
    doubled = FIRST_WAIT_SECONDS * 2 ** min(wrong - FREE_TRIES, 20)
    return int(min(doubled, LONGEST_WAIT_SECONDS))


@dataclass(frozen=True)
class StaffFacts:
    """What the station knows of itself. Moments are aware; ``troubles`` are causes and ids of the agent's events,
    the worst first."""

    name: str = ""
    waiting_ballots: int = 0
    waiting_reports: int = 0
    last_success: datetime | None = None
    troubles: tuple[str, ...] = ()
    content: date | None = None
    free_bytes: int = 0
    version: str = ""


class Office(Protocol):
    """What the station does for attendants: ``kiosk.staff.store.StaffOffice``."""

    def is_open(self) -> bool:
        """False while the station's file cannot be read."""

    def has_pin(self) -> bool:
        """True when a PIN was set for this station."""

    def fits(self, pin: str) -> bool:
        """True for the right PIN."""

    def wrong_pins(self) -> int:
        """Wrong PINs since the last right one, remembered over restarts."""

    def note_wrong_pins(self, wrong: int) -> None:
        """Remember how many there were."""

    def facts(self) -> StaffFacts:
        """How the station is."""

    def ask(self) -> str:
        """Ask the agent to meet the stick that is plugged in. Returns the name of the wish."""

    def work(self) -> StickWork:
        """What the agent has said last."""


class PinNotice(Enum):
    """What there is to say about the PIN."""

    NOTHING = "nothing"
    NONE_SET = "none"
    WRONG = "wrong"
    WAIT = "wait"


@dataclass(frozen=True)
class PinState:
    """The PIN pad: how many digits are typed, and what there is to say. ``seconds`` until the next try."""

    typed: int
    notice: PinNotice
    seconds: int = 0


@dataclass(frozen=True)
class DeskState:
    """The page behind it. ``work`` is what became of the wish of this sitting; None before there is one."""

    facts: StaffFacts
    work: StickWork | None = None

    @property
    def is_busy(self) -> bool:
        """True while the stick must stay in."""
        return self.work is not None and self.work.phase is not Phase.DONE


class Staff:
    """One sitting after the other of attendants. ``monotonic`` gives seconds; ``note`` logs an event."""

    def __init__(self, office: Office, *, monotonic: Callable[[], float], note: NoteEvent) -> None:
        self._office = office
        self._monotonic = monotonic
        self._note = note
        self._state: PinState | DeskState | None = None
        self._pin = ""
        self._wish = ""
        self._seen = StickWork()
        self._moved_at = 0.0
        self._touched_at = 0.0
        # After a restart the whole wait begins anew: no clock can be set, and no plug pulled, to shorten it.
        self._wrong_at = monotonic()

    @property
    def state(self) -> PinState | DeskState | None:
        """What is shown; None while nobody sits here."""
        return self._state

    def open(self) -> None:
        """Somebody knows how to get here: ask for the PIN."""
        if self._office.is_open():
            self._touched_at = self._monotonic()
            self._pin = ""
            self._state = self._pin_state(PinNotice.NOTHING if self._office.has_pin() else PinNotice.NONE_SET)

    def close(self) -> None:
        """Leave the page."""
        self._state, self._pin, self._wish = None, "", ""

    def answer(self, intent: Intent) -> None:
        """What follows from a wish. Others than the page's own change nothing."""
        self._touched_at = self._monotonic()
        if isinstance(intent, Back):
            self.close()
        elif isinstance(self._state, PinState):
            self._answer_at_door(intent)
        elif isinstance(self._state, DeskState) and isinstance(intent, ExchangeByStick) and not self._state.is_busy:
            self._wish, self._moved_at = self._office.ask(), self._monotonic()
            self.look()

    def look(self) -> None:
        """Time passes: how far the stick is, whether the wait is over, whether anybody is still here."""
        if self._state is None:
            return
        is_busy = isinstance(self._state, DeskState) and self._state.is_busy
        if not self._office.is_open() or (not is_busy and self._monotonic() - self._touched_at >= SILENCE_SECONDS):
            self.close()
        elif isinstance(self._state, PinState):
            is_over = self._state.notice is PinNotice.WAIT and not self._seconds_to_wait()
            self._state = self._pin_state(PinNotice.NOTHING if is_over else self._state.notice)
        else:
            before, self._state = self._state, DeskState(self._office.facts(), self._work())
            if before.is_busy:
                self._touched_at = self._monotonic()

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

    def _answer_at_door(self, intent: Intent) -> None:
        if not self._office.has_pin() or self._seconds_to_wait():
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
        wrong, pin, self._pin = self._office.wrong_pins(), self._pin, ""
        # Before it is looked at: pulling the plug in time gives no try for nothing.
        self._office.note_wrong_pins(wrong + 1)
        if self._office.fits(pin):
            self._office.note_wrong_pins(0)
            self._note(KioskEvent.STAFF_CAME)
            self._state = DeskState(self._office.facts())
        else:
            self._wrong_at = self._monotonic()
            self._note(KioskEvent.WRONG_PIN)
            self._state = self._pin_state(PinNotice.WRONG)

    def _pin_state(self, notice: PinNotice) -> PinState:
        seconds = self._seconds_to_wait()
        if seconds and notice is not PinNotice.NONE_SET:
            return PinState(0, PinNotice.WAIT, seconds)
        return PinState(len(self._pin), notice)

    def _seconds_to_wait(self) -> int:
        """In steps of ten: nobody is told a new number each second."""
        left = self._wrong_at + wait_seconds(self._office.wrong_pins()) - self._monotonic()
        return max(0, -int(-left // 10) * 10)

"""The poll for one evening: opened with two PINs that two people make up, and counted with both of them. State and
rules; words stand in ``staff.evening_view``, keys and ballots in ``sync.station.evening_poll``.

Neither PIN is kept anywhere: whoever forgets one can end the poll without a result, and no more.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from enum import StrEnum
from typing import Any, Protocol

from kiosk.session.session import ReceiptPaper
from kiosk.staff.pin_brake import PinBrake
from kiosk.station.catalogue import Offer
from kiosk.viewmodel.intents import (
    Back,
    ChooseEvening,
    Continue,
    CountEvening,
    EndEvening,
    EraseDigit,
    HandOverKeys,
    Intent,
    OpenEvening,
    TypeDigit,
)
from sync.protocol.errors import Refused
from sync.protocol.evening_polls import EveningPoll
from sync.protocol.keys import OpenKey, SealKey
from sync.protocol.languages import Texts as Translated
from sync.protocol.poll_results import PollResult
from sync.station.outbox import NotStored
from sync.station.staff_pin import MOST_DIGITS, check_pin


class EveningStep(StrEnum):
    """Where the team is with it."""

    CHOOSE = "choose"
    """Which of the published polls is opened."""
    FIRST = "first"
    """The first person makes up a PIN."""
    FIRST_AGAIN = "first_again"
    SECOND = "second"
    SECOND_AGAIN = "second_again"
    OPEN = "open"
    """People answer it."""
    COUNT_FIRST = "count_first"
    """One of both types the PIN."""
    COUNT_SECOND = "count_second"
    END = "end"
    """Whether to end it without a result."""
    RESULT = "result"
    KEYS_FIRST = "keys_first"
    """It is counted, and one of both types the PIN to hand over the keys."""
    KEYS_SECOND = "keys_second"


_MAKING = (EveningStep.FIRST, EveningStep.FIRST_AGAIN, EveningStep.SECOND, EveningStep.SECOND_AGAIN)
_USING = (EveningStep.COUNT_FIRST, EveningStep.COUNT_SECOND, EveningStep.KEYS_FIRST, EveningStep.KEYS_SECOND)


class EveningNotice(StrEnum):
    """What there is to say."""

    NOTHING = ""
    BAD = "bad"
    """No PIN that protects anything."""
    DIFFERENT = "different"
    """Typed again, it was another one."""
    SAME = "same"
    """Both would have one PIN, or one person has typed twice."""
    WRONG = "wrong"
    WAIT = "wait"
    TOO_FEW = "too_few"
    NOT_STORED = "not_stored"
    NO_KEYS = "no_keys"
    HANDED_OVER = "handed_over"
    """The keys are on their way to the hub."""


class EveningOffice(Protocol):
    """What the station does for it: ``kiosk.staff.store.StaffOffice``."""

    def district(self) -> str:
        """The code of the district the station stands in."""

    def now(self) -> datetime:
        """The best time the station knows, aware."""

    def evening(self) -> EveningPoll | None:
        """The poll that was opened here last; None for none."""

    def evening_ballots(self) -> int:
        """How many have answered it so far."""

    def open_evening(self, template: Mapping[str, Any], day: date, *, pins: tuple[str, str], key: SealKey) -> None:
        """Open this template for this day, and tell the hub. Raises NotStored: then nothing has changed."""

    def unlock(self, pin: str) -> tuple[str, OpenKey] | None:
        """Which step of counting this PIN is for, and its key; None for a wrong PIN. Raises OSError."""

    def count_evening(self, keys: Mapping[str, OpenKey], key: SealKey) -> None:
        """Count it, keep the result and tell the hub. Raises NotStored, and Refused for too few ballots."""

    def has_evening_keys(self) -> bool:
        """Both keys of the poll are still here."""

    def hand_over_keys(self, keys: Mapping[str, OpenKey], key: SealKey) -> None:
        """Give both keys to the hub, and keep none. Raises NotStored, and Refused before the poll is counted."""

    def end_evening(self) -> None:
        """End it without a result: its ballots and keys go. Raises NotStored."""


def has_evening(office: EveningOffice, offer: Offer) -> bool:
    """A poll can be opened here today, or was opened here last."""
    today = office.now().astimezone(offer.zone).date()
    return bool(offer.templates_on(office.district(), today)) or office.evening() is not None


@dataclass(frozen=True)
class EveningState:
    """``choices`` are the ids and questions to choose from, ``question`` that of the poll it is about."""

    step: EveningStep
    choices: tuple[tuple[str, Translated], ...] = ()
    question: Translated | None = None
    ballots: int = 0
    is_today: bool = True
    """People can still answer it."""
    typed: int = 0
    """Digits of a PIN."""
    notice: EveningNotice = EveningNotice.NOTHING
    seconds: int = 0
    """Until the next PIN can be tried."""
    result: PollResult | None = None
    has_keys: bool = False
    """The keys of the counted poll can be handed over."""
    paper: ReceiptPaper = ReceiptPaper.NONE


class Evening:
    """One look at the poll for this evening."""

    def __init__(self, office: EveningOffice, offer: Offer, *, brake: PinBrake) -> None:
        self._office = office
        self._offer = offer
        self._brake = brake
        self._template = ""
        self._pin = ""
        self._pins: Sequence[str] = ()
        self._keys: Mapping[str, OpenKey] = {}
        self.state = self._beginning()
        """What is shown."""
        self.ended = False
        """True when the team has left it."""

    def answer(self, intent: Intent) -> None:
        """What follows from a wish. What is not possible here changes nothing."""
        step = self.state.step
        match intent:
            case Back() if step in (EveningStep.CHOOSE, EveningStep.OPEN, EveningStep.RESULT):
                self.ended = True
            case Back():
                self._restart()
            case ChooseEvening(poll) if step is EveningStep.CHOOSE and poll in dict(self.state.choices):
                self._template = poll
                self._go(EveningStep.FIRST)
            case OpenEvening() if step is EveningStep.RESULT:
                self.state = self._choosing()
            case CountEvening() if step is EveningStep.OPEN:
                self._ask_for_keys(EveningStep.COUNT_FIRST)
            case HandOverKeys() if step is EveningStep.RESULT and self.state.has_keys:
                self._ask_for_keys(EveningStep.KEYS_FIRST)
            case EndEvening() if step is EveningStep.OPEN:
                self._go(EveningStep.END)
            case Continue() if step is EveningStep.END:
                self._end()
            case TypeDigit(digit) if step in (*_MAKING, *_USING) and not self.state.seconds:
                self._type((self._pin + digit)[:MOST_DIGITS])
            case EraseDigit() if step in (*_MAKING, *_USING):
                self._type(self._pin[:-1])
            case Continue() if step in _MAKING and self._pin:
                self._take_new()
            case Continue() if step in _USING and self._pin and not self.state.seconds:
                self._take_known()

    def look(self) -> None:
        """Time passes: the wait for another PIN may be over, and people go on answering."""
        if self.state.notice is EveningNotice.WAIT:
            self._wait_or(EveningNotice.NOTHING)
        if self.state.step is EveningStep.OPEN:
            self.state = replace(self.state, ballots=self._office.evening_ballots())

    # --- where it stands ---------------------------------------------------------------------------------------------

    def _beginning(self) -> EveningState:
        evening = self._office.evening()
        if evening is None:
            return self._choosing()
        poll = evening.poll
        if result := evening.tellable():
            has_keys = self._office.has_evening_keys()
            return EveningState(EveningStep.RESULT, question=poll.question, result=result, has_keys=has_keys)
        return EveningState(
            EveningStep.OPEN,
            question=poll.question,
            ballots=self._office.evening_ballots(),
            is_today=poll.is_open(self._today()),
        )

    def _choosing(self) -> EveningState:
        polls = self._offer.templates_on(self._office.district(), self._today())
        return EveningState(EveningStep.CHOOSE, tuple((poll.id, poll.question) for poll in polls))

    def _today(self) -> date:
        return self._office.now().astimezone(self._offer.zone).date()

    def _restart(self, notice: EveningNotice = EveningNotice.NOTHING) -> None:
        self._pin, self._pins, self._keys = "", (), {}
        self.state = replace(self._beginning(), notice=notice)

    def _go(self, step: EveningStep, notice: EveningNotice = EveningNotice.NOTHING) -> None:
        self._pin = ""
        self.state = replace(self.state, step=step, typed=0, notice=notice, seconds=0)

    def _type(self, pin: str) -> None:
        self._pin = pin
        self.state = replace(self.state, typed=len(pin), notice=EveningNotice.NOTHING)

    # --- opening -----------------------------------------------------------------------------------------------------

    def _take_new(self) -> None:
        step, pin = self.state.step, self._pin
        if step in (EveningStep.FIRST, EveningStep.SECOND):
            try:
                check_pin(pin)
            except Refused:
                self._go(step, EveningNotice.BAD)
                return
            if pin in self._pins:  # who has typed it knows the other's PIN by now: both think of new ones
                self._pins = ()
                self._go(EveningStep.FIRST, EveningNotice.SAME)
                return
            self._pins = (*self._pins, pin)
            self._go(EveningStep.FIRST_AGAIN if step is EveningStep.FIRST else EveningStep.SECOND_AGAIN)
        elif pin != self._pins[-1]:
            self._pins = self._pins[:-1]
            before = EveningStep.FIRST if step is EveningStep.FIRST_AGAIN else EveningStep.SECOND
            self._go(before, EveningNotice.DIFFERENT)
        elif step is EveningStep.FIRST_AGAIN:
            self._go(EveningStep.SECOND)
        else:
            self._open()

    def _open(self) -> None:
        first, second = self._pins
        key = self._offer.seal_key(self._office.now())
        try:
            template = self._offer.templates[self._template]
            self._office.open_evening(template, self._today(), pins=(first, second), key=key)
        except NotStored:
            self._restart(EveningNotice.NOT_STORED)
        else:
            self._restart()

    # --- counting, and handing over the keys -------------------------------------------------------------------------

    def _ask_for_keys(self, step: EveningStep) -> None:
        self._keys = {}
        self._go(step)
        self._wait_or(EveningNotice.NOTHING)

    def _take_known(self) -> None:
        pin, self._pin = self._pin, ""
        try:
            found = self._brake.attempt(lambda: self._office.unlock(pin))
        except OSError:
            self._restart(EveningNotice.NO_KEYS)
            return
        if found is None:
            self._wait_or(EveningNotice.WRONG)
        elif found[0] in self._keys:
            self._go(self.state.step, EveningNotice.SAME)
        else:
            self._keys = {**self._keys, found[0]: found[1]}
            is_counted = self.state.step in (EveningStep.KEYS_FIRST, EveningStep.KEYS_SECOND)
            if len(self._keys) == 1:
                self._go(EveningStep.KEYS_SECOND if is_counted else EveningStep.COUNT_SECOND)
            elif is_counted:
                self._hand_over()
            else:
                self._count()

    def _count(self) -> None:
        try:
            self._office.count_evening(self._keys, self._offer.seal_key(self._office.now()))
        except NotStored:
            self._restart(EveningNotice.NOT_STORED)
        except Refused:
            self._restart(EveningNotice.TOO_FEW)
        else:
            self._restart()

    def _hand_over(self) -> None:
        try:
            self._office.hand_over_keys(self._keys, self._offer.seal_key(self._office.now()))
        except (NotStored, Refused):
            self._restart(EveningNotice.NOT_STORED)
        else:
            self._restart(EveningNotice.HANDED_OVER)

    def _end(self) -> None:
        try:
            self._office.end_evening()
        except NotStored:
            self._restart(EveningNotice.NOT_STORED)
        else:
            self._restart()

    def _wait_or(self, notice: EveningNotice) -> None:
        seconds = self._brake.seconds_to_wait()
        self.state = replace(self.state, typed=0, notice=EveningNotice.WAIT if seconds else notice, seconds=seconds)

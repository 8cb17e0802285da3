"""The team's cards with participation codes: taken along, handed out, taken back, made void, put back. State and rules.

Cards are counted by their batch. A code that is typed, scanned or shown to the camera is looked up and forgotten:
nothing says which card went out, when, or to whom. One that is void is refused here from then on, as if it had been
used, and the hub is told.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum
from typing import Protocol

from hardware.ports import CaptureState
from kiosk.session.capture import CaptureDevices
from kiosk.station.catalogue import Offer
from kiosk.viewmodel.intents import (
    Back,
    ChooseBatch,
    Continue,
    CountCard,
    EraseDigit,
    GiveCard,
    Intent,
    LookAtDevices,
    OpenScanner,
    ReturnCards,
    SwitchLight,
    TakeBackCard,
    TakeCards,
    TypeCode,
    TypeDigit,
    TypeInstead,
    VoidCard,
)
from sync.protocol.envelope import seal_void_code
from sync.protocol.errors import Refused
from sync.protocol.lookup_codes import plain_code
from sync.protocol.participation_codes import CODE_LENGTH, SCANNED_PREFIX, NotACode, ParticipationCode, read_typed
from sync.protocol.polls.poll import Poll
from sync.protocol.records import Record
from sync.protocol.void_codes import VoidCode
from sync.station.day_sheet import CardStock, DaySheet
from sync.station.outbox import AlreadySpent, NotStored

MOST_DIGITS = 5
MOST_CHARACTERS = CODE_LENGTH + 7


class StockStep(StrEnum):
    """Where the team is with its cards."""

    LIST = "list"
    WHICH = "which"
    """Which batch it is about."""
    BATCH = "batch"
    """The number of a batch is typed."""
    TAKEN = "taken"
    RETURNED = "returned"
    GIVE = "give"
    VOID = "void"
    BACK = "back"
    """Somebody brings a card back that was not used."""


_NUMBERS = (StockStep.BATCH, StockStep.TAKEN, StockStep.RETURNED)
_CODES = (StockStep.GIVE, StockStep.VOID, StockStep.BACK)


class StockNotice(StrEnum):
    """What there is to say."""

    NOTHING = ""
    GIVEN = "given"
    """The card is good, and counts as handed out."""
    VOID = "void"
    """The card is void from now on."""
    BACK = "back"
    """The card is unused, and at hand again."""
    TWICE = "twice"
    """This very card was taken back just now."""
    COUNTED = "counted"
    MISTYPED = "mistyped"
    UNKNOWN = "unknown"
    """No poll here takes it."""
    USED = "used"
    STRANGE = "strange"
    """What the camera read is no card of ours."""
    NOT_STORED = "not_stored"


class CardBook(Protocol):
    """The codes that are of no more use at this station: ``sync.station.outbox.Outbox``."""

    def is_spent(self, mark: str) -> bool:
        """True when the code of this mark was used or is void. Raises sqlite3.Error."""

    def void(self, mark: str, *, batch: str, told: Record) -> None:
        """From now on it is void, and counted, and the hub is ``told``. Raises AlreadySpent or NotStored."""


class StockOffice(Protocol):
    """What the station does for a stock of cards: ``kiosk.staff.store.StaffOffice``."""

    @property
    def cards(self) -> CardBook:
        """Which codes were used or are void here."""

    def is_void(self, mark: str) -> bool:
        """True when the hub has told that the card of this mark is void."""

    def now(self) -> datetime:
        """The best time the station knows, aware."""

    def day(self) -> DaySheet:
        """What was counted since the closure before, cards included."""

    def count_cards(self, batch: str, **more: int) -> bool:
        """So many more cards of this batch (members of ``CardStock``). False when the disk does not take it."""


@dataclass(frozen=True)
class StockState:
    """``typed`` is the number or the code being typed; ``batch`` what it is about; ``then`` what follows the batch."""

    step: StockStep
    stock: Mapping[str, CardStock]
    typed: str = ""
    batch: str = ""
    then: StockStep = StockStep.LIST
    notice: StockNotice = StockNotice.NOTHING
    has_camera: bool = False
    """A card can be shown to the camera."""
    camera: CaptureState | None = None
    """How far the camera is, while a card is shown to it; None while codes are typed."""
    is_lit: bool | None = None
    """Whether the lamp of the camera is on; None where it has none."""


class StockKeeping:
    """One look at the cards."""

    def __init__(self, office: StockOffice, offer: Offer, *, capture: CaptureDevices) -> None:
        self._office = office
        self._offer = offer
        self._capture = capture
        self._back: set[str] = set()
        self.state = StockState(StockStep.LIST, office.day().stock)
        """What is shown."""
        self.ended = False
        """True when the team has left it."""

    def answer(self, intent: Intent) -> None:
        """What follows from a wish. What is not possible here changes nothing."""
        state = self.state
        if state.camera is not None:
            self._answer_camera(intent)
        elif isinstance(intent, Back):
            self.ended = state.step is StockStep.LIST
            self._show_list()
        elif state.step is StockStep.LIST:
            self._begin(intent)
        elif state.step is StockStep.WHICH and isinstance(intent, ChooseBatch) and intent.batch in state.stock:
            self._go(state.then, batch=intent.batch)
        elif state.step in _NUMBERS:
            self._answer_number(state, intent)
        elif state.step in _CODES:
            self._answer_code(state, intent)

    def leave(self) -> None:
        """Nobody is here any more: the camera sees nothing."""
        if self.state.camera is not None:
            self._close_camera()

    def _begin(self, intent: Intent) -> None:
        match intent:
            case TakeCards():
                self._go(StockStep.BATCH)
            case GiveCard():
                self._about_batch(StockStep.GIVE)
            case VoidCard():
                self._about_batch(StockStep.VOID)
            case TakeBackCard():
                self._about_batch(StockStep.BACK)
            case ReturnCards():
                self._about_batch(StockStep.RETURNED)

    def _answer_number(self, state: StockState, intent: Intent) -> None:
        match intent:
            case TypeDigit(digit):
                self.state = replace(state, typed=(state.typed + digit)[:MOST_DIGITS])
            case EraseDigit():
                self.state = replace(state, typed=state.typed[:-1])
            case Continue() if state.typed:
                self._take_number(state)

    def _answer_code(self, state: StockState, intent: Intent) -> None:
        match intent:
            case TypeCode(text):
                self._type(text)
            case OpenScanner() if self._capture.has_scanner():
                self._capture.open_scanner()
                self._show_camera(StockNotice.NOTHING)
            case Continue() if state.typed:
                self._take_code(state)
            case CountCard():
                self._count(StockNotice.COUNTED, **self._counted_as(state))

    def _answer_camera(self, intent: Intent) -> None:
        match intent:
            case Back() | TypeInstead():
                self._close_camera()
            case OpenScanner():
                self._capture.open_scanner()
                self._show_camera(StockNotice.NOTHING)
            case SwitchLight():
                self._capture.switch_light()
                self._show_camera(self.state.notice)
            case LookAtDevices():
                self._take_shown(self._capture.scanned())

    def _take_shown(self, shown: str) -> None:
        """What the camera has read, as if it were typed: one card each time it is opened, so that none counts twice."""
        if shown.casefold().startswith(SCANNED_PREFIX):
            self._close_camera()
            self._type(shown)
        elif shown:
            self._capture.scan_on()
            self._show_camera(StockNotice.STRANGE)
        else:
            self._show_camera(self.state.notice)

    def _show_camera(self, notice: StockNotice) -> None:
        is_lit = self._capture.is_lit if self._capture.has_light() else None
        self.state = replace(self.state, camera=self._capture.scanner_state(), is_lit=is_lit, notice=notice)

    def _close_camera(self) -> None:
        self._capture.rest()
        self.state = replace(self.state, camera=None, notice=StockNotice.NOTHING)

    def _show_list(self, notice: StockNotice = StockNotice.NOTHING) -> None:
        self.state = StockState(StockStep.LIST, self._office.day().stock, notice=notice)

    def _go(self, step: StockStep, *, batch: str = "") -> None:
        has_camera = self._capture.has_scanner()
        self.state = StockState(step, self._office.day().stock, batch=batch, has_camera=has_camera)

    def _about_batch(self, step: StockStep) -> None:
        """Where there is one batch, it is about that one."""
        batches = list(self.state.stock)
        if len(batches) == 1:
            self._go(step, batch=batches[0])
        elif batches:
            self.state = replace(self.state, step=StockStep.WHICH, then=step, notice=StockNotice.NOTHING)

    def _take_number(self, state: StockState) -> None:
        number = int(state.typed)
        if state.step is StockStep.BATCH:
            self._go(StockStep.TAKEN, batch=str(number))
        else:
            part = "taken" if state.step is StockStep.TAKEN else "returned"
            is_counted = self._office.count_cards(state.batch, **{part: number})
            self._show_list(StockNotice.NOTHING if is_counted else StockNotice.NOT_STORED)

    def _type(self, text: str) -> None:
        typed = plain_code(text, length=CODE_LENGTH, most=MOST_CHARACTERS)
        self.state = replace(self.state, typed=typed, notice=StockNotice.NOTHING)
        if len(typed) == CODE_LENGTH:  # a scanner types it at once, and nobody has to say that it is whole
            self._take_code(self.state)

    def _take_code(self, state: StockState) -> None:
        try:
            found = self._find(read_typed(state.typed))
        except NotACode:
            self.state = replace(state, notice=StockNotice.MISTYPED)
            return
        if found is None:
            self.state = replace(state, typed="", notice=StockNotice.UNKNOWN)
        elif self._is_spent(found.mark):
            self.state = replace(state, typed="", notice=StockNotice.USED)
        elif state.step is StockStep.VOID:
            self._void(state, found)
        elif state.step is StockStep.GIVE:
            self._back.discard(found.mark)
            self._count(StockNotice.GIVEN, **self._counted_as(state))
        elif found.mark in self._back:
            self.state = replace(state, typed="", notice=StockNotice.TWICE)
        else:
            self._back.add(found.mark)
            self._count(StockNotice.BACK, **self._counted_as(state))

    def _void(self, state: StockState, card: VoidCode) -> None:
        try:
            told = seal_void_code(card, key=self._offer.seal_key(self._office.now()))
            self._office.cards.void(card.mark, batch=state.batch, told=told)
        except (AlreadySpent, NotStored, Refused) as error:  # refused where no key of the hub is valid now
            used = StockNotice.USED if isinstance(error, AlreadySpent) else StockNotice.NOT_STORED
            self.state = replace(state, typed="", notice=used)
        else:
            self.state = replace(state, typed="", stock=self._office.day().stock, notice=StockNotice.VOID)

    @staticmethod
    def _counted_as(state: StockState) -> Mapping[str, int]:
        """What one card more at this step changes. One that comes back is at hand again, wherever it was given out."""
        match state.step:
            case StockStep.GIVE:
                return {"given": 1}
            case StockStep.VOID:
                return {"spoiled": 1}
            case _:
                return {"given": -1} if state.stock[state.batch].given else {"taken": 1}

    def _count(self, notice: StockNotice, **more: int) -> None:
        told = notice if self._office.count_cards(self.state.batch, **more) else StockNotice.NOT_STORED
        self.state = replace(self.state, typed="", stock=self._office.day().stock, notice=told)

    def _find(self, code: ParticipationCode) -> VoidCode | None:
        """The poll that takes the code, and its mark there; None where none does."""
        polls = (poll.id for poll in self._offer.polls.values() if self._takes(poll, code))
        return next((VoidCode(poll, code.mark(poll)) for poll in polls), None)

    def _takes(self, poll: Poll, code: ParticipationCode) -> bool:
        with suppress(OSError):
            return poll.codes and self._offer.code_lists[poll.id].holds(code.entry(poll.id))
        return False

    def _is_spent(self, mark: str) -> bool:
        with suppress(sqlite3.Error):
            return self._office.cards.is_spent(mark) or self._office.is_void(mark)
        return True

"""What a visit works with, and how an act says that it did not work. Values only."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, datetime, tzinfo
from enum import Enum
from random import Random
from typing import Protocol

from hardware.ports import PrintJob
from kiosk.event_log import KioskEvent
from kiosk.session.asking import Asking
from kiosk.session.capture import CaptureDevices
from kiosk.session.findings import Registers
from kiosk.session.help_lamp import HelpLamp
from kiosk.viewmodel.views import ReceiptView
from sync.protocol.keys import SealKey
from sync.protocol.records import Dated, Record
from sync.station.attachment_store import BlobKind
from sync.station.config import IdleConfig
from sync.station.place_today import PlaceToday


class Outbox(Protocol):
    """Where a sealed record is made durable: ``sync.station.outbox.Outbox``."""

    def put(self, record: Record, *, spent: str = "", is_again: bool = False, counted_here: bytes = b"") -> None:
        """Save, with the mark of the code; on disk when this returns. Raises NotStored or AlreadySpent.

        ``counted_here``: the inner envelope, where the ballot is counted at this station, too.

        ``is_again``: this very record was tried before, and whether it is here is decided by itself.
        """

    def is_spent(self, mark: str) -> bool:
        """True when the participation code of this mark was used here."""


class NoteEvent(Protocol):
    """Writes an event into the log: ``kiosk.event_log.EventLog.note``."""

    def __call__(self, event: KioskEvent, detail: Enum | BaseException | None = None, /) -> None:
        """Write one event, with the name of a reason or of an error's class."""


class KeepAttachment(Protocol):
    """Keeps one attachment: ``sync.station.attachment_store.Blobs.put``."""

    def __call__(self, data: bytes, *, kind: BlobKind, key: SealKey) -> tuple[str, ...]:
        """The names of its sealed pieces, on disk when this returns. Raises NotStored."""


PrintReceipt = Callable[[ReceiptView], PrintJob]
"""Begins to print a receipt as it is shown."""


@dataclass(frozen=True)
class Equipment:
    """What a visit works with. ``print_receipt`` begins a print job; None without a printer."""

    outbox: Outbox
    registers: Registers
    """Whom to ask about a code."""
    now: Callable[[], datetime]
    """The best time the station knows, aware."""
    dated: Callable[[], Dated]
    """How to date what is left just now."""
    zone: tzinfo | None
    """Where the days of polls begin and end; None: where the machine takes itself to be."""
    random: Random
    note: NoteEvent
    idle: IdleConfig
    print_receipt: PrintReceipt | None = None
    prove: Callable[[str, str], str] = lambda _poll, _tracker: ""
    """What proves on a slip that this station gave this tracker for this poll; empty where it has no key for that."""
    is_silent: Callable[[], bool] = lambda: False
    """True while there is no sound device."""
    asking: Asking = field(default_factory=lambda: Asking(lambda: 0.0))
    """Whether somebody may be asked what they did not come for; where no time passes, nobody."""
    help_lamp: HelpLamp = field(default_factory=HelpLamp)
    """What calls the team."""
    stands_at: Callable[[], PlaceToday | None] = lambda: None
    """Where the team says the station stands today; None where it has not."""
    runs_out: Callable[[], bool] = lambda: False
    """True while the battery is about to run out."""
    takes_reports: Callable[[], bool] = lambda: True
    """False while what room is left on the disk is kept for votes."""

    in_private: Callable[[], bool] = lambda: False
    """True while headphones are plugged in."""
    capture: CaptureDevices = field(default_factory=CaptureDevices)
    """Camera and microphone."""
    keep_attachment: KeepAttachment | None = None
    """Keeps what was shown and said; None where nothing can."""

    def today(self) -> date:
        """The day in the city."""
        return self.now().astimezone(self.zone).date()


@dataclass(frozen=True)
class Notice:
    """What to tell the person: a text's id, and the number it speaks of. An empty id says nothing."""

    msgid: str = ""
    number: int | None = None


NOTHING = Notice()
"""All went as wished."""

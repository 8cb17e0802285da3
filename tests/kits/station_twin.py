"""A station in memory for the conductor: it stores, fails, changes its content and its clock as a test wants it."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, tzinfo
from enum import Enum
from pathlib import Path
from random import Random

from hardware.fakes import (
    MemoryAudioOut,
    MemoryCamera,
    MemoryHeadphones,
    MemoryLamp,
    MemoryMicrophone,
    MemoryNearness,
    MemoryScanner,
)
from hardware.ports import Charge, FinishedJob, PrinterState, PrintJob, PrintResult
from kiosk.conductor import Conductor
from kiosk.event_log import KioskEvent
from kiosk.session.capture import CaptureDevices
from kiosk.session.help_lamp import HelpLamp
from kiosk.staff.panel import Office, Staff
from kiosk.station.similar import find_similar
from kiosk.station.sleep import SleepWatch
from kiosk.station.trouble import Trouble
from kiosk.viewmodel.intents import ChooseLanguage, Continue, Intent, Start
from kiosk.viewmodel.views import ReceiptView, View
from sync.protocol.ballot_claims import ClaimsFile
from sync.protocol.contributions import Released
from sync.protocol.data_use import DataUse
from sync.protocol.emergency_notice import EmergencyNotice
from sync.protocol.keys import SealKey, SigningKey
from sync.protocol.open_reports import KnownReports
from sync.protocol.poll_results import PollResult
from sync.protocol.polls.poll import Poll
from sync.protocol.promises import KeptPromise
from sync.protocol.records import Dated, Record
from sync.protocol.report_status import StandingsFile
from sync.protocol.slip_proofs import make_proof
from sync.station.attachment_store import BlobKind
from sync.station.config import IdleConfig, StationConfig
from sync.station.last_act import LastAct
from sync.station.outbox import AlreadySpent, NotStored, Whereabouts
from sync.station.place_today import PlaceToday
from sync.station.visit_book import VisitEnd
from tests.kits.content import Keys, MemoryPackage, content_files

NOON = datetime(2026, 11, 22, 11, 0, tzinfo=UTC)


class OutboxTwin:
    """Keeps records in a list; takes none while it is full."""

    def __init__(self) -> None:
        self.records: list[Record] = []
        self.tried: list[Record] = []
        self.full = False
        self.spent: set[str] = set()
        self.counted_here: set[bytes] = set()

    def put(self, record: Record, *, spent: str = "", is_again: bool = False, counted_here: bytes = b"") -> None:
        self.tried.append(record)
        if self.full:
            raise NotStored("the disk is full")
        if record in self.records:
            return
        if spent in self.spent and not is_again:
            raise AlreadySpent
        self.spent |= {spent} - {""}
        self.records.append(record)
        self.counted_here |= {counted_here} - {b""}

    def is_spent(self, mark: str) -> bool:
        return mark in self.spent

    @property
    def puts(self) -> int:
        return len(self.tried)


@dataclass
class BallotsTwin:
    """A list of trackers and their polls."""

    polls: dict[str, tuple[str, bool]] = field(default_factory=dict)
    as_of: date = date(2026, 11, 21)

    def find(self, tracker: str) -> tuple[str, bool] | None:
        return self.polls.get(tracker)


@dataclass
class RegistersTwin:
    """What a test wants the station to know; nothing at first."""

    listed: BallotsTwin | None = None
    standings: StandingsFile | None = None
    own: dict[str, Whereabouts] = field(default_factory=dict)
    told: dict[str, PollResult] = field(default_factory=dict)
    claimed: ClaimsFile | None = None
    promised: list[KeptPromise] = field(default_factory=list)
    use: DataUse | None = None
    known: KnownReports | None = None
    pictures: dict[str, bytes] = field(default_factory=dict)
    others: list[Released] = field(default_factory=list)
    left: dict[str, str] = field(default_factory=dict)

    def ballots(self) -> BallotsTwin | None:
        return self.listed

    def reports(self) -> StandingsFile | None:
        return self.standings

    def data_use(self) -> DataUse | None:
        return self.use

    def released(self) -> list[Released]:
        return self.others

    def similar(self, text: str, *, most: int) -> list[Released]:
        return find_similar(text, [one for one in self.others if one.takes_supports], most=most)

    def left_as(self, record_id: str) -> str:
        return self.left.get(record_id, "")

    def claims(self) -> ClaimsFile | None:
        return self.claimed

    def report_picture(self, name: str) -> bytes:
        return self.pictures.get(name, b"")

    def open_reports(self) -> KnownReports | None:
        return self.known

    def is_void(self, _mark: str, /) -> bool:
        """Never."""
        return False

    def results(self) -> dict[str, PollResult]:
        return self.told

    def promises(self) -> list[KeptPromise]:
        return self.promised

    def whereabouts(self, record_id: str) -> Whereabouts:
        return self.own.get(record_id, Whereabouts.UNKNOWN)


@dataclass
class StationTwin:
    """All that the conductor asks a station."""

    content: MemoryPackage | None
    outbox: OutboxTwin = field(default_factory=OutboxTwin)
    registers: RegistersTwin = field(default_factory=RegistersTwin)
    district: str = "D"
    name: str = "SBZ Test"
    problem: Trouble | None = None
    content_name: str = "first"
    time: datetime = NOON
    only_votes: bool = False
    no_room: bool = False
    kept: list[tuple[BlobKind, bytes]] = field(default_factory=list)
    seal: str = ""
    noted: LastAct | None = None
    notice: EmergencyNotice | None = None
    begun: list[date] = field(default_factory=list)
    ends: list[tuple[date, VisitEnd]] = field(default_factory=list)
    handed_over: list[date] = field(default_factory=list)
    slips: SigningKey | None = None
    evening: Poll | None = None
    renewed: int = 0
    waiting: int = 0
    charge: Charge = Charge.ENOUGH
    stands_at: PlaceToday | None = None

    def trouble(self) -> Trouble | None:
        return self.problem

    def content_id(self) -> str:
        return self.content_name if self.content else ""

    def evening_poll(self) -> Poll | None:
        return self.evening

    def package(self) -> MemoryPackage | None:
        return self.content

    def warning(self) -> EmergencyNotice | None:
        return self.notice

    def place(self) -> PlaceToday | None:
        return self.stands_at

    def waiting_time(self) -> int:
        return self.waiting

    def ballot_seal(self) -> str:
        return self.seal

    def now(self) -> datetime:
        return self.time

    def takes_reports(self) -> bool:
        return not self.only_votes

    def keep_attachment(self, data: bytes, *, kind: BlobKind, key: SealKey) -> tuple[str, ...]:
        if self.no_room:
            raise NotStored("the disk is nearly full")
        self.kept.append((kind, data))
        return (hashlib.sha256(data).hexdigest(),)

    def prove(self, poll: str, tracker: str, /) -> str:
        return make_proof(self.slips, poll=poll, tracker=tracker) if self.slips else ""

    def renew_slip_key(self, seal_key: object, /) -> None:
        self.renewed += 1

    def note_begun(self) -> None:
        self.noted = LastAct.BEGUN

    def note_over(self) -> None:
        self.noted = None

    def note_silent(self, silent: bool, /) -> None:
        self.silent = silent

    def count_begun(self, day: date, /) -> None:
        self.begun.append(day)

    def count_end(self, day: date, end: VisitEnd, /) -> None:
        self.ends.append((day, end))

    def hand_over_counts(self, today: date, /) -> bool:
        self.handed_over.append(today)
        return True

    def interrupted(self) -> LastAct | None:
        return self.noted

    def dated(self, zone: tzinfo | None) -> Dated:
        return Dated(self.time.astimezone(zone).date().isoformat())


class Seconds:
    """A monotonic clock that stands still until it is moved."""

    def __init__(self) -> None:
        self.now = 1000.0

    def __call__(self) -> float:
        return self.now


class SlowJob:
    """A print job that ends when the test says so."""

    def __init__(self) -> None:
        self.result: PrintResult | None = None

    def poll(self) -> PrintResult | None:
        return self.result


class Printer:
    """Prints into a list, or jams; slowly if the test wants it."""

    def __init__(self) -> None:
        self.printed: list[ReceiptView] = []
        self.state = PrinterState.READY
        self.slow_job: SlowJob | None = None

    def __call__(self, view: ReceiptView) -> PrintJob:
        self.printed.append(view)
        return self.slow_job or FinishedJob(PrintResult(self.state, "for staff"))


class Kit:
    """A conductor with everything around it in the test's hands."""

    def __init__(
        self,
        *,
        keys: Keys,
        printer: Printer | None = None,
        seed: int = 1,
        office: Office | None = None,
        **config: object,
    ) -> None:
        self.keys = keys
        self.station = StationTwin(MemoryPackage(content_files(keys)))
        self.seconds = Seconds()
        self.sleep = Seconds()
        self.events: list[tuple[KioskEvent, Enum | BaseException | None]] = []
        self.printer = printer
        self.config = StationConfig(data=Path("/nowhere"), hub_url="http://127.0.0.1:1", **config)
        self.headphones = MemoryHeadphones()
        self.camera, self.microphone, self.loudspeaker = MemoryCamera(), MemoryMicrophone(), MemoryAudioOut()
        self.scanner = MemoryScanner()
        self.lamp, self.nearness = MemoryLamp(plugged_in=False), MemoryNearness()
        self.conductor = Conductor(
            capture=CaptureDevices(self.camera, self.microphone, self.loudspeaker, self.scanner),
            station=self.station,
            config=self.config,
            monotonic=self.seconds,
            random=Random(seed),
            note=lambda event, detail=None: self.events.append((event, detail)),
            print_receipt=printer,
            help_lamp=HelpLamp(self.lamp),
            nearness=self.nearness,
            in_private=self.headphones.plugged_in,
            staff=Staff(office, monotonic=self.seconds, note=lambda *_: None) if office else None,
            has_slept=SleepWatch(counting=self.sleep, awake=lambda: 0.0).has_slept,
        )
        self.view: View = self.conductor.start()

    @property
    def outbox(self) -> OutboxTwin:
        return self.station.outbox

    @property
    def idle(self) -> IdleConfig:
        return self.config.idle

    def ask(self, *wishes: Intent) -> View:
        """Ask for one thing after the other, as a person does; the last view."""
        for wish in wishes:
            self.view = self.conductor.handle(wish)
        return self.view

    def wait(self, seconds: float) -> View:
        """Let time pass and the clock tick once; the view that is then on screen."""
        self.seconds.now += seconds
        self.view = self.conductor.tick() or self.view
        return self.view

    def at_home(self, language: str = "de") -> View:
        """A visit that has come to its first page."""
        return self.ask(Start(), ChooseLanguage(language), Continue())

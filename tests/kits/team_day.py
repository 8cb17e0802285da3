"""A team's day at one station: a shift in its content, whoever stands in front of it, and a clock that waits."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from random import Random
from typing import Any

from hardware.ports import PrinterState, PrintResult
from kiosk.conductor import Conductor
from kiosk.session.idle import patience_seconds
from kiosk.staff.panel import Staff
from kiosk.staff.store import StaffOffice
from kiosk.station.station import StationFile
from kiosk.viewmodel import intents as wish
from kiosk.viewmodel.views import ReceiptView, View
from sync.agent.stick_service import Attendance
from sync.protocol.day_closure import DayClosure
from sync.protocol.encoding import canonical_json
from sync.protocol.envelope import open_closure
from sync.protocol.participation_codes import ParticipationCode
from sync.protocol.records import Record
from sync.protocol.shifts import plan_shift
from sync.station.config import StationConfig
from sync.station.content_store import ContentSets
from sync.station.database import open_database
from sync.station.staff_pin import write_pin
from sync.station.stick_requests import StickDesk
from tests.kits.content import AS_OF, Keys, write_content
from tests.kits.kiosk_station import enrol
from tests.kits.visit_paths import GARDEN

NOON = datetime(2026, 11, 22, 12, tzinfo=UTC)
ANNA, MILA = "A. Behrens", "M. Kruse"
STATION_PIN, WRONG = "274913", "00000000"


@dataclass
class Printed:
    """A printer that keeps what it is given, or jams."""

    slips: list[ReceiptView] = field(default_factory=list)
    state: PrinterState = PrinterState.READY

    def __call__(self, view: ReceiptView) -> Printed:
        self.slips.append(view)
        return self

    def poll(self) -> PrintResult:
        return PrintResult(self.state, "printed")


@dataclass
class Day:
    """A station in a folder, with a shift in its content, and whoever stands in front of it."""

    config: StationConfig
    pins: dict[str, str]
    stick_key: str
    seconds: float = 0.0
    paper: Printed = field(default_factory=Printed)

    def __post_init__(self) -> None:
        self.start()

    def start(self) -> None:
        self.file = StationFile(
            self.config, monotonic=lambda: self.seconds, clock=lambda: NOON + timedelta(seconds=self.seconds)
        )
        self.office = StaffOffice(self.config, self.file)
        self.staff = Staff(self.office, monotonic=lambda: self.seconds, note=lambda *_: None)
        self.conductor = Conductor(
            station=self.file,
            config=self.config,
            monotonic=lambda: self.seconds,
            random=Random(1),
            note=lambda *_: None,
            staff=self.staff,
            print_receipt=self.paper,
        )
        self.conductor.start()

    def ask(self, *wishes: wish.Intent) -> View:
        for intent in wishes:
            view = self.conductor.handle(intent)
        return view

    def type(self, digits: str) -> View:
        return self.ask(*map(wish.TypeDigit, digits), wish.Continue())

    def come_in(self, pin: str) -> View:
        self.ask(wish.OpenStaff())
        return self.type(pin)

    def wait(self, seconds: float) -> View | None:
        self.seconds += seconds
        return self.conductor.tick()

    def visit(self, *wishes: wish.Intent) -> None:
        self.ask(wish.Start(), wish.Continue(), wish.Continue(), *wishes)
        self.wait(1)

    def vote(self) -> None:
        self.visit(*GARDEN, wish.Choose("play"), wish.Continue(), wish.Cast(), wish.EndVisit())
        self.pass_greeting()

    def leave(self) -> None:
        """Somebody opens a ballot and walks away."""
        self.visit(*GARDEN, wish.Choose("play"))
        self.wait(patience_seconds(self.config.idle, self.conductor._visit.session.profile))  # type: ignore[union-attr]
        self.wait(self.config.idle.warning_seconds + 1)
        self.pass_greeting()

    def pass_greeting(self) -> None:
        self.wait(60)
        self.wait(1)

    def lose_power(self) -> None:
        """In the middle of a visit in which a ballot was cast."""
        self.visit(*GARDEN, wish.Choose("play"), wish.Continue(), wish.Cast())
        self.file.close()
        self.start()

    def closures(self, keys: Keys) -> list[DayClosure]:
        with closing(open_database(self.config.database)) as connection:
            rows = connection.execute("SELECT id, kind, kid, sealed FROM waiting WHERE kind = 'closure'").fetchall()
        return [open_closure(Record(*row), key=keys.seal) for row in rows]


def make_team_station(
    folder: Path,
    keys: Keys,
    *,
    people: tuple[str, ...] = (ANNA, MILA),
    second: bool = False,
    codes: Mapping[str, Collection[ParticipationCode]] | None = None,
    polls: Sequence[Mapping[str, Any]] = (),
) -> tuple[dict[str, str], str]:
    """Makes the station in this folder, with these polls besides; each person's PIN and the key of the stick."""
    config = StationConfig(data=folder / "station", hub_url="http://127.0.0.1:1")
    enrol(config, district="D")
    here = NOON.replace(tzinfo=None)
    shift, pins, key = plan_shift(
        name="markt", begins=here, ends=here + timedelta(hours=4), place="Markt", district="E", people=people
    )
    other, _, _ = plan_shift(
        name="halle", begins=here, ends=here + timedelta(hours=1), place="Halle", district="N", people=[ANNA]
    )
    content = write_content(folder / "staged", keys, codes=codes)
    (content / "shifts").mkdir()
    for poll in polls:
        (content / "polls" / f"{poll['id']}.json").write_bytes(canonical_json(poll))
    for one in (shift, *([other] if second else [])):
        (content / "shifts" / f"{one.id}.json").write_bytes(canonical_json(one.to_wire()))
    with closing(open_database(config.database)) as connection:
        ContentSets(connection, config.content).activate(content, as_of=AS_OF)
    write_pin(config.data, STATION_PIN)
    return dict(pins), key


def meet_stick(day: Day, folder: Path) -> None:
    """The agent's part: meets the stick in this folder, as it was wished for."""
    with closing(open_database(day.config.database)) as connection:
        desk = StickDesk(connection)
        work = desk.work()
        Attendance(day.config, find=lambda: folder).attend(desk, work.wish, for_key=work.for_key)
    day.wait(1)

"""The attendants' page: nobody comes upon it, nobody guesses in, and the stick is the agent's business alone."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from random import Random

import pytest

from kiosk.conductor import Conductor
from kiosk.devtools.sample_station import SampleStation
from kiosk.event_log import KioskEvent
from kiosk.staff.panel import AGENT_SECONDS, SILENCE_SECONDS, STUCK_SECONDS, Staff
from kiosk.staff.pin_brake import FREE_TRIES, wait_seconds
from kiosk.staff.states import AGENT_SILENT, DeskState, PinNotice, PinState
from kiosk.staff.store import StaffOffice
from kiosk.station.station import StationFile
from kiosk.station.trouble import Trouble
from kiosk.viewmodel import intents as wish
from kiosk.viewmodel.staff_intents import LayReport, OpenCare, OpenStationReport
from kiosk.viewmodel.views import (
    AttractView,
    HomeView,
    LanguagesView,
    OutOfOrderView,
    ReceiptView,
    StaffPinView,
    StaffView,
    View,
)
from sync.boot_clock import Tick
from sync.protocol.encoding import random_id
from sync.protocol.keys import SigningKey
from sync.protocol.records import Record, RecordKind
from sync.station.assembly import StationParts
from sync.station.config import StationConfig
from sync.station.database import open_database, transaction
from sync.station.events import Event as NoteEvent
from sync.station.events import Note
from sync.station.outbox import Outbox
from sync.station.staff_pin import LEAST_DIGITS, write_pin
from sync.station.state import Identity, StationState, write_identity
from sync.station.stick_requests import Phase, StickDesk, StickWork

PIN, WRONG = "274913", "274914"


@dataclass
class Sitting:
    """A station in a folder, and somebody in front of it."""

    config: StationConfig
    seconds: float = 0.0
    noted: list[KioskEvent] = field(default_factory=list)
    trouble: Trouble | None = None

    def __post_init__(self) -> None:
        self.start()

    def start(self) -> None:
        """The kiosk starts, or starts again."""
        self.file = StationFile(self.config, monotonic=lambda: self.seconds)
        station = SampleStation({})
        station.trouble = lambda: self.trouble  # type: ignore[method-assign]
        self.staff = Staff(
            StaffOffice(self.config, self.file),
            monotonic=lambda: self.seconds,
            note=lambda event, *_: self.noted.append(event),
        )
        self.conductor = Conductor(
            station=station,
            config=self.config,
            monotonic=lambda: self.seconds,
            random=Random(1),
            note=lambda event, *_: self.noted.append(event),
            staff=self.staff,
        )
        self.conductor.start()

    def ask(self, *wishes: wish.Intent) -> View:
        for intent in wishes:
            view = self.conductor.handle(intent)
        return view

    def type(self, pin: str) -> View:
        return self.ask(*map(wish.TypeDigit, pin), wish.Continue())

    def enter(self) -> View:
        self.ask(wish.OpenStaff())
        return self.type(PIN)

    def wait(self, seconds: float) -> View | None:
        self.seconds += seconds
        return self.conductor.tick()

    def agent(self) -> StickDesk:
        """The agent's end of the row."""
        assert self.file.parts is not None
        return self.file.parts.desk


@pytest.fixture
def sitting(tmp_path: Path) -> Iterator[Sitting]:
    config = StationConfig(data=tmp_path / "data", hub_url="http://127.0.0.1:1")
    (tmp_path / "data").mkdir()
    write_pin(config.data, PIN)
    sitting = Sitting(config)
    yield sitting
    sitting.file.close()


def test_the_right_pin_opens_the_page_and_it_says_what_waits(sitting: Sitting) -> None:
    with closing(open_database(sitting.config.database)) as connection:
        outbox = Outbox(connection, clock=sitting.file.now)
        outbox.put(Record(random_id(), RecordKind.REPORT, "kid", os.urandom(600)))
    sitting.enter()
    view = sitting.ask(OpenCare(), OpenStationReport())
    assert isinstance(view, StaffView)
    values = {line.label: line.value for line in view.lines}
    assert values["Stimmzettel, die hier warten"] == "0"
    assert values["Meldungen, die hier warten"] == "1"
    assert values["Störung"] == "keine"
    assert isinstance(sitting.ask(wish.Back(), wish.Back(), wish.Back()), AttractView)


def test_nobody_is_led_there_but_from_the_greeting(sitting: Sitting) -> None:
    assert isinstance(sitting.ask(wish.Start()), LanguagesView)
    assert isinstance(sitting.ask(wish.OpenStaff()), LanguagesView), "a visit is going on"
    assert isinstance(sitting.ask(wish.Continue(), wish.Continue(), wish.OpenStaff()), HomeView)
    assert sitting.staff.state is None, "nor does it wait behind the visit"


def test_it_opens_too_where_the_station_is_out_of_order(sitting: Sitting) -> None:
    sitting.trouble = Trouble.NO_CONTENT
    sitting.wait(1)
    assert isinstance(sitting.ask(wish.Start()), OutOfOrderView)
    assert isinstance(sitting.enter(), StaffView)


def test_neither_digits_nor_their_order_are_shown_or_logged(sitting: Sitting) -> None:
    sitting.ask(wish.OpenStaff())
    view = sitting.ask(*map(wish.TypeDigit, "2749"))
    assert isinstance(view, StaffPinView)
    assert view.typed.endswith(": 4")
    assert view.keys == sitting.ask(wish.EraseDigit()).keys  # type: ignore[attr-defined]
    sitting.type("x")
    assert sitting.noted[-1] is KioskEvent.WRONG_PIN
    assert all(isinstance(event, KioskEvent) for event in sitting.noted)


def test_five_slips_are_free_and_then_each_costs_more(sitting: Sitting) -> None:
    assert [wait_seconds(wrong) for wrong in range(8)] == [0, 0, 0, 0, 0, 30, 60, 120]
    assert wait_seconds(100) == wait_seconds(10_000) == 300
    sitting.ask(wish.OpenStaff())
    for _ in range(FREE_TRIES):
        sitting.type(WRONG)
    assert sitting.staff.state == PinState(0, PinNotice.WAIT, 30)
    assert isinstance(sitting.type(PIN), StaffPinView), "not even the right one, as long as the wait lasts"
    sitting.wait(31)
    assert sitting.staff.state == PinState(0, PinNotice.NOTHING)
    sitting.type(WRONG)
    assert sitting.staff.state == PinState(0, PinNotice.WAIT, 60)
    sitting.wait(61)
    assert isinstance(sitting.type(PIN), StaffView)
    sitting.ask(wish.Back(), wish.OpenStaff())
    sitting.type(WRONG)
    assert sitting.staff.state == PinState(0, PinNotice.WRONG), "the right one has wiped the count"


def test_guessing_takes_years_and_keeping_attendants_out_minutes() -> None:
    half_of_all = 10**LEAST_DIGITS // 2
    years = wait_seconds(1000) * half_of_all / (365 * 86_400)
    assert years > 4
    assert max(map(wait_seconds, range(1000))) <= 300


def test_a_restart_shortens_no_wait(sitting: Sitting) -> None:
    sitting.ask(wish.OpenStaff())
    for _ in range(FREE_TRIES):
        sitting.type(WRONG)
    sitting.wait(25)
    sitting.file.close()
    sitting.start()
    sitting.ask(wish.OpenStaff())
    assert sitting.staff.state == PinState(0, PinNotice.WAIT, 30)
    assert isinstance(sitting.type(PIN), StaffPinView)


def test_a_plug_pulled_while_a_pin_is_looked_at_costs_a_try(sitting: Sitting, monkeypatch: pytest.MonkeyPatch) -> None:
    """The try is on the disk before the PIN is compared."""
    sitting.ask(wish.OpenStaff())
    monkeypatch.setattr("sync.protocol.shifts.hashlib.scrypt", lambda *_, **__: pytest.fail("the power goes here"))
    with pytest.raises(pytest.fail.Exception):
        sitting.type(WRONG)
    assert StaffOffice(sitting.config, sitting.file).wrong_pins() == 1


def test_without_a_pin_nobody_comes_in_and_the_page_says_how_to_set_one(sitting: Sitting) -> None:
    (sitting.config.data / "staff-pin.json").unlink()
    view = sitting.ask(wish.OpenStaff())
    assert "staff-pin" in view.notice
    assert isinstance(sitting.type(PIN), StaffPinView)
    assert isinstance(sitting.type(""), StaffPinView)


def test_left_alone_the_page_closes_but_not_while_the_stick_is_at_work(sitting: Sitting) -> None:
    sitting.enter()
    assert isinstance(sitting.wait(SILENCE_SECONDS), AttractView)
    sitting.enter()
    sitting.ask(wish.ExchangeByStick())
    desk = sitting.agent()
    asked = desk.work()
    desk.tell(StickWork(asked.wish, Phase.LAYING, done=1, of=9))
    sitting.wait(SILENCE_SECONDS)
    assert isinstance(sitting.staff.state, DeskState)
    desk.tell(StickWork(asked.wish, done=9, of=9))
    sitting.wait(1)
    sitting.wait(SILENCE_SECONDS - 1)
    assert isinstance(sitting.staff.state, DeskState), "what became of it can be read"
    assert isinstance(sitting.wait(2), AttractView)


def test_the_pad_closes_too_and_forgets_what_was_typed(sitting: Sitting) -> None:
    sitting.ask(wish.OpenStaff(), *map(wish.TypeDigit, PIN[:5]))
    assert isinstance(sitting.wait(SILENCE_SECONDS), AttractView)
    sitting.ask(wish.OpenStaff())
    assert isinstance(sitting.type(PIN[5:]), StaffPinView)


def test_the_exchange_is_told_step_by_step(sitting: Sitting) -> None:
    sitting.enter()
    view = sitting.ask(wish.ExchangeByStick())
    assert isinstance(view, StaffView)
    assert (view.progress, view.frame.main and view.frame.main.enabled) == ("Der Stick wird gesucht.", False)
    desk = sitting.agent()
    work = desk.work()
    sitting.ask(wish.ExchangeByStick())
    assert desk.work() == work, "one wish at a time"
    desk.tell(StickWork(work.wish, Phase.LAYING, done=3, of=9))
    view = sitting.wait(1)
    assert isinstance(view, StaffView)
    assert view.progress.startswith("3 von 9 Paketen sind auf dem Stick.")
    desk.tell(StickWork(work.wish, done=9, of=9, acknowledged=23, content=True))
    view = sitting.wait(1)
    assert isinstance(view, StaffView)
    assert "Sie können den Stick jetzt herausziehen" in view.progress
    assert "neue Inhalte" in view.progress
    assert [line.value for line in view.lines[:2]] == ["9 von 9 Paketen", "23"]
    assert view.frame.main and view.frame.main.enabled


@pytest.mark.parametrize(
    ("work", "words"),
    [
        ({"fault": "absent"}, "Es ist kein Stick da"),
        ({"fault": "locked"}, "lässt sich nicht schreiben"),
        ({"fault": "full", "done": 3, "of": 9}, "Der Stick ist voll"),
        ({"fault": "pulled", "of": 9}, "zu früh herausgezogen"),
        ({"fault": "unreadable"}, "lässt sich nicht lesen"),
        ({"fault": "not-enrolled"}, "bei keiner Zentrale angemeldet"),
        ({"fault": "station"}, "An der Station selbst"),
        ({"fault": "revoked"}, "gesperrt"),
        ({"remarks": ("foreign",)}, "von einer anderen Zentrale"),
        ({"remarks": ("tampered",)}, "verändert oder beschädigt"),
        ({"remarks": ("slow",)}, "Der Stick ist langsam"),
        ({"remarks": ("content",)}, "zu alt"),
    ],
)
def test_what_was_wrong_is_told_apart(sitting: Sitting, work: dict[str, object], words: str) -> None:
    sitting.enter()
    sitting.ask(wish.ExchangeByStick())
    desk = sitting.agent()
    desk.tell(StickWork(desk.work().wish, **work))  # type: ignore[arg-type]
    view = sitting.wait(1)
    assert view is not None
    assert words in view.notice
    assert ("herausziehen" in view.notice) is ("fault" not in work), "a remark keeps nobody from pulling it out"


def test_an_agent_that_does_not_answer_is_told(sitting: Sitting) -> None:
    sitting.enter()
    sitting.ask(wish.ExchangeByStick())
    view = sitting.wait(AGENT_SECONDS)
    assert view is not None
    assert "antwortet nicht" in view.notice
    assert isinstance(sitting.staff.state, DeskState) and not sitting.staff.state.is_busy


def test_a_stick_that_gets_stuck_does_not_keep_the_page_open(sitting: Sitting) -> None:
    sitting.enter()
    sitting.ask(wish.ExchangeByStick())
    desk = sitting.agent()
    desk.tell(StickWork(desk.work().wish, Phase.LAYING, done=1, of=9))
    for _ in range(STUCK_SECONDS // 30):
        sitting.wait(30)
        assert isinstance(sitting.staff.state, DeskState)
        assert sitting.staff.state.is_busy
    view = sitting.wait(30)
    assert view is not None
    assert "kaputt" in view.notice
    assert isinstance(sitting.wait(SILENCE_SECONDS), AttractView)


def test_what_became_of_a_wish_of_others_is_not_shown(sitting: Sitting) -> None:
    desk = sitting.agent()
    desk.tell(StickWork(desk.ask(), fault="full"))
    view = sitting.enter()
    assert (view.notice, sitting.wait(1)) == ("", None)


def test_an_agent_that_died_does_not_look_like_no_trouble(sitting: Sitting) -> None:
    key = SigningKey.generate()
    now = datetime.now(UTC)
    who = Identity("d1", key.kid, "SBZ", "N", key.public.jwk, "e", "0" * 64, now)
    with closing(open_database(sitting.config.database)) as connection:
        with transaction(connection):
            write_identity(connection, who)
        StationState(connection).note_round(now, notes=[Note(NoteEvent.CONTENT_UNREACHABLE)], success=False)
        later = StationParts(
            sitting.config, connection, wall=lambda: now + timedelta(hours=2), tick=lambda: Tick("boot", 9000)
        )
        before, sitting.file._parts = sitting.file._parts, later
        assert sitting.staff._office.facts().troubles == (AGENT_SILENT,)
        later.tick = lambda: Tick("boot", 60)
        assert sitting.staff._office.facts().troubles == ("content-unreachable",)
    sitting.file._parts = before


def test_how_the_station_is_goes_to_the_stick_as_a_file(sitting: Sitting) -> None:
    drawn: list[ReceiptView] = []
    sitting.conductor._draw_pdf = lambda view: drawn.append(view) or b"%PDF"
    sitting.enter()
    view = sitting.ask(OpenCare(), OpenStationReport(), LayReport(), LayReport())
    assert isinstance(view, StaffView)
    assert (view.progress, view.frame.main and view.frame.main.enabled) == ("Der Stick wird gesucht.", False)
    (report,) = drawn
    assert "Stimmzettel, die hier warten: 0" in report.next_steps
    assert "Besuche begonnen: 0" in report.next_steps
    work = sitting.agent().work()
    assert (work.file.endswith(".pdf"), sitting.agent().take_file()) == (True, b"%PDF")
    sitting.agent().tell(StickWork(work.wish, fault="full"))
    assert "Der Stick ist voll" in shown(sitting).notice
    sitting.ask(LayReport())
    sitting.agent().tell(StickWork(sitting.agent().work().wish))
    assert shown(sitting).progress == "Fertig. Sie können den Stick jetzt herausziehen."
    desk = sitting.ask(wish.Back(), wish.Back())
    assert isinstance(desk, StaffView) and (desk.lines, desk.progress) == ((), ""), "that was no exchange"


def shown(sitting: Sitting) -> StaffView:
    sitting.wait(1)
    view = sitting.conductor._view()
    assert isinstance(view, StaffView)
    return view

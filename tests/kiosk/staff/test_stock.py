"""The team's cards with codes: taken along, handed out, void, put back; nothing leads from a card to a person."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hardware.fakes import MemoryScanner
from hardware.ports import CaptureState
from kiosk.session.capture import CaptureDevices
from kiosk.staff.panel import SILENCE_SECONDS, Staff
from kiosk.staff.presenter import staff_view
from kiosk.staff.stock import StockNotice, StockState, StockStep
from kiosk.staff.store import StaffOffice
from kiosk.station.catalogue import Offer, read_offer
from kiosk.station.station import StationFile
from kiosk.texts import Texts
from kiosk.viewmodel import intents as wish
from kiosk.viewmodel.views import ScanView, StaffCodeView
from kiosk.voting.participation_code import CodeProblem, CodeRefused, admit
from sync.protocol.day_closure import Balance, DaySums
from sync.protocol.encoding import random_id
from sync.protocol.envelope import open_void_code
from sync.protocol.errors import Refused
from sync.protocol.participation_codes import SCANNED_PREFIX, ParticipationCode, new_code
from sync.protocol.records import Record, RecordKind
from sync.protocol.void_codes import FILE_NAME, VoidCode, VoidCodesFile
from sync.station.config import StationConfig
from sync.station.content_store import ContentSets
from sync.station.database import open_database
from sync.station.day_sheet import CardStock, DaySheet
from sync.station.staff_pin import write_pin
from tests.kits.content import AS_OF, Keys, write_content
from tests.kits.kiosk_station import enrol, give_announcements

NOON = datetime(2026, 11, 22, 12, tzinfo=UTC)
POLL = "neuer-markt"
PIN = "274913"


class Team:
    """A team at a station whose poll takes two codes."""

    def __init__(self, folder: Path, keys: Keys) -> None:
        self.good, self.other = new_code(), new_code()
        self.config = StationConfig(data=folder / "station", hub_url="http://127.0.0.1:1")
        enrol(self.config)
        content = write_content(folder / "staged", keys, codes={POLL: [self.good, self.other]})
        with closing(open_database(self.config.database)) as connection:
            ContentSets(connection, self.config.content).activate(content, as_of=AS_OF)
        write_pin(self.config.data, PIN)
        self.file = StationFile(self.config, monotonic=lambda: 0.0, clock=lambda: NOON)
        assert self.file.trouble() is None
        package = self.file.package()
        assert package is not None
        self.offer: Offer = read_offer(package)
        self.office = StaffOffice(self.config, self.file)
        self.scanner = MemoryScanner(has_lamp=True)
        self.seconds = 0.0
        self.staff = Staff(
            self.office,
            monotonic=lambda: self.seconds,
            note=lambda *_: None,
            capture=CaptureDevices(scanner=self.scanner),
        )
        self.staff.open(self.offer)
        self.ask(*map(wish.TypeDigit, PIN), wish.Continue(), wish.OpenStock())

    def ask(self, *wishes: wish.Intent) -> None:
        for one in wishes:
            self.staff.answer(one)

    @property
    def state(self) -> StockState:
        assert isinstance(self.staff.state, StockState)
        return self.staff.state

    def take(self, batch: str, number: str) -> None:
        self.ask(wish.TakeCards(), *map(wish.TypeDigit, batch), wish.Continue())
        self.ask(*map(wish.TypeDigit, number), wish.Continue())

    def scan(self, code: ParticipationCode) -> StockNotice:
        """As a scanner does that is a keyboard: letter by letter, and what stands before the code, too."""
        text = f"mitmach:code:{code.typed()}"
        for end in range(1, len(text) + 1):
            self.ask(wish.TypeCode(text[:end]))
        return self.state.notice

    def show(self, text: str) -> StockNotice:
        """To the camera, once it looks."""
        self.scanner.hold(text)
        self.ask(wish.LookAtDevices())
        return self.state.notice

    def admit(self, code: ParticipationCode) -> str:
        poll, listed = self.offer.polls[POLL], self.offer.code_lists[POLL]
        return admit(code.typed(), poll, listed=listed, spent=self.file.outbox, void=self.file.registers)


@pytest.fixture
def team(tmp_path: Path, keys: Keys) -> Iterator[Team]:
    team = Team(tmp_path, keys)
    yield team
    team.file.close()


def test_cards_are_counted_by_their_batch_and_the_closure_knows_them(team: Team) -> None:
    team.take("12", "60")
    team.ask(wish.GiveCard())
    assert team.scan(team.good) is StockNotice.GIVEN
    assert team.state.typed == "", "the next card can be scanned at once"
    team.ask(wish.CountCard(), wish.Back(), wish.VoidCard())
    assert team.scan(team.other) is StockNotice.VOID
    team.ask(wish.Back(), wish.ReturnCards(), wish.TypeDigit("5"), wish.Continue())
    assert team.state.stock == {"12": CardStock(60, 2, 1, 5)} and team.state.stock["12"].left == 52
    team.file.outbox.put(Record(random_id(), RecordKind.BALLOT, "kid", b"sealed"), spent=team.admit(team.good))
    sums = team.office.day().with_stock
    assert (sums.codes_issued, sums.codes_used, sums.codes_spoiled, sums.codes_returned) == (60, 1, 1, 57)
    assert sums.missing(Balance.CODES) == 1, "one card went out and was not used here"
    team.ask(wish.Back(), wish.CloseDay())
    assert team.staff.state is not None and team.staff.state.typed == "60"  # type: ignore[union-attr]


def test_a_void_card_lets_nobody_vote_here(team: Team) -> None:
    team.take("12", "2")
    team.ask(wish.VoidCard())
    team.scan(team.good)
    with pytest.raises(CodeRefused) as refused:
        team.admit(team.good)
    assert refused.value.reason is CodeProblem.USED
    assert team.scan(team.good) is StockNotice.USED
    assert team.state.stock["12"].spoiled == 1, "counted once"
    team.ask(wish.Back(), wish.GiveCard())
    assert team.scan(team.good) is StockNotice.USED, "and nobody is given it"


def test_a_card_declared_void_elsewhere_is_not_taken_once_the_hub_has_told(team: Team, tmp_path: Path) -> None:
    assert team.admit(team.good), "a station that has not heard of it takes it, and the hub refuses the ballot"
    void = VoidCodesFile({POLL: {team.good.mark(POLL)}}).to_bytes()
    give_announcements(team.config, {FILE_NAME: void}, staged=tmp_path / "hub")
    with pytest.raises(CodeRefused) as refused:
        team.admit(team.good)
    assert refused.value.reason is CodeProblem.VOID and team.admit(team.other)
    team.take("12", "2")
    team.ask(wish.GiveCard())
    assert team.scan(team.good) is StockNotice.USED, "and nobody is given it"


def test_a_list_of_void_cards_that_cannot_be_read_keeps_nobody_from_voting(team: Team, tmp_path: Path) -> None:
    give_announcements(team.config, {FILE_NAME: b"{}"}, staged=tmp_path / "hub")
    assert team.admit(team.good)


def test_the_hub_is_told_of_a_void_card_by_its_mark_alone(team: Team, keys: Keys) -> None:
    team.take("12", "2")
    team.ask(wish.VoidCard())
    team.scan(team.good)
    team.scan(team.good)
    with closing(open_database(team.config.database)) as connection:
        rows = connection.execute("SELECT id, kind, kid, sealed FROM waiting").fetchall()
    (told,) = [Record(*row) for row in rows if row[1] == RecordKind.VOID_CODE]
    assert open_void_code(told, key=keys.seal) == VoidCode(POLL, team.good.mark(POLL))
    assert set(VoidCode.__dataclass_fields__) == {"poll", "mark"}, "neither batch nor place"


def test_a_card_stays_good_where_the_hub_cannot_be_told(team: Team, monkeypatch: pytest.MonkeyPatch) -> None:
    def no_key(*_now: object) -> None:
        raise Refused("no key is valid")

    monkeypatch.setattr(Offer, "seal_key", no_key)
    team.take("12", "2")
    team.ask(wish.VoidCard())
    assert team.scan(team.good) is StockNotice.NOT_STORED
    assert team.state.stock["12"].spoiled == 0 and team.admit(team.good)


def test_a_strange_card_is_not_handed_out(team: Team) -> None:
    team.take("12", "2")
    team.ask(wish.GiveCard())
    assert team.scan(new_code()) is StockNotice.UNKNOWN
    wrong = team.good.typed()[:-1] + ("0" if team.good.typed()[-1] != "0" else "1")
    team.ask(wish.TypeCode(wrong))
    assert team.state.notice is StockNotice.MISTYPED and team.state.typed, "what was typed can be mended"
    assert team.state.stock["12"].given == 0


def test_a_card_that_comes_back_unused_is_at_hand_again_and_one_that_was_used_is_not_taken(team: Team) -> None:
    team.take("12", "3")
    team.ask(wish.GiveCard(), wish.CountCard(), wish.CountCard(), wish.Back(), wish.TakeBackCard())
    team.file.outbox.put(Record(random_id(), RecordKind.BALLOT, "kid", b"sealed"), spent=team.admit(team.other))
    assert team.scan(team.other) is StockNotice.USED
    assert team.scan(new_code()) is StockNotice.UNKNOWN
    assert team.scan(team.good) is StockNotice.BACK
    assert team.scan(team.good) is StockNotice.TWICE
    assert team.state.stock["12"] == CardStock(3, 1) and team.state.stock["12"].left == 2
    assert team.office.day().with_stock.missing(Balance.CODES) == 0, "one used, two at hand"
    assert team.admit(team.good), "it can be handed out again"
    assert team.good.mark(POLL) not in _dump(team)
    team.ask(wish.Back(), wish.GiveCard())
    team.scan(team.good)
    team.ask(wish.Back(), wish.TakeBackCard())
    assert team.scan(team.good) is StockNotice.BACK, "and come back again"


def test_a_card_of_another_day_that_comes_back_is_one_more(team: Team) -> None:
    team.take("12", "3")
    team.ask(wish.TakeBackCard(), wish.CountCard())
    assert team.state.stock["12"] == CardStock(4) and team.office.day().with_stock.missing(Balance.CODES) == 0


def test_a_card_is_shown_to_the_camera_and_counts_once_however_long_it_is_held(team: Team) -> None:
    team.take("12", "3")
    team.ask(wish.GiveCard(), wish.OpenScanner())
    assert team.state.camera is CaptureState.RUNNING
    assert team.show("https://example.org/") is StockNotice.STRANGE and team.state.camera is CaptureState.RUNNING
    card = f"{SCANNED_PREFIX}{team.good.typed()}"
    assert team.show(card) is StockNotice.GIVEN
    assert team.show(card) is StockNotice.GIVEN and team.state.stock["12"].given == 1
    assert team.state.camera is None and team.scanner.state() is CaptureState.OFF
    team.ask(wish.Back(), wish.VoidCard(), wish.OpenScanner())
    assert team.show(card) is StockNotice.VOID
    team.ask(wish.Back(), wish.TakeBackCard(), wish.OpenScanner())
    assert team.show(card) is StockNotice.USED


def test_the_camera_sees_nothing_once_the_team_types_goes_back_or_is_gone(team: Team) -> None:
    team.take("12", "3")
    team.ask(wish.GiveCard(), wish.OpenScanner(), wish.SwitchLight())
    assert team.state.is_lit and team.scanner.is_lit
    for leaving in (wish.TypeInstead(), wish.Back()):
        team.ask(wish.OpenScanner(), leaving)
        assert team.state.step is StockStep.GIVE and team.scanner.state() is CaptureState.OFF
    team.ask(wish.OpenScanner())
    team.seconds = SILENCE_SECONDS
    team.ask(wish.LookAtDevices())  # the camera looks by itself: nobody is here for that
    team.staff.look()
    assert team.staff.state is None and team.scanner.state() is CaptureState.OFF


def test_a_camera_that_is_pulled_out_is_said_and_the_code_can_be_typed(team: Team) -> None:
    team.take("12", "3")
    team.ask(wish.GiveCard(), wish.OpenScanner())
    team.scanner.unplug()
    team.ask(wish.LookAtDevices())
    view = staff_view("de", team.state)
    assert isinstance(view, ScanView) and view.notice == Texts("de").text("scan.problem.lost") and not view.live
    team.ask(wish.TypeInstead())
    assert team.scan(team.good) is StockNotice.GIVEN
    team.ask(wish.Back(), wish.GiveCard(), wish.OpenScanner())
    view = staff_view("de", team.state)
    assert team.state.camera is None and isinstance(view, StaffCodeView) and view.scan is None


def test_of_two_batches_the_team_says_which(team: Team) -> None:
    team.ask(wish.GiveCard())
    assert team.state.step is StockStep.LIST, "without cards there is nothing to hand out"
    team.take("12", "3")
    team.take("13", "4")
    team.ask(wish.GiveCard())
    assert team.state.step is StockStep.WHICH
    team.ask(wish.ChooseBatch("14"), wish.ChooseBatch("13"), wish.CountCard())
    assert team.state.stock == {"12": CardStock(3), "13": CardStock(4, 1)}


def test_nothing_says_which_card_went_out(team: Team) -> None:
    """Two stations, of which one has handed out a card by its code and one without: their files say the same."""
    team.take("12", "3")
    before = _dump(team)
    team.ask(wish.GiveCard(), wish.CountCard())
    counted = _dump(team)
    team.scan(team.good)
    scanned = _dump(team)
    assert before != counted
    assert counted.replace('given":1', 'given":2').replace('given\\":1', 'given\\":2') == scanned
    assert team.good.typed().replace("-", "") not in scanned


def _dump(team: Team) -> str:
    with closing(open_database(team.config.database)) as connection:
        return "\n".join(connection.iterdump())


@given(st.lists(st.tuples(st.sampled_from(["given", "spoiled", "returned"]), st.integers(0, 20)), max_size=12))
def test_of_all_cards_only_those_that_went_out_unused_are_missing(acts: list[tuple[str, int]]) -> None:
    cards = CardStock(taken=300)
    for part, number in acts:
        cards = cards.plus(**{part: number})
    used = cards.given // 2
    sums = DaySheet("2026-11-22", DaySums(codes_used=used), {"1": cards}).with_stock
    assert sums.missing(Balance.CODES) == cards.given - used

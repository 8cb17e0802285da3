"""A whole day of a team: sixty visits with all that goes wrong at a market, and a closure whose numbers add up."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from random import Random

from hardware.ports import PrinterState
from kiosk.staff.pin_brake import FREE_TRIES
from kiosk.viewmodel import intents as wish
from kiosk.viewmodel.views import (
    AttractView,
    CodeView,
    ReceiptView,
    StaffNumberView,
    StaffPinView,
    StaffTextView,
    StaffView,
    VoteReviewView,
)
from sync.protocol.day_closure import Balance
from sync.protocol.participation_codes import ParticipationCode, new_code
from sync.protocol.shifts import STICK_FILE
from sync.station.config import StationConfig
from sync.station.database import open_database
from sync.station.stick_requests import Phase, StickDesk, StickWork
from sync.stick import Stick
from tests.kits.content import Keys
from tests.kits.team_day import ANNA, MILA, WRONG, Day, make_team_station, meet_stick
from tests.kits.visit_paths import GARDEN, MARKET, REPORT, TO_THE_REVIEW

BATCH = 30
SEED = 20261122


class Market:
    """The visits of that day, and what the team would have counted by hand."""

    def __init__(self, day: Day, cards: list[ParticipationCode], stick: Path) -> None:
        self.day, self.cards, self.stick = day, cards, stick
        self.random = Random(SEED)
        self.used: list[ParticipationCode] = []
        self.voted = self.cut = self.visits = 0

    def card(self) -> ParticipationCode:
        """The next card of the batch, and it is used."""
        self.used.append(self.cards.pop())
        return self.used[-1]

    def _end(self) -> None:
        self.day.ask(wish.EndVisit(), wish.ThrowAway())
        self.day.pass_greeting()

    # --- what goes well ----------------------------------------------------------------------------------------------

    def vote(self) -> None:
        self.day.vote()
        self.voted += 1

    def vote_with_card(self) -> None:
        self.day.visit(*MARKET, wish.TypeCode(self.card().typed()), wish.Continue())
        assert isinstance(self.day.ask(wish.Choose("library"), wish.Continue(), wish.Cast()), ReceiptView)
        self.voted += 1
        self._end()

    def report(self) -> None:
        self.day.visit(*REPORT, *TO_THE_REVIEW, wish.FileReport())
        self._end()

    def vote_with_help(self) -> None:
        self.day.visit(wish.OpenHelp(), wish.CallHelper(), *GARDEN, wish.TakeScreen(), wish.Choose("play"))
        self.day.ask(wish.OpenHelp(), wish.CallHelper(), wish.PickNumber(3), wish.TakeScreen(), wish.PickNumber(3))
        assert isinstance(self.day.ask(wish.Continue(), wish.Cast()), ReceiptView)
        self.voted += 1
        self._end()

    # --- what goes wrong ---------------------------------------------------------------------------------------------

    def walk_away(self) -> None:
        self.day.leave()

    def lose_power(self) -> None:
        self.day.lose_power()
        self.voted += 1
        self.cut += 1

    def mistype_a_card(self) -> None:
        card = self.card().typed()
        wrong = ("1" if card[0] != "1" else "2") + card[1:]
        self.day.visit(*MARKET, wish.TypeCode(wrong))
        view = self.day.ask(wish.Continue())
        assert isinstance(view, CodeView) and view.notice
        self.day.ask(wish.TypeCode(card), wish.Continue(), wish.Choose("library"), wish.Continue())
        assert isinstance(self.day.ask(wish.Cast()), ReceiptView)
        self.voted += 1
        self._end()

    def use_a_card_twice(self) -> None:
        if self.used:
            self.day.visit(*MARKET, wish.TypeCode(self.used[0].typed()))
            view = self.day.ask(wish.Continue())
            assert isinstance(view, CodeView) and view.notice
            self._end()
        else:
            self.vote_with_card()

    def tap_wildly(self) -> None:
        taps = [
            *GARDEN,
            wish.Back(),
            wish.Home(),
            wish.Continue(),
            wish.NextSize(),
            wish.OpenHelp(),
            wish.Choose("play"),
        ]
        self.day.visit(*(self.random.choice(taps) for _ in range(60)))
        self._end()

    def meet_a_full_disk(self) -> None:
        self.day.visit(*GARDEN, wish.Choose("play"), wish.Continue())
        with self._full_disk():
            view = self.day.ask(wish.Cast())
            assert isinstance(view, VoteReviewView) and view.notice
        assert isinstance(self.day.ask(wish.Cast()), ReceiptView)
        self.voted += 1
        self._end()

    def meet_a_jam(self) -> None:
        self.day.visit(*GARDEN, wish.Choose("play"), wish.Continue(), wish.Cast())
        self.day.paper.state = PrinterState.TROUBLE
        view = self.day.ask(wish.PrintReceipt())
        assert isinstance(view, ReceiptView) and view.notice and view.code
        self.day.paper.state = PrinterState.READY
        self.voted += 1
        self._end()

    def guess_the_pin(self) -> None:
        """Somebody plays with the pad; the team comes in with its stick all the same, which then is pulled out."""
        self.day.ask(wish.Start(), wish.EndVisit())
        self.day.pass_greeting()
        self.day.ask(wish.OpenStaff())
        for _ in range(FREE_TRIES):
            self.day.type(WRONG)
        assert isinstance(self.day.type(self.day.pins[ANNA]), StaffPinView)
        self.day.ask(wish.UseTeamStick())
        meet_stick(self.day, self.stick)
        self.day.ask(wish.ExchangeByStick())
        with closing(open_database(self.day.config.database)) as connection:
            desk = StickDesk(connection)
            desk.tell(StickWork(desk.work().wish, Phase.DONE, fault="pulled"))
        view = self.day.wait(1)
        assert isinstance(view, StaffView) and view.notice
        self.day.ask(wish.Back())

    @contextmanager
    def _full_disk(self) -> Iterator[None]:
        assert self.day.file.parts is not None
        connection = self.day.file.parts.connection
        full = "CREATE TEMP TRIGGER full BEFORE INSERT ON main.waiting BEGIN SELECT RAISE(ABORT, 'disk full'); END"
        connection.execute(full)
        yield
        connection.execute("DROP TRIGGER full")

    def pass_by(self) -> None:
        """All of it, in a chance order: sixty visits."""
        plan: list[Callable[[], None]] = [self.vote] * 18 + [self.vote_with_card] * 12 + [self.report] * 4
        plan += [self.vote_with_help] * 4 + [self.walk_away] * 6 + [self.tap_wildly] * 3 + [self.mistype_a_card] * 3
        plan += [self.use_a_card_twice] * 3 + [self.meet_a_full_disk] * 2 + [self.meet_a_jam] * 2
        plan += [self.lose_power] * 2 + [self.guess_the_pin]
        assert len(plan) == 60
        for visit in self.random.sample(plan, len(plan)):
            visit()
            self.visits += 1


def test_sixty_visits_with_all_that_goes_wrong_add_up(tmp_path: Path) -> None:
    keys = Keys()
    cards = [new_code() for _ in range(BATCH)]
    pins, key = make_team_station(tmp_path, keys, codes={"neuer-markt": cards})
    stick = tmp_path / "stick"
    stick.mkdir()
    Stick(stick).write(STICK_FILE, f"{key}\n".encode())
    day = Day(StationConfig(data=tmp_path / "station", hub_url="http://127.0.0.1:1"), pins, key)
    market = Market(day, list(cards), stick)

    day.come_in(pins[ANNA])
    day.ask(wish.OpenStock(), wish.TakeCards(), wish.TypeDigit("7"), wish.Continue())
    day.ask(*map(wish.TypeDigit, str(BATCH)), wish.Continue())
    day.ask(wish.VoidCard(), wish.TypeCode(market.cards.pop().typed()), wish.Back(), wish.Back(), wish.Back())
    market.pass_by()
    assert isinstance(day.conductor._view(), AttractView)

    day.wait(600)
    day.come_in(pins[ANNA])
    day.ask(wish.OpenStock(), wish.GiveCard(), *[wish.CountCard()] * len(market.used), wish.Back(), wish.Back())
    view = day.ask(wish.CloseDay())
    for _ in range(3):
        assert isinstance(view, StaffNumberView), "as the stock has them: nobody counts cards twice"
        view = day.ask(wish.Continue())
    assert isinstance(view, StaffView)
    view = day.ask(wish.Continue())
    while isinstance(view, StaffTextView):
        view = day.ask(wish.Describe("Strom weg"), wish.Continue())
    day.type(pins[MILA])
    (closure,) = day.closures(keys)
    sums = closure.sums
    assert (sums.codes_issued, sums.codes_used, sums.codes_spoiled) == (BATCH, len(market.used), 1)
    assert sums.codes_returned == BATCH - 1 - len(market.used)
    assert sums.ballots_cast == closure.stored == market.voted
    assert sums.gaps == {Balance.BALLOTS: -market.cut, Balance.VISITS: market.cut}, "what the power took, and no more"
    assert set(closure.notes) == set(sums.gaps)
    assert sums.visits_begun >= market.visits and sums.visits_abandoned >= 6
    with closing(open_database(day.config.database)) as connection:
        (waiting,) = connection.execute("SELECT count(*) FROM waiting WHERE kind = 'ballot'").fetchone()
    assert waiting == market.voted, "every one of them is on the disk"
    day.file.close()

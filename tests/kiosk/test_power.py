"""The battery comes to its end: who has to know does, nobody is cut off, nothing that was sent is lost."""

from __future__ import annotations

import pytest

from hardware.fakes import MemoryPower
from hardware.ports import Charge, PowerSupply
from kiosk.app import Kiosk
from kiosk.event_log import LOG_NAME, KioskEvent
from kiosk.services import LOG_FOLDER
from kiosk.staff.power_words import power_words
from kiosk.staff.states import POWER_LOW
from kiosk.station.orderly_end import GRACE_SECONDS, OrderlyEnd
from kiosk.station.trouble import Trouble
from kiosk.texts import Texts
from kiosk.viewmodel import intents as wish
from kiosk.viewmodel.views import AttractView, OutOfOrderView, ReceiptView
from sync.station.last_act import LastAct
from tests.kits.acts import waiting_acts
from tests.kits.content import Keys
from tests.kits.kiosk_station import make_station
from tests.kits.machine_bus import machine_on, own_bus
from tests.kits.station_twin import Kit, Seconds
from tests.kits.visit_paths import GARDEN

WORDS = Texts("de")
VOTE = (*GARDEN, wish.Choose("play"), wish.Continue(), wish.Cast())


def test_the_greeting_tells_it_to_everybody_who_may_tell_the_team(kit: Kit):
    kit.station.charge = Charge.LOW
    view = kit.wait(1)
    assert isinstance(view, AttractView)
    assert view.notice == WORDS.text("attract.power")
    assert kit.wait(15).frame.language != "de", "in one language after the other"
    kit.station.charge = Charge.ENOUGH
    assert not kit.wait(1).notice


def test_what_became_of_a_visit_comes_first(kit: Kit):
    kit.station.charge, kit.station.noted = Charge.LOW, LastAct.STORED
    assert kit.conductor.start().notice == WORDS.text("attract.interrupted.stored")


def test_a_visit_is_told_on_every_page_and_may_finish(kit: Kit):
    kit.at_home()
    kit.station.charge, kit.station.problem = Charge.LOW, None
    assert not kit.wait(1).notice, "there is time enough for a visit"
    kit.station.charge, kit.station.problem = Charge.CRITICAL, Trouble.BATTERY
    assert kit.wait(1).notice == WORDS.text("visit.power")
    assert kit.ask(wish.OpenHelp()).notice == WORDS.text("visit.power")
    kit.ask(wish.Back())
    assert isinstance(kit.ask(*VOTE), ReceiptView)
    assert len(kit.outbox.records) == 1
    kit.ask(wish.EndVisit())
    assert isinstance(kit.wait(1), OutOfOrderView)
    assert isinstance(kit.ask(wish.Start()), OutOfOrderView), "no other visit begins"


class TestOrderlyEnd:
    def setup_method(self) -> None:
        self.power = MemoryPower(PowerSupply(Charge.CRITICAL, percent=4))
        self.seconds, self.noted = Seconds(), []
        self.end = OrderlyEnd(self.power, monotonic=self.seconds, note=lambda: self.noted.append(1))

    def wait(self, seconds: float, *, is_closed: bool = True) -> bool:
        self.seconds.now += seconds
        self.end.look(is_closed=is_closed)
        return self.power.turned_off

    def test_it_is_turned_off_after_a_while_in_which_the_page_says_why(self):
        assert not self.wait(0)
        assert not self.wait(GRACE_SECONDS - 1)
        assert self.wait(1)
        assert self.noted == [1]

    def test_never_while_somebody_is_there(self):
        self.wait(0)
        assert not self.wait(GRACE_SECONDS, is_closed=False)
        assert not self.wait(GRACE_SECONDS), "then it begins anew"
        assert self.wait(GRACE_SECONDS)

    @pytest.mark.parametrize("now", [None, PowerSupply(Charge.LOW), PowerSupply(Charge.ENOUGH, is_plugged_in=True)])
    def test_never_where_it_was_plugged_in_meanwhile(self, now: PowerSupply | None):
        self.wait(0)
        self.power.now = now
        assert not self.wait(GRACE_SECONDS)

    def test_a_machine_that_refuses_is_asked_again(self):
        self.wait(0)
        self.wait(GRACE_SECONDS)
        self.power.turned_off = False
        assert not self.wait(GRACE_SECONDS - 1)
        assert self.wait(1)

    def test_without_a_battery_there_is_no_end(self):
        self.end = OrderlyEnd(None, monotonic=self.seconds, note=lambda: self.noted.append(1))
        self.wait(0)
        self.wait(GRACE_SECONDS)
        assert self.noted == []


@pytest.mark.parametrize(
    ("supply", "said"),
    [
        (
            PowerSupply(Charge.ENOUGH, is_plugged_in=True, percent=80),
            "Die Station ist eingesteckt. Der Akku ist zu 80 % voll.",
        ),
        (PowerSupply(Charge.ENOUGH, percent=62), "Die Station läuft mit dem Akku. Er ist zu 62 % voll."),
        (
            PowerSupply(Charge.LOW, percent=18, seconds_left=2150),
            "Die Station läuft mit dem Akku. Er ist zu 18 % voll.\nDas reicht noch für etwa 35 Minuten.",
        ),
        (
            PowerSupply(Charge.CRITICAL, percent=2, seconds_left=30),
            "Die Station läuft mit dem Akku. Er ist zu 2 % voll.\nDas reicht noch für etwa 5 Minuten.",
        ),
    ],
)
def test_attendants_read_how_the_battery_is(supply: PowerSupply, said: str):
    assert power_words(WORDS, supply) == said


def test_a_whole_station_ends_in_order_on_a_battery_told_of_over_the_bus(qtbot, tmp_path, keys: Keys, monkeypatch):
    with own_bus() as address, machine_on(address) as services:
        monkeypatch.setenv("DBUS_SYSTEM_BUS_ADDRESS", address)
        seconds = Seconds()
        monkeypatch.setattr("kiosk.services.seconds_since_start", seconds)
        config = make_station(tmp_path, keys, battery=True)
        kiosk = Kiosk(config, with_voice=False)
        kiosk.begin()
        office = kiosk.machinery().conductor._staff._office

        def told(**battery: object) -> None:
            services.battery |= battery
            asked = len(services.asked)
            qtbot.waitUntil(lambda: kiosk.tick() or len(services.asked) >= asked + 5)
            qtbot.waitUntil(lambda: not kiosk.machinery().power._bus.is_asking)
            kiosk.tick()

        told()
        assert (office.facts().power.percent, office.facts().troubles) == (100, ())
        kiosk.ask(wish.Start())
        told(State=2, WarningLevel=3, Percentage=9.0)
        assert POWER_LOW in office.facts().troubles
        assert kiosk.machinery().station.parts.state.runs_low, "the hub is told"
        told(WarningLevel=4, Percentage=4.0)
        assert kiosk.view.notice == WORDS.text("visit.power")
        for one in (wish.ChooseLanguage("de"), wish.Continue(), *VOTE):
            kiosk.ask(one)
        assert len(waiting_acts(kiosk.machinery().station.parts.connection)) == 1
        kiosk.ask(wish.EndVisit())
        kiosk.tick()
        assert kiosk.view.explanation == WORDS.text("trouble.battery")
        kiosk.tick()
        seconds.now += GRACE_SECONDS
        kiosk.tick()
        qtbot.waitUntil(lambda: ("PowerOff", [False]) in services.asked)
        kiosk.close()
    assert KioskEvent.TURNED_OFF.name in (config.data / LOG_FOLDER / LOG_NAME).read_text(encoding="utf-8")

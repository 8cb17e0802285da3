"""The team takes a report or an idea down for somebody else: plainly marked, nobody's visit, and no vote."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from kiosk.staff.store import StaffOffice
from kiosk.station.station import StationFile
from kiosk.viewmodel import contributing_intents as say
from kiosk.viewmodel import intents as wish
from kiosk.viewmodel.staff_intents import BeginForAnother
from kiosk.viewmodel.views import AttractView, HomeView, ReceiptView, StaffPinView, View
from sync.protocol.envelope import open_contribution, open_report
from sync.station.config import StationConfig
from sync.station.staff_pin import write_pin
from tests.kits.content import Keys
from tests.kits.station_twin import Kit, Printer
from tests.kits.visit_paths import REPORT, TO_THE_REVIEW

PIN = "274913"
AT_THE_DESK = (wish.OpenStaff(), *map(wish.TypeDigit, PIN), wish.Continue())
IDEA = (
    say.OpenContribute(),
    say.BeginContribution("idea"),
    say.ChooseTopic("green"),
    wish.ChooseDistrict("N"),
    wish.Continue(),
    say.OpenOwnWords(),
    wish.Describe("Mehr Bänke"),
)


@pytest.fixture
def team(keys: Keys, printer: Printer, tmp_path: Path) -> Iterator[Kit]:
    """A team that has just come in."""
    (tmp_path / "data").mkdir()
    config = StationConfig(data=tmp_path / "data", hub_url="http://127.0.0.1:1")
    write_pin(config.data, PIN)
    file = StationFile(config, monotonic=lambda: 0.0)
    file.trouble()
    kit = Kit(keys=keys, printer=printer, office=StaffOffice(config, file))
    kit.ask(*AT_THE_DESK)
    yield kit
    file.close()


def said_first(view: View) -> str:
    return view.headline.partition(": ")[0]


def test_a_report_says_that_the_team_took_it_down_and_not_who(team: Kit, keys: Keys, printer: Printer):
    seen = [team.ask(asked) for asked in (BeginForAnother(), *REPORT, *TO_THE_REVIEW, wish.FileReport())]
    assert {said_first(view) for view in seen} == {"Für jemand anderen"}
    assert isinstance(seen[-1], ReceiptView)
    report = open_report(team.outbox.records[-1], key=keys.seal)
    assert (report.description, report.by_team) == ("Glas auf dem Weg", True)
    team.ask(wish.PrintReceipt())
    assert "jemand anderen" not in printer.printed[-1].headline, "the slip is for the person"


def test_so_does_an_idea(team: Kit, keys: Keys):
    team.ask(BeginForAnother(), *IDEA, wish.Continue(), wish.Continue())
    while not team.outbox.records:
        before = team.view
        team.ask(wish.Continue(), say.SendContribution())
        assert team.view != before
    said = open_contribution(team.outbox.records[-1], key=keys.seal)
    assert (said.text, said.by_team) == ("Mehr Bänke", True)


def test_what_a_person_leaves_says_no_such_thing(team: Kit, keys: Keys):
    team.ask(wish.Back())
    team.at_home()
    team.ask(*REPORT, *TO_THE_REVIEW, wish.FileReport())
    assert not open_report(team.outbox.records[-1], key=keys.seal).by_team


def test_nobody_votes_for_anybody(team: Kit):
    view = team.ask(BeginForAnother())
    assert isinstance(view, HomeView)
    assert {type(tile.intent) for tile in view.tiles} == {wish.OpenReport, say.OpenContribute, wish.OpenAids}
    assert team.ask(wish.OpenPolls(), wish.OpenPoll("garten-nordwest")) == view


def test_it_is_nobodys_visit(team: Kit):
    team.ask(BeginForAnother(), *REPORT, *TO_THE_REVIEW, wish.FileReport(), wish.EndVisit())
    team.wait(60)
    assert (team.station.begun, team.station.ends) == ([], [])


def test_who_holds_the_station_afterwards_finds_a_locked_door(team: Kit):
    team.ask(BeginForAnother(), wish.EndVisit())
    assert isinstance(team.wait(60), AttractView)
    assert isinstance(team.ask(wish.OpenStaff()), StaffPinView)


def test_only_the_team_gets_there(team: Kit):
    team.ask(wish.Back())
    assert isinstance(team.ask(BeginForAnother()), AttractView)
    team.ask(wish.OpenStaff())
    assert isinstance(team.ask(BeginForAnother()), StaffPinView)

"""The team takes a report or an idea down for somebody else: plainly marked, nobody's visit, and no vote."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from hardware.ports import SpokenMessage
from kiosk.media.kept import from_plain, to_plain
from kiosk.media.state import Enclosures
from kiosk.reporting.state import Draft
from kiosk.session.kept_visit import words_of
from kiosk.staff.store import StaffOffice
from kiosk.viewmodel import contributing_intents as say
from kiosk.viewmodel import intents as wish
from kiosk.viewmodel.staff_intents import BeginForAnother, LeavePlaceOpen, OpenForAnother, PutAside
from kiosk.viewmodel.views import (
    AttractView,
    DistrictsView,
    HomeView,
    ReceiptView,
    ReportReviewView,
    StaffPinView,
    StaffView,
    UnfinishedView,
    View,
)
from sync.protocol.encoding import canonical_json, parse_json_object
from sync.protocol.envelope import open_contribution, open_report
from sync.station.kept_drafts import KeptDrafts
from tests.kits.content import Keys
from tests.kits.staff import AT_THE_DESK
from tests.kits.station_twin import Kit, Printer
from tests.kits.visit_paths import REPORT, TO_THE_DISTRICTS, TO_THE_REVIEW

BEGIN = (OpenForAnother(), BeginForAnother())
CANARY = "Glas auf dem Weg"
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
def team(keys: Keys, printer: Printer, office: StaffOffice) -> Kit:
    """A team that has just come in."""
    kit = Kit(keys=keys, printer=printer, office=office)
    kit.ask(*AT_THE_DESK)
    return kit


def said_first(view: View) -> str:
    return view.headline.partition(": ")[0]


def test_a_report_says_that_the_team_took_it_down_and_not_who(team: Kit, keys: Keys, printer: Printer):
    team.ask(OpenForAnother())
    seen = [team.ask(asked) for asked in (BeginForAnother(), *REPORT, *TO_THE_REVIEW, wish.FileReport())]
    assert {said_first(view) for view in seen} == {"Für jemand anderen"}
    assert isinstance(seen[-1], ReceiptView)
    report = open_report(team.outbox.records[-1], key=keys.seal)
    assert (report.description, report.by_team) == ("Glas auf dem Weg", True)
    team.ask(wish.PrintReceipt())
    assert "jemand anderen" not in printer.printed[-1].headline, "the slip is for the person"


def test_so_does_an_idea(team: Kit, keys: Keys):
    team.ask(*BEGIN, *IDEA, wish.Continue(), wish.Continue())
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
    view = team.ask(*BEGIN)
    assert isinstance(view, HomeView)
    assert {type(tile.intent) for tile in view.tiles} == {wish.OpenReport, say.OpenContribute, wish.OpenAids}
    assert team.ask(wish.OpenPolls(), wish.OpenPoll("garten-nordwest")) == view


def test_it_is_nobodys_visit(team: Kit):
    team.ask(*BEGIN, *REPORT, *TO_THE_REVIEW, wish.FileReport(), wish.EndVisit())
    team.wait(60)
    assert (team.station.begun, team.station.ends) == ([], [])


def test_who_holds_the_station_afterwards_finds_a_locked_door(team: Kit):
    team.ask(*BEGIN, wish.EndVisit())
    assert isinstance(team.wait(60), AttractView)
    assert isinstance(team.ask(wish.OpenStaff()), StaffPinView)


def test_only_the_team_gets_there(team: Kit):
    team.ask(wish.Back())
    assert isinstance(team.ask(*BEGIN), AttractView)
    team.ask(wish.OpenStaff())
    assert isinstance(team.ask(*BEGIN), StaffPinView)


def put_aside(team: Kit) -> list[str]:
    """What is listed for the team, when it comes in again."""
    team.wait(60)
    team.ask(*AT_THE_DESK)
    view = team.ask(OpenForAnother())
    assert isinstance(view, StaffView)
    return [choice.title for choice in view.choices]


def go_on(team: Kit, number: int) -> View:
    assert isinstance(team.view, StaffView)
    return team.ask(team.view.choices[number - 1].intent)


def test_what_is_put_aside_is_gone_on_with_where_it_was_left(team: Kit, keys: Keys):
    team.ask(*BEGIN, *REPORT, wish.EndVisit(), PutAside())
    assert put_aside(team) == [f"1: {CANARY}"]
    team.ask(BeginForAnother())
    team.ask(*IDEA, wish.EndVisit(), PutAside())
    assert put_aside(team) == [f"1: {CANARY}", "2: Mehr Bänke"]
    go_on(team, 1)
    team.ask(*TO_THE_REVIEW, wish.FileReport())
    assert open_report(team.outbox.records[-1], key=keys.seal).description == CANARY
    team.ask(wish.EndVisit())
    assert put_aside(team) == ["1: Mehr Bänke"], "what was sent is put aside no more"


def test_who_walks_away_finds_it_again_and_nobody_else_does(team: Kit):
    team.ask(*BEGIN, *REPORT)
    team.wait(3600)
    assert isinstance(team.wait(3600), AttractView)
    assert isinstance(team.at_home(), HomeView)
    assert not any(tile.note for tile in team.view.tiles)
    team.ask(wish.EndVisit())
    assert put_aside(team) == [f"1: {CANARY}"]


def test_a_power_cut_leaves_what_stood_on_the_pages_before(team: Kit, data: Path):
    team.ask(*BEGIN, *REPORT, wish.Continue())
    drafts = KeptDrafts(data / "drafts", today=date.today).read_all()
    assert [words_of(draft.data) for draft in drafts] == [CANARY]


def test_photo_voice_contact_and_language_are_there_again(team: Kit):
    spoken = SpokenMessage(b"opus", 3, b"samples")
    draft = replace(Draft("litter", "N", (12.1, 54.1), CANARY), enclosed=Enclosures(b"jpeg", spoken), contact="0381 1")
    assert from_plain(Draft, parse_json_object(canonical_json(to_plain(draft)))) == draft
    team.ask(*BEGIN, wish.OpenLanguages(), wish.ChooseLanguage("en"), *REPORT, wish.EndVisit(), PutAside())
    put_aside(team)
    assert go_on(team, 1).frame.language == "en"


def test_nothing_of_it_lies_in_the_clear(team: Kit, data: Path):
    team.ask(*BEGIN, *REPORT, wish.EndVisit(), PutAside())
    assert put_aside(team) == [f"1: {CANARY}"]
    files = [path for path in data.rglob("*") if path.is_file()]
    assert any(path.suffix == ".draft" for path in files)
    assert not any(b"Glas" in path.read_bytes() for path in files)
    assert "Glas" not in repr(team.events)


def test_what_is_thrown_away_is_gone(team: Kit, data: Path):
    team.ask(*BEGIN, *REPORT, wish.EndVisit(), PutAside())
    put_aside(team)
    go_on(team, 1)
    team.ask(wish.EndVisit(), wish.ThrowAway())
    assert put_aside(team) == []
    assert list((data / "drafts").iterdir()) == []


def test_without_room_it_is_said_and_nothing_is_lost(team: Kit, data: Path):
    (data / "drafts").write_bytes(b"")
    team.ask(*BEGIN, *REPORT, wish.EndVisit())
    view = team.ask(PutAside())
    assert isinstance(view, UnfinishedView)
    assert "kein Platz" in view.notice
    assert isinstance(team.ask(wish.KeepGoing(), *TO_THE_REVIEW, wish.FileReport()), ReceiptView)


def test_where_it_is_can_be_said_last(team: Kit, keys: Keys):
    team.ask(*BEGIN, *TO_THE_DISTRICTS, LeavePlaceOpen(), wish.Continue(), wish.Describe(CANARY), *TO_THE_REVIEW)
    assert isinstance(team.view, ReportReviewView)
    assert "noch offen" in [line.value for line in team.view.lines]
    assert isinstance(team.ask(wish.FileReport()), DistrictsView)
    assert not team.outbox.records
    team.ask(wish.ChooseDistrict("N"), wish.Continue(), wish.Continue(), wish.Continue(), wish.Continue())
    team.ask(wish.Continue(), wish.FileReport())
    report = open_report(team.outbox.records[-1], key=keys.seal)
    assert (report.district, report.description) == ("N", CANARY)


def test_a_person_cannot_leave_the_place_open(team: Kit):
    team.ask(wish.Back())
    team.at_home()
    view = team.ask(*TO_THE_DISTRICTS)
    assert team.ask(LeavePlaceOpen()) == view


def test_closing_the_day_says_what_is_begun_and_ends_it(team: Kit, data: Path):
    team.ask(*BEGIN, *REPORT, wish.EndVisit(), PutAside())
    put_aside(team)
    view = team.ask(wish.Back(), wish.CloseDay())
    assert view.headline == "Noch nicht abgeschickt, für andere aufgeschrieben: 1"
    team.ask(wish.Continue())
    assert (data / "drafts").exists()
    for name in ("Eins", "Zwei"):
        while "Name" not in view.headline:
            view = team.ask(wish.Continue(), *([wish.Describe("Strom")] if "Notiz" in view.headline else []))
        view = team.ask(wish.Describe(name), wish.Continue())
    assert list((data / "drafts").iterdir()) == []

"""A visit that looks at what goes on: districts, the map, a page, the slip, and one touch to the open poll."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from hardware.ports import PrinterState, PrintResult
from kiosk.projects.state import ProjectsState
from kiosk.session.session import Session
from kiosk.texts import Texts
from kiosk.viewmodel import intents as wish
from kiosk.viewmodel.views import (
    HomeView,
    ProjectDistrictsView,
    ProjectMapView,
    ProjectsView,
    ProjectView,
    Section,
    VoteView,
)
from sync.protocol.languages import LANGUAGE_CODES
from sync.protocol.poll_results import PollResult
from sync.protocol.promises import KeptPromise, Promise
from tests.kits.content import SOURCE, MemoryPackage
from tests.kits.station_twin import Kit, Printer, SlowJob

WORDS = Texts("de")
GARDEN, MARKET, CYCLE, PLAYGROUND = "garten-nordwest", "neuer-markt", "radweg-dierkow", "spielplatz-schmarl"
AFTER = datetime(2027, 8, 1, 11, tzinfo=UTC)


def opened(kit: Kit, *wishes: wish.Intent, language: str = "de") -> ProjectsView:
    kit.at_home(language)
    view = kit.ask(wish.OpenProjects(), *wishes)
    assert isinstance(view, ProjectsView)
    return view


def titles(view: ProjectsView) -> dict[str, list[str]]:
    return {group.title: [choice.title for choice in group.choices] for group in view.groups}


def page(kit: Kit, project: str) -> ProjectView:
    view = kit.ask(wish.OpenProject(project))
    assert isinstance(view, ProjectView)
    return view


def section(view: ProjectView, title: str) -> Section:
    return next(one for one in view.sections if one.title == title)


def change(kit: Kit, path: str, **changes: object) -> None:
    files = dict(kit.station.content.files)
    files[path] = json.dumps(json.loads(files[path]) | changes).encode()
    kit.station.content = MemoryPackage(files)
    kit.station.content_name = "changed"
    kit.wait(1)


def at(kit: Kit, time: datetime) -> None:
    kit.station.time = time
    kit.station.content = MemoryPackage(kit.station.content.files, as_of=time.date())
    kit.station.content_name = "later"
    kit.wait(1)


# --- the list ---------------------------------------------------------------------------------------------------------


def test_the_list_is_that_of_the_district_and_everything_of_the_city_is_one_touch_away(kit: Kit) -> None:
    here = opened(kit)
    assert WORDS.text("projects.headline", district="Groß Klein") == here.headline
    assert titles(here) == {WORDS.text("projects.now"): [GARDEN_TITLE, MARKET_TITLE]}
    city = titles(kit.ask(wish.ChooseCity()))
    assert city[WORDS.text("projects.coming")] == ["Ein sicherer Radweg in Dierkow"]
    assert city[WORDS.text("projects.became")] == ["Der neue Spielplatz in Schmarl"]
    assert "Das Budget des Ortsbeirats Stadtmitte" in city[WORDS.text("projects.now")], "polls stand alone, too"


GARDEN_TITLE, MARKET_TITLE = "Der Gemeinschafts\u00adgarten im Nordwesten", "Die Nordseite am Neuen Markt"


def test_another_district_is_chosen_and_the_vote_stays_in_ones_own(kit: Kit) -> None:
    opened(kit)
    districts = kit.ask(wish.OpenDistricts())
    assert isinstance(districts, ProjectDistrictsView)
    assert districts.choices[0].note == WORDS.text("districts.here")
    there = kit.ask(wish.ChooseDistrict("P"))
    assert isinstance(there, ProjectsView)
    assert titles(there)[WORDS.text("projects.coming")] == ["Ein sicherer Radweg in Dierkow"]
    assert kit.ask(wish.Home(), wish.OpenPolls()).headline == WORDS.text("polls.headline", district="Groß Klein")


def test_where_nothing_goes_on_it_says_so_and_offers_the_city(kit: Kit) -> None:
    files = {path: data for path, data in kit.station.content.files.items() if "projects/" not in path}
    kit.station.content = MemoryPackage({path: data for path, data in files.items() if "polls/" not in path})
    kit.station.content_name = "empty"
    kit.wait(1)
    view = opened(kit)
    assert view.groups == ()
    assert view.explanation == WORDS.text("projects.none")
    assert wish.ChooseCity() in {way.intent for way in view.others}
    assert wish.OpenProjectMap() not in {way.intent for way in view.others}


def test_the_map_has_a_pin_for_each_place_and_the_list_says_what_it_costs(kit: Kit) -> None:
    opened(kit, wish.ChooseCity())
    view = kit.ask(wish.OpenProjectMap())
    assert isinstance(view, ProjectMapView)
    assert [mark.number for mark in view.marks] == ["1", "2", "3", "4"]
    west, south, east, north = view.focus
    assert all(west <= mark.point[0] <= east and south <= mark.point[1] <= north for mark in view.marks)
    assert [choice.note for choice in view.choices] == [
        "60.000\u00a0Euro",
        "",
        "480.000\u00a0Euro",
        "85.000\u00a0Euro",
    ]
    assert isinstance(kit.ask(view.choices[2].intent), ProjectView)
    assert isinstance(kit.ask(wish.Back()), ProjectMapView)


# --- one page ---------------------------------------------------------------------------------------------------------


def test_from_a_page_one_touch_leads_to_the_question_and_back_to_the_page(kit: Kit) -> None:
    opened(kit)
    choice, *_ = page(kit, GARDEN).choices
    vote = kit.ask(choice.intent)
    assert isinstance(vote, VoteView)
    assert vote.headline == choice.about
    assert isinstance(kit.ask(wish.Back()), ProjectView)


def test_whoever_looks_at_another_district_can_answer_its_poll(kit: Kit) -> None:
    opened(kit, wish.ChooseCity())
    view = kit.ask(wish.OpenOutcome("ortsbeirat-stadtmitte"))
    assert isinstance(view, ProjectView)
    assert isinstance(kit.ask(view.choices[0].intent), VoteView)


def test_a_poll_that_is_over_or_unknown_cannot_be_taken_part_in(kit: Kit) -> None:
    opened(kit)
    shown = page(kit, GARDEN)
    assert kit.ask(wish.TakePart("no-poll")) == shown
    assert kit.ask(wish.OpenProject("no-project")) == shown
    kit.station.time = AFTER
    assert kit.ask(wish.TakePart(GARDEN)).notice == WORDS.text("vote.problem.closed")


def test_done_means_what_changed_because_of_you_and_why_something_did_not(kit: Kit) -> None:
    opened(kit)
    view = page(kit, PLAYGROUND)
    assert [choice.title for choice in view.choices] == [WORDS.text("home.contribute")]
    assert "Schaukel" in section(view, WORDS.text("project.outcome")).sentences[0]
    news = section(view, WORDS.text("project.updates")).lines
    assert [line.label for line in news] == [
        WORDS.date(date(2025, 10, 1)),
        WORDS.date(date(2025, 9, 15)),
    ], "the newest first"
    assert WORDS.text("update.not_taken_up") in news[0].value
    assert WORDS.text("update.taken_up") in news[1].value


def test_a_closed_poll_shows_bars_and_numbers_and_its_rule(kit: Kit) -> None:
    wire = json.loads((SOURCE / "polls" / f"{GARDEN}.json").read_bytes())
    counts = {option["id"]: number for option, number in zip(wire["options"], (40, 30, 20, 10, 9, 2), strict=True)}
    told = PollResult.of(wire, ballots=50, counts=counts, adds_up=False, counted_on=date(2027, 7, 20))
    kit.station.registers.told = {GARDEN: told}
    at(kit, AFTER)
    opened(kit)
    found = section(
        page(kit, GARDEN), WORDS.text("result.headline", poll="Ein Gemeinschafts\u00adgarten im Nordwesten")
    )
    assert [(bar.line.value, bar.share) for bar in found.bars][:2] == [("40 Stimmen", 80), ("30 Stimmen", 60)]
    assert (found.bars[-1].line.value, found.bars[-1].share) == (WORDS.text("result.few"), 0)
    assert WORDS.plural("result.ballots", 50) in found.sentences
    assert WORDS.text("result.few.why") in found.sentences
    assert {line.label for line in found.lines} >= {WORDS.text("result.rule"), WORDS.text("result.counted")}


def test_a_result_is_told_also_when_its_poll_is_gone(kit: Kit) -> None:
    wire = json.loads((SOURCE / "polls" / f"{MARKET}.json").read_bytes()) | {"id": "older", "title": {"de": "Früher"}}
    told = PollResult.of(wire, ballots=50, counts={"library": 50}, adds_up=True, counted_on=date(2026, 7, 20))
    kit.station.registers.told = {"older": told}
    at(kit, AFTER)
    assert "Früher" in titles(opened(kit))[WORDS.text("projects.became")]
    assert kit.ask(wish.OpenOutcome("older")).headline == "Früher"


def test_nothing_is_said_of_a_result_while_the_poll_is_open(kit: Kit) -> None:
    wire = json.loads((SOURCE / "polls" / f"{GARDEN}.json").read_bytes())
    told = PollResult.of(wire, ballots=50, counts={"play": 50}, adds_up=True, counted_on=date(2026, 11, 20))
    kit.station.registers.told = {GARDEN: told}
    opened(kit)
    assert not [one for one in page(kit, GARDEN).sections if one.bars]


# --- promises ---------------------------------------------------------------------------------------------------------


def kept(poll: str, by: date, **changes: object) -> KeptPromise:
    promise = Promise({"de": "Der Ortsbeirat"}, by)
    return replace(KeptPromise(poll, {"de": "Eine Umfrage"}, promise, by), **changes)


def test_a_promise_of_content_that_is_gone_stands_in_the_list_until_it_is_kept(kit: Kit) -> None:
    kit.station.registers.promised = [kept("gone", date(2026, 10, 1))]
    assert "Eine Umfrage" in titles(opened(kit))[WORDS.text("projects.became")]
    view = kit.ask(wish.OpenOutcome("gone"))
    assert isinstance(view, ProjectView)
    found = section(view, WORDS.text("promise.headline"))
    assert found.warning == WORDS.text("promise.overdue", date=WORDS.date(date(2026, 10, 1)))
    assert WORDS.text("promise.left_out") in found.sentences
    kit.station.registers.promised = [kept("gone", date(2026, 10, 1), answered_on=date(2026, 10, 2))]
    assert "Eine Umfrage" not in titles(opened(kit)).get(WORDS.text("projects.became"), [])


def test_a_slip_of_nothing_known_leads_to_everything_there_is(kit: Kit) -> None:
    kit.at_home()
    assert isinstance(kit.ask(wish.OpenOutcome("")), ProjectsView)
    assert isinstance(kit.ask(wish.OpenOutcome("unknown")), ProjectsView)


# --- languages and paper ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("language", LANGUAGE_CODES)
def test_the_page_speaks_every_language(kit: Kit, language: str) -> None:
    opened(kit, language=language)
    view = page(kit, PLAYGROUND)
    wire = json.loads((SOURCE / "projects" / f"{PLAYGROUND}.json").read_bytes())
    assert view.headline == wire["title"][language]
    assert view.explanation == ""


def test_what_is_in_german_only_is_shown_in_german_and_says_so(kit: Kit) -> None:
    change(kit, f"projects/{GARDEN}.json", decided_by={"de": "Die Ortsbeiräte"})
    opened(kit, language="ar")
    view = page(kit, GARDEN)
    assert view.explanation == Texts("ar").text("project.in_german")
    assert "Die Ortsbeiräte" in {line.value for one in view.sections for line in one.lines}
    kit.ask(wish.OpenLanguages(), wish.ChooseLanguage("de"))
    assert kit.view.explanation == ""


def test_the_page_comes_on_paper_and_says_how_far_that_is(kit: Kit, printer: Printer) -> None:
    opened(kit)
    printer.slow_job = SlowJob()
    assert page(kit, GARDEN).print_action is not None
    coming = kit.ask(wish.PrintReceipt())
    assert coming.print_words == WORDS.text("receipt.printing")
    assert coming.print_action is None
    printer.slow_job.result = PrintResult(PrinterState.READY, "for staff")
    kit.wait(1)
    assert kit.view.print_words == WORDS.text("receipt.printed")
    (slip,) = printer.printed
    assert slip.headline == GARDEN_TITLE
    assert "Der Ortsbeirat" not in slip.code
    assert WORDS.text("promise.headline") in slip.next_steps
    kit.ask(wish.OpenHelp(), wish.Continue())
    assert kit.view.print_words == WORDS.text("receipt.printed"), "help takes nothing away"
    assert kit.ask(wish.Back(), wish.OpenProject(MARKET)).print_words == ""


def test_nothing_of_it_is_left_after_the_visit(kit: Kit) -> None:
    opened(kit, wish.ChooseCity())
    assert isinstance(kit.ask(wish.Home()), HomeView)
    session = Session("de", "D")
    session.of(ProjectsState).district = "P"
    session.wipe(language="de")
    assert session == Session("de", "")


def test_what_a_picture_of_a_project_shows_is_said_in_the_persons_language(kit: Kit) -> None:
    opened(kit, language="en")
    shown = page(kit, GARDEN).pictures[0]
    source = json.loads((SOURCE / f"projects/{GARDEN}.json").read_text("utf-8"))["pictures"][0]
    assert (shown.file, shown.shows) == (source["file"], source["shows"]["en"])

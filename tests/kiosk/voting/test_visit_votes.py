"""Votes and reports told to the conductor without a window: from the first page to the disk."""

import json
from datetime import UTC, datetime

import pytest

from kiosk.event_log import KioskEvent
from kiosk.texts import Texts
from kiosk.viewmodel.intents import (
    Back,
    Cast,
    Choose,
    ChooseCategory,
    ChooseDistrict,
    ChooseLanguage,
    Continue,
    Describe,
    EndVisit,
    FileReport,
    Home,
    OpenDistricts,
    OpenHelp,
    OpenPoll,
    OpenPolls,
    OpenReport,
    PointAt,
    Start,
    StartAfresh,
    ThrowAway,
)
from kiosk.viewmodel.views import (
    CategoriesView,
    DescriptionView,
    DistrictsView,
    GoodbyeView,
    HomeView,
    LanguagesView,
    PlaceView,
    PollsView,
    ReceiptView,
    ReportReviewView,
    VoteReviewView,
    VoteView,
)
from sync.protocol.encoding import group_code
from sync.protocol.envelope import open_mix_layer, open_outer, open_report, open_tally_layer, tracker_of
from sync.protocol.languages import LANGUAGE_CODES
from sync.protocol.polls.poll import texts_of
from tests.kits.content import MemoryPackage
from tests.kits.station_twin import Kit
from tests.kits.visit_paths import GARDEN, MARKET, REPORT, TO_THE_REVIEW, chosen

# --- voting -----------------------------------------------------------------------------------------------------------


def test_the_way_on_waits_until_enough_is_chosen_and_says_so_when_touched(kit):
    kit.at_home()
    view = kit.ask(*GARDEN)
    assert view.frame.main.waits and view.frame.main.enabled
    assert kit.ask(Continue()).notice
    assert not kit.ask(Choose("play")).frame.main.waits
    assert kit.ask(Choose("play")).frame.main.waits


def test_one_vote_from_the_first_page_to_the_disk(kit):
    kit.at_home()
    view = kit.ask(*MARKET)
    assert isinstance(view, VoteView)
    assert view.single
    assert view.rule == "Bitte wählen Sie eine Antwort."
    view = kit.ask(Choose("library"), Choose("shops"))
    assert chosen(view) == {"shops"}
    view = kit.ask(Continue())
    assert isinstance(view, VoteReviewView)
    assert "Läden und Cafés" in [line.value for line in view.lines]
    assert kit.outbox.puts == 0
    view = kit.ask(Cast())
    assert isinstance(view, ReceiptView)
    (record,) = kit.outbox.records
    assert kit.outbox.puts == 1
    outer = open_outer(record, key=kit.keys.seal)
    assert view.code == group_code(tracker_of(outer.inner))
    assert view.qr == "", "no telephone is sent anywhere unless the hub names an address"
    for_tally = open_mix_layer(outer.inner, poll_id="neuer-markt", key=kit.keys.mix)
    poll = next(poll for poll in kit.station.content.polls() if poll.id == "neuer-markt")
    assert open_tally_layer(for_tally, poll=poll, key=kit.keys.tally) == ["shops"]


def in_german_only(kit: Kit, poll_id: str) -> None:
    """From now on the poll is there in German alone."""
    path = f"polls/{poll_id}.json"
    poll = json.loads(kit.station.content.files[path])
    for _place, text in texts_of(poll):
        for language in text.keys() - {"de"}:
            del text[language]
    files = kit.station.content.files | {path: json.dumps(poll).encode()}
    kit.station.content = MemoryPackage(files)
    kit.station.content_name = "second"
    kit.wait(1)


@pytest.mark.parametrize("language", [code for code in LANGUAGE_CODES if code != "de"])
def test_a_poll_that_is_not_translated_says_so_before_it_is_opened_and_read(kit, language):
    in_german_only(kit, "garten-nordwest")
    kit.ask(Start(), ChooseLanguage(language), Continue())
    said = Texts(language).text("polls.only_german")
    polls = kit.ask(OpenPolls())
    told = {choice.intent.poll: said in choice.about for choice in polls.choices}
    assert told["garten-nordwest"]
    assert not told["neuer-markt"]
    view = kit.ask(OpenPoll("garten-nordwest"))
    assert view.explanation.startswith(said)
    assert view.headline == "Was ist Ihnen in diesem Garten wichtig?"


def test_a_german_poll_says_nothing_of_languages_in_german(kit):
    in_german_only(kit, "garten-nordwest")
    kit.at_home()
    assert Texts("de").text("polls.only_german") not in kit.ask(*GARDEN).explanation


def test_a_fourth_of_three_gives_a_notice_and_takes_nothing_back(kit):
    kit.at_home()
    three = {"play", "benches", "tool-shed"}
    view = kit.ask(*GARDEN, *map(Choose, sorted(three)))
    assert chosen(view) == three
    assert view.counted == "3 gewählt"
    view = kit.ask(Choose("fruit-trees"))
    assert chosen(view) == three  # R70
    assert "3" in view.notice
    view = kit.ask(Choose("play"), Choose("fruit-trees"))
    assert chosen(view) == {"benches", "tool-shed", "fruit-trees"}
    assert view.notice == ""


def test_an_empty_ballot_gets_a_notice_not_a_review(kit):
    kit.at_home()
    view = kit.ask(*GARDEN, Continue())
    assert isinstance(view, VoteView)
    assert view.notice
    assert isinstance(kit.ask(Choose("play"), Continue()), VoteReviewView)


def test_costs_stand_with_the_projects_of_a_budget(kit):
    kit.at_home()
    view = kit.ask(OpenPolls(), OpenDistricts(), ChooseDistrict("N"), OpenPoll("ortsbeirat-stadtmitte"))
    assert view.rule == "Sie können 1 bis 5 Projekte wählen."
    assert {option.note for option in view.options} >= {"4.800\u00a0Euro", "2.400\u00a0Euro"}
    assert view.options[0].intent.option == "benches"  # published order
    view = kit.ask(Choose("benches"), Continue())
    assert "Vier Bänke in den Wallanlagen, 4.800\u00a0Euro" in [line.value for line in view.lines]


def test_polls_are_those_of_the_district_and_another_one_can_be_chosen(kit):
    kit.at_home()
    polls = kit.ask(OpenPolls())
    assert isinstance(polls, PollsView)
    assert {choice.intent.poll for choice in polls.choices} == {"garten-nordwest", "neuer-markt"}
    districts = kit.ask(polls.other.intent)
    assert isinstance(districts, DistrictsView)
    assert districts.choices[0].title == "Groß Klein"
    assert districts.choices[0].note == "Sie sind hier"
    assert len(districts.choices) == 21
    own = {choice.intent.district for choice in districts.choices if choice.about == "Mit eigener Umfrage"}
    assert own == {"C", "D", "E", "F", "G", "N"}
    assert {choice.about for choice in districts.choices if choice.intent.district not in own} == {""}
    polls = kit.ask(ChooseDistrict("N"))
    assert {choice.intent.poll for choice in polls.choices} == {"ortsbeirat-stadtmitte", "neuer-markt"}
    assert isinstance(kit.ask(Back()), HomeView)


def test_a_station_that_does_not_know_its_district_asks_first(keys):
    kit = Kit(keys=keys)
    kit.station.district = ""
    kit.at_home()
    assert isinstance(kit.ask(OpenPolls()), DistrictsView)
    assert isinstance(kit.ask(Continue()), DistrictsView)
    view = kit.ask(ChooseDistrict("A"))
    assert isinstance(view, PollsView)
    assert "Warnemünde" in view.headline


def test_the_order_of_options_stays_the_same_within_a_visit_and_differs_between_visits(kit):
    orders = []
    for _ in range(6):
        kit.at_home()
        first = [option.intent for option in kit.ask(*GARDEN).options]
        assert [option.intent for option in kit.ask(Choose("play"), Home(), *GARDEN).options] == first
        orders.append(first)
        kit.ask(EndVisit(), ThrowAway())
    assert len({tuple(order) for order in orders}) > 1


def test_a_poll_answered_in_this_visit_says_so_and_is_not_opened_again(kit):
    kit.at_home()
    kit.ask(*MARKET, Choose("library"), Continue(), Cast(), Home())
    polls = kit.ask(OpenPolls())
    done = next(choice for choice in polls.choices if choice.intent == OpenPoll("neuer-markt"))
    assert (done.chosen, done.note) == (True, "Abgestimmt")
    view = kit.ask(OpenPoll("neuer-markt"))
    assert isinstance(view, PollsView)
    assert view.notice
    assert kit.outbox.puts == 1


def test_a_receipt_is_left_forwards_only_and_its_code_is_then_gone(kit):
    kit.at_home()
    view = kit.ask(*MARKET, Choose("library"), Continue(), Cast())
    assert view.frame.back is None
    assert kit.ask(Back()) == view
    assert kit.ask(Cast(), Continue()) == view
    assert kit.outbox.puts == 1
    assert kit.ask(OpenHelp(), Back()).code == view.code
    kit.ask(Home())
    assert view.code.replace("-", "") not in repr(vars(kit.conductor._visit.session))


def test_nothing_can_be_cast_anywhere_but_on_the_review(kit):
    kit.at_home()
    kit.ask(*MARKET, Choose("library"), Cast(), Home(), Cast(), OpenHelp(), Cast(), OpenReport(), Cast(), FileReport())
    assert kit.outbox.puts == 0


def test_a_poll_that_closes_meanwhile_is_not_cast(kit):
    kit.at_home()
    kit.ask(*MARKET, Choose("library"), Continue())
    kit.station.time = datetime(2027, 7, 1, 12, tzinfo=UTC)
    view = kit.ask(Cast())
    assert isinstance(view, VoteReviewView)
    assert "beendet" in view.notice
    assert kit.outbox.puts == 0


def test_when_the_disk_takes_nothing_the_answer_stays_and_can_be_cast_again(kit):
    kit.at_home()
    kit.ask(*MARKET, Choose("library"), Continue())
    kit.outbox.full = True
    view = kit.ask(Cast())
    assert isinstance(view, VoteReviewView)
    assert "noch nicht gespeichert" in view.notice
    assert (KioskEvent.NOT_STORED, "NOT_STORED") in [
        (event, getattr(detail, "name", "")) for event, detail in kit.events
    ]
    kit.outbox.full = False
    assert isinstance(kit.ask(Cast()), ReceiptView)
    assert len(kit.outbox.records) == 1
    assert kit.outbox.tried[0] == kit.outbox.tried[1]  # should the disk have kept the first, it is still one vote


def test_an_answer_changed_after_a_failure_is_sealed_anew(kit):
    kit.at_home()
    kit.outbox.full = True
    kit.ask(*MARKET, Choose("library"), Continue(), Cast(), Back(), Choose("shops"))
    kit.outbox.full = False
    kit.ask(Continue(), Cast())
    outer = open_outer(kit.outbox.records[0], key=kit.keys.seal)
    poll = next(poll for poll in kit.station.content.polls() if poll.id == "neuer-markt")
    for_tally = open_mix_layer(outer.inner, poll_id=poll.id, key=kit.keys.mix)
    assert open_tally_layer(for_tally, poll=poll, key=kit.keys.tally) == ["shops"]


# --- reporting --------------------------------------------------------------------------------------------------------


def test_one_report_from_the_first_page_to_the_disk(kit):
    kit.at_home("en")
    assert isinstance(kit.ask(OpenReport()), CategoriesView)
    assert isinstance(kit.ask(ChooseCategory("litter"), ChooseCategory("litter")), DistrictsView)
    view = kit.ask(ChooseDistrict("N"))
    assert isinstance(view, PlaceView)
    assert view.point_words == "Roughly, somewhere in Stadtmitte"
    view = kit.ask(PointAt(12.1388, 54.0893))
    assert view.point == (12.1388, 54.0893)
    assert view.point_words == "Near: Lange Straße, St Mary’s church"
    assert isinstance(kit.ask(Continue(), Continue()), DescriptionView)
    view = kit.ask(Describe("Broken glass"), *TO_THE_REVIEW)
    assert isinstance(view, ReportReviewView)
    values = [line.value for line in view.lines]
    assert values == [
        "Litter and dirt",
        "Stadtmitte",
        "Near: Lange Straße, St Mary’s church",
        "Broken glass",
        "Yes, this may be public",
    ]
    assert kit.outbox.puts == 0
    view = kit.ask(FileReport())
    assert isinstance(view, ReceiptView)
    (record,) = kit.outbox.records
    report = open_report(record, key=kit.keys.seal)
    assert view.code == " ".join(report.number[at : at + 4] for at in range(0, 16, 4))
    assert (report.category, report.district, report.description) == ("litter", "N", "Broken glass")
    assert (report.longitude, report.latitude) == (12.1388, 54.0893)
    assert (report.language, report.day) == ("en", "2026-11-22")


def test_nothing_can_be_sent_anywhere_but_on_the_review(kit):
    kit.at_home()
    kit.ask(*REPORT, FileReport(), OpenHelp(), FileReport(), Home(), FileReport(), OpenReport(), FileReport())
    assert kit.outbox.puts == 0


def test_a_place_outside_the_city_is_refused_in_words_and_the_point_stays(kit):
    kit.at_home()
    before = kit.ask(OpenReport(), ChooseCategory("litter"), ChooseCategory("litter"), ChooseDistrict("N"))
    view = kit.ask(PointAt(13.4, 52.5))
    assert view.notice
    assert view.point == before.point


def test_a_report_changed_after_a_failure_is_sealed_anew(kit):
    kit.at_home()
    kit.outbox.full = True
    kit.ask(*REPORT, *TO_THE_REVIEW, FileReport(), Back(), Back(), Back(), Describe("Scherben auf dem Weg"))
    kit.ask(*TO_THE_REVIEW)
    kit.outbox.full = False
    kit.ask(FileReport())
    assert open_report(kit.outbox.records[0], key=kit.keys.seal).description == "Scherben auf dem Weg"


def test_after_a_vote_the_other_open_poll_is_offered_until_there_is_none(kit):
    kit.at_home()
    view = kit.ask(*GARDEN, Choose("play"), Continue(), Cast())
    assert isinstance(view, ReceiptView)
    assert OpenPolls() in {action.intent for action in view.others}
    assert isinstance(kit.ask(OpenPolls()), PollsView)
    view = kit.ask(*MARKET, Choose("library"), Continue(), Cast())
    assert isinstance(view, ReceiptView)
    assert OpenPolls() not in {action.intent for action in view.others}


def test_from_the_receipt_the_next_person_begins_afresh(kit):
    kit.at_home("en")
    view = kit.ask(*GARDEN, Choose("play"), Continue(), Cast())
    assert StartAfresh() in {action.intent for action in view.others}
    view = kit.ask(StartAfresh())
    assert isinstance(view, LanguagesView)
    assert view.frame.language == "de"
    kit.at_home()
    assert chosen(kit.ask(*GARDEN)) == set()


def test_while_something_is_unfinished_the_next_person_has_to_wait(kit):
    kit.at_home()
    view = kit.ask(*MARKET, Choose("library"), *GARDEN, Choose("play"), Continue(), Cast())
    assert isinstance(view, ReceiptView)
    assert StartAfresh() not in {action.intent for action in view.others}


def test_near_its_end_the_text_field_says_how_much_room_is_left(kit):
    kit.at_home()
    assert kit.ask(*REPORT).room == ""
    assert kit.ask(Describe("a" * 950)).room == "Noch Platz für 50 Zeichen"
    view = kit.ask(Describe("a" * 2000))
    assert len(view.text) == view.limit


def test_going_back_and_forth_loses_nothing(kit):
    kit.at_home()
    kit.ask(*REPORT, Continue())
    view = kit.ask(*[Back()] * 6)
    assert isinstance(view, CategoriesView)
    assert [choice.intent.category for choice in view.choices if choice.chosen] == ["litter"]
    view = kit.ask(*[Continue()] * 5)
    assert isinstance(view, DescriptionView)
    assert view.text == "Glas auf dem Weg"


def test_when_the_disk_takes_nothing_the_report_stays_and_can_be_sent_again(kit):
    kit.at_home()
    kit.outbox.full = True
    view = kit.ask(*REPORT, *TO_THE_REVIEW, FileReport())
    assert isinstance(view, ReportReviewView)
    assert "noch nicht gespeichert" in view.notice
    kit.outbox.full = False
    assert isinstance(kit.ask(FileReport()), ReceiptView)
    assert len(kit.outbox.records) == 1
    assert kit.outbox.tried[0] == kit.outbox.tried[1]
    assert kit.ask(Home(), EndVisit()).__class__ is GoodbyeView

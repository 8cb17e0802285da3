"""Visits as stories: what a person asks for, and what is then on the screen and on the disk. No window, no Qt."""

import json
from dataclasses import replace
from datetime import UTC, datetime

import pytest

from accessibility.profile import Profile, TextSize, Theme
from hardware.ports import PrinterState, PrintResult
from kiosk.conductor import GOODBYE_SECONDS
from kiosk.events import Event
from kiosk.intents import (
    Back,
    Cast,
    Choose,
    ChooseCategory,
    ChooseDistrict,
    ChooseLanguage,
    ChooseSize,
    ChooseTheme,
    Continue,
    Describe,
    EndVisit,
    FileReport,
    Home,
    KeepGoing,
    NextSize,
    NextTheme,
    OpenAids,
    OpenDistricts,
    OpenHelp,
    OpenLanguages,
    OpenPoll,
    OpenPolls,
    OpenReport,
    PointAt,
    PrintReceipt,
    Start,
    SwitchSpeech,
    ThrowAway,
)
from kiosk.offer import read_offer
from kiosk.texts import LANGUAGES
from kiosk.trouble import Trouble
from kiosk.views import (
    AidsView,
    AttractView,
    CategoriesView,
    DescriptionView,
    DistrictsView,
    GoodbyeView,
    HelpView,
    HomeView,
    IdleWarningView,
    LanguagesView,
    OutOfOrderView,
    PlaceView,
    PollsView,
    ReceiptView,
    ReportReviewView,
    UnfinishedView,
    VoteReviewView,
    VoteView,
)
from sync.encoding import group_code
from sync.envelope import open_mix_layer, open_outer, open_report, open_tally_layer, tracker_of
from tests.kiosk.station_twin import Kit, SlowJob

GARDEN = (OpenPolls(), OpenPoll("garten-nordwest"))
MARKET = (OpenPolls(), OpenPoll("neuer-markt"))
REPORT = (OpenReport(), ChooseCategory("litter"), ChooseDistrict("N"), Continue(), Describe("Glas auf dem Weg"))


def chosen(view) -> set[str]:
    return {option.intent.option for option in view.options if option.chosen}


# --- the beginning ---------------------------------------------------------------------------------------------------


def test_a_touch_leads_over_language_and_aids_to_the_first_page(kit):
    assert isinstance(kit.view, AttractView)
    assert isinstance(kit.ask(Start()), LanguagesView)
    assert isinstance(kit.ask(ChooseLanguage("en")), AidsView)
    view = kit.ask(Continue())
    assert isinstance(view, HomeView)
    assert view.frame.language == "en"


def test_the_greeting_says_where_it_stands_and_how_old_the_content_is_in_all_languages(kit):
    assert [language for language, _ in kit.view.greetings] == [language.code for language in LANGUAGES]
    assert "Groß Klein" in kit.view.place
    assert "15. November 2026" in kit.view.content_date
    assert kit.view.frame.aids == ()


def test_a_greeting_in_ones_own_language_can_be_touched_at_once(kit):
    view = kit.ask(ChooseLanguage("en"))
    assert isinstance(view, AidsView)
    assert view.frame.language == "en"


def test_nothing_but_a_beginning_begins_a_visit(kit):
    assert isinstance(kit.ask(Home(), Cast(), NextSize(), EndVisit()), AttractView)


def test_the_first_page_says_how_long_the_station_waits(kit):
    assert "3 Minuten" in kit.at_home().explanation  # R62
    assert "one minute" in Kit(keys=kit.keys, idle=replace(kit.idle, started_seconds=60)).at_home("en").explanation


# --- voting ----------------------------------------------------------------------------------------------------------


def test_one_vote_from_the_first_page_to_the_disk(kit):
    kit.at_home()
    view = kit.ask(*MARKET)
    assert isinstance(view, VoteView)
    assert view.single
    assert view.rule == "Sie können eine Antwort wählen."
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
    assert view.qr == f"mitmach:vote:{tracker_of(outer.inner)}"
    for_tally = open_mix_layer(outer.inner, poll_id="neuer-markt", key=kit.keys.mix)
    poll = next(poll for poll in kit.station.content.polls() if poll.id == "neuer-markt")
    assert open_tally_layer(for_tally, poll=poll, key=kit.keys.tally) == ("shops",)


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
    assert {option.note for option in view.options} >= {"4.800 Euro", "2.400 Euro"}
    assert view.options[0].intent.option == "benches"  # published order
    view = kit.ask(Choose("benches"), Continue())
    assert "Vier Bänke in den Wallanlagen, 4.800 Euro" in [line.value for line in view.lines]


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
    assert (Event.NOT_STORED, "NOT_STORED") in [(event, getattr(detail, "name", "")) for event, detail in kit.events]
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
    assert open_tally_layer(for_tally, poll=poll, key=kit.keys.tally) == ("shops",)


# --- reporting -------------------------------------------------------------------------------------------------------


def test_one_report_from_the_first_page_to_the_disk(kit):
    kit.at_home("en")
    assert isinstance(kit.ask(OpenReport()), CategoriesView)
    assert isinstance(kit.ask(ChooseCategory("litter")), DistrictsView)
    view = kit.ask(ChooseDistrict("N"))
    assert isinstance(view, PlaceView)
    assert view.point_words == "Middle of Stadtmitte"
    view = kit.ask(PointAt(12.1388, 54.0893))
    assert view.point == (12.1388, 54.0893)
    assert view.point_words == "Near: St Mary’s church"
    assert isinstance(kit.ask(Continue()), DescriptionView)
    view = kit.ask(Describe("Broken glass"), Continue())
    assert isinstance(view, ReportReviewView)
    values = [line.value for line in view.lines]
    assert values == ["Litter and dirt", "Stadtmitte", "Near: St Mary’s church", "Broken glass"]
    assert kit.outbox.puts == 0
    view = kit.ask(FileReport())
    assert isinstance(view, ReceiptView)
    (record,) = kit.outbox.records
    report = open_report(record, key=kit.keys.seal)
    assert view.code == " ".join(report.number[at : at + 3] for at in range(0, 12, 3))
    assert (report.category, report.district, report.description) == ("litter", "N", "Broken glass")
    assert (report.longitude, report.latitude) == (12.1388, 54.0893)
    assert (report.language, report.day) == ("en", "2026-11-22")


def test_nothing_can_be_sent_anywhere_but_on_the_review(kit):
    kit.at_home()
    kit.ask(*REPORT, FileReport(), OpenHelp(), FileReport(), Home(), FileReport(), OpenReport(), FileReport())
    assert kit.outbox.puts == 0


def test_a_place_outside_the_city_is_refused_in_words_and_the_point_stays(kit):
    kit.at_home()
    before = kit.ask(OpenReport(), ChooseCategory("litter"), ChooseDistrict("N"))
    view = kit.ask(PointAt(13.4, 52.5))
    assert view.notice
    assert view.point == before.point


def test_a_report_changed_after_a_failure_is_sealed_anew(kit):
    kit.at_home()
    kit.outbox.full = True
    kit.ask(*REPORT, Continue(), FileReport(), Back(), Describe("Scherben auf dem Weg"), Continue())
    kit.outbox.full = False
    kit.ask(FileReport())
    assert open_report(kit.outbox.records[0], key=kit.keys.seal).description == "Scherben auf dem Weg"


def test_a_description_that_says_nothing_gets_a_notice(kit):
    kit.at_home()
    view = kit.ask(*REPORT, Describe("  "), Continue())
    assert isinstance(view, DescriptionView)
    assert view.notice
    assert isinstance(kit.ask(Describe("Glas"), Continue()), ReportReviewView)


def test_near_its_end_the_text_field_says_how_much_room_is_left(kit):
    kit.at_home()
    assert kit.ask(*REPORT).room == ""
    assert kit.ask(Describe("a" * 950)).room == "Noch Platz für 50 Zeichen"
    view = kit.ask(Describe("a" * 2000))
    assert len(view.text) == view.limit


def test_going_back_and_forth_loses_nothing(kit):
    kit.at_home()
    kit.ask(*REPORT, Continue())
    view = kit.ask(Back(), Back(), Back(), Back())
    assert isinstance(view, CategoriesView)
    assert [choice.intent.category for choice in view.choices if choice.chosen] == ["litter"]
    view = kit.ask(Continue(), Continue(), Continue())
    assert isinstance(view, DescriptionView)
    assert view.text == "Glas auf dem Weg"


def test_when_the_disk_takes_nothing_the_report_stays_and_can_be_sent_again(kit):
    kit.at_home()
    kit.outbox.full = True
    view = kit.ask(*REPORT, Continue(), FileReport())
    assert isinstance(view, ReportReviewView)
    assert "noch nicht gespeichert" in view.notice
    kit.outbox.full = False
    assert isinstance(kit.ask(FileReport()), ReceiptView)
    assert len(kit.outbox.records) == 1
    assert kit.outbox.tried[0] == kit.outbox.tried[1]
    assert kit.ask(Home(), EndVisit()).__class__ is GoodbyeView


# --- aids ------------------------------------------------------------------------------------------------------------


def test_every_aid_works_on_a_question_and_loses_no_answer(kit):
    kit.at_home()
    view = kit.ask(*GARDEN, Choose("play"), Choose("benches"))
    before = chosen(view)
    view = kit.ask(NextSize(), NextTheme(), SwitchSpeech())
    assert view.frame.profile == Profile(size=TextSize.LARGE, theme=Theme.WHITE_ON_BLACK, speech=True)
    assert chosen(view) == before
    view = kit.ask(OpenLanguages(), ChooseLanguage("de-leicht"))
    assert isinstance(view, VoteView)
    assert view.frame.language == "de-leicht"
    assert chosen(view) == before
    view = kit.ask(OpenAids(), ChooseSize("small"), ChooseTheme("soft"), Continue())
    assert (view.frame.profile.size, view.frame.profile.theme) == (TextSize.SMALL, Theme.SOFT)
    assert chosen(view) == before


def test_aids_that_do_not_exist_change_nothing(kit):
    view = kit.at_home()
    assert kit.ask(ChooseSize("huge"), ChooseTheme("pink"), ChooseLanguage("tlh")) == view


def test_help_explains_the_step_it_was_asked_at(kit):
    kit.at_home("en")
    view = kit.ask(*GARDEN, OpenHelp())
    assert isinstance(view, HelpView)
    assert view.sentences[0].startswith("Touch an answer")
    assert isinstance(kit.ask(view.frame.main.intent), VoteView)


def test_a_notice_stays_in_ones_language_when_only_an_aid_changes(kit):
    kit.at_home()
    view = kit.ask(*GARDEN, Continue())
    assert kit.ask(NextSize()).notice == view.notice
    assert kit.ask(Choose("play")).notice == ""


def test_every_screen_of_a_visit_has_the_aids_and_the_way_out(kit):
    for wishes in [(Start(),), (ChooseLanguage("de"),), (Continue(),), GARDEN, (OpenHelp(),), (Home(), *REPORT)]:
        frame = kit.ask(*wishes).frame
        assert len(frame.aids) == 5
        assert frame.end.intent == EndVisit()


def test_a_station_may_begin_every_visit_with_speech(keys):
    kit = Kit(keys=keys)
    kit = Kit(keys=keys, speech=replace(kit.config.speech, on_at_start=True))
    assert kit.at_home().frame.profile.speech
    kit.ask(SwitchSpeech(), EndVisit())
    assert kit.at_home().frame.profile.speech


# --- the end ---------------------------------------------------------------------------------------------------------


def test_the_end_thanks_in_ones_language_and_then_the_greeting_comes_back(kit):
    kit.at_home("en")
    view = kit.ask(NextSize(), EndVisit())
    assert isinstance(view, GoodbyeView)
    assert (view.frame.language, view.frame.profile.size) == ("en", TextSize.LARGE)
    assert isinstance(kit.wait(GOODBYE_SECONDS - 0.1), GoodbyeView)
    view = kit.wait(0.1)
    assert isinstance(view, AttractView)
    assert (view.frame.language, view.frame.profile) == ("de", Profile())


def test_the_next_person_need_not_wait_for_the_goodbye(kit):
    kit.at_home("en")
    kit.ask(NextSize(), SwitchSpeech(), EndVisit())
    view = kit.ask(Start())
    assert isinstance(view, LanguagesView)
    assert (view.frame.language, view.frame.profile) == ("de", Profile())


@pytest.mark.parametrize("begun", [(*GARDEN, Choose("play")), REPORT], ids=["ballot", "report"])
def test_what_is_unfinished_is_asked_about_and_can_be_finished(kit, begun):
    kit.at_home()
    at_work = kit.ask(*begun)
    view = kit.ask(EndVisit())
    assert isinstance(view, UnfinishedView)
    assert {choice.intent for choice in view.choices} == {KeepGoing(), ThrowAway()}
    assert kit.ask(EndVisit()) == view
    assert kit.ask(KeepGoing()) == at_work


@pytest.mark.parametrize(
    ("begun", "expected"),
    [
        ((*GARDEN, Choose("play")), VoteView),
        ((OpenReport(), ChooseCategory("litter")), DistrictsView),
        ((OpenReport(), ChooseCategory("litter"), ChooseDistrict("N")), DescriptionView),
        (REPORT, DescriptionView),
    ],
)
def test_from_the_first_page_going_on_leads_to_what_is_unfinished(kit, begun, expected):
    kit.at_home()
    kit.ask(*begun)
    home = kit.ask(Home())
    assert [tile.note for tile in home.tiles].count("Angefangen") == 1
    assert isinstance(kit.ask(EndVisit(), KeepGoing()), expected)


def test_what_is_thrown_away_is_neither_stored_nor_kept(kit):
    kit.at_home()
    assert isinstance(kit.ask(*GARDEN, Choose("play"), EndVisit(), ThrowAway()), GoodbyeView)
    assert kit.outbox.puts == 0
    kit.at_home()
    assert chosen(kit.ask(*GARDEN)) == set()


def test_a_ballot_and_a_report_left_open_are_both_named(kit):
    kit.at_home("en")
    kit.ask(*GARDEN, Choose("play"), Home(), OpenReport(), ChooseCategory("litter"))
    assert kit.ask(EndVisit()).headline == "Your vote and your report are not sent yet"


def test_a_choice_taken_back_is_nothing_unfinished(kit):
    kit.at_home()
    assert isinstance(kit.ask(*GARDEN, Choose("play"), Choose("play"), EndVisit()), GoodbyeView)


# --- silence ---------------------------------------------------------------------------------------------------------


def test_an_untouched_visit_ends_without_a_question(kit):
    kit.at_home()
    assert isinstance(kit.wait(kit.idle.untouched_seconds - 0.1), HomeView)
    assert isinstance(kit.wait(0.1), AttractView)


@pytest.mark.parametrize(
    "wishes", [(*GARDEN, Choose("play")), (SwitchSpeech(),), (OpenReport(), ChooseCategory("litter"))]
)
def test_who_entered_something_or_listens_is_warned_first(kit, wishes):
    kit.at_home()
    kit.ask(*wishes)
    assert not isinstance(kit.wait(kit.idle.started_seconds - 0.1), IdleWarningView)
    view = kit.wait(0.1)
    assert isinstance(view, IdleWarningView)
    assert view.seconds_left == kit.idle.warning_seconds
    assert str(kit.idle.warning_seconds) in view.explanation
    view = kit.wait(kit.idle.warning_seconds - 1)
    assert view.seconds_left == 1
    assert isinstance(kit.wait(1), AttractView)
    assert (Event.VISIT_ABANDONED, None) in kit.events


def test_one_touch_anywhere_goes_on_as_often_as_wanted(kit):
    kit.at_home()
    at_work = kit.ask(*GARDEN, Choose("play"))
    for _ in range(12):  # R61
        assert isinstance(kit.wait(kit.idle.started_seconds + 5), IdleWarningView)
        assert kit.conductor.touch() == at_work
        assert kit.conductor.touch() is None
        assert isinstance(kit.wait(kit.idle.started_seconds + 5), IdleWarningView)
        assert kit.ask(KeepGoing()) == at_work


def test_being_read_to_is_no_silence_but_the_countdown_goes_on(kit):
    kit.at_home()
    kit.ask(SwitchSpeech())
    for _ in range(5):
        kit.conductor.hears()
        assert isinstance(kit.wait(kit.idle.started_seconds - 1), HomeView)
    assert isinstance(kit.wait(1), IdleWarningView)
    kit.conductor.hears()
    assert kit.wait(1).seconds_left == kit.idle.warning_seconds - 1


def test_while_nobody_is_here_time_changes_nothing(kit):
    assert kit.conductor.tick() is None
    kit.seconds.now += 100_000
    assert kit.conductor.tick() is None


# --- printing --------------------------------------------------------------------------------------------------------


def test_a_receipt_is_printed_once_on_wish(kit, printer):
    kit.at_home()
    view = kit.ask(*MARKET, Choose("library"), Continue(), Cast())
    view = kit.ask(view.print_action.intent)
    assert [printed.code for printed in printer.printed] == [view.code]
    assert (view.print_action, view.print_words) == (None, "Ihr Zettel ist gedruckt.")


def test_while_paper_is_on_its_way_the_visit_goes_on(kit, printer):
    printer.slow_job = SlowJob()
    kit.at_home()
    kit.ask(*MARKET, Choose("library"), Continue(), Cast())
    view = kit.ask(PrintReceipt(), PrintReceipt())
    assert len(printer.printed) == 1
    assert (view.print_action, view.print_words) == (None, "Ihr Zettel wird gedruckt. Einen Moment bitte.")
    assert kit.conductor.tick() is None
    printer.slow_job.result = PrintResult(PrinterState.READY, "printed")
    assert kit.wait(1).print_words == "Ihr Zettel ist gedruckt."


def test_a_printer_that_fails_is_said_and_can_be_tried_again(kit, printer):
    kit.at_home()
    kit.ask(*MARKET, Choose("library"), Continue(), Cast())
    printer.state = PrinterState.PAPER_OUT
    view = kit.ask(PrintReceipt())
    assert view.notice
    assert view.print_action is not None
    assert (Event.NOT_PRINTED, PrinterState.PAPER_OUT) in kit.events
    printer.state = PrinterState.READY
    assert kit.ask(PrintReceipt()).print_words


def test_without_a_printer_there_is_no_button_and_nothing_happens(keys):
    kit = Kit(keys=keys)
    kit.at_home()
    view = kit.ask(*MARKET, Choose("library"), Continue(), Cast())
    assert view.print_action is None
    assert kit.ask(PrintReceipt()) == view


def test_nothing_is_printed_but_a_receipt(kit, printer):
    kit.at_home()
    kit.ask(PrintReceipt(), *MARKET, PrintReceipt(), OpenHelp(), PrintReceipt())
    assert printer.printed == []


# --- the station -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("trouble", sorted(Trouble, key=lambda trouble: trouble.value))
def test_a_station_in_trouble_says_why_what_to_do_and_begins_nothing(kit, trouble):
    kit.station.problem = trouble
    view = kit.wait(1)
    assert isinstance(view, OutOfOrderView)
    assert all((view.headline, view.explanation, view.what_to_do, view.detail))
    assert kit.ask(Start(), ChooseLanguage("de"), OpenPolls()) == view
    assert (Event.OUT_OF_ORDER, trouble) in kit.events
    kit.station.problem = None
    assert isinstance(kit.wait(1), AttractView)
    assert (Event.IN_ORDER, None) in kit.events


@pytest.mark.parametrize("trouble", [Trouble.REVOKED, Trouble.DATABASE_UNFIT])
def test_trouble_that_leaves_nothing_to_do_ends_a_visit(kit, trouble):
    kit.at_home()
    kit.ask(*MARKET, Choose("library"))
    kit.station.problem = trouble
    assert isinstance(kit.wait(1), OutOfOrderView)
    assert isinstance(kit.ask(Continue(), Cast()), OutOfOrderView)
    assert kit.outbox.puts == 0


@pytest.mark.parametrize("trouble", [Trouble.DISK_FULL, Trouble.NO_CONTENT])
def test_other_trouble_lets_a_visit_finish(kit, trouble):
    kit.at_home()
    kit.ask(*MARKET, Choose("library"))
    kit.station.problem = trouble
    kit.wait(1)
    assert isinstance(kit.ask(Continue(), Cast()), ReceiptView)
    kit.ask(EndVisit())
    assert isinstance(kit.wait(1), OutOfOrderView)


def test_a_station_without_content_waits_for_it(kit):
    kit = Kit(keys=kit.keys)
    content, kit.station.content = kit.station.content, None
    kit.station.content_name = "second"
    assert isinstance(kit.wait(1), OutOfOrderView)
    kit.station.content = content
    assert isinstance(kit.wait(1), AttractView)


@pytest.mark.parametrize("lost", ["places.json", "keys.json", "map.json", "categories.json"])
def test_content_that_lacks_a_part_is_as_good_as_none(kit, lost):
    files = {path: data for path, data in kit.station.content.files.items() if path != lost}
    kit.station.content = replace(kit.station.content, files=files)
    kit.station.content_name = "second"
    assert isinstance(kit.wait(1), OutOfOrderView)
    assert Event.CONTENT_UNREADABLE in [event for event, _ in kit.events]


def test_a_visit_keeps_the_content_it_began_with(kit):
    kit.at_home()
    kit.ask(*MARKET, Choose("library"))
    files = {path: data for path, data in kit.station.content.files.items() if path != "polls/neuer-markt.json"}
    kit.station.content = replace(kit.station.content, files=files)
    kit.station.content_name = "second"
    kit.wait(1)
    assert isinstance(kit.ask(Continue(), Cast()), ReceiptView)
    kit.ask(EndVisit())
    kit.wait(GOODBYE_SECONDS)
    kit.at_home()
    assert {choice.intent.poll for choice in kit.ask(OpenPolls()).choices} == {"garten-nordwest"}


def test_a_district_without_polls_says_so_and_offers_another(kit):
    files = {path: data for path, data in kit.station.content.files.items() if not path.startswith("polls/")}
    kit.station.content = replace(kit.station.content, files=files)
    kit.station.content_name = "second"
    kit.wait(1)
    kit.at_home("en")
    view = kit.ask(OpenPolls())
    assert view.choices == ()
    assert "no poll" in view.explanation
    assert view.other.intent == OpenDistricts()


def test_polls_without_counting_keys_are_not_offered(kit):
    content = kit.station.content
    bare = content.files["polls/neuer-markt.json"].replace(b'"keys"', b'"no_keys"')
    offer = read_offer(replace(content, files={**content.files, "polls/neuer-markt.json": bare}))
    assert set(offer.polls) == {"garten-nordwest", "ortsbeirat-stadtmitte"}


def test_a_poll_that_is_not_open_here_is_not_opened(kit):
    kit.at_home()
    kit.ask(OpenPolls())
    kit.station.time = datetime(2027, 7, 1, 12, tzinfo=UTC)
    view = kit.ask(OpenPoll("neuer-markt"))
    assert isinstance(view, PollsView)
    assert "beendet" in view.notice


def test_options_that_do_not_exist_change_nothing(kit):
    kit.at_home()
    view = kit.ask(*GARDEN)
    assert kit.ask(Choose("no-such-option")) == view


def test_districts_and_categories_that_do_not_exist_change_nothing(kit):
    kit.at_home()
    view = kit.ask(OpenReport())
    assert kit.ask(ChooseCategory("weather")) == view
    view = kit.ask(ChooseCategory("litter"))
    assert kit.ask(ChooseDistrict("Z")) == view


def test_files_of_the_content_on_show_can_be_read(kit):
    assert kit.conductor.read_content("pictograms/litter.svg").startswith(b"<svg")
    with pytest.raises(FileNotFoundError):
        kit.conductor.read_content("pictograms/none.svg")
    kit.station.content = None
    kit.station.content_name = "second"
    kit.wait(1)
    with pytest.raises(FileNotFoundError):
        kit.conductor.read_content("pictograms/litter.svg")


@pytest.mark.parametrize(
    ("least", "most", "rule"),
    [
        (0, 1, "You may choose one answer or none."),
        (0, 2, "You may choose up to 2 answers or none."),
        (1, 1, "You may choose one answer."),
        (2, 2, "Please choose exactly 2 answers."),
        (1, 3, "You may choose 1 to 3 answers."),
        (1, 99, "You may choose 1 to 6 answers."),
    ],
)
def test_the_rule_is_said_from_the_polls_own_numbers(kit, least, most, rule):
    path = "polls/garten-nordwest.json"
    poll = json.loads(kit.station.content.files[path]) | {"min": least, "max": most}
    files = kit.station.content.files | {path: json.dumps(poll).encode()}
    kit.station.content = replace(kit.station.content, files=files)
    kit.station.content_name = "second"
    kit.wait(1)
    kit.at_home("en")
    assert kit.ask(*GARDEN).rule == rule
    if least == 0:
        assert "Nothing chosen" in [line.value for line in kit.ask(Continue()).lines]
        assert isinstance(kit.ask(Cast()), ReceiptView)


def test_content_that_is_not_what_it_should_be_is_as_good_as_none(kit):
    files = kit.station.content.files | {"categories.json": b"{}"}
    kit.station.content = replace(kit.station.content, files=files)
    kit.station.content_name = "second"
    assert isinstance(kit.wait(1), OutOfOrderView)

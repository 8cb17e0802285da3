"""Visits told to the conductor without a window: the beginning, aids, the end and silence."""

from dataclasses import replace

import pytest

from accessibility.profile import Profile, TextSize, Theme
from kiosk.conductor import GOODBYE_SECONDS
from kiosk.greeting import TOLD_SECONDS
from kiosk.station.warning import TURN_SECONDS
from kiosk.texts import Texts
from kiosk.viewmodel.intents import (
    Cast,
    Choose,
    ChooseCategory,
    ChooseLanguage,
    ChooseSize,
    ChooseTheme,
    Continue,
    EndVisit,
    Home,
    KeepGoing,
    NextSize,
    NextTheme,
    OpenAids,
    OpenHelp,
    OpenLanguages,
    OpenLookUp,
    OpenPolls,
    OpenReport,
    Start,
    StartAfresh,
    SwitchSpeech,
    ThrowAway,
)
from kiosk.viewmodel.views import (
    AidsView,
    AttractView,
    DescriptionView,
    DistrictsView,
    GoodbyeView,
    HelpView,
    HomeView,
    IdleWarningView,
    LanguagesView,
    SentencesView,
    UnfinishedView,
    VoteView,
)
from sync.protocol.languages import LANGUAGES
from sync.station.last_act import LastAct
from tests.kits.station_twin import Kit
from tests.kits.visit_paths import GARDEN, REPORT, TO_THE_PLACE, chosen

# --- the beginning ----------------------------------------------------------------------------------------------------


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
    assert "15.\u00a0November\u00a02026" in kit.view.content_date
    assert kit.view.frame.aids == ()


def test_the_greeting_asks_a_question_that_can_be_answered_here_each_day_another(kit):
    assert kit.view.note == "Was ist Ihnen in diesem Garten wichtig?" or "Neuen Markt" in kit.view.note
    assert "Groß Klein" in kit.view.note_title


def test_a_page_has_the_colour_of_its_task_and_the_home_page_shows_all_of_them(kit):
    home = kit.at_home()
    assert home.frame.accent == ""
    assert [tile.accent for tile in home.tiles] == ["voting", "reporting", "contributing", "projects", "lookup", ""]
    assert kit.ask(OpenPolls()).frame.accent == "voting"
    assert kit.ask(Home(), OpenReport()).frame.accent == "reporting"
    assert kit.ask(Home(), OpenLookUp()).frame.accent == "lookup"


def test_a_greeting_in_ones_own_language_can_be_touched_at_once(kit):
    view = kit.ask(ChooseLanguage("en"))
    assert isinstance(view, AidsView)
    assert view.frame.language == "en"


def test_nothing_but_a_beginning_begins_a_visit(kit):
    assert isinstance(kit.ask(Home(), Cast(), NextSize(), EndVisit()), AttractView)


def test_the_first_page_says_how_long_the_station_waits(kit):
    assert "3 Minuten" in kit.at_home().explanation  # R62
    assert "one minute" in Kit(keys=kit.keys, idle=replace(kit.idle, started_seconds=60)).at_home("en").explanation


# --- aids -------------------------------------------------------------------------------------------------------------


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


# --- the end ----------------------------------------------------------------------------------------------------------


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
        ((OpenReport(), ChooseCategory("praise")), DistrictsView),
        (TO_THE_PLACE, SentencesView),
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
    view = kit.ask(EndVisit())
    assert view.headline == "Your vote is not cast yet"
    assert view.explanation.startswith("Your report is not sent yet\n")


def test_a_choice_taken_back_is_nothing_unfinished(kit):
    kit.at_home()
    assert isinstance(kit.ask(*GARDEN, Choose("play"), Choose("play"), EndVisit()), GoodbyeView)


# --- after the power was away -----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("noted", "words"), [(LastAct.BEGUN, "nicht gespeichert"), (LastAct.STORED, "ist gespeichert")]
)
def test_for_some_minutes_the_greeting_tells_what_became_of_a_visit_that_was_cut_off(kit, noted, words):
    kit.station.noted = noted
    kit.view = view = kit.conductor.start()
    assert isinstance(view, AttractView)
    assert words in view.notice
    told = {Texts(one.code).text(f"attract.interrupted.{noted.value}") for one in LANGUAGES}
    assert {kit.view.notice, *(kit.wait(TURN_SECONDS).notice for _ in LANGUAGES)} == told, "in every language"
    assert kit.wait(TOLD_SECONDS - len(LANGUAGES) * TURN_SECONDS - 1).notice in told
    assert kit.wait(1).notice == ""
    assert kit.station.noted is None


def test_whoever_begins_a_visit_has_been_told(kit):
    kit.station.noted = LastAct.STORED
    kit.conductor.start()
    kit.at_home()
    assert kit.station.noted is None
    assert kit.ask(EndVisit()).notice == ""
    assert kit.wait(GOODBYE_SECONDS).notice == ""


@pytest.mark.parametrize("begun", [(*GARDEN, Choose("play")), REPORT], ids=["ballot", "report"])
def test_what_is_begun_is_noted_until_the_visit_is_over(kit, begun):
    kit.at_home()
    assert kit.station.noted is None
    kit.ask(*begun)
    assert kit.station.noted is LastAct.BEGUN
    kit.ask(EndVisit(), ThrowAway())
    assert kit.station.noted is None


def test_an_abandoned_visit_is_over_too(kit):
    kit.at_home()
    kit.ask(*GARDEN, Choose("play"))
    kit.wait(kit.idle.started_seconds + kit.idle.warning_seconds)
    assert kit.station.noted is None


# --- silence ----------------------------------------------------------------------------------------------------------


def test_only_an_untouched_language_page_goes_back_without_a_question(kit):
    kit.ask(Start())
    assert isinstance(kit.wait(kit.idle.untouched_seconds - 0.1), LanguagesView)
    assert isinstance(kit.wait(0.1), AttractView)


def test_whoever_touched_a_greeting_in_ones_language_is_asked_first(kit):
    kit.ask(ChooseLanguage("de"))
    assert isinstance(kit.wait(kit.idle.started_seconds - 1), AidsView)
    assert isinstance(kit.wait(1), IdleWarningView)


def test_a_touch_on_the_language_page_that_asks_for_nothing_is_a_person_too(kit):
    kit.ask(Start())
    assert kit.conductor.touch() is None  # for example on to the languages farther down
    assert isinstance(kit.wait(kit.idle.started_seconds), IdleWarningView)


@pytest.mark.parametrize(
    "wishes",
    [
        (ChooseLanguage("de"),),
        (NextSize(),),
        (ChooseLanguage("de"), Continue()),
        (ChooseLanguage("de"), Continue(), *GARDEN),
        (ChooseLanguage("de"), Continue(), *GARDEN, Choose("play")),
        (SwitchSpeech(),),
        (ChooseLanguage("de"), Continue(), OpenReport(), ChooseCategory("litter")),
    ],
)
def test_whoever_did_anything_or_listens_is_asked_first(kit, wishes):
    kit.ask(Start(), *wishes)
    assert not isinstance(kit.wait(kit.idle.started_seconds - 0.1), IdleWarningView)
    view = kit.wait(0.1)
    assert isinstance(view, IdleWarningView)
    assert view.seconds_left == kit.idle.warning_seconds
    assert str(kit.idle.warning_seconds) in view.explanation
    view = kit.wait(kit.idle.warning_seconds - 1)
    assert view.seconds_left == 1
    assert isinstance(kit.wait(1), AttractView)
    kit.wait(1)
    assert [bool(end.abandoned_at) for _day, end in kit.station.ends] == [True]


def test_a_touch_gives_the_question_all_its_time_and_an_answer_goes_on_as_often_as_wanted(kit):
    kit.at_home()
    at_work = kit.ask(*GARDEN, Choose("play"))
    for _ in range(12):  # R61
        assert kit.wait(kit.idle.started_seconds + 5).seconds_left == kit.idle.warning_seconds - 5
        assert kit.conductor.touch().seconds_left == kit.idle.warning_seconds
        assert kit.wait(3).seconds_left == kit.idle.warning_seconds - 3
        assert kit.ask(KeepGoing()) == at_work
        assert kit.conductor.touch() is None


def test_the_next_person_says_no_and_finds_nothing_of_the_one_before(kit):
    kit.at_home("en")
    kit.ask(*GARDEN, Choose("play"), NextSize(), OpenReport(), ChooseCategory("litter"))
    question = kit.wait(kit.idle.started_seconds)
    assert question.frame.end.intent == StartAfresh()
    view = kit.ask(StartAfresh())
    assert isinstance(view, LanguagesView)
    assert (view.frame.language, view.frame.profile) == ("de", Profile())
    assert kit.outbox.puts == 0
    kit.wait(0)
    assert len(kit.station.begun) == 2
    assert [end.abandoned_at for _day, end in kit.station.ends] == ["subcategories"]
    assert isinstance(kit.wait(kit.idle.untouched_seconds), AttractView)
    kit.at_home()
    assert chosen(kit.ask(*GARDEN)) == set()


def test_where_nobody_was_asked_nothing_unfinished_is_thrown_away_for_the_next_person(kit):
    kit.at_home()
    at_work = kit.ask(*GARDEN, Choose("play"))
    assert kit.ask(StartAfresh()) == at_work
    assert isinstance(kit.ask(Choose("play"), StartAfresh()), LanguagesView)


def test_being_read_to_is_no_silence_but_the_countdown_goes_on(kit):
    kit.at_home()
    kit.ask(SwitchSpeech())
    for _ in range(5):
        kit.conductor.hears()
        assert isinstance(kit.wait(kit.idle.started_seconds - 1), HomeView)
    assert isinstance(kit.wait(1), IdleWarningView)
    kit.conductor.hears()
    assert kit.wait(1).seconds_left == kit.idle.warning_seconds - 1


def test_while_nobody_is_here_time_changes_nothing_but_what_the_board_tells(kit):
    assert kit.conductor.tick() is None
    kit.seconds.now += 100_000
    assert isinstance(kit.conductor.tick(), AttractView)
    assert kit.conductor.tick() is None

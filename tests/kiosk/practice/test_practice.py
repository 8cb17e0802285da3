"""Trying the station out: the real pages, and nothing of it is stored, noted, printed, or meets the real visit."""

from __future__ import annotations

from dataclasses import asdict

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hardware.ports import CaptureState
from kiosk.practice.exercises import EXERCISES
from kiosk.practice.rules import offer_for_practice
from kiosk.session.idle import patience_seconds
from kiosk.session.session import Session
from kiosk.viewmodel import intents as wish
from kiosk.viewmodel.views import (
    AttractView,
    CategoriesView,
    HomeView,
    IdleWarningView,
    PracticeDoneView,
    PracticeView,
    ReviewView,
    View,
    VoteView,
)
from sync.protocol.errors import Refused
from tests.kits.content import Keys
from tests.kits.examples import examples
from tests.kits.station_twin import NOON, Kit, Printer
from tests.kits.visit_paths import GARDEN, REPORT, TO_THE_REVIEW, TO_THE_WORDS

KEYS = Keys()
CANARY = "Kanarienvogel-im-Pflaumenbaum"
SAYS = {"de": "Übung: ", "ar": "تدريب: ", "de-leicht": "Übung: "}
VOTE = (wish.OpenPractice(), wish.Practise("vote"))
WRITE = (*TO_THE_WORDS[1:], wish.Describe(CANARY))
GIVE = (wish.OpenCamera(), wish.OpenMicrophone(), wish.OpenContact(), wish.GiveContact(CANARY), wish.Continue())

steps = st.one_of(
    st.sampled_from([wish.Continue(), wish.Continue(), wish.Back(), wish.KeepGoing(), wish.ThrowAway()]),
    st.sampled_from(["apples", "pears", "play"]).map(wish.Choose),
    st.sampled_from([wish.OpenHelp(), wish.OpenAids(), wish.OpenLanguages(), wish.OpenSpeech(), wish.NextSize()]),
    st.sampled_from(["litter", "street"]).map(wish.ChooseCategory),
    st.sampled_from(["N", "D", ""]).map(wish.ChooseDistrict),
    st.builds(wish.PointAt, st.floats(11.9, 12.4), st.floats(54.0, 54.3)),
    st.just(wish.Describe(CANARY)),
    st.sampled_from([*GIVE, wish.TakePhoto(), wish.AllowPublication(True), wish.SupportReport()]),
    st.sampled_from([wish.ShowOneByOne(), wish.ShowAll(), wish.OpenSignposts(), wish.OpenDanger()]),
    st.sampled_from([wish.Cast(), wish.FileReport(), wish.Cast(), wish.FileReport(), wish.PrintReceipt()]),
    st.sampled_from([wish.TakePart("garten-nordwest"), wish.OpenPoll("garten-nordwest"), wish.LookUp()]),
    st.sampled_from([wish.TypeCode("4711"), wish.Withdraw(), wish.SayNotInOrder(), wish.OpenDistricts()]),
    st.sampled_from(["vote", "report", "swim"]).map(wish.Practise),
)


def real(kit: Kit) -> Session:
    visit = kit.conductor._visit
    assert visit is not None
    return visit.session


def is_exercise(kit: Kit) -> bool:
    return kit.conductor._visit._exercise is not None


def said_in_earnest(session: Session) -> dict[str, object]:
    return {kind.__name__: asdict(state) for kind, state in session.states.items() if kind.__name__ != "PracticeState"}


whole_ways = st.sampled_from(
    [
        (wish.Choose("pears"), wish.Continue(), wish.Cast()),
        (*WRITE, *TO_THE_REVIEW, wish.FileReport()),
        (*WRITE, wish.Continue(), *GIVE),
        (wish.Choose("plums"), wish.Continue(), wish.Back(), wish.Continue(), wish.Cast(), wish.Cast()),
    ]
)
"""To the end of an exercise, which single steps seldom come to."""
stories = st.lists(st.one_of(steps.map(lambda one: (one,)), whole_ways), max_size=20)


@settings(max_examples=examples(40))
@given(st.sampled_from(["vote", "report"]), stories)
def test_whatever_is_practised_nothing_comes_of_it_and_every_page_says_so(
    exercise: str, story: list[tuple[wish.Intent, ...]]
):
    kit = Kit(keys=KEYS, printer=Printer())
    kit.at_home()
    kit.ask(*GARDEN, wish.Choose("play"), wish.Home(), wish.OpenPractice())
    noted, said = list(kit.events), said_in_earnest(real(kit))
    kit.ask(wish.Practise(exercise))
    for intent in (intent for way in story for intent in way):
        view = kit.ask(intent)
        if is_exercise(kit):
            assert view.headline.startswith("Übung: ")
            assert {kit.camera.state(), kit.microphone.state()} == {CaptureState.OFF}
    kit.ask(wish.Home())
    assert (kit.outbox.tried, kit.events, kit.printer.printed, kit.station.kept) == ([], noted, [], [])
    assert said_in_earnest(real(kit)) == said  # what was begun in earnest is as it was
    assert isinstance(kit.view, HomeView)


def test_a_vote_is_led_through_to_praise_and_then_in_earnest(kit: Kit):
    kit.at_home()
    assert isinstance(kit.ask(wish.OpenPractice()), PracticeView)
    question = kit.ask(wish.Practise("vote"))
    assert isinstance(question, VoteView)
    assert kit.ask(wish.Continue()).notice  # the rules are the real ones
    review = kit.ask(wish.Choose("pears"), wish.Continue())
    assert isinstance(review, ReviewView)
    assert "nichts gezählt" in review.explanation
    assert review.frame.main
    assert "nicht mehr ändern" not in review.frame.main.name
    done = kit.ask(wish.Cast())
    assert isinstance(done, PracticeDoneView)
    assert done.headline == "Übung: Das haben Sie gut gemacht!"
    in_earnest = kit.ask(done.choices[0].intent)
    assert not in_earnest.headline.startswith("Übung")
    assert {choice.intent for choice in in_earnest.choices} >= {wish.OpenPoll("garten-nordwest")}


def test_a_report_is_led_through_to_praise_and_the_other_exercise(kit: Kit):
    kit.at_home()
    kit.ask(wish.OpenPractice(), wish.Practise("report"), *WRITE)
    assert CANARY in str(kit.ask(*TO_THE_REVIEW))
    done = kit.ask(wish.FileReport())
    assert isinstance(done, PracticeDoneView)
    assert isinstance(kit.ask(wish.Practise("vote")), VoteView)
    assert kit.outbox.tried == []


def test_aids_chosen_while_practising_stay_and_practice_says_so_in_every_language(kit: Kit):
    kit.at_home()
    kit.ask(*VOTE, wish.SwitchSpeech())
    for language, says in SAYS.items():
        assert kit.ask(wish.ChooseLanguage(language)).headline.startswith(says)
    home = kit.ask(wish.Home())
    assert (home.frame.language, home.frame.profile.speech) == ("de-leicht", True)


@pytest.mark.parametrize(("way", "shown"), [(wish.Back(), PracticeView), (wish.EndVisit(), View)])
def test_an_exercise_is_left_without_a_question(kit: Kit, way: wish.Intent, shown: type[View]):
    kit.at_home()
    kit.ask(*VOTE, wish.Choose("plums"))
    assert isinstance(kit.ask(way), shown)
    assert kit.conductor._visit is None or not is_exercise(kit)


def test_ending_asks_for_what_was_begun_in_earnest_only(kit: Kit):
    kit.at_home()
    kit.ask(*REPORT, wish.Home(), *VOTE, wish.Choose("plums"))
    assert kit.station.noted is not None  # the report was begun
    view = kit.ask(wish.EndVisit())
    assert (view.headline.startswith("Übung"), "Meldung" in view.headline) == (False, True)


def test_a_visit_of_practice_is_counted_as_that_and_as_nothing_else(kit: Kit):
    kit.at_home()
    kit.ask(*VOTE, wish.Choose("pears"), wish.Continue(), wish.Cast())
    kit.ask(wish.Practise("report"), *WRITE, wish.EndVisit())
    kit.wait(1)
    assert [(end.tasks, end.abandoned_at) for _, end in kit.station.ends] == [({"practice"}, "")]
    kit.at_home()
    kit.ask(*VOTE, wish.Choose("plums"))
    kit.wait(kit.idle.started_seconds + kit.idle.warning_seconds)
    kit.wait(1)
    assert kit.station.ends[-1][1].abandoned_at == "practice"
    assert not any(task.is_counted for task in EXERCISES)


def test_a_power_cut_in_an_exercise_leaves_nothing_to_tell(kit: Kit):
    kit.at_home()
    kit.ask(*VOTE, wish.Choose("plums"))
    assert kit.station.noted is None


def test_who_is_silent_in_an_exercise_is_asked_like_everybody(kit: Kit):
    kit.at_home()
    kit.ask(*VOTE)
    warning = kit.wait(patience_seconds(kit.idle, real(kit).profile))
    assert isinstance(warning, IdleWarningView)
    assert isinstance(kit.ask(wish.KeepGoing()), VoteView)
    kit.wait(patience_seconds(kit.idle, real(kit).profile))
    assert isinstance(kit.wait(kit.idle.warning_seconds), AttractView)


def test_there_is_no_key_to_seal_with(kit: Kit):
    offer = offer_for_practice(kit.conductor.offer, NOON.date())
    with pytest.raises(Refused):
        offer.seal_key(NOON)
    assert next(iter(offer.polls.values())).mix is None


def test_reports_are_practised_while_none_are_taken(kit: Kit):
    kit.station.only_votes = True
    kit.at_home()
    assert isinstance(kit.ask(wish.OpenPractice(), wish.Practise("report")), CategoriesView)

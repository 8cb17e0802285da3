"""The aids of hands and ears: chosen on the aids screen, in force at once, forgotten with the visit."""

import pytest

from accessibility.profile import Layout, Means, Profile, Switches, TextSize
from kiosk.home.aids import profile_after
from kiosk.viewmodel import intents as wish
from kiosk.viewmodel.intents import Intent
from kiosk.viewmodel.views import AidsView, AttractView, HomeView, IdleWarningView
from tests.kits.station_twin import Kit


def after(*wishes: Intent) -> Profile:
    profile = Profile()
    for intent in wishes:
        profile = profile_after(profile, intent)
    return profile


def test_every_place_of_the_controls_and_every_number_of_switches_can_be_chosen(kit: Kit):
    kit.at_home()
    view = kit.ask(wish.OpenAids())
    assert isinstance(view, AidsView)
    assert [choice.intent for choice in view.layouts] == [wish.ChooseLayout(layout.value) for layout in Layout]
    assert [choice.intent for choice in view.switches] == [wish.ChooseSwitches(each.value) for each in Switches]
    for choice in (*view.layouts, *view.switches):
        shown = kit.ask(choice.intent)
        assert [other.intent for other in (*shown.layouts, *shown.switches) if other.chosen].count(choice.intent) == 1


def test_one_of_each_is_chosen(kit: Kit):
    kit.at_home()
    view = kit.ask(wish.OpenAids())
    assert [choice.chosen for choice in view.layouts] == [True, False, False]
    assert [choice.chosen for choice in view.switches] == [True, False, False, False]


def test_exploring_with_the_finger_needs_speech_and_brings_it():
    assert after(wish.SwitchExploring()) == Profile(exploring=True, speech=True)
    assert after(wish.SwitchExploring(), wish.SwitchSpeech()) == Profile()
    assert after(wish.SwitchSpeech(), wish.SwitchExploring(), wish.SwitchExploring()) == Profile(speech=True)


def test_the_first_hit_of_a_switch_means_two_and_never_overrules_what_was_chosen():
    assert after(wish.UseMeans("two_switches")).switches is Switches.TWO
    assert after(wish.ChooseSwitches("one_slow"), wish.UseMeans("two_switches")).switches is Switches.ONE_SLOW


@pytest.mark.parametrize("unknown", [wish.ChooseLayout("upside_down"), wish.ChooseSwitches("ten")])
def test_what_nobody_knows_changes_nothing(unknown):
    assert after(unknown) == Profile()


def test_the_key_for_the_size_goes_one_step_as_it_says_and_comes_to_every_size(kit: Kit):
    view = kit.at_home()
    order, seen = list(TextSize), []
    for _ in range(2 * len(order)):
        before, says = order.index(view.frame.profile.size), view.frame.aids[2].label
        view = kit.ask(wish.NextSize())
        after = order.index(view.frame.profile.size)
        assert after - before == {"Größer": 1, "Kleiner": -1}[says]
        seen.append(view.frame.profile.size)
    assert set(seen) == set(order)


@pytest.mark.parametrize("size", [size for size in TextSize if size is not TextSize.EXTRA])
def test_after_a_size_was_chosen_the_next_is_larger(size: TextSize):
    shrunk = after(wish.ChooseSize("extra"), wish.NextSize(), wish.NextSize())
    assert shrunk.next_is_smaller
    assert not profile_after(shrunk, wish.ChooseSize(size.value)).next_is_smaller


def test_what_is_no_aid_is_left_to_others():
    assert profile_after(Profile(), wish.Back()) is None


def test_with_switches_the_station_waits_longer_and_says_so(kit: Kit):
    before = kit.at_home()
    told = kit.ask(wish.UseMeans("two_switches"))
    assert isinstance(told, HomeView)
    assert told.explanation != before.explanation
    assert "5 Minuten" in told.explanation
    assert isinstance(kit.wait(kit.idle.switches_seconds - 1), HomeView)
    assert isinstance(kit.wait(1), IdleWarningView)


def test_after_the_visit_all_of_it_is_forgotten(kit: Kit):
    kit.at_home()
    kit.ask(wish.ChooseLayout("low_left"), wish.ChooseSwitches("one"), wish.SwitchExploring())
    used = {"switches": Switches.ONE, "used": Means.TWO_SWITCHES}
    assert kit.view.frame.profile == Profile(layout=Layout.LOW_LEFT, exploring=True, speech=True, **used)
    kit.ask(wish.EndVisit())
    kit.wait(100)
    assert isinstance(kit.view, AttractView)
    assert kit.at_home().frame.profile == Profile()

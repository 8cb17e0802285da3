"""Whoever walks away is asked earlier whether they are there; nobody who is there loses anything by a sensor."""

from __future__ import annotations

import pytest

from kiosk.session.idle import AWAY_SECONDS
from kiosk.texts import Texts
from kiosk.viewmodel import intents as wish
from kiosk.viewmodel.views import AttractView, IdleWarningView
from tests.kits.station_twin import Kit
from tests.kits.visit_paths import GARDEN

WORDS = Texts("de")


@pytest.fixture
def kit(kit: Kit) -> Kit:
    """Somebody stands there and has chosen an answer."""
    kit.nearness.there = True
    kit.at_home()
    kit.ask(*GARDEN, wish.Choose("play"))
    passes(kit, 1)
    return kit


def passes(kit: Kit, seconds: int) -> object:
    """Time goes by, second after second."""
    for _ in range(seconds):
        kit.wait(1)
    return kit.view


def is_asked_within(kit: Kit, seconds: int) -> bool:
    """Whether the question comes in this time."""
    return any(isinstance(passes(kit, 1), IdleWarningView) for _ in range(seconds))


def walk_away(kit: Kit) -> None:
    """And for so long that it is asked."""
    kit.nearness.there = False
    passes(kit, AWAY_SECONDS)
    assert not isinstance(kit.view, IdleWarningView)
    assert isinstance(passes(kit, 1), IdleWarningView)


def test_who_has_walked_away_is_asked_soon_and_the_question_stands_for_all_its_time(kit: Kit):
    walk_away(kit)
    assert kit.view.seconds_left == kit.idle.warning_seconds
    assert isinstance(passes(kit, kit.idle.warning_seconds - 1), IdleWarningView)
    assert isinstance(passes(kit, 1), AttractView)


def test_whatever_holds_up_the_station_the_question_comes_first(kit: Kit):
    kit.nearness.there = False
    passes(kit, 1)
    held_up = AWAY_SECONDS + kit.idle.warning_seconds + 1
    assert held_up < kit.idle.started_seconds
    assert isinstance(kit.wait(held_up), IdleWarningView)


def test_who_stands_there_has_all_the_promised_time(kit: Kit):
    assert not is_asked_within(kit, kit.idle.started_seconds - 2)


def test_who_touches_is_there_whatever_a_sensor_says_and_is_not_asked_again_so_soon(kit: Kit):
    walk_away(kit)
    kit.ask(wish.KeepGoing())
    assert any(option.chosen for option in kit.view.options), "nothing is lost"
    assert not is_asked_within(kit, kit.idle.started_seconds - 1)


def test_who_comes_while_it_is_asked_may_be_another_one_and_does_not_see_the_page_of_before(kit: Kit):
    walk_away(kit)
    kit.nearness.there = True
    assert isinstance(passes(kit, 3), IdleWarningView)


def test_who_comes_back_before_it_is_asked_goes_on(kit: Kit):
    kit.nearness.there = False
    passes(kit, AWAY_SECONDS - 1)
    kit.nearness.there = True
    passes(kit, 1)
    kit.nearness.there = False
    assert not is_asked_within(kit, AWAY_SECONDS)


def test_a_sensor_that_has_never_seen_the_person_is_not_believed(kit: Kit):
    kit.nearness.there = False
    kit.ask(wish.EndVisit(), wish.ThrowAway())
    kit.wait(60)
    kit.at_home()
    kit.ask(*GARDEN, wish.Choose("play"))
    assert not is_asked_within(kit, kit.idle.started_seconds - 1)


@pytest.mark.parametrize("aid", [wish.SwitchSpeech(), wish.ChooseSwitches("two")])
def test_who_does_not_see_the_question_at_once_is_never_asked_earlier(kit: Kit, aid: wish.Intent):
    kit.ask(aid)
    kit.nearness.there = False
    assert not is_asked_within(kit, kit.idle.started_seconds - 1)

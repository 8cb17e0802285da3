"""Whoever wants help calls the team by a lamp: where there is one, until somebody has come, never beyond the visit."""

from __future__ import annotations

import pytest

from hardware.fakes import MemoryLamp
from kiosk.session.help_lamp import HelpLamp
from kiosk.session.idle import patience_seconds
from kiosk.texts import Texts
from kiosk.viewmodel import intents as wish
from tests.kits.station_twin import Kit
from tests.kits.visit_paths import GARDEN

WORDS = Texts("de")


def labels(kit: Kit) -> list[str]:
    return [action.label for action in kit.ask(wish.OpenHelp()).others]


@pytest.fixture
def lit(kit: Kit) -> Kit:
    kit.lamp.plugged_in = True
    kit.at_home()
    kit.ask(wish.OpenHelp(), wish.SwitchHelpLamp())
    assert kit.lamp.is_lit
    return kit


def test_without_a_lamp_nobody_is_promised_that_somebody_sees_it(kit: Kit):
    kit.at_home()
    assert WORDS.text("help.lamp") not in labels(kit)
    kit.ask(wish.SwitchHelpLamp())
    assert kit.view.notice == ""


def test_it_is_plugged_in_meanwhile(kit: Kit):
    kit.at_home()
    kit.lamp.plugged_in = True
    assert labels(kit)[0] == WORDS.text("help.lamp")


def test_it_is_lit_until_somebody_has_come(lit: Kit):
    assert lit.view.notice == WORDS.text("help.lamp.lit")
    assert lit.view.others[0].label == WORDS.text("help.lamp.out")
    lit.ask(wish.Continue(), *GARDEN, wish.Choose("play"))
    assert lit.lamp.is_lit, "the visit goes on meanwhile"
    view = lit.ask(wish.OpenHelp(), wish.SwitchHelpLamp())
    assert not lit.lamp.is_lit
    assert (view.notice, view.others[0].label) == ("", WORDS.text("help.lamp"))


def test_it_goes_out_with_the_visit(lit: Kit):
    lit.ask(wish.Continue(), wish.EndVisit())
    assert not lit.lamp.is_lit


def test_it_goes_out_when_the_person_has_walked_away(lit: Kit):
    lit.wait(patience_seconds(lit.idle, lit.conductor._visit.session.profile) + lit.idle.warning_seconds)
    assert not lit.lamp.is_lit


def test_a_lamp_that_is_pulled_out_and_plugged_in_again_can_be_put_out(lit: Kit):
    lit.lamp.plugged_in = False
    lit.ask(wish.SwitchHelpLamp())
    assert not lit.lamp.is_lit


def test_a_station_that_was_cut_off_puts_it_out_when_it_starts():
    lamp = MemoryLamp()
    lamp.light(on=True)
    HelpLamp(lamp)
    assert not lamp.is_lit


def test_practising_calls_nobody(kit: Kit):
    kit.lamp.plugged_in = True
    kit.at_home()
    kit.ask(wish.OpenPractice(), wish.Practise("vote"))
    assert WORDS.text("help.lamp") not in labels(kit)
    kit.ask(wish.SwitchHelpLamp())
    assert not kit.lamp.is_lit

"""A machine that slept wakes to the greeting: whoever is there now finds nothing of the one before."""

from __future__ import annotations

import configparser
from pathlib import Path

import pytest

from kiosk.station.sleep import SleepWatch
from kiosk.viewmodel.intents import ChooseLanguage, Continue, OpenPoll, OpenPolls, Start
from kiosk.viewmodel.views import AttractView, LanguagesView
from sync.boot_clock import seconds_since_start
from tests.kits.content import Keys
from tests.kits.station_twin import Kit, Seconds

LOGIND = Path(__file__).parents[2] / "installer/units/station/logind.conf"


@pytest.fixture
def kit() -> Kit:
    return Kit(keys=Keys())


@pytest.mark.parametrize("asleep", [2, 30, 3600, 400_000])
@pytest.mark.parametrize("first", ["tick", "touch", "handle"])
def test_however_short_the_sleep_and_whatever_comes_first_it_wakes_to_the_greeting(kit, asleep, first):
    kit.at_home()
    kit.ask(OpenPolls(), OpenPoll("neuer-markt"))
    kit.sleep.now += asleep
    view = {
        "tick": kit.conductor.tick,
        "touch": kit.conductor.touch,
        "handle": lambda: kit.conductor.handle(Continue()),
    }[first]()
    assert isinstance(view, AttractView)
    kit.wait(0)
    assert [end.abandoned_at for _day, end in kit.station.ends] == ["vote"]
    assert isinstance(kit.ask(Start()), LanguagesView), "and the next one begins as always"
    assert kit.ask(ChooseLanguage("en")).frame.language == "en"


def test_awake_nothing_ends(kit):
    kit.at_home()
    for _ in range(5):
        assert not isinstance(kit.wait(1), AttractView)
    assert not isinstance(kit.ask(OpenPolls()), AttractView)


def test_each_sleep_is_told_once_and_the_drift_of_two_readings_is_none():
    counting, awake = Seconds(), Seconds()
    watch = SleepWatch(counting=counting, awake=awake)
    for clock, passed in ((counting, 0.4), (awake, 0.4), (counting, 5.0), (awake, 5.0)):
        clock.now += passed
        assert watch.has_slept() == (clock is counting and passed > 1)
    assert not watch.has_slept()


def test_the_clock_that_counts_is_one_that_goes_on_in_sleep():
    assert seconds_since_start() >= float(Path("/proc/uptime").read_text().split()[0]) - 1
    assert not SleepWatch().has_slept()


def test_no_key_no_lid_and_no_idle_hour_puts_a_station_to_sleep():
    settings = configparser.ConfigParser()
    settings.optionxform = str
    settings.read(LOGIND)
    ways = dict(settings["Login"])
    for way in ("SuspendKey", "HibernateKey", "PowerKey", "LidSwitch", "LidSwitchExternalPower", "LidSwitchDocked"):
        assert ways[f"Handle{way}"] == "ignore"
    assert ways["IdleAction"] == "ignore"

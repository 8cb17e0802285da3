"""A hub whose clock is wrong moves no station away from the time it counts itself, and can take its word back."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sync.agent import content_updates
from sync.boot_clock import Tick
from sync.hub.publishing import repository
from sync.station.clock_trust import HUB_TOLERANCE, SIGNED_WITHIN, Evidence, StationClock, believed
from tests.kits.station import NOON, Station

FAR = datetime(2040, 1, 1, tzinfo=UTC)
AN_HOUR = timedelta(hours=1)
A_DAY = timedelta(days=1)


@dataclass
class Machine:
    """A station in a round with a hub, each with a clock of its own, and one that counts."""

    station: Station

    def __post_init__(self) -> None:
        self.seconds, self.boot, self.content = 1000, "first", None
        self.hub = NOON
        self.station.twin.clock = lambda: self.hub
        watch = StationClock(self.station.state, wall=self.station.clock, tick=lambda: Tick(self.boot, self.seconds))
        self.station.parts = replace(self.station.parts, watch=watch, content_signed_at=lambda: self.content)
        self.watch = watch
        watch.begin()

    def round(self) -> datetime:
        """What the station believes the time is after a round."""
        assert self.station.round().complete
        return self.best()

    def best(self) -> datetime:
        return self.station.state.best_time(self.station.clock)

    def pass_time(self, span: timedelta, *, at_hub: bool = True) -> None:
        self.station.clock.now += span
        self.seconds += int(span.total_seconds())
        self.hub += span if at_hub else timedelta()


@pytest.fixture
def machine(station: Station) -> Machine:
    return Machine(station)


@pytest.mark.parametrize("ahead", [timedelta(days=7 * 30), FAR - NOON, timedelta(hours=30)])
def test_a_hub_ahead_moves_the_station_by_the_tolerance_at_most_however_often_it_answers(machine, ahead):
    machine.round()
    machine.hub += ahead
    for _ in range(5):
        machine.pass_time(AN_HOUR)
        assert machine.round() <= machine.station.clock.now + HUB_TOLERANCE
    machine.hub = machine.station.clock.now
    machine.pass_time(2 * AN_HOUR)
    assert machine.round() == machine.station.clock.now
    assert not machine.watch.is_unsure()


def test_a_station_that_hears_it_first_is_not_moved_either(machine):
    machine.hub = FAR
    assert machine.round() <= NOON + HUB_TOLERANCE


def test_where_the_content_was_signed_by_the_same_clock_both_are_believed(machine):
    machine.round()
    machine.hub = machine.content = NOON + 40 * A_DAY
    assert machine.round() == machine.hub


def test_a_machine_that_was_off_is_set_right_by_its_hub(machine):
    """Its own clock runs on a battery, or has lost it: then the hub is believed for as long as content lasts."""
    machine.round()
    machine.boot, machine.seconds = "second", 5
    machine.hub = machine.station.clock.now = NOON + 20 * A_DAY
    assert machine.round() == machine.hub
    machine.boot, machine.hub = "third", NOON + 25 * A_DAY
    machine.station.clock.now = datetime(1970, 1, 1, tzinfo=UTC)
    assert machine.round() == machine.hub
    machine.boot, machine.hub = "fourth", FAR
    assert machine.round() == NOON + 25 * A_DAY + SIGNED_WITHIN


def test_the_hub_can_say_that_its_clock_was_wrong(machine):
    machine.round()
    machine.hub = machine.content = FAR
    assert machine.round() == FAR
    machine.hub = machine.station.clock.now
    assert machine.round() == FAR, "an earlier word alone changes nothing"
    machine.station.twin.correction = 1
    assert machine.round() == machine.station.clock.now
    assert not machine.watch.is_unsure()
    machine.hub = machine.content = FAR
    machine.round()
    machine.hub = machine.station.clock.now
    assert machine.round() == FAR, "the same correction, said again, takes nothing back"


@given(
    moment=st.datetimes(timezones=st.just(UTC)),
    wall=st.datetimes(timezones=st.just(UTC)),
    counted=st.none() | st.datetimes(timezones=st.just(UTC)),
    content=st.none() | st.datetimes(timezones=st.just(UTC)),
    floor=st.none() | st.datetimes(timezones=st.just(UTC)),
)
def test_no_word_is_believed_further_than_something_bears_it_out(moment, wall, counted, content, floor):
    latest = max(filter(None, (wall, counted, content, floor)))
    try:
        known = believed(moment, Evidence(wall, floor, counted, content))
    except OverflowError:
        return  # at the very end of all time
    assert known <= moment
    assert known - latest <= SIGNED_WITHIN


def test_hub_and_station_mean_the_same_lifetime():
    assert content_updates.TIMESTAMP_LIFETIME == repository.TIMESTAMP_LIFETIME

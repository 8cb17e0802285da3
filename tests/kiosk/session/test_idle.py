"""How long silence may last, at the very second, with the numbers that stations run with."""

import pytest

from kiosk.session.idle import End, Stay, Warn, judge_silence, patience_seconds
from sync.station.config import IdleConfig

TIMES = IdleConfig()


def test_the_numbers_of_a_station_are_those_of_the_requirements():
    assert 120 <= TIMES.started_seconds <= 300  # R60
    assert 20 <= TIMES.warning_seconds <= 45  # R60, R61
    assert TIMES.untouched_seconds < TIMES.started_seconds  # R63


@pytest.mark.parametrize(
    ("seconds", "expected"),
    [
        (0, Stay()),
        (TIMES.started_seconds - 0.001, Stay()),
        (TIMES.started_seconds, Warn(TIMES.warning_seconds)),
        (TIMES.started_seconds + 0.999, Warn(TIMES.warning_seconds)),
        (TIMES.started_seconds + 1, Warn(TIMES.warning_seconds - 1)),
        (TIMES.started_seconds + TIMES.warning_seconds - 0.001, Warn(1)),
        (TIMES.started_seconds + TIMES.warning_seconds, End()),
        (TIMES.started_seconds + TIMES.warning_seconds + 10_000, End()),
    ],
)
def test_who_has_entered_something_is_asked_before_it_is_lost(seconds, expected):
    assert judge_silence(seconds, given_time=True, times=TIMES) == expected


@pytest.mark.parametrize(
    ("seconds", "expected"),
    [(0, Stay()), (TIMES.untouched_seconds - 0.001, Stay()), (TIMES.untouched_seconds, End())],
)
def test_who_has_entered_nothing_is_not_asked(seconds, expected):
    assert judge_silence(seconds, given_time=False, times=TIMES) == expected


@pytest.mark.parametrize("given_time", [False, True])
def test_who_uses_switches_has_more_time_and_is_always_asked(given_time):
    def judged(seconds):
        return judge_silence(seconds, given_time=given_time, times=TIMES, switches=True)

    assert TIMES.started_seconds < TIMES.switches_seconds <= 300
    assert judged(TIMES.switches_seconds - 0.001) == Stay()
    assert judged(TIMES.switches_seconds) == Warn(TIMES.warning_seconds)
    assert judged(TIMES.switches_seconds + TIMES.warning_seconds) == End()


def test_switches_never_mean_less_time():
    impatient = IdleConfig(started_seconds=200, switches_seconds=100)
    assert patience_seconds(impatient, switches=True) == 200

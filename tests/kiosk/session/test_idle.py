"""How long silence may last, at the very second, with the numbers that stations run with."""

import pytest

from accessibility.profile import Profile, Switches
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
def test_whoever_has_touched_anything_is_asked_before_the_end(seconds, expected):
    assert judge_silence(seconds, untouched=False, profile=Profile(), times=TIMES) == expected


@pytest.mark.parametrize(
    ("seconds", "expected"),
    [(0, Stay()), (TIMES.untouched_seconds - 0.001, Stay()), (TIMES.untouched_seconds, End())],
)
def test_only_a_visit_that_nobody_touched_ends_by_itself(seconds, expected):
    assert judge_silence(seconds, untouched=True, profile=Profile(), times=TIMES) == expected


def test_whoever_is_read_to_is_asked_even_before_the_first_touch():
    def judged(seconds):
        return judge_silence(seconds, untouched=True, profile=Profile(speech=True), times=TIMES)

    assert judged(TIMES.started_seconds - 0.001) == Stay()
    assert judged(TIMES.started_seconds) == Warn(TIMES.warning_seconds)


@pytest.mark.parametrize("untouched", [False, True])
@pytest.mark.parametrize("switches", [Switches.ONE, Switches.ONE_SLOW, Switches.TWO])
def test_who_uses_switches_has_more_time_and_is_always_asked(untouched, switches):
    def judged(seconds):
        profile = Profile(speech=True, switches=switches)
        return judge_silence(seconds, untouched=untouched, profile=profile, times=TIMES)

    assert TIMES.started_seconds < TIMES.switches_seconds <= 300
    assert judged(TIMES.switches_seconds - 0.001) == Stay()
    assert judged(TIMES.switches_seconds) == Warn(TIMES.warning_seconds)
    assert judged(TIMES.switches_seconds + TIMES.warning_seconds) == End()


def test_switches_never_mean_less_time():
    impatient = IdleConfig(started_seconds=200, switches_seconds=100)
    assert patience_seconds(impatient, Profile(switches=Switches.TWO)) == 200

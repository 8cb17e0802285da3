"""Each rule of readiness on both sides of its border."""

from datetime import UTC, datetime, timedelta

import pytest

from hardware.ports import CaptureState
from installer import readiness
from installer.machine import Display
from installer.readiness import Finding, Grade
from kiosk.devtools.audit_matrix import DISPLAYS, SMALL_LYING, TABLET_LYING, AuditedDisplay

NOW = datetime(2026, 6, 1, 9, 0, tzinfo=UTC)
PORTRAIT = Display("HDMI-A-1", 1080, 1920)


def judge_display(displays, session=""):
    return readiness.judge_display(displays, session, width=1080, height=1920)


@pytest.mark.parametrize(
    ("displays", "session", "grade"),
    [
        ([], "", Grade.UNFIT),
        ([], ":0", Grade.FIT),
        ([PORTRAIT], "", Grade.FIT),
        ([Display("DP-1", 1920, 1080)], "", Grade.FIT),
        ([Display("DP-1", 1280, 1024)], "", Grade.NOTICE),
        ([Display("DP-1", 1280, 1024), PORTRAIT], "", Grade.FIT),
        ([Display("DP-1", 0, 0)], "", Grade.FIT),
    ],
)
def test_display(displays, session, grade):
    assert judge_display(displays, session).grade is grade


def judge_size(measured=None, told=0.0):
    return readiness.judge_size(measured, told=told, nominal=4.0, height_px=1920)


def judge_keys(kind="keypad", device="/dev/input/by-id/pad", *, is_there=True, is_readable=True):
    return readiness.judge_keys(kind, device, is_there=is_there, is_readable=is_readable)


def test_a_display_nobody_has_measured():
    assert judge_size().grade is Grade.NOTICE and "480 mm high" in judge_size().seen
    assert judge_size(4.2).grade is Grade.FIT and "457 mm" in judge_size(4.2).seen
    assert judge_size(told=3.9).grade is Grade.FIT and "3.90" in judge_size(4.2, told=3.9).seen


@pytest.mark.parametrize("display", DISPLAYS, ids=lambda display: display.name)
def test_every_audited_display_is_accepted_and_flat_ones_had_better_stand(display: AuditedDisplay):
    found = readiness.judge_room(display.width / display.px_per_mm, display.height / display.px_per_mm)
    assert (found.grade if found else None) == (Grade.NOTICE if display in (SMALL_LYING, TABLET_LYING) else None)


def test_what_is_smaller_than_every_audited_display_is_refused():
    sizes = [(display.width / display.px_per_mm, display.height / display.px_per_mm) for display in DISPLAYS]
    long, short = min(map(max, sizes)), min(map(min, sizes))
    off = 0.97  # a measurement with a card may be off by so much
    assert readiness.judge_room(long, short * off).grade is Grade.UNFIT
    assert readiness.judge_room(short, long * off).grade is Grade.UNFIT
    assert readiness.judge_room(197, 123).grade is Grade.UNFIT  # 9.1 inch


@pytest.mark.parametrize(("lower_edge_mm", "grade"), [(0, Grade.NOTICE), (754, Grade.FIT), (755, Grade.NOTICE)])
def test_how_high_the_display_hangs(lower_edge_mm, grade):
    found = readiness.judge_height(lower_edge_mm, usual_mm=754)
    assert found.grade is grade
    assert grade is Grade.FIT or "754" in found.seen + found.advice


def test_keys():
    assert judge_keys(device="none", is_there=False).grade is Grade.FIT
    assert judge_keys().grade is Grade.FIT and "found" in judge_keys().seen
    assert judge_keys(is_there=False).grade is Grade.NOTICE and "not found" in judge_keys(is_there=False).seen
    assert judge_keys(is_readable=False).grade is Grade.NOTICE


def test_touch_and_sound():
    assert readiness.judge_touch([]).grade is Grade.UNFIT
    assert readiness.judge_touch(["a"]).grade is Grade.FIT
    assert readiness.judge_sound([]).grade is Grade.NOTICE
    assert readiness.judge_sound(["a"]).grade is Grade.FIT


@pytest.mark.parametrize(
    ("device", "state", "grade"),
    [
        ("none", CaptureState.MISSING, Grade.FIT),
        ("auto", CaptureState.MISSING, Grade.FIT),
        ("auto", CaptureState.RUNNING, Grade.FIT),
        ("auto", CaptureState.LOST, Grade.NOTICE),
        ("/dev/video7", CaptureState.MISSING, Grade.NOTICE),
    ],
)
def test_camera_and_microphone(device, state, grade):
    found = readiness.judge_capture("camera", device, state)
    assert (found.grade, bool(found.advice)) == (grade, grade is Grade.NOTICE)


@pytest.mark.parametrize(
    ("free", "grade"),
    [
        (readiness.DISK_NEEDED_BYTES - 1, Grade.UNFIT),
        (readiness.DISK_NEEDED_BYTES, Grade.NOTICE),
        (readiness.DISK_WANTED_BYTES - 1, Grade.NOTICE),
        (readiness.DISK_WANTED_BYTES, Grade.FIT),
    ],
)
def test_disk(free, grade):
    assert readiness.judge_disk(free).grade is grade


@pytest.mark.parametrize(
    ("now", "follows", "grade"),
    [
        (NOW, True, Grade.FIT),
        (NOW, False, Grade.NOTICE),
        (NOW - readiness.CLOCK_TOLERANCE, True, Grade.FIT),
        (NOW - readiness.CLOCK_TOLERANCE - timedelta(seconds=1), True, Grade.UNFIT),
        (datetime(1970, 1, 1, tzinfo=UTC), False, Grade.UNFIT),
    ],
)
def test_clock(now, follows, grade):
    assert readiness.judge_clock(now, NOW, follows_network=follows).grade is grade


@pytest.mark.parametrize(
    ("polls", "unreadable", "age", "grade"),
    [
        (None, 0, timedelta(0), Grade.UNFIT),
        (0, 0, timedelta(0), Grade.FIT),
        (3, 0, readiness.CONTENT_AGE_WANTED, Grade.FIT),
        (3, 0, readiness.CONTENT_AGE_WANTED + timedelta(days=1), Grade.NOTICE),
        (3, 1, timedelta(0), Grade.NOTICE),
    ],
)
def test_content(polls, unreadable, age, grade):
    assert readiness.judge_content(polls, unreadable, age).grade is grade


@pytest.mark.parametrize(
    ("revoked", "last_success", "trouble", "grade"),
    [
        (True, NOW, [], Grade.UNFIT),
        (False, None, [], Grade.FIT),
        (False, NOW, [], Grade.FIT),
        (False, NOW, ["The hub does not answer."], Grade.NOTICE),
    ],
)
def test_contact_with_the_hub(revoked, last_success, trouble, grade):
    found = readiness.judge_contact(revoked=revoked, waiting=2, last_success=last_success, trouble=trouble)
    assert found.grade is grade


def test_a_notice_keeps_no_station_closed_and_one_unfit_thing_does():
    fit, notice, unfit = (Finding("a", grade, "b") for grade in (Grade.FIT, Grade.NOTICE, Grade.UNFIT))
    assert readiness.is_fit([fit, notice])
    assert not readiness.is_fit([fit, unfit, notice])


def test_whatever_is_not_fit_says_what_to_do():
    found = [
        judge_display([]),
        judge_display([Display("DP-1", 1, 1)]),
        readiness.judge_touch([]),
        readiness.judge_sound([]),
        judge_size(),
        readiness.judge_height(0, usual_mm=754),
        readiness.judge_height(900, usual_mm=754),
        judge_keys(is_there=False),
        judge_keys(is_readable=False),
        readiness.judge_disk(0),
        readiness.judge_clock(datetime(1970, 1, 1, tzinfo=UTC), NOW, follows_network=True),
        readiness.judge_clock(NOW, NOW, follows_network=False),
        readiness.judge_content(None, 0, timedelta(0)),
        readiness.judge_contact(revoked=True, waiting=0, last_success=None, trouble=[]),
        readiness.judge_contact(revoked=False, waiting=0, last_success=None, trouble=["The hub does not answer."]),
    ]
    assert all(finding.grade is not Grade.FIT and finding.advice for finding in found)


def test_a_position_is_told_and_none_is_no_fault():
    assert readiness.judge_position(None).grade is Grade.FIT
    assert readiness.judge_position((12.1405, 54.0887)).seen == "gpsd tells 54.0887, 12.1405"


@pytest.mark.parametrize(
    ("names", "is_minded", "has_upower", "grade"),
    [
        ([], True, False, Grade.FIT),
        (["BAT0"], True, True, Grade.FIT),
        (["BAT0"], True, False, Grade.NOTICE),
        (["BAT0"], False, True, Grade.NOTICE),
    ],
)
def test_a_battery_is_minded(names, is_minded, has_upower, grade):
    assert readiness.judge_battery(names, is_minded=is_minded, has_upower=has_upower).grade is grade


@pytest.mark.parametrize(
    ("name", "trigger", "grade"),
    [
        ("none", None, Grade.FIT),
        ("tower", "none", Grade.FIT),
        ("tower", None, Grade.NOTICE),
        ("tower", "heartbeat", Grade.NOTICE),
    ],
)
def test_a_lamp_is_lit_for_nothing_else(name, trigger, grade):
    assert readiness.judge_lamp(name, trigger).grade is grade


@pytest.mark.parametrize(
    ("backlights", "sensors", "dims", "seen"),
    [
        ([], ["iio:device0"], True, "the display's cannot be set from here"),
        (["panel"], ["iio:device0"], False, "it stays as it is, as the settings say"),
        (["panel"], ["iio:device0"], True, "follows the light at iio:device0"),
        (["panel"], [], True, "follows the hour"),
    ],
)
def test_what_the_brightness_follows(backlights, sensors, dims, seen):
    assert readiness.judge_brightness(backlights, sensors, dims=dims).seen == seen

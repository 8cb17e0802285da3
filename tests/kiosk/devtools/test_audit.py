"""The audit over the real screens: it is green, it walks all of them, and a fault planted in one makes it red."""

from __future__ import annotations

import json
from dataclasses import astuple, replace
from itertools import combinations, product

import pytest
from pytestqt.qtbot import QtBot

from accessibility.audit.measure import Summary
from accessibility.audit.rules import REQUIREMENTS, AuditedStation, audit
from accessibility.contrast import palette
from accessibility.metrics import DEFAULT_PX_PER_MM
from accessibility.profile import Layout, Profile, TextSize, Theme
from kiosk.devtools import audit as auditing
from kiosk.devtools.audit_matrix import (
    BEFORE_AIDS,
    DISPLAYS,
    LYING,
    SMALL,
    UPRIGHT,
    AuditTask,
    full_matrix,
    representative_matrix,
)
from kiosk.devtools.audit_runs import Progress, fingerprint, progress_from, run, run_group, shots_in, station_of
from kiosk.devtools.gallery import LAYOUTS, Setup
from kiosk.devtools.sample_station import read_content
from kiosk.devtools.samples import sample_views
from kiosk.devtools.screenshots import png_of, shots_of, shrunk
from kiosk.screens import registered_screens
from kiosk.viewmodel.views import Choice
from kiosk.widgets.pictogram import Pictograms
from kiosk.widgets.theme import Look, look_for
from sync.protocol.languages import LANGUAGES

PLAIN = Setup(TextSize.DEFAULT, Theme.DEFAULT, "de", Layout.NORMAL)


@pytest.fixture(scope="module")
def station() -> AuditedStation:
    return station_of(UPRIGHT, "de")


@pytest.fixture(scope="module")
def views():
    return sample_views("de", Profile())


def look_of(view, **metrics: int) -> Look:
    look = look_for(
        view.frame,
        px_per_mm=DEFAULT_PX_PER_MM,
        width=1080,
        height=1920,
        pictograms=Pictograms(read_content),
        motion=False,
    )
    return replace(look, metrics=replace(look.metrics, **metrics))


def failures(station: AuditedStation, name: str, view, look: Look, *, states: bool = False) -> set[str]:
    shots = list(shots_of(name, view, PLAIN, look, states=states))
    assert shots
    return {entry.requirement for shot in shots for entry in audit(shot, station) if not entry.passed}


# --- all screens -----------------------------------------------------------------------------------------------


@pytest.mark.timeout(1800)
def test_all_screens_keep_every_limit(full) -> None:
    summary = run(representative_matrix(quarters=not full), processes=2)
    missed = [
        (seen.measurement.requirement, seen.screen, seen.measurement.what, seen.measurement.value, seen.setup)
        for seen in summary.worst_first()
    ]
    assert missed == []
    assert summary.passed
    assert set(summary.counted) == set(REQUIREMENTS)


def test_in_the_representative_choice_every_two_values_of_anything_meet() -> None:
    tasks = [task for task in representative_matrix() if not task.screens]
    languages = [language.code for language in LANGUAGES]
    values = (list(TextSize), list(Theme), languages, list(LAYOUTS), list(DISPLAYS))
    shown = [(*astuple(task.setup), task.display) for task in tasks]
    for one, other in combinations(range(len(values)), 2):
        met = {(row[one], row[other]) for row in shown}
        assert met == set(product(values[one], values[other]))


@pytest.mark.parametrize("at", range(4))
def test_in_quarters_every_screen_meets_every_value_of_everything_and_each_size_on_three_displays(at) -> None:
    tasks = [task for task in representative_matrix(quarters=True) if not task.screens]
    taken = [task for task in tasks if task.takes(at, "any")]
    met = [(task.setup, task.display) for task in taken]
    assert len(met) == len(tasks) // 4
    assert {setup.theme for setup, _ in met} == set(Theme)
    assert {setup.language for setup, _ in met} == {language.code for language in LANGUAGES}
    assert {setup.layout for setup, _ in met} == set(LAYOUTS)
    assert {display for _, display in met} == set(DISPLAYS)
    for size in TextSize:
        assert len({display for setup, display in met if setup.size is size}) == 3
    with_states = [task for task in taken if task.states]
    assert {task.setup.language for task in with_states} == {"de", "ar"}
    assert {task.display.width > task.display.height for task in with_states} == {True, False}
    assert len({task.setup.size for task in with_states}) == len({task.setup.theme for task in with_states}) == 3


def test_rings_ticks_and_walks_are_looked_at_in_every_size_and_theme_and_both_directions_of_writing() -> None:
    tasks = [task for task in representative_matrix() if task.states and not task.screens]
    assert {task.setup.language for task in tasks} == {"de", "ar"}
    for language in ("de", "ar"):
        setups = [task.setup for task in tasks if task.setup.language == language]
        assert {setup.size for setup in setups} == set(TextSize)
        assert {setup.theme for setup in setups} == set(Theme)
    assert {task.display for task in tasks} == set(DISPLAYS)


def test_the_full_matrix_leaves_out_nothing() -> None:
    tasks = full_matrix()
    whole = set(product(TextSize, Theme, [language.code for language in LANGUAGES], LAYOUTS))
    for display in DISPLAYS:
        setups = [astuple(task.setup) for task in tasks if task.display is display and task.states]
        assert set(setups) == whole
        assert len(setups) == len(whole)
    assert len(tasks) == len({task.name for task in tasks}) == len(DISPLAYS) * len(whole)
    assert (UPRIGHT.width, UPRIGHT.height) == (SMALL.width, SMALL.height) == (1080, 1920)
    assert (LYING.width, LYING.height) == (1920, 1080)


def test_a_slice_of_the_matrix_is_what_was_asked_for() -> None:
    tasks = full_matrix(sizes=["extra"], languages=["ar", "vi"], displays=["small"], screens=["vote"])
    assert len(tasks) == 2 * len(Theme) * len(LAYOUTS)
    assert {(task.setup.size, task.display, task.screens) for task in tasks} == {(TextSize.EXTRA, SMALL, ("vote",))}


def test_every_registered_screen_is_measured(qtbot: QtBot) -> None:
    shown = {shot.screen for shot in shots_in(AuditTask(PLAIN, UPRIGHT, states=False))}
    assert shown == set(sample_views("de", Profile())) >= set(registered_screens())


def test_screens_before_aids_are_measured_in_every_language_and_on_every_display() -> None:
    large = sample_views("de", Profile(size=TextSize.LARGE))
    assert tuple(name for name, view in large.items() if view.frame.profile.size is not TextSize.LARGE) == BEFORE_AIDS
    tasks = [task for task in representative_matrix() if task.screens == BEFORE_AIDS]
    assert {task.setup.language for task in tasks} == {language.code for language in LANGUAGES}
    assert {task.display for task in tasks} == set(DISPLAYS)
    aids = {(task.setup.size, task.setup.theme, task.setup.layout) for task in tasks}
    assert aids == {(PLAIN.size, PLAIN.theme, PLAIN.layout)}


def test_another_theme_is_measured_anew_as_far_as_it_changes_something(qtbot: QtBot) -> None:
    first = AuditTask(PLAIN, UPRIGHT, screens=("unfinished",))
    soft = replace(first, setup=replace(PLAIN, theme=Theme.SOFT))
    elsewhere = replace(soft, setup=replace(soft.setup, size=TextSize.LARGE))
    everything, colours, moved = (set(summary.counted) for summary in run_group([first, soft, elsewhere]))
    assert {"R01", "R05", "R07", "R10", "R11", "R20", "R30", "R31", "R40", "R52", "R80"} <= everything
    assert colours == {"R08", "R10", "R11", "R40", "R52"}
    assert moved == everything - {"R07"} | {"R08"}


# --- faults planted in real screens ----------------------------------------------------------------------------


def test_the_vote_screen_is_fine_as_it_is(qtbot: QtBot, station: AuditedStation, views) -> None:
    assert failures(station, "vote", views["vote"], look_of(views["vote"]), states=True) == set()


@pytest.mark.parametrize(
    ("meaning", "colour", "requirement"),
    [
        ("ink", "#4a6a8a", "R07"),
        ("muted", "#6a7a8a", "R07"),
        ("main_text", "#9aa4ae", "R07"),
        ("line", "#d8dde2", "R10"),
        ("focus", "#e8e0d0", "R11"),
    ],
)
def test_one_wrong_colour_in_a_theme(
    qtbot: QtBot, station: AuditedStation, views, meaning: str, colour: str, requirement: str
) -> None:
    look = look_of(views["vote"])
    spoiled = replace(look, palette=replace(look.palette, **{meaning: colour}))
    assert requirement in failures(station, "vote", views["vote"], spoiled, states=True)


@pytest.mark.parametrize("theme", [Theme.WHITE_ON_BLACK, Theme.BLACK_ON_WHITE, Theme.SOFT])
def test_colours_of_the_default_theme_are_wrong_in_the_others(
    qtbot: QtBot, station: AuditedStation, views, theme
) -> None:
    look = replace(look_of(views["help"]), palette=palette(Theme.DEFAULT))
    (shot, *_) = shots_of("help", views["help"], replace(PLAIN, theme=theme), look, states=False)
    assert {entry.requirement for entry in audit(shot, station) if not entry.passed} == {"R08"}


@pytest.mark.parametrize(
    ("name", "length", "pixels", "requirement"),
    [
        ("vote", "text_px", 27, "R01"),
        ("goodbye", "text_px", 33, "R01"),  # no bar of aids stands above it, whose letters stay as they are
        ("vote", "gap", -3, "R20"),
        ("vote", "ring", 1, "R11"),
    ],
)
def test_one_wrong_length(
    qtbot: QtBot, station: AuditedStation, views, name: str, length: str, pixels: int, requirement: str
) -> None:
    look = look_of(views[name], **{length: pixels})
    assert requirement in failures(station, name, views[name], look, states=True)


def test_targets_that_are_too_low(qtbot: QtBot, station: AuditedStation, views) -> None:
    look = look_of(views["districts"], target=20, padding=1)
    assert "R20" in failures(station, "districts", views["districts"], look)


def test_a_choice_without_a_name(qtbot: QtBot, station: AuditedStation, views) -> None:
    vote = views["vote"]
    first, *others = vote.options
    spoiled = replace(vote, options=(Choice(first.intent, ""), *others))
    assert "R40" in failures(station, "vote", spoiled, look_of(vote))


def test_an_id_where_words_should_be(qtbot: QtBot, station: AuditedStation, views) -> None:
    spoiled = replace(views["vote"], headline="vote.headline")
    assert "R52" in failures(station, "vote", spoiled, look_of(spoiled))


def test_a_sentence_that_was_not_translated(qtbot: QtBot, station: AuditedStation, views) -> None:
    english = sample_views("en", Profile())["help"]
    spoiled = replace(views["help"], headline=english.headline)
    assert failures(station, "help", spoiled, look_of(spoiled)) == {"R52"}


def test_a_character_no_font_of_the_station_has(qtbot: QtBot, station: AuditedStation, views) -> None:
    spoiled = replace(views["help"], headline="Wie geht das \U00012000?")
    assert "R80" in failures(station, "help", spoiled, look_of(spoiled))


def test_writing_to_the_left_on_a_screen_that_is_not_mirrored(qtbot: QtBot, station: AuditedStation, views) -> None:
    (shot, *_) = shots_of("help", views["help"], PLAIN, look_of(views["help"]), states=False)
    spoiled = replace(shot, right_to_left=True)
    assert "R80" in {entry.requirement for entry in audit(spoiled, station) if not entry.passed}


def test_controls_are_high_up_in_a_layout_that_promises_low_reach(qtbot: QtBot, station: AuditedStation, views) -> None:
    setup = replace(PLAIN, layout=Layout.LOW_LEFT)
    (shot, *_) = shots_of("help", views["help"], setup, look_of(views["help"]), states=False)
    assert {entry.requirement for entry in audit(shot, station) if not entry.passed} == {"R33"}


# --- the command -----------------------------------------------------------------------------------------------


SLICE = ("--full", "--size", "default", "--theme", "default", "--language", "en", "--layout", "normal")


def test_the_command_writes_the_report_and_says_by_its_code_what_came_out(qtbot: QtBot, tmp_path, capsys) -> None:
    code = auditing.main([*SLICE, "--display", "upright", "--screen", "goodbye", "--out", str(tmp_path)])
    data = json.loads((tmp_path / "report.json").read_text(encoding="utf-8"))
    assert code == 0 and data["passed"]
    assert {entry["nearest"]["screen"] for entry in data["requirements"] if entry["nearest"]} == {"goodbye"}
    assert str(tmp_path / "report.html") in capsys.readouterr().out
    html = (tmp_path / "report.html").read_text(encoding="utf-8")
    assert "data:image/png;base64,iVBOR" in html


def test_a_run_goes_on_where_it_was_and_slices_add_up(qtbot: QtBot, tmp_path, capsys) -> None:
    def pictures(*displays: str) -> int:
        asked = ("--display", ",".join(displays), "--screen", "goodbye", "--out", str(tmp_path), "--processes", "1")
        assert auditing.main([*SLICE, *asked]) == 0
        data = json.loads((tmp_path / "report.json").read_text(encoding="utf-8"))
        assert f"in {len(displays)} of 2,304 combinations" in data["scope"]
        return data["pictures"]

    first = pictures("upright")
    assert pictures("upright", "lying") > first
    assert pictures("upright", "lying") == 2 * first
    capsys.readouterr()


def test_what_was_measured_on_other_screens_does_not_count(tmp_path) -> None:
    path = tmp_path / "new" / "so-far.bin"
    progress = Progress(fingerprint())
    progress.take(AuditTask(PLAIN, UPRIGHT), Summary(screens=3))
    progress.save(path)
    assert progress_from(path, fingerprint()) == progress
    assert progress_from(path, "made from something else") == Progress("made from something else")
    path.write_bytes(path.read_bytes()[:-5])
    assert progress_from(path, fingerprint()) == Progress(fingerprint())
    assert progress_from(tmp_path / "nothing", "") == Progress("")


def test_a_picture_in_the_report_shows_the_place(qtbot: QtBot, station: AuditedStation, views) -> None:
    (shot, *_) = shots_of("help", views["help"], PLAIN, look_of(views["help"]), states=False)
    summary = Summary()
    summary.add(shot, list(audit(shot, station)), shrunk)
    seen = summary.nearest["R20"]
    assert png_of(seen).startswith(b"\x89PNG")
    assert seen.scale == pytest.approx(300 / 1080)
    assert seen.picture.shape == (533, 300)

"""The audit over the real screens: it is green, it walks all of them, and a fault planted in one makes it red."""

from __future__ import annotations

import json
import subprocess
import sys
from dataclasses import replace
from itertools import product

import pytest
from pytestqt.qtbot import QtBot

from accessibility.audit.measure import Summary
from accessibility.audit.rules import REQUIREMENTS, Station, audit
from accessibility.contrast import palette
from accessibility.metrics import DEFAULT_PX_PER_MM
from accessibility.profile import Layout, Profile, TextSize, Theme
from kiosk.auditing import foreign_sentences, full_matrix, representative_matrix, run, shots_in
from kiosk.gallery import LAYOUTS, Setup
from kiosk.samples import read_content, sample_views
from kiosk.screens import registered_screens
from kiosk.shots import Letters, png_of, shots_of, shrunk
from kiosk.texts import LANGUAGES
from kiosk.views import Choice
from kiosk.widgets.look import Look, look_for
from kiosk.widgets.pictogram import Pictograms
from sync.config import ScreenConfig

PLAIN = Setup(TextSize.DEFAULT, Theme.DEFAULT, "de", Layout.NORMAL)


@pytest.fixture(scope="module")
def station() -> Station:
    usual = ScreenConfig()
    return Station(Letters(), usual.viewing_distance_mm, usual.lower_edge_mm, {"de": foreign_sentences("de")})


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


def failures(station: Station, name: str, view, look: Look, *, states: bool = False) -> set[str]:
    shots = list(shots_of(name, view, PLAIN, look, states=states))
    assert shots
    return {entry.requirement for shot in shots for entry in audit(shot, station) if not entry.passed}


# --- all screens -----------------------------------------------------------------------------------------------


@pytest.mark.timeout(600)
def test_all_screens_keep_every_limit() -> None:
    summary = run(representative_matrix(), processes=2)
    missed = [
        (seen.measurement.requirement, seen.screen, seen.measurement.what, seen.measurement.value, seen.setup)
        for seen in summary.worst_first()
    ]
    assert missed == []
    assert summary.passed
    assert set(summary.counted) == set(REQUIREMENTS)


def test_the_representative_choice_has_every_size_theme_language_layout_and_display() -> None:
    tasks = representative_matrix()
    assert {task.setup.size for task in tasks} == set(TextSize)
    assert {task.setup.theme for task in tasks} == set(Theme)
    assert {task.setup.layout for task in tasks} == set(LAYOUTS)
    assert {task.setup.language for task in tasks} == {language.code for language in LANGUAGES}
    assert len({(task.width, task.height, task.px_per_mm) for task in tasks}) == 3
    assert not any(task.screens for task in tasks)


def test_the_full_matrix_leaves_out_nothing() -> None:
    tasks = full_matrix()
    combinations = set(product(TextSize, Theme, [language.code for language in LANGUAGES], LAYOUTS))
    for display in {(task.width, task.height, task.px_per_mm) for task in tasks}:
        shown = [task.setup for task in tasks if (task.width, task.height, task.px_per_mm) == display]
        assert {(setup.size, setup.theme, setup.language, setup.layout) for setup in shown} == combinations
        assert len(shown) == len(combinations)
    assert len(tasks) == 3 * len(combinations)


def test_every_registered_screen_is_measured(qtbot: QtBot) -> None:
    shown = {shot.screen for shot in shots_in(representative_matrix()[0])}
    assert shown == set(registered_screens())


# --- faults planted in real screens ----------------------------------------------------------------------------


def test_the_vote_screen_is_fine_as_it_is(qtbot: QtBot, station: Station, views) -> None:
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
    qtbot: QtBot, station: Station, views, meaning: str, colour: str, requirement: str
) -> None:
    look = look_of(views["vote"])
    spoiled = replace(look, palette=replace(look.palette, **{meaning: colour}))
    assert requirement in failures(station, "vote", views["vote"], spoiled, states=True)


@pytest.mark.parametrize("theme", [Theme.WHITE_ON_BLACK, Theme.BLACK_ON_WHITE, Theme.SOFT])
def test_colours_of_the_default_theme_are_wrong_in_the_others(qtbot: QtBot, station: Station, views, theme) -> None:
    look = replace(look_of(views["help"]), palette=palette(Theme.DEFAULT))
    (shot, *_) = shots_of("help", views["help"], replace(PLAIN, theme=theme), look, states=False)
    assert {entry.requirement for entry in audit(shot, station) if not entry.passed} == {"R08"}


@pytest.mark.parametrize(
    ("length", "pixels", "requirement"),
    [("text_px", 27, "R01"), ("text_px", 33, "R01"), ("gap", -3, "R20"), ("ring", 1, "R11")],
)
def test_one_wrong_length(qtbot: QtBot, station: Station, views, length: str, pixels: int, requirement: str) -> None:
    look = look_of(views["vote"], **{length: pixels})
    assert requirement in failures(station, "vote", views["vote"], look, states=True)


def test_targets_that_are_too_low(qtbot: QtBot, station: Station, views) -> None:
    look = look_of(views["districts"], target=20, padding=1)
    assert "R20" in failures(station, "districts", views["districts"], look)


def test_a_choice_without_a_name(qtbot: QtBot, station: Station, views) -> None:
    vote = views["vote"]
    first, *others = vote.options
    spoiled = replace(vote, options=(Choice(first.intent, ""), *others))
    assert "R40" in failures(station, "vote", spoiled, look_of(vote))


def test_an_id_where_words_should_be(qtbot: QtBot, station: Station, views) -> None:
    spoiled = replace(views["vote"], headline="vote.headline")
    assert "R52" in failures(station, "vote", spoiled, look_of(spoiled))


def test_a_sentence_that_was_not_translated(qtbot: QtBot, station: Station, views) -> None:
    english = sample_views("en", Profile())["help"]
    spoiled = replace(views["help"], headline=english.headline)
    assert failures(station, "help", spoiled, look_of(spoiled)) == {"R52"}


def test_a_character_no_font_of_the_station_has(qtbot: QtBot, station: Station, views) -> None:
    spoiled = replace(views["help"], headline="Wie geht das \U00012000?")
    assert "R80" in failures(station, "help", spoiled, look_of(spoiled))


def test_writing_to_the_left_on_a_screen_that_is_not_mirrored(qtbot: QtBot, station: Station, views) -> None:
    (shot, *_) = shots_of("help", views["help"], PLAIN, look_of(views["help"]), states=False)
    spoiled = replace(shot, right_to_left=True)
    assert "R80" in {entry.requirement for entry in audit(spoiled, station) if not entry.passed}


def test_controls_are_high_up_in_a_layout_that_promises_low_reach(qtbot: QtBot, station: Station, views) -> None:
    setup = replace(PLAIN, layout=Layout.LOW_LEFT)
    (shot, *_) = shots_of("help", views["help"], setup, look_of(views["help"]), states=False)
    assert {entry.requirement for entry in audit(shot, station) if not entry.passed} == {"R33"}


# --- the command -----------------------------------------------------------------------------------------------


@pytest.mark.timeout(240)
def test_the_command_writes_the_report_and_says_by_its_code_what_came_out(tmp_path) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "kiosk.auditing", "--out", str(tmp_path), "--screen", "goodbye", "--processes", "1"],
        capture_output=True,
        text=True,
        check=False,
    )
    data = json.loads((tmp_path / "report.json").read_text(encoding="utf-8"))
    assert done.returncode == (0 if data["passed"] else 1), done.stderr
    assert {entry["nearest"]["screen"] for entry in data["requirements"] if entry["nearest"]} == {"goodbye"}
    assert str(tmp_path / "report.html") in done.stdout
    html = (tmp_path / "report.html").read_text(encoding="utf-8")
    assert "data:image/png;base64,iVBOR" in html


def test_a_picture_in_the_report_shows_the_place(qtbot: QtBot, station: Station, views) -> None:
    (shot, *_) = shots_of("help", views["help"], PLAIN, look_of(views["help"]), states=False)
    summary = Summary()
    summary.add(shot, list(audit(shot, station)), shrunk)
    seen = summary.nearest["R20"]
    assert png_of(seen).startswith(b"\x89PNG")
    assert seen.scale == pytest.approx(300 / 1080)
    assert seen.picture.shape == (533, 300)

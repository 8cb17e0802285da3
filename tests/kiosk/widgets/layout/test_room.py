"""A page grows into its free room once, in whole steps, and without its bars; answers are in view first."""

from dataclasses import replace
from itertools import pairwise

import pytest
from pytestqt.qtbot import QtBot

from accessibility.metrics import CAP_HEIGHT_MM, CAP_RATIO, CLOSER, DEFAULT_PX_PER_MM, GROWTH, MOST_CAP_HEIGHT_MM
from accessibility.profile import Profile, TextSize
from kiosk.devtools.gallery import SIZES
from kiosk.devtools.samples import sample_views
from kiosk.screens import build_screen
from kiosk.viewmodel.intents import Choose
from kiosk.viewmodel.views import View
from kiosk.widgets.layout.room import LEAST_SPARE
from kiosk.widgets.layout.screen import Screen
from kiosk.widgets.text.text_layout import spoken_text
from kiosk.widgets.theme import look_for
from kiosk.widgets.tiles.tile import Tile

SIZES_OF_TEXT = list(TextSize)


def shown(qtbot: QtBot, view: View, orientation: str = "portrait") -> Screen:
    width, height = SIZES[orientation]
    look = look_for(view.frame, px_per_mm=DEFAULT_PX_PER_MM, width=width, height=height, motion=False)
    screen = build_screen(view, look)
    qtbot.addWidget(screen)
    screen.resize(width, height)
    screen.show()
    return screen


@pytest.fixture(scope="module")
def views() -> dict[str, View]:
    return sample_views("de", Profile())


def test_every_step_has_its_least_room_and_is_larger_than_the_one_before():
    assert len(GROWTH) == len(LEAST_SPARE)
    assert list(LEAST_SPARE) == sorted(LEAST_SPARE)
    for smaller, larger in pairwise(GROWTH):
        assert vars(smaller) != vars(larger)
        assert all(vars(smaller)[name] <= vars(larger)[name] for name in vars(smaller))


@pytest.mark.parametrize("orientation", SIZES)
def test_a_page_with_room_grows_and_everything_stays_on_it(qtbot, views, orientation):
    screen = shown(qtbot, views["yes_no_review"], orientation)
    assert screen.look.metrics.growth != GROWTH[0]
    assert screen.page.pages.count == 1
    assert screen.page.arranged.spare < 0.45


@pytest.mark.parametrize("language", ["en", "vi"])
def test_for_very_little_there_is_no_second_page(qtbot, language):
    """In these languages the bar of aids is higher than in German."""
    usual = shown(qtbot, sample_views("de", Profile())["vote"])
    screen = shown(qtbot, sample_views(language, Profile())["vote"])
    assert screen.page.pages.count == 1
    assert screen.look.metrics.growth == CLOSER
    assert screen.look.metrics.text_px == usual.look.metrics.text_px
    assert screen.look.metrics.gap == usual.look.metrics.gap


def test_a_page_that_is_full_stays_as_it_is(qtbot, views):
    screen = shown(qtbot, views["vote_points"])
    assert screen.page.pages.count > 1
    assert screen.look.metrics.growth == GROWTH[0]


@pytest.mark.parametrize("size", SIZES_OF_TEXT)
def test_text_grows_within_its_size_only(size):
    view = sample_views("de", Profile(size=size))["yes_no_review"]
    width, height = SIZES["portrait"]
    metrics = look_for(view.frame, px_per_mm=DEFAULT_PX_PER_MM, width=width, height=height).metrics
    for growth in GROWTH:
        capital = metrics.grown(growth).text_px * CAP_RATIO / DEFAULT_PX_PER_MM
        assert CAP_HEIGHT_MM[size] <= capital <= MOST_CAP_HEIGHT_MM[size]
        assert metrics.grown(growth).text_px <= metrics.grown(growth).answer_px <= metrics.grown(growth).title_px


def test_the_bars_never_grow(qtbot, views):
    full, roomy = shown(qtbot, views["districts"]), shown(qtbot, views["polls"])
    assert roomy.look.metrics.growth != GROWTH[0]
    assert roomy.page.aids.geometry() == full.page.aids.geometry()
    assert [tile.geometry() for tile in roomy.page.aids.tiles] == [tile.geometry() for tile in full.page.aids.tiles]
    assert roomy.page.ways.geometry().bottom() == full.page.ways.geometry().bottom()
    assert [tile.font_px for tile in roomy.page.ways.tiles] == [tile.font_px for tile in full.page.ways.tiles]


@pytest.mark.parametrize("name", ["vote_yes_no", "budget"])
def test_nothing_moves_when_something_is_chosen(qtbot, views, name):
    view = views[name]
    none = replace(view, counted="", options=tuple(replace(option, chosen=False) for option in view.options))
    screen = shown(qtbot, none)
    tiles = [tile for tile in screen.findChildren(Tile) if isinstance(tile.intent, Choose)]
    before = [tile.geometry() for tile in tiles], screen.look.metrics.growth
    screen.show_view(view)
    assert ([tile.geometry() for tile in tiles], screen.look.metrics.growth) == before


@pytest.mark.parametrize("language", ["de", "de-leicht", "ar"])
@pytest.mark.parametrize("name", ["vote", "budget", "vote_yes_no", "vote_ranked"])
def test_an_answer_is_in_view_on_the_first_page_in_the_largest_type(qtbot, name, language):
    view = sample_views(language, Profile(size=TextSize.EXTRA))[name]
    screen = shown(qtbot, view)
    tiles = [tile for tile in screen.findChildren(Tile) if isinstance(tile.intent, Choose)]
    assert screen.page.pages.page == 0
    assert any(screen.page.pages.shows(tile) for tile in tiles)
    said = screen.spoken()
    at = said.index(spoken_text(screen.page.explanation.text()))
    assert at <= 2  # behind the question, before all answers
    assert at == 1 or said[1] == view.frame.words.about


def test_the_field_stands_under_its_question(qtbot, views):
    for name in ("code", "look_up", "description"):
        screen = shown(qtbot, views[name])
        field, page = screen.writing.field, screen.page
        top = field.mapTo(screen, field.rect().topLeft()).y()
        explanation = page.explanation
        bottom = explanation.mapTo(screen, explanation.rect().bottomLeft()).y()
        assert 0 < top - bottom <= screen.look.metrics.space * 2, name


def test_the_same_page_is_always_set_in_the_same_way(qtbot, views):
    for name in ("polls", "vote", "receipt"):
        one, other = shown(qtbot, views[name]), shown(qtbot, views[name])
        assert one.grab().toImage() == other.grab().toImage(), name


def test_arabic_is_set_a_step_larger(views):
    width, height = SIZES["portrait"]
    sizes = {
        language: look_for(
            sample_views(language, Profile())["home"].frame, px_per_mm=DEFAULT_PX_PER_MM, width=width, height=height
        ).metrics
        for language in ("de", "ar")
    }
    assert sizes["ar"].text_px >= 1.1 * sizes["de"].text_px
    assert sizes["ar"].target == sizes["de"].target

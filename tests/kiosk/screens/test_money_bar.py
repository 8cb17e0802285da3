"""The bar of a budget: as full as money is chosen, from the side where writing begins, and nothing without money."""

import pytest

from accessibility.profile import Profile
from kiosk.devtools.samples import sample_views
from kiosk.widgets.money_bar import MoneyBar
from tests.kits.screen import shown


@pytest.fixture(scope="module")
def views():
    return {language: sample_views(language, Profile()) for language in ("de", "ar")}


def ink_of(bar: MoneyBar) -> list[bool]:
    """Whether the middle row is painted in ink, from left to right."""
    picture, ink = bar.grab().toImage(), bar.look.palette.ink
    row = picture.height() // 2
    return [picture.pixelColor(at, row).name() == ink for at in range(picture.width())]


@pytest.mark.parametrize("language", ["de", "ar"])
def test_it_is_filled_as_far_as_money_is_chosen(qtbot, views, language):
    view = views[language]["knapsack"]
    screen = shown(qtbot, view)
    bar = screen.findChild(MoneyBar)
    spent, budget = view.money
    assert 0 < spent < budget == 8000
    painted = ink_of(bar)
    assert sum(painted) / len(painted) == pytest.approx(spent / budget, abs=0.03)
    assert painted[len(painted) // 10] is (language == "de")


def test_more_than_there_is_fills_it_and_is_crossed_out(qtbot, views):
    screen = shown(qtbot, views["de"]["knapsack"])
    bar = screen.findChild(MoneyBar)
    bar.show_money(9000, 8000)
    assert bar.filled == 1.0 and bar.is_over
    assert not all(ink_of(bar))


def test_without_money_there_is_none(qtbot, views):
    screen = shown(qtbot, views["de"]["vote"])
    assert screen.findChild(MoneyBar).heightForWidth(500) == 0

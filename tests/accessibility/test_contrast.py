"""Every pair of colours that carries information keeps the contrast of its theme."""

import pytest

from accessibility.contrast import (
    MAXIMUM_RATIO,
    MINIMUM_BORDER_RATIO,
    MINIMUM_RATIO,
    Palette,
    contrast_ratio,
    palette,
)
from accessibility.profile import Theme


@pytest.mark.parametrize("theme", Theme)
def test_information_keeps_the_contrast_of_its_theme(theme: Theme) -> None:
    ratios = {name: contrast_ratio(front, back) for name, front, back in palette(theme).informational_pairs()}
    least, most = MINIMUM_RATIO[theme], MAXIMUM_RATIO.get(theme, 21.01)
    assert {name: ratio for name, ratio in ratios.items() if not least <= ratio <= most} == {}


@pytest.mark.parametrize("theme", Theme)
def test_borders_and_focus_are_seen(theme: Theme) -> None:
    ratios = {name: contrast_ratio(front, back) for name, front, back in palette(theme).border_pairs()}
    assert {name: ratio for name, ratio in ratios.items() if ratio < MINIMUM_BORDER_RATIO} == {}


def test_the_limits_are_those_of_the_requirements() -> None:
    assert MINIMUM_RATIO[Theme.DEFAULT] == 10  # R07
    assert MINIMUM_RATIO[Theme.WHITE_ON_BLACK] == MINIMUM_RATIO[Theme.BLACK_ON_WHITE] == 20  # R08
    assert (MINIMUM_RATIO[Theme.SOFT], MAXIMUM_RATIO[Theme.SOFT]) == (4.5, 8)  # R08
    assert MINIMUM_BORDER_RATIO == 3  # R10, R11


@pytest.mark.parametrize("theme", Theme)
def test_every_colour_of_a_palette_is_a_colour(theme: Theme) -> None:
    for name in Palette.__dataclass_fields__:
        code = getattr(palette(theme), name)
        assert len(code) == 7 and code[0] == "#" and int(code[1:], 16) >= 0


def test_stored_and_danger_are_used_for_nothing_else() -> None:
    colours = palette(Theme.DEFAULT)
    others = [getattr(colours, name) for name in Palette.__dataclass_fields__ if name not in {"stored", "danger"}]
    assert colours.stored not in others
    assert colours.danger not in others


@pytest.mark.parametrize(
    ("one", "other", "ratio"),
    [
        ("#000000", "#ffffff", 21.0),
        ("#ffffff", "#ffffff", 1.0),
        ("#767676", "#ffffff", 4.54),
        ("#ff0000", "#ffffff", 4.0),
    ],
)
def test_the_ratio_is_that_of_wcag(one: str, other: str, ratio: float) -> None:
    assert contrast_ratio(one, other) == pytest.approx(ratio, abs=0.005)
    assert contrast_ratio(other, one) == contrast_ratio(one, other)

"""Every pair of colours that carries information keeps the contrast of its theme."""

import pytest

from accessibility.audit import pixels
from accessibility.audit.colours import LEAST_BORDER_RATIO, LEAST_RATIO, MOST_RATIO
from accessibility.contrast import Palette, palette
from accessibility.profile import Theme


def contrast_ratio(one: str, other: str) -> float:
    return pixels.ratio(int(one[1:], 16), int(other[1:], 16))


def informational_pairs(colours: Palette) -> tuple[tuple[str, str, str], ...]:
    """What carries information on what it stands: (name, foreground, background)."""
    return (
        ("ink on paper", colours.ink, colours.paper),
        ("muted on paper", colours.muted, colours.paper),
        ("ink on tile", colours.ink, colours.tile),
        ("muted on tile", colours.muted, colours.tile),
        ("main action", colours.main_text, colours.main),
        ("pressed", colours.pressed_text, colours.pressed),
        ("chosen", colours.chosen_text, colours.chosen),
        ("accent", colours.accent_text, colours.accent),
        ("stored", colours.stored_text, colours.stored),
        ("danger", colours.danger_text, colours.danger),
        ("ink on land", colours.ink, colours.land),
        ("ink on water", colours.ink, colours.water),
    )


def border_pairs(colours: Palette) -> tuple[tuple[str, str, str], ...]:
    """Lines and faces that show where a control is: (name, foreground, background)."""
    return (
        ("border on paper", colours.line, colours.paper),
        ("border on tile", colours.line, colours.tile),
        ("main action on paper", colours.main, colours.paper),
        ("chosen frame on paper", colours.ink, colours.paper),
        ("chosen frame on chosen", colours.ink, colours.chosen),
        ("focus ring on paper", colours.focus, colours.paper),
        ("focus ring on its band", colours.focus, colours.focus_band),
        ("stored on paper", colours.stored, colours.paper),
        ("danger on paper", colours.danger, colours.paper),
    )


@pytest.mark.parametrize("theme", Theme)
def test_information_keeps_the_contrast_of_its_theme(theme: Theme) -> None:
    ratios = {name: contrast_ratio(front, back) for name, front, back in informational_pairs(palette(theme))}
    least, most = LEAST_RATIO[theme], MOST_RATIO.get(theme, 21.01)
    assert {name: ratio for name, ratio in ratios.items() if not least <= ratio <= most} == {}


@pytest.mark.parametrize("theme", Theme)
def test_borders_and_focus_are_seen(theme: Theme) -> None:
    ratios = {name: contrast_ratio(front, back) for name, front, back in border_pairs(palette(theme))}
    assert {name: ratio for name, ratio in ratios.items() if ratio < LEAST_BORDER_RATIO} == {}


def test_the_limits_are_those_of_the_requirements() -> None:
    assert LEAST_RATIO[Theme.DEFAULT] == 10  # R07
    assert LEAST_RATIO[Theme.WHITE_ON_BLACK] == LEAST_RATIO[Theme.BLACK_ON_WHITE] == 20  # R08
    assert (LEAST_RATIO[Theme.SOFT], MOST_RATIO[Theme.SOFT]) == (4.5, 8)  # R08
    assert LEAST_BORDER_RATIO == 3  # R10, R11


ONE_COLOUR = [name for name in Palette.__dataclass_fields__ if name != "tasks"]


@pytest.mark.parametrize("theme", Theme)
def test_ink_stands_out_on_the_surfaces_of_drawings_and_on_the_tints_of_tasks(theme: Theme) -> None:
    colours = palette(theme)
    surfaces = [colours.brick, colours.leaf, colours.water, colours.land, colours.accent, colours.tile]
    tints = [tint for _, tint in colours.tasks.values()]
    ratios = [contrast_ratio(colours.ink, surface) for surface in [*surfaces, *tints]]
    assert min(ratios) >= LEAST_RATIO[theme]
    assert all(ratio <= MOST_RATIO.get(theme, 21) for ratio in ratios)


@pytest.mark.parametrize("theme", [Theme.DEFAULT, Theme.SOFT])
def test_the_band_of_a_task_is_seen_and_no_two_are_alike(theme: Theme) -> None:
    colours = palette(theme)
    bands = [band for band, _ in colours.tasks.values()]
    assert len(set(bands)) == len(bands) >= 4
    assert not {*bands} & {colours.stored, colours.danger}
    assert min(contrast_ratio(band, colours.paper) for band in bands) >= LEAST_BORDER_RATIO


@pytest.mark.parametrize("theme", [Theme.WHITE_ON_BLACK, Theme.BLACK_ON_WHITE])
def test_a_theme_of_two_colours_has_no_third_one(theme: Theme) -> None:
    colours = palette(theme)
    assert {getattr(colours, name) for name in ONE_COLOUR} == {colours.paper, colours.ink}
    assert colours.tasks == {}


@pytest.mark.parametrize("theme", Theme)
def test_every_colour_of_a_palette_is_a_colour(theme: Theme) -> None:
    colours = palette(theme)
    of_tasks = [code for pair in colours.tasks.values() for code in pair]
    for code in [*(getattr(colours, name) for name in ONE_COLOUR), *of_tasks]:
        assert len(code) == 7 and code[0] == "#" and int(code[1:], 16) >= 0


def test_stored_and_danger_are_used_for_nothing_else() -> None:
    colours = palette(Theme.DEFAULT)
    others = [getattr(colours, name) for name in ONE_COLOUR if name not in {"stored", "danger"}]
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

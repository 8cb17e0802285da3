"""Every rule of the audit finds its fault, and finds nothing else: one fault for each, on a screen that is fine."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from accessibility.audit import colours, pixels
from accessibility.audit.rules import REQUIREMENTS, audit
from accessibility.audit.shot import Change, ItemKind, Part, Rect, Stop, shot_of
from tests.kits.drawn_screens import (
    CAPITAL,
    FONT_PX,
    HEIGHT,
    INK,
    LINE,
    PAPER,
    PX_PER_MM,
    STATION,
    TILE,
    changed,
    failures,
    fine_screen,
    framed,
    recoloured,
    repainted,
)


def of(shot, name):
    return next(item for item in shot.items if item.name == name)


def redrawn(shot, name, *, ink, rows=CAPITAL, face=PAPER):
    """The words of one item painted anew."""
    part = of(shot, name).parts[0]

    def paint(drawing):
        drawing.fill(part.rect, face)
        drawing.word(part.rect.x, part.rect.y, name, ink, rows)

    return repainted(shot, paint)


def test_nothing_is_wrong_with_the_fine_screen_and_everything_was_measured():
    shot = fine_screen()
    measured = list(audit(shot, STATION))
    assert [entry for entry in measured if not entry.passed] == []
    at_other_screens = {"R03", "R08", "R33"}
    assert {entry.requirement for entry in measured} == set(REQUIREMENTS) - at_other_screens


# --- reading ---------------------------------------------------------------------------------------------------


def test_r01_a_capital_one_row_too_low():
    shot = redrawn(fine_screen(), "Was ist", ink=INK, rows=19)
    assert failures(shot) == {"R01"}


def test_r01_text_that_is_all_larger_than_its_size_allows():
    shot = replace(fine_screen(), size="small")
    assert failures(shot) == {"R01"}


def test_r01_the_dots_of_an_umlaut_do_not_count():
    shot = fine_screen()

    def dots(drawing):
        drawing.fill(Rect(42, 40, 3, 5), INK)
        drawing.fill(Rect(50, 40, 3, 5), INK)

    shot = repainted(redrawn(shot, "Was ist", ink=INK, rows=19), dots)
    assert "R01" in failures(shot)


def test_r01_letters_without_capitals_are_compared_with_the_same_line_elsewhere():
    shot = fine_screen()
    part = of(shot, "Was ist").parts[0]
    small = redrawn(shot, "Was ist", ink=INK, rows=16)
    said = {"text": "ماذا", "parts": (replace(part, lines=("ماذا",)),)}
    assert "R01" in failures(changed(small, "Was ist", **said))
    assert "R01" not in failures(changed(shot, "Was ist", **said))


def test_r03_the_largest_size_is_too_small_for_the_viewing_distance():
    shot = replace(fine_screen(), size="extra", px_per_mm=PX_PER_MM * 5 / 8.6)
    assert "R03" not in failures(shot, replace(STATION, viewing_distance_mm=700))
    assert "R03" in failures(shot, replace(STATION, viewing_distance_mm=710))


def test_r80_a_character_without_a_letter():
    assert failures(changed(fine_screen(), "Ja", text="Ja ☃")) == {"R80"}


# --- geometry --------------------------------------------------------------------------------------------------


def test_r05_letters_cut_at_the_bottom():
    def cut(drawing):
        drawing.fill(Rect(40, 62, 300, 20), PAPER)

    assert "R05" in failures(repainted(fine_screen(), cut))


def test_r05_words_that_reach_over_the_edge_of_their_tile():
    shot = fine_screen()
    part = of(shot, "Ja").parts[0]
    assert failures(changed(shot, "Ja", parts=(replace(part, rect=replace(part.rect, width=441)),))) == {"R05"}


def test_r05_something_outside_the_screen():
    assert failures(replace(fine_screen(), width=555)) == {"R05"}


def test_r05_a_text_that_lies_on_a_tile():
    shot = fine_screen()
    assert failures(changed(shot, "Was ist", rect=Rect(40, 40, 300, 90))) == {"R05"}


def test_r05_a_word_torn_without_a_hyphen():
    shot = fine_screen()
    part = of(shot, "Was ist").parts[0]
    halves = replace(part.rect, height=2 * part.rect.height)
    for lines, torn in ((("Wa", "s ist"), True), (("Wa-", "s ist"), False), (("Wa\u00ad", "s ist"), False)):
        shown = changed(shot, "Was ist", parts=(replace(part, rect=halves, lines=lines),))
        measured = [entry for entry in audit(shown, STATION) if entry.what.startswith("torn words in “Was")]
        assert [entry.passed for entry in measured] == [not torn]


@pytest.mark.parametrize(("height", "requirements"), [(51, set()), (50, {"R20"})])
def test_r20_a_target_that_is_too_low(height, requirements):
    shot = fine_screen()
    nein = of(shot, "Nein")
    low = replace(nein.rect, height=height)

    def paint(drawing):
        drawing.fill(nein.rect, PAPER)
        drawing.box(low)
        drawing.word(120, low.y + 6, "Nein")

    shot = changed(
        repainted(shot, paint), "Nein", rect=low, parts=(replace(nein.parts[0], rect=Rect(120, 226, 100, 38)),)
    )
    assert failures(shot) == requirements


@pytest.mark.parametrize(("top", "requirements"), [(211, set()), (210, {"R20"})])
def test_r20_targets_too_close_to_each_other(top, requirements):
    shot = fine_screen()
    nein = of(shot, "Nein")

    def paint(drawing):
        drawing.fill(nein.rect, PAPER)
        drawing.box(replace(nein.rect, y=top))
        drawing.word(120, top + 20, "Nein")

    part = replace(nein.parts[0], rect=replace(nein.parts[0].rect, y=top + 20))
    shot = changed(repainted(shot, paint), "Nein", rect=replace(nein.rect, y=top), parts=(part,))
    assert failures(shot) == requirements


def test_r33_a_control_out_of_reach_in_a_layout_for_low_reach():
    low = replace(fine_screen(), layout="low_left", px_per_mm=PX_PER_MM)
    reach = (HEIGHT - of(low, "Ja").rect.y) / PX_PER_MM

    def missed(shot, lower_edge_mm):
        return "R33" in failures(shot, replace(STATION, lower_edge_mm=lower_edge_mm))

    assert not missed(low, 1100 - reach) and missed(low, 1101 - reach)
    assert not missed(fine_screen(), 1101 - reach)


# --- colours ---------------------------------------------------------------------------------------------------


def test_r07_ink_that_is_too_pale_for_its_paper():
    pale = 0x3F5266
    assert pixels.ratio(pale, PAPER) < 10
    assert failures(redrawn(fine_screen(), "Was ist", ink=pale)) == {"R07"}


def test_r07_a_theme_with_one_wrong_colour():
    assert "R07" in failures(recoloured(fine_screen(), INK, 0x3F5266))


def test_r07_a_pale_line_below_a_strong_one_is_not_hidden_by_it():
    shot = fine_screen()
    part = of(shot, "Was ist").parts[0]
    below = Part(replace(part.rect, y=80), ("Was ist",), FONT_PX)
    both = replace(part.rect, height=78)

    def paint(drawing):
        drawing.word(40, 80, "Was ist", 0x8090A0)

    assert "R07" in failures(changed(repainted(shot, paint), "Was ist", rect=both, parts=(part, below)))


def test_r07_a_pale_pictogram_on_a_tile():
    def sign(drawing):
        drawing.fill(Rect(60, 140, 40, 40), 0x8090A0)

    assert failures(repainted(fine_screen(), sign)) == {"R07"}


def test_r08_high_contrast_that_is_not_high_and_soft_contrast_that_glares():
    white = recoloured(recoloured(fine_screen(), PAPER, 0xFFFFFF), INK, 0)
    assert "R08" not in failures(replace(recoloured(white, TILE, 0xFFFFFF), theme="black_on_white"))
    assert failures(replace(fine_screen(), theme="black_on_white")) == {"R08"}
    assert failures(replace(fine_screen(), theme="soft")) == {"R08"}


@pytest.mark.parametrize("side", ["left", "top", "right", "bottom"])
def test_r10_a_tile_without_a_border_on_one_side(side):
    shot = fine_screen()
    rect = of(shot, "Ja").rect
    edges = {
        "left": Rect(rect.x, rect.y, 2, rect.height),
        "top": Rect(rect.x, rect.y, rect.width, 2),
        "right": Rect(rect.right - 2, rect.y, 2, rect.height),
        "bottom": Rect(rect.x, rect.bottom - 2, rect.width, 2),
    }
    assert failures(repainted(shot, lambda drawing: drawing.fill(edges[side], TILE))) == {"R10"}


def test_r10_a_border_that_is_too_pale():
    assert failures(recoloured(fine_screen(), LINE, 0xC0C8D0)) == {"R10"}


@pytest.mark.parametrize(
    "ring",
    [
        lambda piece: piece,
        lambda piece: framed(piece, INK, reach=3, stroke=1),
        lambda piece: framed(piece, 0xC0C8D0, reach=3, stroke=6),
    ],
    ids=["none", "thin", "pale"],
)
def test_r11_a_focus_ring_that_is_not_there_too_thin_or_too_pale(ring):
    shot = fine_screen()
    spoiled = tuple(
        replace(variant, after=ring(variant.before)) if variant.change is Change.FOCUSED else variant
        for variant in shot.variants
    )
    assert failures(replace(shot, variants=spoiled)) == {"R11"}


def test_r12_chosen_that_differs_from_not_chosen_by_colour_alone():
    shot = fine_screen()
    green, red = np.uint32(0x3C8A3C), np.uint32(0xC75050)
    grey = [int(colours.in_grey(np.array([colour], np.uint32))[0]) for colour in (green, red)]
    assert pixels.ratio(*grey) < 1.1
    spoiled = tuple(
        replace(variant, before=np.full_like(variant.before, green), after=np.full_like(variant.after, red))
        if variant.change is Change.OTHER_STATE
        else variant
        for variant in shot.variants
    )
    assert failures(replace(shot, variants=spoiled)) == {"R12"}


# --- words and order -------------------------------------------------------------------------------------------


def test_r30_a_control_that_no_key_comes_to():
    assert failures(changed(fine_screen(), "Nein", focusable=False, focus_order=-1)) == {"R30"}


def test_r30_a_walk_that_leaves_one_out():
    shot = fine_screen()
    assert failures(replace(shot, walk=(shot.walk[0], *shot.walk[2:]))) == {"R30"}


def test_r30_a_walk_that_is_caught():
    shot = fine_screen()
    assert failures(replace(shot, walk=(*shot.walk[:3], shot.walk[2]))) == {"R30"}


def test_r31_assistive_technology_is_told_another_order_than_eyes_see():
    shot = changed(changed(fine_screen(), "Ja", focus_order=1), "Nein", focus_order=0)
    assert failures(shot) == {"R31"}


def test_r31_an_arrow_key_jumps_to_and_fro():
    shot = fine_screen()
    ja, nein, on = shot.walk[:3]
    assert failures(replace(shot, walk=(on, nein, ja, on))) == {"R31"}


def test_r31_writing_to_the_left_is_read_to_the_left():
    shot = fine_screen()
    left, right = Rect(40, 560, 240, 80), Rect(320, 560, 240, 80)
    stops = (Stop("Ja", left), Stop("Weiter", right), Stop("Ja", left))
    aside = replace(shot, items=tuple(item for item in shot.items if item.kind is ItemKind.TEXT), walk=stops)
    back = [entry for entry in audit(aside, STATION) if entry.what.startswith("times a round")]
    back += [
        entry for entry in audit(replace(aside, right_to_left=True), STATION) if entry.what.startswith("times a round")
    ]
    assert [entry.value for entry in back] == [1, 1]
    assert [entry.rect for entry in back] == [left, right]


@pytest.mark.parametrize("gone", ["name", "spoken"])
def test_r40_a_control_without_a_name(gone):
    shot = fine_screen()
    walk = tuple(replace(stop, name=" ") if stop.name == "Ja" and gone == "name" else stop for stop in shot.walk)
    assert failures(changed(replace(shot, walk=walk), "Ja", **{gone: " "})) == {"R40"}


def test_r40_words_that_nobody_says():
    shot = fine_screen()
    assert failures(replace(shot, spoken=shot.spoken[1:])) == {"R40"}
    assert failures(replace(shot, spoken=())) == {"R40"}


def test_r40_a_code_is_said_in_letters():
    shot = changed(fine_screen(), "Was ist", text="K7QF-2M3A")
    assert failures(replace(shot, spoken=("Code: K 7 Q F - 2 M 3 A",))) == set()
    assert failures(replace(shot, spoken=("Code: K 7 Q F - 2 M 3 B",))) == {"R40"}


@pytest.mark.parametrize("wrong", ["vote.cast", "Continue with this"])
def test_r52_an_id_or_another_language_instead_of_words(wrong):
    assert failures(changed(fine_screen(), "Ja", text=wrong)) == {"R52"}
    assert failures(replace(fine_screen(), spoken=(*fine_screen().spoken, wrong))) == {"R52"}


def test_r52_screens_for_everybody_speak_every_language():
    shot = replace(fine_screen(), screen="attract")
    assert failures(changed(shot, "Ja", text="Continue with this")) == set()


def test_r80_lines_that_begin_at_the_wrong_side():
    shot = fine_screen()
    item = of(shot, "Was ist")
    wide = (replace(item.parts[0], rect=Rect(40, 40, 520, 38)),)
    mirrored = replace(changed(shot, "Was ist", rect=Rect(40, 40, 520, 38), parts=wide), right_to_left=True)
    assert failures(mirrored) == {"R80"}

    def paint(drawing):
        drawing.fill(Rect(40, 40, 520, 38), PAPER)
        drawing.word(410, 40, "Was ist")

    assert failures(repainted(mirrored, paint)) == set()


# --- what the rules stand on -----------------------------------------------------------------------------------


def test_soft_edges_are_no_ink_of_their_own():
    piece = np.full((40, 40), PAPER, np.uint32)
    piece[10:30, 10:30] = INK
    piece[10:30, 9] = piece[10:30, 30] = 0x8190A0
    found = pixels.inks(piece)
    assert (found.paper, found.ink, found.weakest) == (PAPER, INK, found.strongest)


def test_a_thin_letter_is_soft_edges_for_the_most_part_and_a_pale_letter_beside_it_is_not():
    piece = np.full((40, 40), PAPER, np.uint32)
    piece[10:30, 11] = INK
    piece[10:30, 10] = piece[10:30, 12] = 0x294663
    assert pixels.inks(piece).weakest == pixels.inks(piece).strongest
    piece[10:30, 20:23] = 0x8190A0
    assert pixels.inks(piece).weakest == pytest.approx(pixels.ratio(0x8190A0, PAPER))


def test_a_piece_of_one_colour_has_no_ink():
    assert pixels.inks(np.full((9, 9), PAPER, np.uint32)) is None
    assert pixels.inks(np.zeros((0, 5), np.uint32)) is None


def test_the_height_of_a_letter_is_that_of_the_letter_and_not_of_its_neighbours():
    drawn = """
    ..........#...
    .#...#...#....
    .#...#..#.....
    .#####..#.....
    .#...#..#.....
    .#...#..#.....
    ........#.....
    .......#......
    """
    rows = [line.strip() for line in drawn.strip().splitlines()]
    mask = np.array([[mark == "#" for mark in row] for row in rows])
    assert pixels.first_letter_rows(mask) == 5
    assert pixels.first_letter_rows(np.zeros((5, 5), bool)) == 0


def test_a_description_as_it_stands_beside_a_picture_is_enough():
    data = {
        "screen": "vote", "size": "default", "theme": "default", "language": "de", "layout": "normal",
        "px_per_mm": 4.0, "width": 600, "height": 700, "spoken": ["Ja"],
        "items": [
            {
                "kind": "control", "role": "button", "name": "Ja", "spoken": "Ja", "text": "Ja",
                "rect": [40, 120, 520, 80], "font_px": 28, "enabled": True, "focusable": True, "focus_order": 0,
            }
        ],
    }  # fmt: skip
    shot = shot_of(data, fine_screen().pixels)
    assert failures(shot) == set()
    assert shot.items[0].parts == (Part(Rect(54, 134, 492, 52), ("Ja",), 28),)

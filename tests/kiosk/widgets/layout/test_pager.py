"""Content longer than the screen is cut into whole pages: nothing is lost, nothing comes twice, no tile is cut."""

from __future__ import annotations

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from kiosk.widgets.layout.pager import page_starts

SPACE = 10


@given(heights=st.lists(st.integers(1, 300), min_size=1, max_size=30), room=st.integers(300, 900))
def test_every_piece_is_whole_on_exactly_one_page(heights: list[int], room: int) -> None:
    tops, breaks, top = [], [], 0
    for height in heights:
        tops.append(top)
        breaks.append(top + height)
        top += height + SPACE
    pages = page_starts(breaks, breaks[-1], room, SPACE)
    for piece_top, piece_bottom in zip(tops, breaks, strict=True):
        assert sum(start <= piece_top and piece_bottom <= end for start, end in pages) == 1
    assert all(end - start <= room for start, end in pages)


@given(total=st.integers(1, 5000), room=st.integers(50, 900))
def test_what_has_no_place_to_be_cut_is_cut_where_the_screen_ends(total: int, room: int) -> None:
    pages = page_starts([total], total, room, SPACE)
    assert pages[0][0] == 0 and pages[-1][1] == total
    assert all(end == start for (_, end), (start, _) in pairwise(pages))


def test_what_fits_is_one_page() -> None:
    assert page_starts([100, 200], 200, 200, SPACE) == [(0, 200)]


def test_a_heading_stands_with_what_it_leads_unless_no_page_holds_both():
    text, heading, tile = 100, 160, 400
    together = page_starts([text, tile], tile, 300, SPACE, if_need_be=[heading])
    assert together == [(0, text), (text + SPACE, tile)]
    parted = page_starts([text, tile], tile, 260, SPACE, if_need_be=[heading])
    assert parted == [(0, heading), (heading + SPACE, tile)]


def test_nothing_is_skipped_between_two_lines_of_a_text():
    lines, blocks = {50, 100}, [50, 100, 150, 300]
    assert page_starts(blocks, 300, 200, SPACE, between_lines=lines) == [(0, 150), (150 + SPACE, 300)]
    assert page_starts(blocks, 300, 120, SPACE, between_lines=lines)[:2] == [(0, 100), (100, 150)]

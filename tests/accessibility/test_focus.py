"""Arrow keys: nearest above and below, along the line, round at the end; nothing out of reach, nothing a trap."""

from hypothesis import given
from hypothesis import strategies as st

from accessibility.focus import Bounds, Direction, nearest, next_focus, next_in_walk, reading_lines, reading_order

LEFT, RIGHT, UP, DOWN = Direction.LEFT, Direction.RIGHT, Direction.UP, Direction.DOWN

PAGE = [
    *(Bounds(20 + 200 * column, 10, 190, 90) for column in range(5)),  # 0-4: aids
    Bounds(20, 200, 490, 200),  # 5, 6: tiles side by side
    Bounds(520, 200, 490, 200),
    Bounds(20, 410, 490, 200),  # 7: a third below the first
    Bounds(20, 1500, 990, 120),  # 8: the main action
    Bounds(20, 1640, 320, 90),  # 9, 10: ways
    Bounds(690, 1640, 320, 90),
]

spots = st.builds(Bounds, st.integers(0, 1000), st.integers(0, 1800), st.integers(20, 900), st.integers(20, 400))
pages = st.lists(spots, min_size=1, max_size=25)


def test_down_goes_to_what_lies_straight_below():
    assert next_focus(PAGE, 0, DOWN) == 5
    assert next_focus(PAGE, 4, DOWN) == 6
    assert next_focus(PAGE, 5, DOWN) == 7
    assert next_focus(PAGE, 8, DOWN) in {9, 10}


def test_up_goes_back():
    assert next_focus(PAGE, 7, UP) == 5
    assert next_focus(PAGE, 10, UP) == 8
    assert next_focus(PAGE, 6, UP) in {3, 4}


def test_up_and_down_go_round_at_the_ends():
    assert next_focus(PAGE, 2, UP) in {9, 10}
    assert next_focus(PAGE, 10, DOWN) == 4
    assert next_focus(PAGE, 9, DOWN) == 0


def test_right_goes_along_the_line_and_on_into_the_next():
    assert next_focus(PAGE, 5, RIGHT) == 6
    assert next_focus(PAGE, 6, RIGHT) == 7
    assert next_focus(PAGE, 10, RIGHT) == 0
    assert next_focus(PAGE, 0, LEFT) == 10


def test_where_writing_goes_to_the_left_lines_begin_at_the_right():
    assert next_focus(PAGE, 6, LEFT, right_to_left=True) == 5
    assert next_focus(PAGE, 5, RIGHT, right_to_left=True) == 6
    assert next_focus(PAGE, 5, LEFT, right_to_left=True) == 7
    assert reading_order(PAGE, right_to_left=True)[:6] == [4, 3, 2, 1, 0, 6]


def test_in_a_bar_of_controls_beside_a_list_down_stays_in_the_bar():
    bar = [Bounds(800, 100 + 110 * row, 100, 100) for row in range(5)]
    tiles = [Bounds(20, 100 + 170 * row, 700, 160) for row in range(4)]
    page = [*bar, *tiles]
    for row in range(4):
        assert next_focus(page, row, DOWN) == row + 1
    for row in range(3):
        assert next_focus(page, 5 + row, DOWN) == 6 + row


def test_a_line_is_what_stands_beside_each_other_even_when_not_equally_high():
    tall, small, below = Bounds(0, 0, 100, 200), Bounds(110, 60, 100, 60), Bounds(110, 150, 100, 200)
    assert reading_lines([below, small, tall]) == [[2, 1], [0]]


def test_nearest_is_what_stands_beside_before_what_is_near():
    assert nearest(PAGE, Bounds(360, 1640, 300, 90)) in {9, 10}
    assert nearest([PAGE[8], PAGE[9]], Bounds(690, 1640, 320, 90)) == 1
    assert nearest([PAGE[0], PAGE[8]], Bounds(690, 1640, 320, 90)) == 1


def test_one_control_alone_keeps_the_focus():
    for direction in Direction:
        assert next_focus([Bounds(0, 0, 10, 10)], 0, direction) == 0


@given(pages, st.data())
def test_right_alone_comes_past_everything_and_back(boxes, data):
    right_to_left = data.draw(st.booleans())
    start = data.draw(st.integers(0, len(boxes) - 1))
    at, seen = start, []
    for _ in boxes:
        seen.append(at)
        at = next_focus(boxes, at, RIGHT, right_to_left=right_to_left)
    assert at == start
    assert sorted(seen) == list(range(len(boxes)))


@given(pages, st.data())
def test_left_undoes_right(boxes, data):
    right_to_left = data.draw(st.booleans())
    at = data.draw(st.integers(0, len(boxes) - 1))
    there = next_focus(boxes, at, RIGHT, right_to_left=right_to_left)
    assert next_focus(boxes, there, LEFT, right_to_left=right_to_left) == at


@given(pages, st.data())
def test_down_goes_down_or_round(boxes, data):
    at = data.draw(st.integers(0, len(boxes) - 1))
    there = next_focus(boxes, at, DOWN)
    below = [box for box in boxes if box.top >= boxes[at].bottom]
    if below:
        assert boxes[there].middle[1] > boxes[at].middle[1]


SECTIONS = [[4, 0, 2], [1], [3, 5]]


def test_by_ear_down_and_up_are_the_next_and_the_one_before_and_go_round():
    walk = [4, 0, 2, 1, 3, 5]
    for before, after in zip(walk, [*walk[1:], walk[0]], strict=True):
        assert next_in_walk(SECTIONS, before, DOWN) == after
        assert next_in_walk(SECTIONS, after, UP) == before


def test_by_ear_right_and_left_are_the_sections():
    assert [next_in_walk(SECTIONS, at, RIGHT) for at in (4, 2, 1, 5)] == [1, 1, 3, 4]
    assert [next_in_walk(SECTIONS, at, LEFT) for at in (2, 4, 1, 5)] == [4, 3, 4, 3]
    assert next_in_walk(SECTIONS, 4, LEFT, right_to_left=True) == 1

"""Two switches: the first hit shows the ring, next walks, select acts or enters, and everything is reached."""

from hypothesis import given
from hypothesis import strategies as st

from accessibility.scanning import ROUNDS, Ring, Scan

PAGE = Scan((("yes",), ("no",), ("q", "w", "e"), ("main",)))


def hits(scan: Scan, times: int) -> Scan:
    for _ in range(times):
        scan = scan.next()
    return scan


def test_before_the_first_hit_nothing_is_offered():
    assert PAGE.ring is None
    assert PAGE.next_by_itself() == PAGE


def test_the_first_hit_shows_the_ring_and_moves_nothing():
    assert PAGE.next().ring == Ring(("yes",))


def test_a_first_hit_of_select_shows_the_ring_and_does_nothing_else():
    scan, picked = PAGE.select()
    assert scan.ring == Ring(("yes",))
    assert picked is None


def test_next_goes_on_and_round():
    assert hits(PAGE, 2).ring == Ring(("no",))
    assert hits(PAGE, 5).ring == Ring(("yes",))


def test_select_acts_on_a_single_control_and_stays_there():
    scan, picked = hits(PAGE, 2).select()
    assert picked == "no"
    assert scan.ring == Ring(("no",))


def test_select_enters_a_group_and_then_acts_in_it():
    scan, picked = hits(PAGE, 3).select()
    assert picked is None
    assert scan.ring == Ring(("q",), entered=True)
    scan, picked = scan.next().select()
    assert picked == "w"
    assert scan.ring == Ring(("w",), entered=True)


def test_behind_the_last_of_a_group_next_leads_out():
    entered, _ = hits(PAGE, 3).select()
    assert hits(entered, 3).ring == Ring(("q", "w", "e"))
    assert hits(entered, 4).ring == Ring(("main",))


def test_an_automatic_next_walks_after_the_first_hit():
    assert PAGE.next().next_by_itself().ring == Ring(("no",))


def test_an_automatic_next_rests_after_some_rounds_and_a_hit_only_wakes_it():
    scan = PAGE.next()
    for _ in range(ROUNDS * len(PAGE.groups)):
        assert not scan.resting
        scan = scan.next_by_itself()
    assert scan.resting
    assert scan.next_by_itself() == scan
    awake, picked = scan.select()
    assert picked is None
    assert not awake.resting
    assert awake.select()[1] == "yes"


def test_the_walk_stays_at_its_control_when_others_come_and_go():
    scan = hits(PAGE, 4).over([("yes",), ("main",), ("back",)])
    assert scan.ring == Ring(("main",))
    entered, _ = hits(PAGE, 3).select()
    assert entered.next().over([("other",), ("a", "w")]).ring == Ring(("w",), entered=True)


def test_on_a_page_without_the_control_the_walk_begins_anew():
    assert hits(PAGE, 4).over([("stay",), ("end",)]).ring is None


def test_where_there_is_nothing_no_switch_does_anything():
    empty = Scan().over([(), ()])
    assert empty.next().ring is None
    assert empty.select() == (empty, None)


names = st.lists(st.lists(st.integers(), min_size=1, max_size=6), min_size=1, max_size=8)


@given(names)
def test_everything_can_be_reached_with_two_switches(numbers):
    groups = tuple(tuple((at, item) for item in range(len(group))) for at, group in enumerate(numbers))
    reached = set()
    scan = Scan(groups).next()
    for group in groups:
        assert scan.ring == Ring(group)
        inside, picked = scan.select()
        if picked is not None:
            reached.add(picked)
        for _ in group if picked is None else ():
            reached.add(inside.select()[1])
            inside = inside.next()
        if picked is None:
            assert inside.ring == Ring(group)
        scan = scan.next()
    assert reached == {name for group in groups for name in group}
    assert scan.ring == Ring(groups[0])

"""Small numbers of people are hidden, and no hidden number follows from those that are told."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from sync.hub.counting.small_cells import TOTAL, tellable

TABLES = st.dictionaries(
    st.tuples(st.sampled_from(["A", "B", "C", "D"]), st.sampled_from(["paper", "station"])), st.integers(0, 12)
)


@given(TABLES)
def test_no_small_number_is_told_and_none_follows_from_its_row_or_column(table: dict[tuple[str, str], int]) -> None:
    told = tellable(table)
    assert all(number is None or number == 0 or number >= 5 for cell, number in told.items() if cell != (TOTAL, TOTAL))
    for index in (0, 1):
        for line in {cell[index] for cell in told}:
            hidden = [cell for cell, number in told.items() if cell[index] == line and number is None]
            known = [cell for cell in told if cell[index] == line and told[cell] is not None]
            assert len(hidden) != 1 or set(known) <= {(TOTAL, TOTAL)}


@given(TABLES)
def test_what_is_told_is_true(table: dict[tuple[str, str], int]) -> None:
    told = tellable(table)
    assert told[(TOTAL, TOTAL)] == sum(table.values())
    assert all(told[cell] in (None, number) for cell, number in table.items())


def test_large_numbers_are_all_told() -> None:
    assert None not in tellable({("A", "station"): 5, ("B", "station"): 7, ("B", "paper"): 9}).values()

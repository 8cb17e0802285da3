"""Small numbers of people are hidden, and no hidden number follows from those that are told."""

from __future__ import annotations

from collections.abc import Mapping

import numpy
from hypothesis import given, settings
from hypothesis import strategies as st

from sync.hub.counting.linked_cells import tellable_together
from sync.hub.counting.small_cells import TOTAL, tellable

TABLES = st.dictionaries(
    st.tuples(st.sampled_from(["A", "B", "C", "D"]), st.sampled_from(["paper", "station", "post"])), st.integers(0, 12)
)
Name = tuple[str, str]


def follows(told: Mapping[Name, int | None], sums: list[tuple[Name, list[Name]]]) -> set[Name]:
    """The hidden numbers for which there is no second value: those whose column hangs on no other of the equations."""
    unknown = [name for name, number in told.items() if number is None]
    lines = numpy.array([[(name in parts) - (name == total) for name in unknown] for total, parts in sums], dtype=float)
    rank = numpy.linalg.matrix_rank(lines) if unknown else 0
    return {
        name for at, name in enumerate(unknown) if numpy.linalg.matrix_rank(numpy.delete(lines, at, axis=1)) == rank - 1
    }


def sums_of(table: Mapping[Name, object]) -> list[tuple[Name, list[Name]]]:
    """Of a table with its sums: what each is the sum of."""
    rows, columns = ({name[at] for name in table} - {TOTAL} for at in (0, 1))
    lines = [((row, TOTAL), [(row, column) for column in columns]) for row in {*rows, TOTAL}]
    return lines + [((TOTAL, column), [(row, column) for row in rows]) for column in columns]


@given(TABLES)
def test_no_small_number_is_told_and_none_follows_from_all_the_others(table: dict[Name, int]) -> None:
    told = tellable(table)
    assert all(number is None or number == 0 or number >= 5 for cell, number in told.items() if cell != (TOTAL, TOTAL))
    left = follows(told, sums_of(told))
    assert not left


def test_two_lines_together_give_nothing_away() -> None:
    """Each line of this table hides two numbers, and one of them would follow from all of them together."""
    rows = {"A": (3, 4, 20, 20), "B": (4, 3, 20, 20), "C": (20, 20, 3, 4), "D": (20, 20, 4, 3), "E": (9, 8, 8, 9)}
    table = {(row, str(column)): number for row, numbers in rows.items() for column, number in enumerate(numbers)}
    told = tellable(table)
    assert told["A", "0"] is None
    assert not follows(told, sums_of(told))


@settings(max_examples=50)
@given(TABLES)
def test_what_is_told_is_true(table: dict[Name, int]) -> None:
    told = tellable(table)
    assert told[(TOTAL, TOTAL)] in (sum(table.values()), None)
    rows, columns = ({cell[at] for cell, number in table.items() if number} for at in (0, 1))
    assert told[(TOTAL, TOTAL)] is not None or (len(rows) == len(columns) == 1 and sum(table.values()) < 5)
    assert all(told[cell] in (None, number) for cell, number in table.items())


def test_large_numbers_are_all_told() -> None:
    assert None not in tellable({("A", "station"): 5, ("B", "station"): 7, ("B", "paper"): 9}).values()


@settings(max_examples=50)
@given(st.dictionaries(st.sampled_from("abcdef"), st.tuples(*[st.integers(0, 9)] * 3), min_size=2))
def test_two_tables_of_the_same_people_do_not_tell_of_each_other(people: dict[str, tuple[int, int, int]]) -> None:
    """Finished and abandoned by language, finished and abandoned by district: both add up to the same."""
    numbers: dict[Name, int] = {}
    sums: list[tuple[Name, list[Name]]] = []
    for at, end in enumerate(("finished", "abandoned")):
        numbers |= {(f"language {who}", end): ends[at] for who, ends in people.items()}
        whole = sum(ends[at] for ends in people.values())
        parts = (whole // 3, whole // 4, whole - whole // 3 - whole // 4)
        numbers |= {(f"district {number}", end): part for number, part in enumerate(parts)}
        numbers["all", end] = whole
        for kind in ("language", "district"):
            sums.append((("all", end), [name for name in numbers if name[0].startswith(kind) and name[1] == end]))
    for who in {name for name, _ in numbers}:
        numbers[who, "begun"] = numbers[who, "finished"] + numbers[who, "abandoned"]
        sums.append(((who, "begun"), [(who, "finished"), (who, "abandoned")]))
    told = tellable_together(numbers, sums)
    assert not [number for number in told.values() if number is not None and 0 < number < 5]
    assert not follows(told, sums)

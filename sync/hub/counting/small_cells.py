"""Tables of people in which small numbers are not told, nor can be worked out from those that are."""

from __future__ import annotations

from collections.abc import Mapping

from sync.hub.counting.linked_cells import tellable_together
from sync.protocol.polls.answers import SHARED_BY

Table = Mapping[tuple[str, str], int]
"""Row and column to a number of people."""

TOTAL = ""
"""The name of the row, and of the column, that holds the sums."""


def tellable(table: Table, *, smallest: int = SHARED_BY) -> dict[tuple[str, str], int | None]:
    """The table with its sums, each number that may not be told as None.

    Numbers from 1 to below ``smallest`` are hidden (none at all is told), and with them as many others as it takes that
    none follows from the lines of the table, one by one or together (``linked_cells``). The sum of all is told unless
    it would give away a small number by itself.
    """
    rows = sorted({row for row, _ in table})
    columns = sorted({column for _, column in table})
    full = {(row, column): _sum(table, row, column) for row in [*rows, TOTAL] for column in [*columns, TOTAL]}
    sums = [((row, TOTAL), [(row, column) for column in columns]) for row in [*rows, TOTAL]]
    sums += [((TOTAL, column), [(row, column) for row in rows]) for column in columns]
    return tellable_together(full, sums, always_told=[(TOTAL, TOTAL)], smallest=smallest)


def joined(table: Table, *, smallest: int = SHARED_BY) -> dict[tuple[str, str], int | None]:
    """The table with as many rows joined under ``TOTAL`` as it takes for no number to be small.

    Told rows and the joined ones together are everybody, so nothing can be worked out. Where even all together show a
    small number, only one row is left, in which it is hidden.
    """
    columns = sorted({column for _, column in table})
    rows = {row: {column: table.get((row, column), 0) for column in columns} for row in {row for row, _ in table}}
    apart = {row: cells for row, cells in rows.items() if not _is_small(cells, smallest)}

    def rest() -> dict[str, int]:
        return {column: _sum(table, TOTAL, column) - sum(apart[row][column] for row in apart) for column in columns}

    while apart and _is_small(rest(), smallest):
        del apart[min(apart, key=lambda row: (sum(apart[row].values()), row))]
    if _is_small(rest(), smallest):
        told_row = _one_row(rest(), smallest)
        is_any = sum(rest().values()) >= smallest
        return {(TOTAL, column): number if is_any else None for (row, column), number in told_row.items() if row}
    left = {TOTAL: rest()} if any(rest().values()) or not apart else {}
    told = {**apart, **left}
    return {(row, column): number for row, cells in told.items() for column, number in _with_sum(cells).items()}


def _one_row(cells: Mapping[str, int], smallest: int) -> dict[tuple[str, str], int | None]:
    return tellable({("all", column): number for column, number in cells.items()}, smallest=smallest)


def _with_sum(cells: Mapping[str, int]) -> dict[str, int]:
    return {**cells, TOTAL: sum(cells.values())}


def _is_small(cells: Mapping[str, int], smallest: int) -> bool:
    return any(0 < number < smallest for number in cells.values())


def _sum(table: Table, row: str, column: str) -> int:
    return sum(number for (one, other), number in table.items() if row in {TOTAL, one} and column in {TOTAL, other})

"""Tables of people in which small numbers are not told, nor can be worked out from those that are."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from sync.protocol.polls.answers import SHARED_BY

Table = Mapping[tuple[str, str], int]
"""Row and column to a number of people."""

TOTAL = ""
"""The name of the row, and of the column, that holds the sums."""


def tellable(table: Table, *, smallest: int = SHARED_BY) -> dict[tuple[str, str], int | None]:
    """The table with its sums, each number that may not be told as None.

    Numbers from 1 to below ``smallest`` are hidden (none at all is told). Where one number alone is hidden in a row or
    column, the next smallest of it is hidden, too: otherwise the sum would give it away. The sum of all is always told.
    """
    rows = [*sorted({row for row, _ in table}), TOTAL]
    columns = [*sorted({column for _, column in table}), TOTAL]
    full = {(row, column): _sum(table, row, column) for row in rows for column in columns}
    hidden = {cell for cell, number in full.items() if 0 < number < smallest and cell != (TOTAL, TOTAL)}
    while more := _needed(full, hidden, rows, columns):
        hidden.add(more)
    return {cell: None if cell in hidden else number for cell, number in full.items()}


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


def _needed(
    full: Table, hidden: set[tuple[str, str]], rows: Sequence[str], columns: Sequence[str]
) -> tuple[str, str] | None:
    """A further cell that must be hidden; None when no line of the table has exactly one hidden number."""
    lines = [[(row, column) for column in columns] for row in rows]
    lines += [[(row, column) for row in rows] for column in columns]
    for line in lines:
        unknown = [cell for cell in line if cell in hidden]
        if len(unknown) == 1:
            known = [cell for cell in line if cell not in hidden and cell != (TOTAL, TOTAL)]
            # what is nobody hides nobody; sums last, since they say most
            best = sorted(known, key=lambda cell: (full[cell] == 0, TOTAL in cell, full[cell], cell))
            if best:
                return best[0]
    return None

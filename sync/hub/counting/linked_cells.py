"""Numbers of people of which some are sums of others: which of them must be hidden so that no small one is told, nor
can be worked out from all that are told together.

A hidden number can be worked out when the sums say it alone: when its unit vector lies in the space spanned by the
sums over hidden numbers. That is decided exactly, by elimination over a prime field, and not line by line: several
lines together can tell what each of them hides.
"""

from __future__ import annotations

from collections.abc import Collection, Hashable, Iterable, Mapping, Sequence
from typing import TypeVar

from sync.protocol.polls.answers import SHARED_BY

Name = TypeVar("Name", bound=Hashable)

Sum = tuple[Name, Sequence[Name]]
"""A number, and those it is the sum of."""

_PRIME = 2**61 - 1
"""Coefficients are 1 and -1: of sums this large by chance none vanishes that does not vanish in whole numbers."""


def tellable_together(
    numbers: Mapping[Name, int],
    sums: Iterable[Sum[Name]],
    *,
    unshown: Collection[Name] = (),
    always_told: Collection[Name] = (),
    smallest: int = SHARED_BY,
) -> dict[Name, int | None]:
    """The numbers, each that may not be told as None. ``sums`` name members of ``numbers`` only.

    Numbers from 1 to below ``smallest`` are hidden (none at all is told), and as many others as it takes that none of
    them follows from the rest: of what a sum has left the smallest, sums last, since they say most. ``unshown`` are
    told nowhere, but where they are small they must not follow either. What is ``always_told`` is hidden only where it
    is the one number that would give another away.
    """
    signs = [{total: -1, **dict.fromkeys(parts, 1)} for total, parts in sums]
    lines = [frozenset(line) for line in signs]
    totals = {name for line in signs for name, sign in line.items() if sign < 0}
    small = {name for name, number in numbers.items() if 0 < number < smallest and name not in always_told}
    hidden, spare = small | set(unshown), set(always_told)
    while given_away := worked_out(hidden, signs) & small:
        best = _best_to_hide(given_away, lines, numbers, hidden=hidden | spare, totals=totals)
        if best is None and not spare:
            break  # all of it is hidden, and what is left is nobody
        if best is None:
            best = min(spare, key=lambda name: (numbers[name], repr(name)))
            spare.remove(best)
        hidden.add(best)
    for name in sorted(hidden - small - set(unshown), key=lambda name: (-numbers[name], repr(name))):
        if not worked_out(hidden - {name}, signs) & small:
            hidden.remove(name)  # others hide enough by now
    return {name: None if name in hidden else number for name, number in numbers.items()}


def worked_out(hidden: Collection[Name], lines: Iterable[Mapping[Name, int]]) -> set[Name]:
    """Those hidden numbers that follow from the rest. Each line holds coefficients that add up to nothing."""
    unknown = set(hidden)
    rows = [{name: value % _PRIME for name, value in line.items() if name in unknown} for line in lines]
    reduced: dict[Name, dict[Name, int]] = {}
    for row in rows:
        for name in [name for name in row if name in reduced]:
            if name in row:
                _subtract(row, reduced[name], row[name])
        if not row:
            continue
        lead = next(iter(row))
        inverse = pow(row[lead], -1, _PRIME)
        scaled = {name: value * inverse % _PRIME for name, value in row.items()}
        for other in reduced.values():
            if lead in other:
                _subtract(other, scaled, other[lead])
        reduced[lead] = scaled
    return {lead for lead, row in reduced.items() if len(row) == 1}


def _subtract(row: dict[Name, int], other: Mapping[Name, int], times: int) -> None:
    for name, value in other.items():
        left = (row.get(name, 0) - value * times) % _PRIME
        if left:
            row[name] = left
        else:
            row.pop(name, None)


def _best_to_hide(
    given_away: Collection[Name],
    lines: Sequence[frozenset[Name]],
    numbers: Mapping[Name, int],
    *,
    hidden: Collection[Name],
    totals: Collection[Name],
) -> Name | None:
    """Of the lines that give numbers away, the number that says least; what is nobody hides nobody. None: no other."""
    near: set[Name] = set(given_away)
    while True:
        touched = [line for line in lines if not line.isdisjoint(near)]
        left = {name for line in touched for name in line - set(hidden) if numbers[name]}
        if left:
            return min(left, key=lambda name: (name in totals, numbers[name], repr(name)))
        farther = near.union(*touched)  # several lines together give it away
        if farther == near:
            return None
        near = farther

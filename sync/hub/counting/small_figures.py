"""The sums of a poll as they may be published: no number of one to four ballots stands in them, nor follows from them.

The rule is that of everything that is told of people (``poll_results``, ``small_cells``). What was counted stays whole
in the hub's own result, which counters alone read. A number that is withheld is None.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Any

from sync.protocol.poll_results import NONE_OF_THEM, adds_up
from sync.protocol.polls.answers import SHARED_BY
from sync.protocol.polls.kinds import Answer

Figures = Mapping[str, Any]


def tellable_figures(
    figures: Figures, ballots: Collection[tuple[Answer, int]], *, valid: int, steps: Sequence[int] = ()
) -> dict[str, Any]:
    """The figures with None for each number that must not be told. ``ballots``: each different answer, how often;
    ``steps``: the numbers that an answer may give an option, the smallest first, where it gives some."""
    told = {name: value for name, value in figures.items() if not isinstance(value, Mapping)}
    told |= _hide_small({name: value for name, value in told.items() if isinstance(value, int)}, valid)
    if "counts" in figures:
        counts = _hide_small({**figures["counts"], NONE_OF_THEM: figures.get("none", 0)}, valid)
        none = counts.pop(NONE_OF_THEM)
        told |= {"counts": counts} | ({"none": none} if "none" in figures else {})
    if "values" in figures:
        told |= _spread(figures, steps)
    if "borda" in figures:
        points = {option: _points(option, number, ballots) for option, number in figures["borda"]["points"].items()}
        told |= {"borda": {**figures["borda"], "points": points}, "runoff": _run_off(figures["runoff"], valid)}
    if "cells" in figures:
        told |= _pins(figures)
    return told


def tellable_values(values: Mapping[str, str], told: Figures) -> dict[str, str]:
    """What options are compared by, without those whose figures are withheld."""
    return {option: value for option, value in values.items() if not _is_hidden(option, told)}


def is_small(number: object) -> bool:
    """A number of one to four people. None at all are nobody."""
    return isinstance(number, int) and 0 < number < SHARED_BY


def _hide_small(numbers: Mapping[str, int], valid: int) -> dict[str, int | None]:
    """Where they add up to all ballots, as many more are hidden as it takes to hide five."""
    hidden = {name for name, number in numbers.items() if is_small(number)}
    rest = sorted((name for name in numbers if name not in hidden and numbers[name]), key=lambda name: numbers[name])
    while adds_up([*numbers.values()], ballots=valid) and is_small(sum(numbers[name] for name in hidden)) and rest:
        hidden.add(rest.pop(0))
    return {name: None if name in hidden else number for name, number in numbers.items()}


def _spread(figures: Figures, steps: Sequence[int]) -> dict[str, Any]:
    """Of points and scales: an option of which any number is small tells its sum alone, or nothing."""
    values, supporters, points = {}, {}, {}
    for option, spread in figures["values"].items():
        together = sum(spread.values())
        values[option] = None if any(map(is_small, spread.values())) else spread
        supporters[option] = None if is_small(together) else together
        says_much = values[option] is None and _says_much(figures["points"][option], together, steps)
        points[option] = None if is_small(together) or says_much else figures["points"][option]
    return {
        "points": points,
        "values": values,
        **({"supporters": supporters} if "supporters" in figures else {}),
    }


def _pins(figures: Figures) -> dict[str, Any]:
    """Each cell holds five pins or more; so do all others together, with as many of the smallest as it takes."""
    cells, scattered = dict(figures["cells"]), figures["scattered"]
    while is_small(scattered) and cells:
        scattered += cells.pop(min(cells, key=lambda cell: (cells[cell], cell)))
    return {"cells": cells, "scattered": scattered}


def _says_much(points: int, givers: int, steps: Sequence[int]) -> bool:
    """Whether from a sum and the number of those who gave something, how few gave how much can be worked out.

    Two numbers tell two others. And a sum close to what it would be if all had given the least tells how few gave more;
    so does one close to the most.
    """
    above, below = points - steps[0] * givers, steps[-1] * givers - points
    return len(steps) <= 2 or is_small(above) or is_small(below)


def _points(option: str, points: int, ballots: Iterable[tuple[Answer, int]]) -> int | None:
    return None if is_small(sum(number for answer, number in ballots if option in answer)) else points


def _run_off(runoff: Figures, valid: int) -> dict[str, Any]:
    """The rounds with who leaves; their numbers only where none of any round is small, for one follows from another."""
    rounds = runoff["rounds"]
    numbers = [{**one["counts"], NONE_OF_THEM: one["exhausted"]} for one in rounds]
    if not any(None in _hide_small(one, valid).values() for one in numbers):
        return dict(runoff)
    hidden = [{**one, "counts": dict.fromkeys(one["counts"]), "exhausted": None} for one in rounds]
    return {**runoff, "rounds": hidden}


def _is_hidden(option: str, told: Figures) -> bool:
    tables = [told.get(name) for name in ("counts", "points", "values")]
    tables += [told["borda"]["points"]] if "borda" in told else []
    tables += [told["runoff"]["rounds"][0]["counts"]] if "runoff" in told else []
    return any(isinstance(table, Mapping) and option in table and table[option] is None for table in tables)

"""What a rule says, and how options that are level are told apart. Knows no database and no files."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Any

from sync.protocol.polls.kinds import Answer
from sync.protocol.polls.poll import Poll

Ballots = Collection[tuple[Answer, int]]
"""Each different answer with the number of ballots that give it."""


@dataclass(frozen=True)
class Counted:
    """What is decided from: the figures of the poll, and its ballots where they may be told.

    ``ballots`` is None where only sums are there; a rule that needs whole ballots then raises Refused.
    """

    poll: Poll
    figures: Mapping[str, Any]
    ballots: Ballots | None = None


@dataclass(frozen=True)
class RuleOutcome:
    """What follows from a count.

    ``chosen`` are the winners, in the order in which they won; ``values`` what each option is compared by (whole
    numbers and fractions, as texts: ``17/4``), ``places`` the options from the best to the last, those that are level
    together; ``drawn`` the options between which the lot decided, in the order of the lot; ``out`` options that could
    not be chosen, with the reason; ``money`` what is spent and what is left, in euros.
    """

    chosen: Sequence[str]
    values: Mapping[str, str]
    places: Sequence[Sequence[str]]
    drawn: Sequence[str] = ()
    out: Mapping[str, str] = field(default_factory=dict)
    money: Mapping[str, int] = field(default_factory=dict)

    def to_wire(self) -> dict[str, Any]:
        """As a JSON object."""
        return {
            "chosen": list(self.chosen),
            "values": dict(self.values),
            "places": [list(place) for place in self.places],
            "drawn": list(self.drawn),
            "out": dict(self.out),
            "money": dict(self.money),
        }


Lot = Callable[[str], str]
"""What is compared where two options are level: the smaller goes first."""


def places_of(values: Mapping[str, Fraction | int], *, lot: Lot, smallest_first: bool = False) -> list[list[str]]:
    """The options from the best to the last; those that are level stand together, in the order of the lot."""
    sign = 1 if smallest_first else -1
    order = sorted(values, key=lambda option: (sign * values[option], lot(option)))
    places: list[list[str]] = []
    for option in order:
        if places and values[places[-1][0]] == values[option]:
            places[-1].append(option)
        else:
            places.append([option])
    return places


def win_one(
    values: Mapping[str, Fraction | int], *, lot: Lot, smallest_first: bool = False, at_least: int | None = None
) -> RuleOutcome:
    """One winner: the best, by lot where several are level. Nobody wins below ``at_least``, and where nobody has a
    value."""
    places = places_of(values, lot=lot, smallest_first=smallest_first)
    best = places[0] if places else []
    if not best or (at_least is not None and values[best[0]] < at_least):
        return RuleOutcome((), _told(values), places)
    return RuleOutcome(best[:1], _told(values), places, drawn=best if len(best) > 1 else ())


def _told(values: Mapping[str, Fraction | int]) -> dict[str, str]:
    return {option: str(value) for option, value in values.items()}

"""Rules that decide by numbers on a scale: one winner each. An option that nobody rates cannot win."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from fractions import Fraction
from functools import partial

from sync.counting.rules.outcome import Counted, RuleOutcome, win_one
from sync.protocol.polls.deciding import lot_of

Spread = Mapping[int, int]
"""Number on the scale to the ballots that give it."""


def mean(counted: Counted) -> RuleOutcome:
    """The highest mean of its numbers wins; a ballot that does not rate an option is left out of its mean.

    Source: M. Balinski and R. Laraki, "Majority Judgment", 2011, chapter 17 (range voting by averages).
    """
    return _decide(counted, _mean)


def median(counted: Counted) -> RuleOutcome:
    """The highest middle number wins, between two middle numbers their mean; then the highest mean, then the lot.

    Source: M. Balinski and R. Laraki, "Majority Judgment", 2011 (the median as the majority's grade).
    """
    outcome = _decide(counted, _median)
    level = outcome.drawn
    if not level:
        return outcome
    means = {option: _mean(spread) for option, spread in _spreads(counted).items() if option in level}
    among = win_one(means, lot=partial(lot_of, counted.poll))
    return RuleOutcome(among.chosen, outcome.values, outcome.places, among.drawn)


def least_resistance(counted: Counted) -> RuleOutcome:
    """Systematisches Konsensieren: the numbers say how much a person is against an option, from 0 to 10.

    The smallest mean resistance wins. Where everybody rates every option that is the smallest sum, as the method says;
    a ballot that does not rate an option is left out of its mean, so that not to be rated is no advantage.
    Source: E. Visotschnig and S. Schrotta, "Das SK-Prinzip", 2005.
    """
    return _decide(counted, _mean, smallest_first=True)


def _decide(counted: Counted, value_of: Callable[[Spread], Fraction], *, smallest_first: bool = False) -> RuleOutcome:
    values = {option: value_of(spread) for option, spread in _spreads(counted).items() if spread}
    return win_one(values, lot=partial(lot_of, counted.poll), smallest_first=smallest_first)


def _spreads(counted: Counted) -> dict[str, Spread]:
    """Of every option."""
    values: Mapping[str, Mapping[str, int]] = counted.figures["values"]
    return {option: {int(number): ballots for number, ballots in of.items()} for option, of in values.items()}


def _sum(spread: Spread) -> Fraction:
    return Fraction(sum(number * ballots for number, ballots in spread.items()))


def _mean(spread: Spread) -> Fraction:
    return _sum(spread) / sum(spread.values())


def _median(spread: Spread) -> Fraction:
    total = sum(spread.values())
    return (_at(spread, (total - 1) // 2) + _at(spread, total // 2)) / 2


def _at(spread: Spread, place: int) -> Fraction:
    """The number at a place, counted from 0, were all given numbers in a row."""
    for number in sorted(spread):
        place -= spread[number]
        if place < 0:
            return Fraction(number)
    raise IndexError(place)

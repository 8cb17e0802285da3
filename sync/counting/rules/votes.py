"""Rules that decide by votes, ranks and points: one winner each."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from typing import Any

from sync.counting.rules.outcome import Counted, RuleOutcome, places_of, win_one
from sync.protocol.errors import Refused
from sync.protocol.polls.deciding import lot_of
from sync.protocol.polls.yes_no import ABSTAIN, NO, YES


def plurality(counted: Counted) -> RuleOutcome:
    """Most votes win.

    Of yes and no, yes wins only with more votes than no: a proposal that is level is not accepted (the rule of German
    local councils, for example section 31 (1) KV M-V). Abstentions are told and count for neither side.
    Source: H. Moulin, "Axioms of Cooperative Decision Making", 1988, chapter 9 (plurality voting).
    """
    counts: Mapping[str, int] = counted.figures["counts"]
    if ABSTAIN not in counts or counted.poll.options:
        return win_one(counts, lot=partial(lot_of, counted.poll), at_least=1)
    winner = YES if counts[YES] > counts[NO] else NO
    places = places_of({YES: counts[YES], NO: counts[NO]}, lot=lambda word: word)
    told = {word: str(counts[word]) for word in (YES, NO, ABSTAIN)}
    return RuleOutcome((winner,) if counts[YES] + counts[NO] else (), told, places)


def approval(counted: Counted) -> RuleOutcome:
    """Each option that is ticked gets a vote; most votes win.

    Source: S. Brams and P. Fishburn, "Approval Voting", American Political Science Review 72, 1978.
    """
    return win_one(counted.figures["counts"], lot=partial(lot_of, counted.poll), at_least=1)


def borda(counted: Counted) -> RuleOutcome:
    """Rank 1 gives as many points as there are ranks, every further rank one less, no rank none; most points win.

    Source: J.-C. de Borda, 1781; for ballots that rank only some options the "pessimistic" form of J. Emerson, "The
    original Borda count and partial voting", Social Choice and Welfare 40, 2013, with the most points held fixed.
    """
    return win_one(counted.figures["borda"]["points"], lot=partial(lot_of, counted.poll), at_least=1)


def sum_of_points(counted: Counted) -> RuleOutcome:
    """All points of an option, or all its numbers on a scale, are added; most win. No number is the same as 0.

    Source: R. Cole, J. Taebel and R. Engstrom, "Cumulative Voting in a Municipal Election", Western Political
    Quarterly 43, 1990, for points; W. Smith, "Range Voting", 2000, for scales.
    """
    return win_one(counted.figures["points"], lot=partial(lot_of, counted.poll), at_least=1)


def instant_runoff(counted: Counted) -> RuleOutcome:
    """Round by round, a ballot counts for its best ranked option that is still in.

    Who has more than half of the ballots that still count wins. Otherwise those with the fewest leave, all of them
    where several are level. A ballot that ranks none of those left is exhausted: it counts no more, and the half is
    that of the others. Where all that are left are level, the lot decides between them.
    Source: "Robert's Rules of Order", section 45 (preferential voting); W. Ware, 1871.

    Raises Refused for rounds that do not follow from each other.
    """
    rounds = counted.figures["runoff"]["rounds"]
    left = [option.id for option in counted.poll.options]
    total = sum(rounds[0]["counts"].values()) + rounds[0]["exhausted"]
    for number, one in enumerate(rounds):
        _check_round(one, left=left, total=total, is_last=number == len(rounds) - 1)
        left = [option for option in left if option not in one["out"]]
    lot = partial(lot_of, counted.poll)
    last = rounds[-1]["counts"]
    outcome = win_one(last, lot=lot, at_least=1)
    gone = [sorted(one["out"], key=lot) for one in reversed(rounds) if one["out"]]
    rounds_of = {option: str(one["counts"][option]) for one in rounds for option in one["counts"]}
    return RuleOutcome(outcome.chosen, rounds_of, [*outcome.places, *gone], outcome.drawn)


def _check_round(one: Mapping[str, Any], *, left: list[str], total: int, is_last: bool) -> None:
    counts: Mapping[str, int] = one["counts"]
    counting = sum(counts.values())
    most, fewest = max(counts.values(), default=0), min(counts.values(), default=0)
    is_over = most * 2 > counting or most == fewest
    out = [] if is_over else [option for option in left if counts[option] == fewest]
    if set(counts) != set(left) or counting + one["exhausted"] != total or one["out"] != out or is_over != is_last:
        raise Refused("the rounds of the run-off do not follow from each other")

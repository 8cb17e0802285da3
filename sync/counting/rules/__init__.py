"""The rules by which polls are decided, by the words that definitions call them by. Each is one function with its
source; ``docs/counting.md`` tells every one so that another program can be written after it.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace

from sync.counting.rules import budgets, ratings, votes
from sync.counting.rules.outcome import Ballots, Counted, RuleOutcome
from sync.protocol.errors import Refused

__all__ = ["NEED_BALLOTS", "RULES", "Ballots", "Counted", "RuleOutcome", "decide"]

Rule = Callable[[Counted], RuleOutcome]


def collected(_counted: Counted) -> RuleOutcome:
    """Nothing is decided: the answers are read by people. Source: none needed."""
    return RuleOutcome((), {}, ())


RULES: Mapping[str, Rule] = {
    "plurality": votes.plurality,
    "approval": votes.approval,
    "instant_runoff": votes.instant_runoff,
    "borda": votes.borda,
    "sum": votes.sum_of_points,
    "mean": ratings.mean,
    "median": ratings.median,
    "least_resistance": ratings.least_resistance,
    "greedy": budgets.greedy,
    "greedy_no_skip": budgets.greedy_no_skip,
    "greedy_threshold": budgets.greedy_threshold,
    "equal_shares": budgets.equal_shares,
    "collected": collected,
}

NEED_BALLOTS = {"equal_shares"}
"""The rules that cannot be told from sums."""


def decide(counted: Counted) -> RuleOutcome:
    """What follows by the rule of the poll. Raises Refused where the rule needs what is not there."""
    needs_ballots = counted.poll.rule in NEED_BALLOTS
    try:
        return RULES[counted.poll.rule](counted if needs_ballots else replace(counted, ballots=None))
    except ModuleNotFoundError as error:
        if error.name != "pabutools":
            raise
        raise Refused("budgets are decided with pabutools; install what requirements-budgets.lock names") from error

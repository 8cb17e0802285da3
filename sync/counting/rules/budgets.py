"""Rules that share out the money of a participatory budget, under the names of Pabulib (https://pabulib.org/format).

What ``pabutools`` knows, it decides; it is loaded here alone, when a budget is decided. An option's score is its votes
or its points. First, whatever the rule: projects below the fewest votes are out; then, from the highest score down, a
project is out that an excluded pair joins to one that is still in.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from fractions import Fraction
from functools import cache, partial
from importlib import import_module
from math import lcm
from typing import Any

from sync.counting.rules.outcome import Ballots, Counted, Lot, RuleOutcome, places_of
from sync.protocol.errors import Refused
from sync.protocol.polls.deciding import lot_of

TOO_FEW_VOTES = "too few votes"


@dataclass(frozen=True)
class Budget:
    """A participatory budget to be decided. ``scores`` are the votes or points of each project."""

    money: int | Fraction
    costs: Mapping[str, int | Fraction]
    scores: Mapping[str, int | Fraction]
    ballots: Ballots | None
    lot: Lot

    @property
    def by_score(self) -> list[str]:
        """The projects, the highest score first, level ones in the order of the lot."""
        return sorted(self.costs, key=lambda project: (-self.scores[project], self.lot(project)))

    def only(self, projects: Iterable[str]) -> Budget:
        """The same with these projects alone."""
        return replace(self, costs={project: self.costs[project] for project in projects})


Choice = Callable[[Budget], Sequence[str]]
"""The projects that get money, in the order in which they get it."""


def greedy(counted: Counted) -> RuleOutcome:
    """Projects by score; one that the money left is not enough for is skipped.

    Source: Pabulib ``greedy``; pabutools ``greedy_utilitarian_welfare`` with ``Cost_Sat``.
    """
    return _decide(counted, choose_greedily)


def greedy_threshold(counted: Counted) -> RuleOutcome:
    """As ``greedy``, of the projects that have the fewest votes the poll asks for.

    Source: Pabulib ``greedy-threshold`` with ``min_project_score_threshold``.
    """
    return _decide(counted, choose_greedily)


def greedy_no_skip(counted: Counted) -> RuleOutcome:
    """Projects by score, up to the first that the money left is not enough for; nothing after it gets any.

    Source: Pabulib ``greedy-no-skip``.
    """
    return _decide(counted, choose_without_skipping)


def equal_shares(counted: Counted) -> RuleOutcome:
    """The method of equal shares with add1 completion: all ballots have equal shares of the money to spend.

    A ballot's satisfaction with a project is its cost (or its points, where points were given). Again and again the
    project is taken for which its supporters pay least for their satisfaction, each as much for it as the others or
    all they have. Then all is done again with a share of 1 euro more each, until the next step would spend too much or
    no further supported project fits.
    Source: D. Peters, G. Pierczyński and P. Skowron, "Proportional Participatory Budgeting with Additive Utilities",
    2021; Pabulib ``equalshares/add1``; pabutools ``method_of_equal_shares``.

    Raises Refused where the ballots are not there, only their sums.
    """
    if counted.ballots is None:
        raise Refused("equal shares need every ballot, and only sums are here")
    return _decide(counted, choose_by_equal_shares)


def choose_without_skipping(budget: Budget) -> Sequence[str]:
    """See ``greedy_no_skip``."""
    chosen: list[str] = []
    left = budget.money
    for project in budget.by_score:
        left -= budget.costs[project]
        if left < 0:
            break
        chosen.append(project)
    return chosen


def choose_greedily(budget: Budget) -> Sequence[str]:
    """See ``greedy``."""
    _load_pabutools()
    from pabutools.election import ApprovalMultiProfile, Cost_Sat, FrozenApprovalBallot
    from pabutools.rules import greedy_utilitarian_welfare

    instance, projects = _instance(budget)
    # Only scores matter: as many ballots with one project each give the same, as do all of them taken several times.
    whole = lcm(*(Fraction(score).denominator for score in budget.scores.values()))
    profile = ApprovalMultiProfile(instance=instance)
    for project in budget.costs:
        if budget.scores[project]:
            profile[FrozenApprovalBallot([projects[project]])] = int(budget.scores[project] * whole)
    found = greedy_utilitarian_welfare(instance, profile, sat_class=Cost_Sat, tie_breaking=_by_lot(budget))
    return [project.name for project in found]


def choose_by_equal_shares(budget: Budget) -> Sequence[str]:
    """See ``equal_shares``."""
    _load_pabutools()
    from pabutools.election import (
        Additive_Cardinal_Sat,
        ApprovalMultiProfile,
        Cost_Sat,
        CumulativeMultiProfile,
        FrozenApprovalBallot,
        FrozenCumulativeBallot,
    )
    from pabutools.rules import method_of_equal_shares

    instance, projects = _instance(budget)
    are_points = any(isinstance(answer, dict) for answer, _ in budget.ballots or ())
    profile: Any = (CumulativeMultiProfile if are_points else ApprovalMultiProfile)(instance=instance)
    for answer, number in budget.ballots or ():
        if isinstance(answer, dict):
            points = {projects[one]: _exact(value) for one, value in answer.items() if one in projects}
            ballot: Any = FrozenCumulativeBallot(points)
        else:
            ballot = FrozenApprovalBallot([projects[one] for one in answer if one in projects])
        profile[ballot] += number
    found = method_of_equal_shares(
        instance,
        profile,
        sat_class=Additive_Cardinal_Sat if are_points else Cost_Sat,
        tie_breaking=_by_lot(budget),
        voter_budget_increment=1,
    )
    return [project.name for project in found]


def _decide(counted: Counted, choose: Choice) -> RuleOutcome:
    poll = counted.poll
    figures = counted.figures
    scores: Mapping[str, int] = figures["points"] if "points" in figures else figures["counts"]
    lot = partial(lot_of, poll)
    costs = {option.id: option.cost_euro or 0 for option in poll.options}
    money = poll.budget_euro or 0
    budget = Budget(money, costs, scores, counted.ballots, lot)
    out = _out(budget, poll.min_votes, poll.excludes)
    chosen = choose(budget.only(project for project in costs if project not in out))
    spent = sum(costs[project] for project in chosen)
    places = places_of(scores, lot=lot)
    return RuleOutcome(
        chosen,
        {project: str(scores[project]) for project in costs},
        places,
        drawn=[project for place in places if _is_split(place, chosen, out) for project in place],
        out=out,
        money={"budget": money, "spent": spent, "left": money - spent},
    )


def _is_split(place: Sequence[str], chosen: Sequence[str], out: Mapping[str, str]) -> bool:
    """Of projects that are level some get money and others, that could have got it, do not."""
    able = [project for project in place if out.get(project) != TOO_FEW_VOTES]
    return 0 < sum(project in chosen for project in able) < len(able)


def _out(budget: Budget, fewest: int, pairs: Sequence[tuple[str, str]]) -> dict[str, str]:
    """The projects that cannot be chosen, with the reason: too few votes, or the project that shuts it out."""
    out: dict[str, str] = {}
    for project in budget.by_score:
        partners = {one if other == project else other for one, other in pairs if project in (one, other)}
        stronger = [one for one in budget.by_score[: budget.by_score.index(project)] if one in partners - set(out)]
        if budget.scores[project] < fewest:
            out[project] = TOO_FEW_VOTES
        elif stronger:
            out[project] = f"excluded by {stronger[0]}"
    return out


@cache
def _load_pabutools() -> None:
    """In a thread of its own: what it needs keeps errors of its loading as long as the program runs, and with them
    every frame that waits for it; in those of a count are keys and answers (pulp 3, ``apis``)."""
    with ThreadPoolExecutor(1) as one:
        one.submit(import_module, "pabutools.rules").result()


def _instance(budget: Budget) -> tuple[Any, Mapping[str, Any]]:
    from pabutools.election import Instance, Project

    projects = {name: Project(name, _exact(cost)) for name, cost in budget.costs.items()}
    return Instance(projects.values(), budget_limit=_exact(budget.money)), projects


def _exact(number: int | Fraction) -> Any:
    """As pabutools counts."""
    from pabutools.fractions import frac

    return frac(number.numerator, number.denominator)


def _by_lot(budget: Budget) -> Any:
    from pabutools.tiebreaking import TieBreakingRule

    return TieBreakingRule(lambda _instance, _profile, project: budget.lot(project.name))

"""The rules polls are decided by: each against a count of another make, ties by a lot that anybody can draw again."""

from __future__ import annotations

import hashlib
import subprocess
import sys
from collections import Counter
from fractions import Fraction
from itertools import permutations
from pathlib import Path
from statistics import mean, median
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sync.counting.patterns import Patterns
from sync.counting.rules import NEED_BALLOTS, RULES, Counted, decide
from sync.counting.tally import count_answers
from sync.protocol.encoding import canonical_json
from sync.protocol.errors import Refused
from sync.protocol.polls.deciding import lot_of
from sync.protocol.polls.kinds import KINDS, Answer, AnswerProblem, kind_of
from sync.protocol.polls.poll import Poll
from tests.sync.protocol.polls.test_kinds import ALLOWED, poll_of

IDS = ["a", "b", "c", "d"]
BUDGETS = ["budget", "budget_points", "knapsack"]


def outcome_of(poll: Poll, answers: list[Answer]) -> dict[str, Any]:
    return dict(count_answers(answers, poll=poll, reasons={}).outcome)


@st.composite
def counted_polls(draw: st.DrawFn, *words: str, rule: str = "", **changes: Any) -> tuple[Poll, list[Any]]:
    word = draw(st.sampled_from(words))
    rule = rule or draw(st.sampled_from(KINDS[word].traits.rules))
    most = {"single": 1, "scale": len(IDS)}.get(word, 3)
    if rule == "greedy_threshold":
        changes = {"min_votes": draw(st.integers(1, 6)), **changes}
    if rule == "least_resistance":
        changes["scale"] = "numbers"
    lot = draw(st.sampled_from(["x", "y", "z"]))
    poll = poll_of(word, IDS, least=0, most=most, rule=rule, lot=lot, **changes)
    return poll, draw(st.lists(ALLOWED[word](poll), min_size=1, max_size=25))


def test_every_rule_a_poll_may_name_is_here_with_its_source() -> None:
    assert set(RULES) == {rule for kind in KINDS.values() for rule in kind.traits.rules}
    assert all("Source:" in (rule.__doc__ or "") for rule in RULES.values())


def test_the_document_tells_every_rule_every_kind_and_every_reason() -> None:
    told = (Path(__file__).parents[3] / "docs" / "counting.md").read_text("utf-8")
    words = {*RULES, *KINDS, *(problem.value for problem in AnswerProblem)}
    assert [word for word in sorted(words) if f"`{word}`" not in told] == []


@settings(max_examples=30)
@given(counted_polls(*KINDS), st.randoms(use_true_random=False))
def test_the_order_of_ballots_and_of_options_decides_nothing(case: tuple[Poll, list[Any]], random: Any) -> None:
    poll, answers = case
    found = outcome_of(poll, answers)
    assert outcome_of(poll, random.sample(answers, len(answers))) == found


@settings(max_examples=30)
@given(counted_polls(*(set(KINDS) - set(BUDGETS))))
def test_from_sums_alone_follows_the_same(case: tuple[Poll, list[Any]]) -> None:
    poll, answers = case
    figures = kind_of(poll).tally(poll, answers)
    assert decide(Counted(poll, figures)).to_wire() == outcome_of(poll, answers)


# --- one winner -------------------------------------------------------------------------------------------------------


def drawn_first(poll: Poll, level: set[str]) -> str:
    """By another make: the smallest hash, as ``sha256sum`` gives it."""
    return min(level, key=lambda one: hashlib.sha256(f"mitmachstation lot|{poll.lot}|{one}".encode()).hexdigest())


def check_winner(poll: Poll, answers: list[Any], values: dict[str, Any], *, best: Any = max) -> None:
    found = outcome_of(poll, answers)
    level = {option for option, value in values.items() if value == best(values.values())} if values else set()
    assert found["chosen"] == ([drawn_first(poll, level)] if level else [])
    assert set(found["drawn"]) == (level if len(level) > 1 else set())
    assert {option: Fraction(value) for option, value in found["values"].items()} == values


@given(counted_polls("single", "multiple"))
def test_most_votes_win(case: tuple[Poll, list[list[str]]]) -> None:
    poll, answers = case
    votes = {option: sum(option in answer for answer in answers) for option in IDS}
    if any(votes.values()):
        check_winner(poll, answers, votes)
    else:
        assert outcome_of(poll, answers)["chosen"] == []


@pytest.mark.parametrize(
    ("answers", "chosen"),
    [
        (["yes", "yes", "no"], ["yes"]),
        (["yes", "no", "abstain", "abstain"], ["no"]),  # a proposal that is level is not accepted
        (["no", "abstain"], ["no"]),
        (["abstain"] * 3 + ["yes"], ["yes"]),
        (["abstain"] * 3, []),
    ],
)
def test_yes_needs_more_than_no(answers: list[Answer], chosen: list[str]) -> None:
    assert outcome_of(poll_of("yes_no", []), answers)["chosen"] == chosen


@given(counted_polls("points"))
def test_most_points_win(case: tuple[Poll, list[dict[str, int]]]) -> None:
    poll, answers = case
    points = {option: sum(answer.get(option, 0) for answer in answers) for option in IDS}
    if any(points.values()):
        check_winner(poll, answers, points)


@given(counted_polls("ranked", rule="borda"))
def test_most_points_of_ranks_win(case: tuple[Poll, list[list[str]]]) -> None:
    poll, answers = case
    points = {one: sum(poll.maximum - answer.index(one) for answer in answers if one in answer) for one in IDS}
    if any(points.values()):
        check_winner(poll, answers, points)


def rated(answers: list[dict[str, int]]) -> dict[str, list[Fraction]]:
    found = {option: [Fraction(answer[option]) for answer in answers if option in answer] for option in IDS}
    return {option: numbers for option, numbers in found.items() if numbers}


@given(counted_polls("scale", rule="mean"))
def test_the_highest_mean_wins(case: tuple[Poll, list[dict[str, int]]]) -> None:
    poll, answers = case
    check_winner(poll, answers, {option: mean(numbers) for option, numbers in rated(answers).items()})


@given(counted_polls("scale", rule="least_resistance"))
def test_the_least_resistance_wins(case: tuple[Poll, list[dict[str, int]]]) -> None:
    poll, answers = case
    check_winner(poll, answers, {option: mean(numbers) for option, numbers in rated(answers).items()}, best=min)


@given(counted_polls("scale", rule="sum"))
def test_the_highest_sum_of_numbers_wins(case: tuple[Poll, list[dict[str, int]]]) -> None:
    poll, answers = case
    sums = {option: sum(answer.get(option, 0) for answer in answers) for option in IDS}
    if any(sums.values()):
        check_winner(poll, answers, sums)


@given(counted_polls("scale", rule="median"))
def test_the_highest_median_wins_and_of_level_ones_the_highest_mean(case: tuple[Poll, list[dict[str, int]]]) -> None:
    poll, answers = case
    numbers = rated(answers)
    found = outcome_of(poll, answers)
    assert {option: Fraction(value) for option, value in found["values"].items()} == {
        option: median(of) for option, of in numbers.items()
    }
    if numbers:
        best = max((median(of), mean(of)) for of in numbers.values())
        level = {option for option, of in numbers.items() if (median(of), mean(of)) == best}
        assert found["chosen"] == [drawn_first(poll, level)]


def test_a_level_median_is_decided_by_the_mean_and_not_by_how_many_rate() -> None:
    poll = poll_of("scale", IDS, least=0, most=4, rule="median")
    found = outcome_of(poll, [{"a": 5, "b": 5}, {"a": 5}, {"a": 5}, {"a": 4}])
    assert found["places"][0] in (["a", "b"], ["b", "a"]) and found["chosen"] == ["b"]


@given(counted_polls("ranked", rule="instant_runoff"))
def test_the_run_off_is_what_another_count_finds(case: tuple[Poll, list[list[str]]]) -> None:
    poll, answers = case
    alive = set(IDS)
    while True:
        tops = Counter(next((one for one in answer if one in alive), None) for answer in answers)
        counting = sum(tops[one] for one in alive)
        fewest, most = min(tops[one] for one in alive), max(tops[one] for one in alive)
        if most * 2 > counting or fewest == most:
            break
        alive = {one for one in alive if tops[one] > fewest}
    level = {one for one in alive if tops[one] == most and most}
    found = outcome_of(poll, answers)
    assert found["chosen"] == ([drawn_first(poll, level)] if level else [])
    assert sorted(option for place in found["places"] for option in place) == IDS


def test_rounds_that_do_not_follow_from_each_other_are_refused() -> None:
    poll = poll_of("ranked", IDS, most=3)
    answers = [["a", "b"], ["a"], ["b", "c"], ["c", "b"], ["d", "c"], ["b"]]
    figures = kind_of(poll).tally(poll, answers)
    decide(Counted(poll, figures))
    rounds = figures["runoff"]["rounds"]
    for forged in (
        rounds[:-1],
        [rounds[0] | {"out": []}, *rounds[1:]],
        [rounds[0] | {"out": ["a"]}, *rounds[1:]],
        [*rounds[:-1], rounds[-1] | {"exhausted": rounds[-1]["exhausted"] + 1}],
    ):
        with pytest.raises(Refused, match="do not follow"):
            decide(Counted(poll, {**figures, "runoff": {"rounds": forged}}))


# --- ties -------------------------------------------------------------------------------------------------------------


def test_the_lot_is_known_before_the_vote_and_anybody_can_draw_it_again() -> None:
    poll = poll_of("single", IDS, lot="dice of 3 October: 2 5 5 1")
    text = "mitmachstation lot|dice of 3 October: 2 5 5 1|a"
    assert lot_of(poll, "a") == hashlib.sha256(text.encode()).hexdigest()
    assert poll_of("single", IDS).lot == poll_of("single", IDS).hash, "without dice, what was published decides"
    winners = {
        outcome_of(poll_of("single", IDS, lot=str(lot)), [["a"], ["b"], ["c"]])["chosen"][0] for lot in range(40)
    }
    assert winners == {"a", "b", "c"}, "none of those that are level is favoured"


# --- budgets ----------------------------------------------------------------------------------------------------------


def scores_of(poll: Poll, answers: list[Any]) -> dict[str, int]:
    return {
        one: sum(answer.get(one, 0) if isinstance(answer, dict) else one in answer for answer in answers) for one in IDS
    }


def greedily(poll: Poll, answers: list[Any], *, skip: bool, fewest: int = 0) -> list[str]:
    """By another make than pabutools."""
    scores, left, chosen = scores_of(poll, answers), poll.budget_euro, []
    order = sorted(IDS, key=lambda one: (-scores[one], lot_of(poll, one)))
    for project in (poll.option(one) for one in order if scores[one] >= fewest):
        if project.cost_euro <= left:
            left -= project.cost_euro
            chosen.append(project.id)
        elif not skip:
            break
    return chosen


@settings(max_examples=40)
@given(counted_polls(*BUDGETS, rule="greedy"))
def test_greedy_skips_what_does_not_fit(case: tuple[Poll, list[Any]]) -> None:
    assert outcome_of(*case)["chosen"] == greedily(*case, skip=True)


@settings(max_examples=40)
@given(counted_polls(*BUDGETS, rule="greedy_no_skip"))
def test_greedy_no_skip_stops_at_what_does_not_fit(case: tuple[Poll, list[Any]]) -> None:
    assert outcome_of(*case)["chosen"] == greedily(*case, skip=False)


@settings(max_examples=40)
@given(counted_polls(*BUDGETS, rule="greedy_threshold"))
def test_greedy_threshold_leaves_out_projects_with_too_few_votes(case: tuple[Poll, list[Any]]) -> None:
    poll, answers = case
    found = outcome_of(poll, answers)
    assert found["chosen"] == greedily(poll, answers, skip=True, fewest=poll.min_votes)
    few = {one for one, score in scores_of(poll, answers).items() if score < poll.min_votes}
    assert set(found["out"]) == few


@settings(max_examples=40)
@given(counted_polls(*BUDGETS))
def test_never_more_is_spent_than_there_is(case: tuple[Poll, list[Any]]) -> None:
    poll, answers = case
    found = outcome_of(poll, answers)
    spent = sum(poll.option(one).cost_euro or 0 for one in found["chosen"])
    assert found["money"] == {"budget": 100, "spent": spent, "left": 100 - spent} and spent <= 100


def naive_equal_shares(poll: Poll, answers: list[Any]) -> list[str]:
    """By another make than pabutools, in exact fractions and without any of its shortcuts."""
    costs = {option.id: option.cost_euro or 0 for option in poll.options}

    def liking(answer: Any, project: str) -> int:
        if isinstance(answer, dict):
            return int(answer.get(project, 0))
        return costs[project] if project in answer else 0

    def once(share: Fraction) -> list[str]:
        purses, chosen = [share] * len(answers), []
        while True:
            prices = {}
            for project in set(costs) - set(chosen):
                fans = [voter for voter, answer in enumerate(answers) if liking(answer, project)]
                if fans and sum(purses[voter] for voter in fans) >= costs[project]:
                    prices[project] = rho(project, fans, purses)
            if not prices:
                return chosen
            best = min(prices, key=lambda project: (prices[project], lot_of(poll, project)))
            for voter, answer in enumerate(answers):
                purses[voter] -= min(purses[voter], prices[best] * liking(answer, best))
            chosen.append(best)

    def rho(project: str, fans: list[int], purses: list[Fraction]) -> Fraction:
        poor: set[int] = set()
        while True:
            rich = [voter for voter in fans if voter not in poor]
            missing = costs[project] - sum(purses[voter] for voter in poor)
            price = missing / sum(Fraction(liking(answers[voter], project)) for voter in rich)
            more = {voter for voter in rich if purses[voter] < price * liking(answers[voter], project)}
            if not more:
                return price
            poor |= more

    supported = [project for project in costs if any(liking(answer, project) for answer in answers)]
    share, before = Fraction(poll.budget_euro or 0, len(answers)), []
    while True:
        chosen = once(share)
        spent = sum(costs[project] for project in chosen)
        if spent > (poll.budget_euro or 0):
            return before
        if not any(project not in chosen and spent + costs[project] <= 100 for project in supported):
            return chosen
        share, before = share + 1, chosen


@settings(max_examples=40, deadline=None)
@given(counted_polls(*BUDGETS, rule="equal_shares"))
def test_equal_shares_are_what_another_count_finds(case: tuple[Poll, list[Any]]) -> None:
    assert sorted(outcome_of(*case)["chosen"]) == sorted(naive_equal_shares(*case))


def test_equal_shares_leave_no_group_with_nothing() -> None:
    """The textbook difference: two thirds take all by greed, and two thirds of it by equal shares."""
    answers: list[Answer] = [["a", "b"]] * 6 + [["c"]] * 3
    options = [{"id": one, "title": {}, "cost_euro": cost} for one, cost in (("a", 45), ("b", 45), ("c", 30))]
    chosen = {
        rule: outcome_of(poll_of("budget", [], most=3, rule=rule, options=options), answers)["chosen"]
        for rule in ("greedy", "equal_shares")
    }
    assert sorted(chosen["greedy"]) == ["a", "b"]
    assert sorted(chosen["equal_shares"]) in (["a", "c"], ["b", "c"])


def test_of_two_projects_that_shut_each_other_out_the_one_with_more_votes_stays() -> None:
    poll = poll_of("budget", IDS, most=3, budget_euro=999, excludes=[["a", "b"], ["b", "c"]])
    found = outcome_of(poll, [["a", "b", "c"], ["a"], ["b"], ["a"], ["c", "d"]])
    assert found["chosen"][0] == "a" and set(found["chosen"]) == {"a", "c", "d"}
    assert found["out"] == {"b": "excluded by a"}, "c stays: what shuts it out is out itself"
    for order in permutations([["a", "b"], ["b", "c"]]):
        same = poll_of("budget", IDS, most=3, budget_euro=999, lot="x", excludes=list(order))
        assert decide(Counted(same, kind_of(same).tally(same, [["b"], ["b"], ["a"]]))).out.keys() == {"a", "c"}


def test_a_project_below_the_fewest_votes_shuts_nobody_out() -> None:
    poll = poll_of("budget", IDS, most=3, rule="greedy_threshold", min_votes=3, excludes=[["a", "b"]])
    found = outcome_of(poll, [["a"], ["a"], ["b", "c"], ["b"], ["b"]])
    assert found["chosen"] == ["b"] and found["out"]["a"] == "too few votes"


def test_equal_shares_need_every_ballot() -> None:
    poll = poll_of("budget", IDS, most=3, rule="equal_shares")
    answers: list[Answer] = [["a"], ["b"]]
    figures = kind_of(poll).tally(poll, answers)
    with pytest.raises(Refused, match="every ballot"):
        decide(Counted(poll, figures))
    assert decide(Counted(poll, figures, Patterns(sorted(answers, key=canonical_json)))).chosen
    assert {rule for rule in RULES if rule in NEED_BALLOTS} == {"equal_shares"}


PROGRAMS = [
    "import sync.hub.counting.recount",
    "import sync.hub.settings, os; os.environ['DJANGO_SETTINGS_MODULE'] = 'sync.hub.settings'",
    "import sync.hub.supervisor, sync.hub.server",
    "import kiosk.conductor, kiosk.tasks, kiosk.voting.task",
    "import sync.agent.agent",
]


@pytest.mark.parametrize("program", PROGRAMS)
def test_only_deciding_a_budget_loads_the_library(program: str) -> None:
    told = f"{program}\nimport sys; print('pabutools' in sys.modules, 'numpy' in sys.modules)"
    found = subprocess.run([sys.executable, "-c", told], capture_output=True, text=True, check=True, timeout=60)
    assert found.stdout.split() == ["False", "False"]

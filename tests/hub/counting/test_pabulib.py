"""Budgets in Pabulib's form: what we write is read by pabutools and decided alike, and files of the library by us."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given, settings
from pabutools.election import Additive_Cardinal_Sat, Cost_Sat
from pabutools.election.pabulib import parse_pabulib_from_string
from pabutools.rules import greedy_utilitarian_welfare, method_of_equal_shares
from pabutools.tiebreaking import TieBreakingRule

from sync.counting.tally import count_answers
from sync.hub.counting.pabulib import PABULIB_RULES, decide_pb, read_pb, write_pb
from sync.hub.counting.recount import main
from sync.protocol.errors import Refused
from sync.protocol.polls.choose import BUDGET_RULES
from sync.protocol.polls.deciding import lot_of
from sync.protocol.polls.poll import Poll
from tests.hub.counting.test_rules import BUDGETS, counted_polls

LIBRARY = """META
key;value
description;Local budget of a town
country;Poland
unit;Town
instance;2023
num_projects;4
num_votes;7
budget;100000,50
vote_type;{vote_type}
rule;{rule}
date_begin;01.06.2023
date_end;30.06.2023
min_project_score_threshold;2
PROJECTS
project_id;cost;votes;name;category;target;selected
P-12;60000,25;4;"A playground; with sand";public space;children,youth;1
3;40000;4;Trees;environmental protection;;1
7;70000;3;Road;public transit;adults;0
9;100.25;1;Bench;;;0

VOTES
{votes}
"""

APPROVAL = """voter_id;age;sex;voting_method;vote
1;34;M;internet;P-12,3
2;71;F;paper;P-12,3
5;;;internet;7,P-12
6;20;F;internet;7
8;20;F;internet;7,3
9;20;F;internet;P-12,3
12;20;F;internet;9"""

CUMULATIVE = """voter_id;vote;points
1;P-12,3;3,1
2;3;4
5;7,P-12;2,2
6;7;4
8;none;none
9;9,3;1,3
12;P-12;4"""


def library(votes: str, *, vote_type: str = "approval", rule: str = "greedy") -> bytes:
    return LIBRARY.format(votes=votes, vote_type=vote_type, rule=rule).encode("utf-8-sig")


def by_pabutools(text: str, rule: str, lot: Any = None) -> list[str]:
    """Independently of our own reading and of our own call of the library."""
    instance, profile = parse_pabulib_from_string(text.removeprefix("\ufeff"))
    ties = TieBreakingRule(lambda _instance, _profile, project: lot(project.name) if lot else project.name)
    are_points = instance.meta["vote_type"] != "approval"
    if rule == "greedy-threshold":
        fewest = int(instance.meta["min_project_score_threshold"])
        for project in list(instance):
            supporters = [ballot for ballot in profile if project in ballot]
            score = sum(ballot[project] for ballot in supporters) if are_points else len(supporters)
            if score < fewest:
                instance.remove(project)
                for ballot in supporters:
                    ballot.pop(project) if are_points else ballot.remove(project)
    if rule == "equalshares/add1":
        sat = Additive_Cardinal_Sat if are_points else Cost_Sat
        found = method_of_equal_shares(instance, profile, sat_class=sat, tie_breaking=ties, voter_budget_increment=1)
    elif are_points:

        class Points(Additive_Cardinal_Sat):  # by score alone, not by score for the money
            def __init__(self, instance: Any, profile: Any, ballot: Any) -> None:
                super().__init__(instance, profile, ballot)
                self.func = lambda _i, _p, ballot, project, _pre: ballot.get(project, 0) * project.cost

        found = greedy_utilitarian_welfare(instance, profile, sat_class=Points, tie_breaking=ties)
    else:
        found = greedy_utilitarian_welfare(instance, profile, sat_class=Cost_Sat, tie_breaking=ties)
    return sorted(project.name for project in found)


@settings(max_examples=60, deadline=None)
@given(counted_polls(*BUDGETS))
def test_our_results_are_those_of_pabutools_on_the_exported_file(case: tuple[Poll, list[Any]]) -> None:
    poll, answers = case
    count = count_answers(answers, poll=poll, reasons={})
    data = write_pb(poll, count.outcome, count.patterns)
    rule = PABULIB_RULES[poll.rule]
    if rule != "greedy-no-skip":  # which pabutools does not have
        assert by_pabutools(data.decode(), rule, lambda one: lot_of(poll, one)) == sorted(count.outcome["chosen"])
    read = read_pb(data)
    assert {project for project, row in read.projects.items() if row["selected"] == "1"} == set(count.outcome["chosen"])
    assert {one: str(score) for one, score in read.scores.items()} == dict(count.outcome["values"])
    assert len(read.votes) == len(answers)


def test_every_rule_for_budgets_has_its_name_at_pabulib() -> None:
    assert set(PABULIB_RULES) == set(BUDGET_RULES)


@pytest.mark.parametrize("rule", ["greedy", "greedy-threshold", "equalshares/add1"])
@pytest.mark.parametrize(("vote_type", "votes"), [("approval", APPROVAL), ("cumulative", CUMULATIVE)])
def test_files_of_the_library_are_decided_as_pabutools_does(vote_type: str, votes: str, rule: str) -> None:
    data = library(votes, vote_type=vote_type, rule=rule)
    assert sorted(decide_pb(read_pb(data)).chosen) == by_pabutools(data.decode("utf-8"), rule)


def test_a_file_of_the_library_is_read_whole() -> None:
    file = read_pb(library(APPROVAL))
    assert file.meta["unit"] == "Town" and len(file.votes) == 7
    assert file.projects["P-12"]["name"] == "A playground; with sand"
    assert {one: int(score) for one, score in file.scores.items()} == {"P-12": 4, "3": 4, "7": 3, "9": 1}
    assert decide_pb(file).chosen == ["3", "7"] or decide_pb(file).chosen[0] == "3", "level ones by their ids"


def test_a_project_that_is_named_twice_on_one_ballot_has_one_vote() -> None:
    file = read_pb(library("voter_id;vote\n1;3,3,7\n2;3"))
    assert (file.scores["3"], file.scores["7"]) == (2, 1)


def test_ballots_that_rank_are_read_and_not_counted() -> None:
    file = read_pb(library(APPROVAL, vote_type="ordinal"))
    assert file.votes[2] == ["7", "P-12"]
    with pytest.raises(Refused, match="ordinal can be read, but"):
        decide_pb(file)


@pytest.mark.parametrize(
    "data",
    [b"", b"\xff\xfe", b"x;y", b"META\nkey;value\nbudget;ten\n", library("voter_id;vote\n1;unknown"),
     library("voter_id;vote;points\n1;3,7;1", vote_type="cumulative"), b"PROJECTS\n", b"META",
     library(APPROVAL).replace(b"\nbudget;", b"\nbudget;1e99999999;"), library(APPROVAL).replace(b"vote_type", b"kind"),
     library(APPROVAL).replace(b"\nVOTES", b"\n3;5\nVOTES"), library(APPROVAL).replace(b"\nVOTES", b"\n13;-5\nVOTES"),
     library(APPROVAL).replace(b"_threshold;", b"_threshold;some;")],
)  # fmt: skip
def test_what_is_no_such_file_is_said(data: bytes) -> None:
    with pytest.raises(Refused):
        decide_pb(read_pb(data))


def test_the_program_counts_a_file(tmp_path: Any, capsys: pytest.CaptureFixture[str]) -> None:
    place = tmp_path / "town.pb"
    place.write_bytes(library(APPROVAL))
    assert main([str(place), "--rule", "equalshares/add1"]) == 0
    assert "4 projects, 7 votes, rule equalshares/add1" in capsys.readouterr().out
    assert main([str(place)]) == 0
    assert main([str(place), "--rule", "dictator"]) == 2
    assert "is not one of greedy" in capsys.readouterr().err

"""Participatory budgets in the form of Pabulib (https://pabulib.org/format): three sections, semicolons between."""

from __future__ import annotations

import csv
import io
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import Any

from sync.counting.rules.budgets import (
    Budget,
    choose_by_equal_shares,
    choose_greedily,
    choose_without_skipping,
)
from sync.counting.rules.outcome import Ballots, RuleOutcome
from sync.protocol.errors import Refused
from sync.protocol.polls.kinds import Answer
from sync.protocol.polls.poll import Poll

PABULIB_RULES: Mapping[str, str] = {
    "greedy": "greedy",
    "greedy_no_skip": "greedy-no-skip",
    "greedy_threshold": "greedy-threshold",
    "equal_shares": "equalshares/add1",
}
"""Our words for rules, and those of Pabulib."""

_CHOICES = {
    "greedy": choose_greedily,
    "greedy-threshold": choose_greedily,
    "greedy-no-skip": choose_without_skipping,
    "equalshares/add1": choose_by_equal_shares,
}

_POINTS = ("cumulative", "scoring")

_MOST_DIGITS = 30
"""Of a number: ``1e999999999`` is short, and as a whole number has no room in any memory."""


@dataclass(frozen=True)
class PbFile:
    """What a file holds. ``votes`` are the answers, in the order of the file; None of their voters' other columns."""

    meta: Mapping[str, str]
    projects: Mapping[str, Mapping[str, str]]
    """Id to the columns of its line."""
    costs: Mapping[str, Fraction]
    money: Fraction
    votes: Sequence[Answer | Mapping[str, Fraction]]
    fewest: Fraction
    """The score a project needs by the rule ``greedy-threshold``."""

    @property
    def scores(self) -> dict[str, Fraction]:
        """The votes of each project, or its points."""
        scores = dict.fromkeys(self.costs, Fraction(0))
        for vote in self.votes:
            for project in vote:
                scores[project] += vote[project] if isinstance(vote, Mapping) else 1
        return scores


def write_pb(poll: Poll, outcome: Mapping[str, Any], ballots: Ballots) -> bytes:
    """A counted budget whose ballots may be told."""
    are_points = poll.cap > 0
    voters = sum(number for _, number in ballots)
    limits = (
        {"max_points": poll.cap, "min_sum_points": poll.minimum, "max_sum_points": poll.maximum}
        if are_points
        else {"min_length": poll.minimum, "max_length": poll.maximum}
    )
    meta: dict[str, Any] = {
        "description": _title(poll.title) or poll.id,
        "country": "Germany",
        "unit": ", ".join(poll.districts) or "the whole city",
        "instance": poll.id,
        "num_projects": len(poll.options),
        "num_votes": voters,
        "budget": poll.budget_euro,
        "vote_type": "cumulative" if are_points else "approval",
        "rule": PABULIB_RULES[poll.rule],
        "date_begin": poll.opens.strftime("%d.%m.%Y"),
        "date_end": poll.closes.strftime("%d.%m.%Y"),
        "language": "de",
        "currency": "EUR",
        **limits,
    }
    if poll.min_votes:
        meta["min_project_score_threshold"] = poll.min_votes
    out = "; ".join(f"{project}: {reason}" for project, reason in outcome["out"].items())
    meta["comment"] = f"ties by the lot {poll.lot}" + (f"; not to be chosen: {out}" if out else "")
    sections = [
        _section("META", ("key", "value"), meta.items()),
        _section("PROJECTS", *_projects(poll, outcome, ballots, are_points=are_points)),
        _section("VOTES", ("voter_id", "vote", "points") if are_points else ("voter_id", "vote"), _votes(ballots)),
    ]
    return "".join(sections).encode()


def read_pb(data: bytes) -> PbFile:
    """A file of the library, whatever columns it has besides. Raises Refused for what is none."""
    try:
        return _read(data.decode("utf-8-sig"))
    except (KeyError, ValueError, IndexError, StopIteration, ArithmeticError, csv.Error) as error:
        raise Refused(f"this is no file of Pabulib's form: {type(error).__name__} {error}") from error


def decide_pb(file: PbFile, rule: str = "") -> RuleOutcome:
    """The projects that get money, by the rule that the file names, or by this one (Pabulib's word).

    Projects that are level are taken in the order of their ids, as ``pabutools`` does. Raises Refused for a rule that
    is not known here, or ballots that no rule here counts.
    """
    named = rule or file.meta.get("rule", "")
    if named not in _CHOICES:
        raise Refused(f"the rule {named!r} is not one of {', '.join(_CHOICES)}")
    if file.meta["vote_type"] not in ("approval", "choose-1", *_POINTS):
        raise Refused(f"ballots of the type {file.meta['vote_type']} can be read, but are not counted here")
    scores = file.scores
    fewest = file.fewest if named == "greedy-threshold" else Fraction(0)
    costs = {project: cost for project, cost in file.costs.items() if scores[project] >= fewest}
    grouped: Counter[Any] = Counter()
    for vote in file.votes:
        grouped[tuple(sorted(vote.items())) if isinstance(vote, Mapping) else tuple(sorted(vote))] += 1
    are_points = file.meta["vote_type"] in _POINTS
    ballots: Any = [(dict(vote) if are_points else list(vote), number) for vote, number in grouped.items()]
    chosen = _CHOICES[named](Budget(file.money, costs, scores, ballots, lambda project: project))
    return RuleOutcome(chosen, {project: str(score) for project, score in scores.items()}, ())


def _read(text: str) -> PbFile:
    meta: dict[str, str] = {}
    projects: dict[str, dict[str, str]] = {}
    votes: list[Any] = []
    section, header = "", [""]
    lines = csv.reader(io.StringIO(text), delimiter=";")
    for row in lines:
        cells = [cell.strip() for cell in row]
        if not any(cells):
            continue
        if cells[0].lower() in {"meta", "projects", "votes"}:
            section, header = cells[0].lower(), [cell.strip() for cell in next(lines)]
        elif section == "meta":
            meta[cells[0]] = cells[1]
        elif section == "projects" and cells[0] in projects:
            raise ValueError(f"the project {cells[0]} stands there twice")
        elif section == "projects":
            projects[cells[0]] = dict(zip(header, cells, strict=False))
        elif section == "votes":
            votes.append(_read_vote(dict(zip(header, cells, strict=False)), meta["vote_type"]))
        else:
            raise ValueError("a line stands before the first section")
    costs = {project: _number(columns["cost"]) for project, columns in projects.items()}
    if any(project not in costs for vote in votes for project in vote):
        raise ValueError("a vote names a project that is not there")
    if not meta["vote_type"] or min(costs.values(), default=0) < 0:
        raise ValueError("no type of vote, or costs below nothing")
    fewest = _number(meta.get("min_project_score_threshold", "0"))
    return PbFile(meta, projects, costs, _number(meta["budget"]), votes, fewest)


def _read_vote(columns: Mapping[str, str], vote_type: str) -> Any:
    named = columns.get("vote", "")
    chosen = [one.strip() for one in named.split(",") if one.strip()] if named.lower() != "none" else []
    if vote_type not in _POINTS:
        return list(dict.fromkeys(chosen))  # ticked twice is ticked
    points = [_number(one) for one in columns["points"].split(",")] if chosen else []
    return dict(zip(chosen, points, strict=True))


def _number(text: str) -> Fraction:
    number = Decimal(text.strip().replace(",", "."))
    if not number.is_finite() or max(abs(number.adjusted()), len(number.as_tuple().digits)) > _MOST_DIGITS:
        raise ValueError(f"{text[:40]} is no number of euros, votes or points")
    return Fraction(number)


def _projects(
    poll: Poll, outcome: Mapping[str, Any], ballots: Ballots, *, are_points: bool
) -> tuple[Sequence[str], Sequence[Sequence[Any]]]:
    supporters: Counter[str] = Counter()
    for answer, number in ballots:
        supporters.update(dict.fromkeys(answer, number))
    header = ["project_id", "cost", "votes", *(["score"] if are_points else []), "name", "selected"]
    rows = []
    for option in poll.options:
        score = [outcome["values"][option.id]] if are_points else []
        chosen = int(option.id in outcome["chosen"])
        rows.append([option.id, option.cost_euro, supporters[option.id], *score, _title(option.title), chosen])
    return header, rows


def _votes(ballots: Ballots) -> Iterable[Sequence[Any]]:
    voter = 0
    for answer, number in ballots:
        for _ in range(number):
            voter += 1
            if isinstance(answer, dict):
                points = ",".join(map(str, answer.values()))
                yield voter, ",".join(answer) or "none", points or "none"  # pabutools' word for an empty ballot
            else:
                yield voter, ",".join(answer)


def _section(name: str, header: Sequence[str], rows: Iterable[Sequence[Any]]) -> str:
    out = io.StringIO()
    writer = csv.writer(out, delimiter=";", lineterminator="\n")
    writer.writerows([[name], header, *rows])
    return out.getvalue()


def _title(texts: Mapping[str, str]) -> str:
    return texts.get("de", "")

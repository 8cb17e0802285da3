"""The ballot paper on which points are shared between options, or between the projects of a budget."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from kiosk.texts import Texts
from kiosk.viewmodel.intents import GivePoint, Intent, TakePoint
from kiosk.viewmodel.views import Choice, ChoiceGroup, Line, OptionQuestion, VotePointsView
from kiosk.voting.kinds.paper import BallotPaper, OneOption, cost_words, joined, none_of_these, picture_of
from kiosk.voting.rules import VoteProblem, VoteRefused
from sync.protocol.polls.kinds import Answer
from sync.protocol.polls.poll import Option, Poll


@dataclass(frozen=True)
class PointsForm:
    """Points are given and taken back one by one. ``noun``: what the options are called."""

    pictogram: str
    noun: str
    counts = "points"

    @property
    def empty(self) -> Answer:
        """No point is given."""
        return {}

    def answer_after(self, poll: Poll, answer: Answer | None, intent: Intent) -> Answer:
        """The points by option. Nothing is taken from one option to be given to another (R70)."""
        points = _points(answer)
        match intent:
            case GivePoint(option) if poll.option(option):
                if sum(points.values()) >= poll.maximum:
                    raise VoteRefused(VoteProblem.TOO_MANY)
                if points.get(option, 0) >= poll.cap:
                    raise VoteRefused(VoteProblem.TOO_MUCH_FOR_ONE)
                return points | {option: points.get(option, 0) + 1}
            case TakePoint(option) if option in points:
                left = points | {option: points[option] - 1}
                return {other: number for other, number in left.items() if number}
            case TakePoint(option) if poll.option(option):
                return points
        raise KeyError(intent)

    def rule(self, words: Texts, poll: Poll) -> str:
        """How many points there are, how many one may get, and whether all have to be given."""
        cap = words.text("vote.rule.points.cap", number=poll.cap) if poll.cap < poll.maximum else ""
        if poll.minimum >= poll.maximum:
            least = words.text("vote.rule.points.all")
        elif poll.minimum > 1:
            least = words.text("vote.rule.points.least", number=poll.minimum)
        else:
            least = words.text("vote.rule.points.may_keep")
        return joined(words, words.text("vote.rule.points", number=poll.maximum), cap, least)

    def view(self, paper: BallotPaper, common: Mapping[str, Any]) -> VotePointsView:
        """Each option with its points, and the ways to more and fewer."""
        left = paper.poll.maximum - sum(_points(paper.answer).values())
        return VotePointsView(
            **common,
            counted=paper.words.text("vote.points.left", number=left),
            groups=tuple(_group(paper, paper.poll.option(option)) for option in paper.order),
        )

    def alone(self, paper: BallotPaper, option: Option) -> OneOption | None:
        """One point less or more; what it has, and how many are left."""
        words, group = paper.words, _group(paper, option)
        left = paper.poll.maximum - sum(_points(paper.answer).values())
        counted = joined(words, f"{group.state}.", words.text("vote.points.left", number=left))
        return OneOption(OptionQuestion.POINTS, words.text("vote.guided.points.ask"), group.choices, counted)

    def review(self, paper: BallotPaper) -> Sequence[Line]:
        """What has points, in the order in which it was shown."""
        words, points = paper.words, _points(paper.answer)
        label = words.text("vote_review.choice")
        return [
            Line(label, _said(words, words.content(paper.poll.option(option).title), points[option]), "check")
            for option in paper.order
            if option in points
        ] or [none_of_these(words, self.noun)]

    def unused(self, words: Texts, poll: Poll, answer: Answer) -> str:
        """How many points are left."""
        left = poll.maximum - sum(_points(answer).values())
        return words.text("vote_review.unused.points", number=left) if left > 0 else ""


POINTS = PointsForm("vote", "answers")
BUDGET_POINTS = PointsForm("budget", "projects")


def _points(answer: Answer | None) -> dict[str, int]:
    return dict(answer) if isinstance(answer, dict) else {}


def _group(paper: BallotPaper, option: Option) -> ChoiceGroup:
    words, points = paper.words, _points(paper.answer).get(option.id, 0)
    return ChoiceGroup(
        words.content(option.title),
        words.content(option.about),
        note=cost_words(words, option),
        state=words.text("vote.points.of", number=points),
        picture=picture_of(words, option),
        choices=(
            Choice(TakePoint(option.id), words.text("vote.points.take"), pictogram="minus", enabled=points > 0),
            Choice(GivePoint(option.id), words.text("vote.points.give"), pictogram="plus"),
        ),
    )


def _said(words: Texts, title: str, points: int) -> str:
    return words.text("vote_review.with_value", option=title, value=words.text("vote.points.of", number=points))

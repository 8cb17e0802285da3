"""The ballot paper on which options are brought into an order."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from kiosk.texts import Texts
from kiosk.viewmodel.intents import Choose, Intent, LeaveOption, MoveUp, RankAt
from kiosk.viewmodel.views import Choice, Line, OptionQuestion, VoteRankedView
from kiosk.voting.kinds.paper import (
    BallotPaper,
    OneOption,
    count_rule,
    count_words,
    joined,
    none_of_these,
    picture_of,
    title_and_cost,
    unused_choices,
)
from kiosk.voting.rules import VoteProblem, VoteRefused
from sync.protocol.polls.kinds import Answer
from sync.protocol.polls.poll import Option, Poll


class RankedForm:
    """Touching an option gives it the next rank, touching it again takes it out, and those below move up."""

    pictogram = "vote"
    counts = "answers"

    @property
    def empty(self) -> Answer:
        """Nothing has a rank."""
        return []

    def answer_after(self, poll: Poll, answer: Answer | None, intent: Intent) -> Answer:
        """The ids by rank. An option that has a rank can also change places with the one before it."""
        ranks = list(answer or [])
        match intent:
            case MoveUp(option) if option in ranks:
                return _moved_up(ranks, option)
            case LeaveOption(option) | Choose(option) if option in ranks:
                return [other for other in ranks if other != option]
            case LeaveOption(option) if poll.option(option):
                return ranks
            case RankAt(option, rank) if poll.option(option) and rank >= 1:
                return _ranked_at(poll, ranks, option, rank)
            case Choose(option) if poll.option(option) and len(ranks) >= poll.maximum:
                raise VoteRefused(VoteProblem.TOO_MANY)
            case Choose(option):
                return [*ranks, option]
        raise KeyError(intent)

    def rule(self, words: Texts, poll: Poll) -> str:
        """How many, and that their order counts."""
        return joined(words, count_rule(words, poll, "answers"), words.text("vote.rule.ranked"))

    def view(self, paper: BallotPaper, common: Mapping[str, Any]) -> VoteRankedView:
        """The options at their places, each with its rank in words; below them the ways to a better rank."""
        ranks = list(paper.answer)
        ranked = [option for option in paper.order if option in ranks]
        return VoteRankedView(
            **common,
            counted=_counted(paper, ranks),
            options=tuple(_option_choice(paper, option, ranks) for option in paper.order),
            single=False,
            moves_title=paper.words.text("vote.move_up.headline") if len(ranks) > 1 else "",
            moves=tuple(_move_choice(paper, option, ranks) for option in ranked) if len(ranks) > 1 else (),
        )

    def alone(self, paper: BallotPaper, option: Option) -> OneOption | None:
        """The ranks it can have among those that have one, and none."""
        words, others = paper.words, [other for other in paper.answer if other != option.id]
        own = list(paper.answer).index(option.id) + 1 if option.id in paper.answer else 0
        ranks = tuple(_rank_choice(paper, option, rank, others, own=own) for rank in range(1, len(others) + 2))
        told = option.id in paper.told
        none = Choice(LeaveOption(option.id), words.text("vote.guided.rank.none"), chosen=told and not own)
        counted = count_words(words, len(paper.answer))
        return OneOption(OptionQuestion.RANK, words.text("vote.guided.rank.ask"), (*ranks, none), counted)

    def review(self, paper: BallotPaper) -> Sequence[Line]:
        """The options by rank."""
        words = paper.words
        return [
            Line(words.text("vote.rank", rank=rank), title_and_cost(words, paper.poll.option(option)), "check")
            for rank, option in enumerate(paper.answer, start=1)
        ] or [none_of_these(words, "answers")]

    def unused(self, words: Texts, poll: Poll, answer: Answer) -> str:
        """How many more could have a rank."""
        return unused_choices(words, poll, answer)


RANKED = RankedForm()


def _ranked_at(poll: Poll, ranks: Sequence[str], option: str, rank: int) -> list[str]:
    others = [other for other in ranks if other != option]
    if len(others) >= poll.maximum:
        raise VoteRefused(VoteProblem.TOO_MANY)
    return [*others[: rank - 1], option, *others[rank - 1 :]]


def _rank_choice(paper: BallotPaper, option: Option, rank: int, others: Sequence[str], *, own: int) -> Choice:
    """A rank, and between which others it is."""
    words = paper.words
    before = words.content(paper.poll.option(others[rank - 1]).title) if rank <= len(others) else ""
    return Choice(
        RankAt(option.id, rank),
        words.text("vote.rank", rank=rank),
        words.text("vote.guided.rank.before", option=before) if before else "",
        chosen=rank == own,
        picture=picture_of(words, option) if rank == 1 else None,
    )


def _counted(paper: BallotPaper, ranks: Sequence[str]) -> str:
    """How many have a rank, and which was given last: whoever sees nothing hears the place when it is given."""
    if not ranks:
        return count_words(paper.words, 0)
    last = paper.words.content(paper.poll.option(ranks[-1]).title)
    return joined(
        paper.words,
        paper.words.text("vote.rank.last", rank=len(ranks), option=last),
        paper.words.text("vote.rank.left", number=max(0, min(paper.poll.maximum, len(paper.order)) - len(ranks))),
    )


def _moved_up(ranks: Sequence[str], option: str) -> list[str]:
    place = max(0, ranks.index(option) - 1)
    others = [other for other in ranks if other != option]
    return [*others[:place], option, *others[place:]]


def _option_choice(paper: BallotPaper, option_id: str, ranks: Sequence[str]) -> Choice:
    words, option = paper.words, paper.poll.option(option_id)
    rank = ranks.index(option_id) + 1 if option_id in ranks else 0
    return Choice(
        Choose(option_id),
        words.content(option.title),
        words.content(option.about),
        chosen=bool(rank),
        badge=str(rank) if rank else "",
        state=words.text("vote.rank", rank=rank) if rank else words.text("vote.rank.none"),
        picture=picture_of(words, option),
    )


def _move_choice(paper: BallotPaper, option_id: str, ranks: Sequence[str]) -> Choice:
    words, rank = paper.words, ranks.index(option_id) + 1
    note = words.text("vote.move_up", rank=rank - 1) if rank > 1 else words.text("vote.rank", rank=rank)
    return Choice(
        MoveUp(option_id), words.content(paper.poll.option(option_id).title), note, "arrow-up", enabled=rank > 1
    )

"""The ballot paper on which each option is rated: by one of five faces, or by a number from 0 to 10."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from kiosk.texts import Texts
from kiosk.viewmodel.intents import Intent, Rate
from kiosk.viewmodel.views import Choice, ChoiceGroup, Line, OptionQuestion, VoteScaleView
from kiosk.voting.kinds.paper import BallotPaper, OneOption, joined, none_of_these, picture_of
from sync.protocol.polls.kinds import Answer
from sync.protocol.polls.poll import Option, Poll
from sync.protocol.polls.scale import LEAST_RESISTANCE, SCALES


class ScaleForm:
    """Touching a face or number gives it to the option instead of the one before; touching it again takes it back."""

    pictogram = "vote"
    counts = "ratings"

    @property
    def empty(self) -> Answer:
        """Nothing is rated."""
        return {}

    def answer_after(self, poll: Poll, answer: Answer | None, intent: Intent) -> Answer:
        """The numbers by option."""
        if not isinstance(intent, Rate) or intent.number not in SCALES[poll.scale]:
            raise KeyError(intent)
        rated = _ratings(answer)
        option = poll.option(intent.option).id
        others = {other: number for other, number in rated.items() if other != option}
        return others if rated.get(option) == intent.number else others | {option: intent.number}

    def rule(self, words: Texts, poll: Poll) -> str:
        """What the scale means, and whether everything has to be rated."""
        if poll.minimum >= len(poll.options):
            how_many = words.text("vote.rule.scale.all")
        else:
            how_many = words.text("vote.rule.scale.may_skip")
        return joined(words, words.text(f"vote.rule.scale.{_meaning(poll)}"), how_many)

    def view(self, paper: BallotPaper, common: Mapping[str, Any]) -> VoteScaleView:
        """Each option with its scale."""
        return VoteScaleView(
            **common,
            counted=paper.words.text("vote.rated.count", number=len(paper.answer), total=len(paper.poll.options)),
            groups=tuple(_group(paper, paper.poll.option(option)) for option in paper.order),
        )

    def alone(self, paper: BallotPaper, option: Option) -> OneOption | None:
        """Its faces or numbers."""
        meaning = paper.words.text(f"vote.rule.scale.{_meaning(paper.poll)}")
        group = _group(paper, option)
        return OneOption(OptionQuestion.RATING, meaning, group.choices, group.state)

    def review(self, paper: BallotPaper) -> Sequence[Line]:
        """What is rated, in the order in which it was shown."""
        words, rated = paper.words, _ratings(paper.answer)
        label = words.text("vote_review.choice")
        return [
            Line(
                label, _said(words, paper.poll, words.content(paper.poll.option(option).title), rated[option]), "check"
            )
            for option in paper.order
            if option in rated
        ] or [none_of_these(words, "answers")]

    def unused(self, words: Texts, poll: Poll, answer: Answer) -> str:
        """How many are not rated."""
        left = len(poll.options) - len(answer)
        return words.text("vote_review.unused.ratings", number=left) if left > 0 else ""


SCALE = ScaleForm()


def _ratings(answer: Answer | None) -> dict[str, int]:
    return dict(answer) if isinstance(answer, dict) else {}


def _meaning(poll: Poll) -> str:
    return "resistance" if poll.rule == LEAST_RESISTANCE else poll.scale


def _group(paper: BallotPaper, option: Option) -> ChoiceGroup:
    words, poll, rated = paper.words, paper.poll, _ratings(paper.answer)
    return ChoiceGroup(
        words.content(option.title),
        words.content(option.about),
        state=_number_words(words, poll, rated[option.id]) if option.id in rated else words.text("vote.rated.not"),
        picture=picture_of(words, option),
        choices=tuple(
            Choice(
                Rate(option.id, number),
                words.text(f"vote.face.{number}") if poll.scale == "faces" else str(number),
                pictogram=f"face-{number}" if poll.scale == "faces" else "",
                chosen=rated.get(option.id) == number,
            )
            for number in SCALES[poll.scale]
        ),
    )


def _number_words(words: Texts, poll: Poll, number: int) -> str:
    if poll.scale == "faces":
        return words.text(f"vote.face.{number}")
    return words.text("vote.rated.number", number=number)


def _said(words: Texts, poll: Poll, title: str, number: int) -> str:
    return words.text("vote_review.with_value", option=title, value=_number_words(words, poll, number))

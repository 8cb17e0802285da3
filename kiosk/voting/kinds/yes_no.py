"""The ballot paper with yes, no and abstention."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from kiosk.texts import Texts
from kiosk.viewmodel.intents import Choose, Intent
from kiosk.viewmodel.views import Choice, Line, VoteYesNoView
from kiosk.voting.kinds.paper import BallotPaper, OneOption
from sync.protocol.polls.kinds import Answer
from sync.protocol.polls.poll import Option, Poll
from sync.protocol.polls.yes_no import WORDS


class YesNoForm:
    """Touching an answer takes it instead of the one before; touching it again takes it back."""

    pictogram = "vote"
    counts = "answers"
    empty: Answer = ""

    def answer_after(self, poll: Poll, answer: Answer | None, intent: Intent) -> Answer:  # noqa: ARG002  as everywhere
        """The word of the tile, or none."""
        if not isinstance(intent, Choose) or intent.option not in WORDS:
            raise KeyError(intent)
        return "" if answer == intent.option else intent.option

    def rule(self, words: Texts, poll: Poll) -> str:  # noqa: ARG002  as everywhere
        """One of the three."""
        return words.text("vote.rule.yes_no")

    def view(self, paper: BallotPaper, common: Mapping[str, Any]) -> VoteYesNoView:
        """The three answers, always in the same order."""
        words = paper.words
        return VoteYesNoView(
            **common,
            options=tuple(
                Choice(
                    Choose(word),
                    words.text(f"vote.yes_no.{word}"),
                    words.text(f"vote.yes_no.about.{word}"),
                    chosen=word == paper.answer,
                )
                for word in WORDS
            ),
        )

    def alone(self, paper: BallotPaper, option: Option) -> OneOption | None:  # noqa: ARG002  as everywhere
        """There are no options."""
        return None

    def review(self, paper: BallotPaper) -> Sequence[Line]:
        """The answer."""
        words = paper.words
        return [Line(words.text("vote_review.choice"), words.text(f"vote.yes_no.{paper.answer}"), "check")]

    def unused(self, words: Texts, poll: Poll, answer: Answer) -> str:  # noqa: ARG002  as everywhere
        """One word is all there is."""
        return ""


YES_NO = YesNoForm()

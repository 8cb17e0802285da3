"""The ballot paper that is filled in with the person's own words."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from kiosk.session.entry_words import NEARLY_FULL, key_names, room_words
from kiosk.session.personal_details import may_ask
from kiosk.texts import Texts
from kiosk.viewmodel.intents import Describe, Intent
from kiosk.viewmodel.typed_text import kept_text
from kiosk.viewmodel.views import Line, VoteTextView
from kiosk.voting.kinds.paper import BallotPaper, OneOption, joined
from kiosk.voting.rules import VoteProblem, VoteRefused
from sync.protocol.polls.kinds import Answer
from sync.protocol.polls.poll import Option, Poll


class TextForm:
    """What is typed is the answer, letter by letter."""

    pictogram = "pencil"
    counts = "text"
    empty: Answer = ""

    def answer_after(self, poll: Poll, answer: Answer | None, intent: Intent) -> Answer:  # noqa: ARG002  as everywhere
        """The whole text."""
        if not isinstance(intent, Describe):
            raise KeyError(intent)
        text = kept_text(intent.text, lines=True)
        if len(text) > poll.maximum:
            raise VoteRefused(VoteProblem.TOO_MANY)
        return text

    def rule(self, words: Texts, poll: Poll) -> str:
        """How much may be written, and whether anything has to be."""
        may_be_empty = "" if poll.minimum else words.text("vote.rule.text.may_be_empty")
        return joined(words, words.text("vote.rule.text", number=poll.maximum), may_be_empty)

    def view(self, paper: BallotPaper, common: Mapping[str, Any]) -> VoteTextView:
        """A field with its keyboard."""
        words, text = paper.words, str(paper.answer)
        shown = {name: value for name, value in common.items() if name not in ("rule", "ways")}
        shown["explanation"] = joined(words, common.get("explanation", ""), common.get("rule", ""))
        return VoteTextView(
            **shown,
            text=text,
            limit=paper.poll.maximum,
            field_name=words.text("vote.text.field"),
            room=room_words(words, text, limit=paper.poll.maximum),
            may_tell=(
                words.plural("description.room", NEARLY_FULL),
                words.text("vote.problem.not_stored"),
                *may_ask(words),
            ),
            keys=key_names(words),
        )

    def alone(self, paper: BallotPaper, option: Option) -> OneOption | None:  # noqa: ARG002  as everywhere
        """There are no options."""
        return None

    def review(self, paper: BallotPaper) -> Sequence[Line]:
        """The text."""
        words, text = paper.words, str(paper.answer).strip()
        return [Line(words.text("vote.text.field"), text or words.text("vote_review.text.empty"), "pencil")]

    def unused(self, words: Texts, poll: Poll, answer: Answer) -> str:  # noqa: ARG002  as everywhere
        """Nobody has to fill a page."""
        return ""


TEXT = TextForm()

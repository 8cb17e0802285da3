"""What the question bank must say to be fit for a station."""

from __future__ import annotations

from typing import Annotated

from sync.hub.content.vocabulary import EveryLanguage, Identifier, Model, OneOf, Text120, unique
from sync.protocol.surveys.questions import Asks


class StandingQuestion(Model):
    """A question that is asked for years in the same words: in every language, so that nobody is left out of it."""

    id: Identifier
    asks: Annotated[str, OneOf(Asks)]
    question: EveryLanguage[Text120]


QuestionBank = Annotated[list[StandingQuestion], unique("id")]
"""At most one question of a visit is drawn from it."""

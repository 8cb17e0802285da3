"""What the rules of the dialogue must say to be fit for a station: who answers within how many days, topics, ideas."""

from __future__ import annotations

from typing import Annotated, Self

from annotated_types import Ge, Le, MaxLen, MinLen
from pydantic import Field, model_validator

from sync.hub.content.faults import fault
from sync.hub.content.problems import shown
from sync.hub.content.vocabulary import (
    Districts,
    Identifier,
    Model,
    Pictogram,
    Positive,
    StationNames,
    Text60,
    Text100,
    Text140,
    Translated,
    unique,
)

MOST_TOPICS = 8
"""More are no choice at a glance."""

Days = Annotated[int, Ge(1), Le(365)]


_NO_TOPIC_FOR_ALL = "one topic at least is for the whole city: else there are stations where no idea can be left"


class AnsweringBody(Model):
    """Who answers, and within how many days after something has come in."""

    id: Identifier
    title: Translated[Text60]
    about: Translated[Text100]
    answer_days: Days


class IdeaTopic(Model):
    """What an idea is about."""

    id: Identifier
    title: Translated[Text60]
    pictogram: Pictogram
    districts: Districts = Field(default_factory=list)
    stations: StationNames = Field(default_factory=list)


class Ideas(Model):
    """Who answers ideas, by what they are judged, and how many supports bring one before whom."""

    answered_by: Identifier
    brought_before: Identifier
    supports_needed: Positive
    criteria: Annotated[list[Translated[Text140]], MinLen(1), MaxLen(4)]


class Dialogue(Model):
    """Receivers and topics are named once each; ideas are answered by and brought before receivers there are."""

    receivers: Annotated[list[AnsweringBody], MinLen(1), MaxLen(4), unique("id")]
    topics: Annotated[list[IdeaTopic], MinLen(2), MaxLen(MOST_TOPICS), unique("id")]
    ideas: Ideas

    @model_validator(mode="after")
    def _check_receivers(self) -> Self:
        known = {receiver.id for receiver in self.receivers}
        for name in (self.ideas.answered_by, self.ideas.brought_before):
            if name not in known:
                raise fault(f"there is no receiver {shown(name)}")
        if all(topic.districts or topic.stations for topic in self.topics):
            raise fault(_NO_TOPIC_FOR_ALL)
        return self

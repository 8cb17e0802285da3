"""What a prepared warning must say to be fit for all stations: it lies ready in the content, and is issued in a minute.

Stations are told it only when somebody issues it as an emergency notice.
"""

from __future__ import annotations

from typing import Annotated, Self

from annotated_types import MaxLen
from pydantic import Field, model_validator

from sync.hub.content.faults import Faults
from sync.hub.content.problems import MISSING
from sync.hub.content.vocabulary import TIDY, Districts, Model, NameOfFile, StationNames, Translated
from sync.protocol.emergency_notice import MOST_HEADLINE, MOST_TEXT

Headline = Annotated[str, MaxLen(MOST_HEADLINE), TIDY]
Sentences = Annotated[str, MaxLen(MOST_TEXT), TIDY]


class PreparedWarning(Model):
    """Its id is the name of its file; a language that has one of the two texts has both."""

    id: NameOfFile
    headline: Translated[Headline]
    text: Translated[Sentences]
    districts: Districts = Field(default_factory=list)
    stations: StationNames = Field(default_factory=list)

    @model_validator(mode="after")
    def _check_both(self) -> Self:
        faults = Faults()
        for member, other in (("headline", self.text), ("text", self.headline)):
            for language in other.keys() - getattr(self, member).keys():
                faults.say(MISSING, member, language)
        faults.stop_if_any()
        return self

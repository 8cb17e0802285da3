"""What a poll must promise to be fit for a station: who answers by when, or why nobody does."""

from __future__ import annotations

from typing import Self

from pydantic import Field, model_validator

from sync.hub.content.faults import Faults, fault
from sync.hub.content.problems import MISSING
from sync.hub.content.vocabulary import Day, Model, Text80, Text140, Translated, not_said


class Promise(Model):
    """``who`` answers ``by`` which day; or ``waived``, with the reason that stations show."""

    who: Translated[Text80] = Field(default_factory=not_said)
    by: Day = Field(default_factory=not_said)
    waived: Translated[Text140] = Field(default_factory=not_said)

    @model_validator(mode="after")
    def _check_whole(self) -> Self:
        promised, waived = self.model_fields_set & {"who", "by"}, "waived" in self.model_fields_set
        if waived and promised:
            raise fault("either who answers by when is said, or why nobody does (waived), not both")
        if not waived and not promised:
            raise fault("a poll says who answers and by when (who, by), or why nobody does (waived)")
        if not waived:
            faults = Faults()
            for name in sorted({"who", "by"} - promised):
                faults.say(MISSING, name)
            faults.stop_if_any()
        return self

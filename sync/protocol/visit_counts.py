"""How many visits a station had on one day, and of what kind: numbers alone, and each by itself.

Nothing says which language went with which aid, or where the visit stood that was helped: a count leads to no visit.
Of each language, each aid and of help it is told only how many of these visits were abandoned, so that it is noticed
when a station fails some people.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Self

from sync.protocol.errors import Refused
from sync.protocol.foreign import foreign
from sync.protocol.reasons import RecordReason

MOST_VISITS = 100_000
"""Of one day: more than any station has seconds for."""

MOST_WORDS, LONGEST_WORD = 200, 40
"""How many steps, languages, aids or tasks one count can tell apart, and how long their names are."""

LONGEST_PLACE, LONGEST_DISTRICT = 80, 20
"""Characters."""

COUNTS_BYTES = 4096
"""Every count is padded to this length or a multiple of it, so that it does not tell how much was told apart."""

Cells = Mapping[str, int]
"""The name of a step, a language, an aid or a task to a number of visits; only what was there."""


@dataclass(frozen=True)
class VisitCounts:
    """The visits that began on one day (ISO). One that neither finished nor was abandoned was cut off."""

    day: str
    begun: int = 0
    finished: int = 0
    """Ended by the person."""
    abandoned: Cells = field(default_factory=dict)
    """By the step at which nobody was there any more."""
    helped: int = 0
    """In which help was asked for."""
    languages: Cells = field(default_factory=dict)
    aids: Cells = field(default_factory=dict)
    tasks: Cells = field(default_factory=dict)
    abandoned_languages: Cells = field(default_factory=dict)
    """Of ``languages`` those in which the visit was abandoned; so for the aids and for help."""
    abandoned_aids: Cells = field(default_factory=dict)
    abandoned_helped: int = 0
    place: str = ""
    """Where its team said the station stood on this day; empty where it stands always."""
    district: str = ""
    """The code of the district of that place; empty where it stands always."""

    @property
    def cut_off(self) -> int:
        """Visits of which nothing else is known: the power failed, or the program did."""
        return self.begun - self.finished - sum(self.abandoned.values())

    def to_wire(self) -> dict[str, Any]:
        """The JSON object that is sealed."""
        return {
            "day": self.day,
            "begun": self.begun,
            "finished": self.finished,
            "abandoned": dict(self.abandoned),
            "helped": self.helped,
            "languages": dict(self.languages),
            "aids": dict(self.aids),
            "tasks": dict(self.tasks),
            "left": {
                "languages": dict(self.abandoned_languages),
                "aids": dict(self.abandoned_aids),
                "helped": self.abandoned_helped,
            },
            "place": self.place,
            "district": self.district,
        }

    @classmethod
    def from_wire(cls, wire: Mapping[str, Any]) -> Self:
        """Raises Refused when a member is missing or of the wrong kind, or when the numbers do not go together."""
        with foreign(Refused, RecordReason.NO_VISITS):
            counts = cls(
                day=date.fromisoformat(wire["day"]).isoformat(),
                begun=_number(wire["begun"]),
                finished=_number(wire["finished"]),
                abandoned=_cells(wire["abandoned"]),
                helped=_number(wire["helped"]),
                languages=_cells(wire["languages"]),
                aids=_cells(wire["aids"]),
                tasks=_cells(wire["tasks"]),
                abandoned_languages=_cells(wire["left"]["languages"]),
                abandoned_aids=_cells(wire["left"]["aids"]),
                abandoned_helped=_number(wire["left"]["helped"]),
                place=_text(wire["place"], LONGEST_PLACE),
                district=_text(wire["district"], LONGEST_DISTRICT),
            )
        if not counts._goes_together():
            raise Refused(RecordReason.NO_VISITS, detail="bounds")
        return counts

    def _goes_together(self) -> bool:
        abandoned = sum(self.abandoned.values())
        ended = self.finished + abandoned
        of_ended = (sum(self.languages.values()), self.helped, *self.aids.values(), *self.tasks.values())
        if ended > self.begun or any(number > ended for number in of_ended):
            return False
        parts = [
            (sum(self.languages.values()), sum(self.abandoned_languages.values())),
            *((self.languages.get(word, 0), left) for word, left in self.abandoned_languages.items()),
            *((self.aids.get(word, 0), left) for word, left in self.abandoned_aids.items()),
            (self.helped, self.abandoned_helped),
        ]
        # neither more abandoned than there were, nor more finished than were finished
        return all(left <= min(all_, abandoned) and all_ - left <= self.finished for all_, left in parts)


def _number(value: object) -> int:
    if type(value) is not int or not 0 <= value <= MOST_VISITS:
        raise ValueError("a number of visits is expected")
    return value


def _cells(value: Mapping[str, object]) -> dict[str, int]:
    if len(value) > MOST_WORDS or not all(_is_word(word) for word in value):
        raise ValueError("names with numbers of visits are expected")
    return {word: _number(number) for word, number in value.items()}


def _text(value: object, longest: int) -> str:
    if not isinstance(value, str) or len(value) > longest or not (value == "" or value.isprintable()):
        raise ValueError("a short text is expected")
    return value


def _is_word(word: str) -> bool:
    return 0 < len(word) <= LONGEST_WORD and word.isascii() and word.replace("_", "").replace("-", "").isalnum()

"""What a city takes from people in words: who answers them and within how many days, topics, criteria for ideas.

A file of the signed content; station (asking) and hub (setting the day of the answer) share this one description.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Self

from sync.protocol.errors import Refused
from sync.protocol.foreign import foreign
from sync.protocol.languages import Texts
from sync.protocol.targets import Targeted, read_names

FILE = "dialogue.json"
"""Its path in the content."""


@dataclass(frozen=True)
class AnsweringBody:
    """Who answers: the administration, a district council. ``answer_days`` after something has come in."""

    id: str
    title: Texts
    about: Texts
    answer_days: int


@dataclass(frozen=True)
class IdeaTopic(Targeted):
    """What an idea is about, and where it can be. ``pictogram`` is a path in the content."""

    id: str
    title: Texts
    pictogram: str
    districts: tuple[str, ...] = ()
    stations: tuple[str, ...] = ()


@dataclass(frozen=True)
class Dialogue:
    """The rules of the dialogue. Ideas are answered by ``ideas_answered_by``; with ``supports_needed`` supports they
    are brought before ``ideas_before``. Both are ids of receivers.
    """

    receivers: Mapping[str, AnsweringBody]
    topics: Mapping[str, IdeaTopic]
    criteria: tuple[Texts, ...]
    """By which ideas are judged, each as a sentence."""
    supports_needed: int
    ideas_answered_by: str
    ideas_before: str

    @classmethod
    def from_wire(cls, wire: Mapping[str, Any]) -> Self:
        """Read it from its JSON object. Raises Refused for anything else."""
        with foreign(Refused, "the rules of the dialogue cannot be read"):
            receivers = [
                AnsweringBody(str(one["id"]), dict(one["title"]), dict(one["about"]), int(one["answer_days"]))
                for one in wire["receivers"]
            ]
            topics = list(map(_read_topic, wire["topics"]))
            ideas = wire["ideas"]
            dialogue = cls(
                receivers={one.id: one for one in receivers},
                topics={one.id: one for one in topics},
                criteria=tuple(dict(text) for text in ideas["criteria"]),
                supports_needed=int(ideas["supports_needed"]),
                ideas_answered_by=str(ideas["answered_by"]),
                ideas_before=str(ideas["brought_before"]),
            )
            if not {dialogue.ideas_answered_by, dialogue.ideas_before} <= dialogue.receivers.keys():
                raise KeyError("receivers")
            return dialogue


def _read_topic(wire: Mapping[str, Any]) -> IdeaTopic:
    target = read_names(wire, "districts"), read_names(wire, "stations")
    return IdeaTopic(str(wire["id"]), dict(wire["title"]), str(wire["pictogram"]), *target)

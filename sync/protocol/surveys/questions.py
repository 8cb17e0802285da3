"""A question of a survey or of the question bank: what it asks, in the form of the poll kind it is answered by."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any, Self

from sync.protocol.encoding import canonical_json
from sync.protocol.languages import DEFAULT_LANGUAGE, Texts
from sync.protocol.polls.poll import Poll
from sync.protocol.targets import Targeted, read_names

WORDING_LENGTH = 16
"""Hex digits of a wording."""

_ALWAYS: Mapping[str, str] = {
    "opens": date.min.isoformat(),
    "closes": date.max.isoformat(),
    "grace": date.max.isoformat(),
}
_SETTINGS = ("min", "max", "order", "scale", "cap")
"""What the kinds of polls that fit a question can say besides their options."""


def question_as_poll(wire: Mapping[str, Any], *, days: Mapping[str, str] = _ALWAYS) -> Poll:
    """The question as a poll that decides nothing: so it is answered, checked and counted as one. Raises Refused."""
    frame: dict[str, Any] = {
        **{"version": 1, "districts": [], "decides": "informs", "as_of": days["opens"], "about": {}},
        **{"title": wire.get("question"), **days},
    }
    named = {name: wire[name] for name in ("id", "kind", "question", "options", *_SETTINGS) if name in wire}
    return Poll.from_wire(frame | named)


def wording_of(wire: Mapping[str, Any]) -> str:
    """What exactly is asked, in few hex digits: the same as long as the German text, the kind and the options stay.

    Answers to another wording are another question's: only what has one wording compares over the years.
    """
    asked = {name: wire[name] for name in ("id", "kind", *_SETTINGS) if name in wire}
    texts = [wire["question"][DEFAULT_LANGUAGE]]
    texts += [f"{option['id']}|{option['title'][DEFAULT_LANGUAGE]}" for option in wire.get("options", ())]
    return hashlib.sha256(canonical_json([asked, texts])).hexdigest()[:WORDING_LENGTH]


class Asks(StrEnum):
    """What a question of the bank is about. Satisfaction and happiness are two things, and never one question."""

    SATISFACTION = "satisfaction"
    """How content somebody is with their district: 0 to 10."""
    HAPPINESS = "happiness"
    """How somebody is: five faces."""
    VISIT = "visit"
    """How this visit was: five faces."""


SCALE_OF: Mapping[Asks, str] = {Asks.SATISFACTION: "numbers", Asks.HAPPINESS: "faces", Asks.VISIT: "faces"}
"""The scale each is answered by, by its word in ``polls.scale``."""

ONLY = "it"
"""The id of the one thing that a question of the bank rates."""

BANK = "bank"
"""Where answers say they come from, in the place of a survey."""

BANK_FILE = "question_bank.json"
"""Where the bank stands in the content."""


@dataclass(frozen=True)
class BankQuestion(Targeted):
    """A question of the bank, which is asked for years in the same words."""

    id: str
    asks: Asks
    question: Texts
    wording: str
    poll: Poll
    """The question as what is answered and counted."""
    districts: tuple[str, ...] = ()
    stations: tuple[str, ...] = ()

    @classmethod
    def from_wire(cls, wire: Mapping[str, Any]) -> Self:
        """Raises KeyError, ValueError or Refused for anything that is no question of the bank."""
        asks = Asks(wire["asks"])
        asked = {
            **{"id": wire["id"], "kind": "scale", "scale": SCALE_OF[asks], "min": 1, "max": 1, "order": "fixed"},
            **{"question": wire["question"], "options": [{"id": ONLY, "title": wire["question"]}]},
        }
        target = read_names(wire, "districts"), read_names(wire, "stations")
        return cls(str(wire["id"]), asks, wire["question"], wording_of(asked), question_as_poll(asked), *target)

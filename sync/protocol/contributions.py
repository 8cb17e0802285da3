"""What people say to the city beside defects: an idea, a question or concern, what they want to be asked, an offer to
help. What travels of it, and what the hub shows of it to everybody once it is released.

A contribution has a number and a second code like a report (``report_status``). Under its public name it is shown and
supported: whoever has the number knows the public name, and nobody gets from the name to the number.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any, Self

from sync.protocol.encoding import canonical_json, parse_json_object
from sync.protocol.errors import Refused
from sync.protocol.foreign import foreign, read_number
from sync.protocol.reasons import RecordReason

RELEASED_FILE = "contributions.json"
"""What the hub tells all stations under this name: what is released, for everybody."""

STATES_FILE = "contribution-states.json"
"""And under this one how each stands, readable with its number alone (``report_status.StandingsFile``)."""

MOST_TEXT = 1000
"""Characters of what a person writes."""

MOST_ANSWER = 2000
"""Characters of an answer."""

_UNSURE = "unsure"


class ContributionKind(StrEnum):
    """What somebody wants to say."""

    IDEA = "idea"
    QUESTION = "question"
    """A question or a concern."""
    WISH_TO_BE_ASKED = "wish_to_be_asked"
    """What people should be asked: a question for a poll."""
    OFFER = "offer"
    """I want to help with a project or an idea."""
    SPOKEN_ANSWER = "spoken_answer"
    """What somebody has said aloud to an open question of a survey that listens: ``topic`` is the survey's id."""


SUPPORTED = frozenset({ContributionKind.IDEA, ContributionKind.WISH_TO_BE_ASKED})
"""These are shown to everybody once they are released, and supported by others."""

SHOWN = SUPPORTED | {ContributionKind.SPOKEN_ANSWER}
"""These are shown to everybody once they are released, whether somebody answers them or not."""


class ContributionState(StrEnum):
    """How far the city is with a contribution."""

    RECEIVED = "received"
    IN_PROGRESS = "in_progress"
    BEFORE_COUNCIL = "before_council"
    """It has enough supports, and is on its way to those who decide."""
    ANSWERED = "answered"
    TAKEN_UP = "taken_up"
    NOT_TAKEN_UP = "not_taken_up"
    WITHDRAWN = "withdrawn"
    """By whoever left it."""


LAST_STATES = frozenset(
    {
        ContributionState.ANSWERED,
        ContributionState.TAKEN_UP,
        ContributionState.NOT_TAKEN_UP,
        ContributionState.WITHDRAWN,
    }
)
"""After these nothing more is to be expected."""


@dataclass(frozen=True)
class Contribution:
    """A contribution in clear. ``day``, ``seen`` and ``unsure`` as in ``records.Dated``, number and code as a report's.

    ``receiver`` is the id of who answers (``dialogue``); ``about`` the public name of the idea an offer is for.
    """

    kind: ContributionKind
    number: str
    text: str
    district: str
    language: str
    day: str
    topic: str = ""
    receiver: str = ""
    project: str = ""
    about: str = ""
    is_public: bool = False
    """Of a question: the person wants the answer to be read by everybody."""
    place: tuple[float, float] | None = None
    """Longitude and latitude in degrees (WGS 84), where the person has pointed at one."""
    attachments: tuple[tuple[str, ...], ...] = ()
    """Of each attachment, the names of its sealed pieces in order."""
    seen: str = ""
    unsure: bool = False
    withdrawal: str = ""
    by_team: bool = False
    """The team of the station took it down for somebody else; who of the team did, nobody is told."""

    def to_wire(self) -> dict[str, Any]:
        """The JSON object that is sealed."""
        more = {
            "topic": self.topic,
            "receiver": self.receiver,
            "project": self.project,
            "about": self.about,
            "public": self.is_public,
            "place": list(self.place) if self.place else None,
            "attachments": [list(names) for names in self.attachments],
            "seen": self.seen,
            "clock": _UNSURE if self.unsure else "",
            "withdrawal": self.withdrawal,
            "team": self.by_team,
        }
        return {
            "kind": self.kind,
            "number": self.number,
            "text": self.text,
            "district": self.district,
            "language": self.language,
            "day": self.day,
            **{name: value for name, value in more.items() if value},
        }

    @classmethod
    def from_wire(cls, wire: Mapping[str, Any]) -> Self:
        """Raises Refused when a member is missing or of the wrong kind."""
        with foreign(Refused, RecordReason.NO_CONTRIBUTION):
            place = wire.get("place")
            return cls(
                kind=ContributionKind(wire["kind"]),
                number=str(wire["number"]),
                text=str(wire["text"]),
                district=str(wire["district"]),
                language=str(wire["language"]),
                day=date.fromisoformat(wire["day"]).isoformat(),
                topic=str(wire.get("topic", "")),
                receiver=str(wire.get("receiver", "")),
                project=str(wire.get("project", "")),
                about=str(wire.get("about", "")),
                is_public=wire.get("public") is True,
                place=(
                    (read_number(place[0], least=-180, most=180), read_number(place[1], least=-90, most=90))
                    if place
                    else None
                ),
                attachments=tuple(tuple(str(name) for name in names) for names in wire.get("attachments", ())),
                seen=str(wire.get("seen", "")),
                unsure=wire.get("clock") == _UNSURE,
                withdrawal=str(wire.get("withdrawal", "")),
                by_team=wire.get("team") is True,
            )


@dataclass(frozen=True)
class Support:
    """Somebody stands behind a released contribution. Says nothing of who: neither a number nor a second code."""

    name: str
    """The public name of what is supported."""
    day: str

    def to_wire(self) -> dict[str, Any]:
        """The JSON object that is sealed: of one length for every name."""
        return {"name": self.name, "day": self.day}

    @classmethod
    def from_wire(cls, wire: Mapping[str, Any]) -> Self:
        """Raises Refused when a member is missing or of the wrong kind."""
        with foreign(Refused, RecordReason.NO_SUPPORT):
            support = cls(str(wire["name"]), date.fromisoformat(wire["day"]).isoformat())
        if not is_public_name(support.name):
            raise Refused(RecordReason.NO_SUPPORT, detail="bounds")
        return support


def public_name_of(record_id: str) -> str:
    """The name (32 hex digits) under which everybody sees the contribution of this record."""
    return hashlib.sha256(b"ck1|contribution|public|" + record_id.encode()).hexdigest()[:32]


def is_public_name(name: str) -> bool:
    """True for 32 small hex digits."""
    return len(name) == 32 and all(sign in "0123456789abcdef" for sign in name)


@dataclass(frozen=True)
class Released:
    """A contribution as everybody may read it: what was hidden is not in it, and nothing leads to who left it."""

    name: str
    kind: ContributionKind
    text: str
    language: str
    district: str
    state: ContributionState
    since: date
    topic: str = ""
    receiver: str = ""
    project: str = ""
    answer: str = ""
    supports: int = 0

    @property
    def takes_supports(self) -> bool:
        """Others can stand behind it: it is that kind of thing, and nobody has decided about it yet."""
        return self.kind in SUPPORTED and self.state not in LAST_STATES

    def to_wire(self) -> dict[str, Any]:
        """Its JSON object."""
        more = {"topic": self.topic, "receiver": self.receiver, "project": self.project, "answer": self.answer}
        return {
            "name": self.name,
            "kind": self.kind,
            "text": self.text,
            "language": self.language,
            "district": self.district,
            "state": self.state,
            "since": self.since.isoformat(),
            "supports": self.supports,
            **{name: value for name, value in more.items() if value},
        }

    @classmethod
    def from_wire(cls, wire: Mapping[str, Any]) -> Self:
        """Raises Refused for anything else."""
        with foreign(Refused, "a released contribution cannot be read"):
            return cls(
                name=str(wire["name"]),
                kind=ContributionKind(wire["kind"]),
                text=str(wire["text"]),
                language=str(wire["language"]),
                district=str(wire["district"]),
                state=ContributionState(wire["state"]),
                since=date.fromisoformat(wire["since"]),
                topic=str(wire.get("topic", "")),
                receiver=str(wire.get("receiver", "")),
                project=str(wire.get("project", "")),
                answer=str(wire.get("answer", "")),
                supports=int(wire["supports"]),
            )


def write_released(released: Iterable[Released]) -> bytes:
    """The file of everything that is released, by their names: no order of time."""
    return canonical_json({"released": [one.to_wire() for one in sorted(released, key=lambda one: one.name)]})


def read_released(data: bytes) -> list[Released]:
    """What such a file holds; of a newer hub what this version can read. Raises Refused when it is none."""
    with foreign(Refused, "not a file of released contributions"):
        wires = [dict(wire) for wire in parse_json_object(data)["released"]]
    found = []
    for wire in wires:
        try:
            found.append(Released.from_wire(wire))
        except Refused:  # a kind or a state of a newer version
            continue
    return found

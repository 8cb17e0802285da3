"""What a person leaves behind: a ballot or a defect report, in the form in which it is sealed.

Only the shapes: no keys, no files, no rules of voting or reporting. Neither carries a visit, a person or a time
finer than the day; a ballot carries no time and no station at all.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any, Self

from sync.protocol.errors import Refused
from sync.protocol.foreign import foreign, read_number
from sync.protocol.reasons import RecordReason

MAX_PLAINTEXT_BYTES = 256 * 1024
"""Longest text a record may hold in clear."""

MAX_SEALED_BYTES = MAX_PLAINTEXT_BYTES + 1024
"""Longest seal a station takes and a hub opens; far below what fits into one batch."""

_UNSURE = "unsure"


class Stream(StrEnum):
    """The chains of batches a station keeps. Ballots travel apart, so that nothing else dates them; so do answers."""

    BALLOTS = "ballots"
    REPORTS = "reports"
    ANSWERS = "answers"

    @property
    def hides_order(self) -> bool:
        """Nothing of its records may tell which came first, or when: not their place on a disk, nor their batches."""
        return self is not Stream.REPORTS


class RecordKind(StrEnum):
    """What a record holds, readable on the outside so that the hub can sort without opening.

    What the hub does with each kind stands in its worker (``record_kinds.py``).
    """

    BALLOT = "ballot"
    REPORT = "report"
    DAMAGE = "damage"
    WORD = "word"
    CONTRIBUTION = "contribution"
    SUPPORT = "support"
    VISITS = "visits"
    ANSWER = "answer"
    CLAIM = "claim"
    CLOSURE = "closure"
    SLIP_KEY = "slipkey"
    EVENING = "evening"
    VOID_CODE = "voidcode"


STREAMS: Mapping[str, Stream] = {
    RecordKind.BALLOT: Stream.BALLOTS,
    RecordKind.REPORT: Stream.REPORTS,
    RecordKind.DAMAGE: Stream.REPORTS,
    RecordKind.WORD: Stream.REPORTS,
    RecordKind.CONTRIBUTION: Stream.REPORTS,
    RecordKind.SUPPORT: Stream.REPORTS,
    RecordKind.VISITS: Stream.REPORTS,
    RecordKind.ANSWER: Stream.ANSWERS,
    RecordKind.CLAIM: Stream.REPORTS,
    RecordKind.CLOSURE: Stream.REPORTS,
    RecordKind.SLIP_KEY: Stream.REPORTS,
    RecordKind.EVENING: Stream.REPORTS,
    RecordKind.VOID_CODE: Stream.REPORTS,
}
"""In which stream each kind travels."""


def stream_of(kind: str) -> Stream:
    """The stream a record of this kind belongs to; one that this version does not know travels with the reports."""
    return STREAMS.get(kind, Stream.REPORTS)


@dataclass(frozen=True)
class Record:
    """One sealed record as it lies at the station and travels: nobody on the way can read it.

    ``id`` is 32 random hex digits, ``kid`` names the key it is sealed to. ``kind`` is a :class:`RecordKind`, or a
    word this version does not know yet: the hub keeps such a record sealed.
    """

    id: str
    kind: str
    kid: str
    sealed: bytes


@dataclass(frozen=True)
class Dated:
    """When something was left, as well as its station knew: by the day, never finer.

    ``day`` is the ISO day of the station's clock, ``unsure`` that this clock could not be relied on. ``seen`` is the
    day of the last moment the hub had signed by then, empty for none: it cannot have been earlier.
    """

    day: str
    seen: str = ""
    unsure: bool = False


@dataclass(frozen=True)
class Report:
    """A defect report in clear. Longitude and latitude in degrees (WGS 84); day, seen and unsure as in ``Dated``.

    ``number`` is the short code the person was given to ask with later.
    """

    number: str
    category: str
    district: str
    longitude: float
    latitude: float
    description: str
    language: str
    day: str
    attachments: tuple[tuple[str, ...], ...] = ()
    """Of each attachment, the names of its sealed pieces in order."""
    seen: str = ""
    unsure: bool = False
    radius_metres: int = 0
    """The place is somewhere in this circle; 0 when somebody has pointed at it."""
    withdrawal: str = ""
    """What proves the second code (``report_status.withdrawal_mark``); empty: nobody can withdraw it."""
    contact: str = ""
    """An e-mail address or a telephone number, for asking back about this report; empty: none was given."""
    may_publish: bool = False
    """Whoever left it allows that words and photo become public."""
    by_team: bool = False
    """The team of the station took it down for somebody else; who of the team did, nobody is told."""

    def to_wire(self) -> dict[str, Any]:
        """The JSON object that is sealed."""
        return {
            "number": self.number,
            "category": self.category,
            "district": self.district,
            "lon": self.longitude,
            "lat": self.latitude,
            "description": self.description,
            "language": self.language,
            "day": self.day,
            **({"attachments": [list(names) for names in self.attachments]} if self.attachments else {}),
            **({"seen": self.seen} if self.seen else {}),
            **({"clock": _UNSURE} if self.unsure else {}),
            **({"radius": self.radius_metres} if self.radius_metres else {}),
            **({"withdrawal": self.withdrawal} if self.withdrawal else {}),
            **({"contact": self.contact} if self.contact else {}),
            **({"publish": True} if self.may_publish else {}),
            **({"team": True} if self.by_team else {}),
        }

    @classmethod
    def from_wire(cls, wire: Mapping[str, Any]) -> Self:
        """Raises Refused when a member is missing or of the wrong kind."""
        with foreign(Refused, RecordReason.NO_REPORT):
            return cls(
                number=str(wire["number"]),
                category=str(wire["category"]),
                district=str(wire["district"]),
                longitude=read_number(wire["lon"], least=-180, most=180),
                latitude=read_number(wire["lat"], least=-90, most=90),
                description=str(wire["description"]),
                language=str(wire["language"]),
                day=str(wire["day"]),
                attachments=tuple(tuple(str(name) for name in names) for names in wire.get("attachments", ())),
                seen=str(wire.get("seen", "")),
                unsure=wire.get("clock") == _UNSURE,
                withdrawal=str(wire.get("withdrawal", "")),
                contact=str(wire.get("contact", "")),
                may_publish=wire.get("publish", False) is True,
                by_team=wire.get("team") is True,
                radius_metres=int(read_number(wire.get("radius", 0), least=0, most=1_000_000)),
            )


class WordKind(StrEnum):
    """What the person who left a report can say to it later."""

    NOT_IN_ORDER = "not_in_order"
    WITHDRAWN = "withdrawn"
    SUPPORTED = "supported"
    """By somebody else: that is what I mean, too. Such a word calls the report by its public name."""


@dataclass(frozen=True)
class ReportWord:
    """What a person says later to a report. ``report`` is the id of its record, ``day`` as in ``Dated``.

    ``code`` is the second code of the report: only who has it withdraws it. Empty where none is needed.
    """

    report: str
    kind: WordKind
    day: str
    code: str = ""

    def to_wire(self) -> dict[str, Any]:
        """The JSON object that is sealed."""
        return {"report": self.report, "word": self.kind, "day": self.day, "code": self.code}

    @classmethod
    def from_wire(cls, wire: Mapping[str, Any]) -> Self:
        """Raises Refused when a member is missing or of the wrong kind."""
        with foreign(Refused, RecordReason.NO_WORD):
            word = cls(str(wire["report"]), WordKind(wire["word"]), str(wire["day"]), str(wire.get("code", "")))
            date.fromisoformat(word.day)
        if not (len(word.report) == 32 and word.report.isalnum() and len(word.code) <= 20):
            raise Refused(RecordReason.NO_WORD, detail="bounds")
        return word


@dataclass(frozen=True)
class Damage:
    """What a station says of a database of its own that was damaged: counts only, nothing out of the file.

    ``day`` is the ISO day on which it was found, ``size`` the file's in bytes. ``saved`` records went on in a new
    database. ``folder`` is where the file lies at the station.
    """

    day: str
    size: int
    saved: int
    folder: str

    def to_wire(self) -> dict[str, Any]:
        """The JSON object that is sealed."""
        return {"day": self.day, "size": self.size, "saved": self.saved, "folder": self.folder}

    @classmethod
    def from_wire(cls, wire: Mapping[str, Any]) -> Self:
        """Raises Refused when a member is missing or beyond its bounds."""
        with foreign(Refused, RecordReason.NO_DAMAGE):
            damage = cls(str(wire["day"]), int(wire["size"]), int(wire["saved"]), str(wire["folder"]))
            date.fromisoformat(damage.day)
        if not (0 <= damage.size < 2**53 and 0 <= damage.saved < 2**31 and _is_short_name(damage.folder)):
            raise Refused(RecordReason.DAMAGE_BOUNDS)
        return damage


def _is_short_name(text: str) -> bool:
    return 0 < len(text) <= 40 and text.isascii() and text.isprintable()


@dataclass(frozen=True)
class BallotEnvelope:
    """What the hub finds when it opens a ballot record: the poll and the inner envelope it cannot open."""

    poll: str
    inner: bytes
    spent: str = ""
    """The mark of the participation code it was cast with, 64 hex digits; empty where the poll takes no codes."""

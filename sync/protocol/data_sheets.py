"""The data sheets: for every kind of record what it is for, what is in it, who reads it, and how long it is kept.

One description for all: stations show it to everybody, and what erases data goes by its figures. A test compares each
with the record itself.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from sync.protocol.ballot_claims import BallotClaim
from sync.protocol.contributions import Contribution, Support
from sync.protocol.day_closure import DayClosure
from sync.protocol.evening_polls import EveningPoll
from sync.protocol.records import BallotEnvelope, Damage, RecordKind, Report, ReportWord
from sync.protocol.slip_proofs import SlipKey
from sync.protocol.surveys.answers import SurveyAnswer
from sync.protocol.visit_counts import VisitCounts
from sync.protocol.void_codes import VoidCode

STATION_DAYS = 30
"""So long a station keeps a record, sealed, after it has arrived for good."""

SETTLED_DAYS = 365
"""So long the hub keeps what a person wrote after it is settled."""


class DataReader(StrEnum):
    """Who can read what is in a record."""

    NOBODY_ALONE = "nobody_alone"
    """Two trustees together, when the poll is over; never one ballot with a name."""
    OFFICE = "office"
    RECEIVER = "receiver"
    """Who mends what was reported."""
    OPERATORS = "operators"
    """Who looks after the stations."""
    EVERYBODY = "everybody"
    """What the office has released, as it is shown at stations: never who left it."""


class Keeping(StrEnum):
    """Until when the hub keeps what is in a record."""

    RECOUNT = "recount"
    """Sealed, as long as the result can be counted again."""
    SETTLED = "settled"
    """Until ``SETTLED_DAYS`` after it is settled."""
    FOR_GOOD = "for_good"
    """Nothing in it leads to a person."""


@dataclass(frozen=True)
class DataSheet:
    """What people are told of one kind of record. ``parts``: what they call it, to members of ``content``."""

    kind: RecordKind
    content: type[Any]
    """In which class it is opened."""
    parts: Mapping[str, tuple[str, ...]]
    readers: tuple[DataReader, ...]
    keeping: Keeping

    @property
    def days(self) -> int | None:
        """How long, where it is counted in days from when it is settled."""
        return SETTLED_DAYS if self.keeping is Keeping.SETTLED else None

    def to_wire(self) -> dict[str, Any]:
        """The JSON object for machines."""
        return {
            "kind": self.kind.value,
            "parts": {part: list(members) for part, members in self.parts.items()},
            "readers": [reader.value for reader in self.readers],
            "kept": {"station_days": STATION_DAYS, "hub": self.keeping.value, "hub_days": self.days},
        }


DATA_SHEETS: tuple[DataSheet, ...] = (
    DataSheet(
        RecordKind.BALLOT,
        BallotEnvelope,
        {"poll": ("poll",), "answer": ("inner",), "code_used": ("spent",)},
        (DataReader.NOBODY_ALONE,),
        Keeping.RECOUNT,
    ),
    DataSheet(
        RecordKind.REPORT,
        Report,
        {
            "category": ("category",),
            "place": ("district", "longitude", "latitude", "radius_metres"),
            "description": ("description",),
            "attachments": ("attachments",),
            "language": ("language",),
            "day": ("day", "seen", "unsure"),
            "number": ("number",),
            "withdrawal": ("withdrawal",),
            "contact": ("contact",),
            "publish": ("may_publish",),
            "provenance": ("by_team",),
        },
        (DataReader.OFFICE, DataReader.RECEIVER, DataReader.EVERYBODY),
        Keeping.SETTLED,
    ),
    DataSheet(
        RecordKind.WORD,
        ReportWord,
        {"about_report": ("report",), "said": ("kind",), "day": ("day",), "second_code": ("code",)},
        (DataReader.OFFICE,),
        Keeping.SETTLED,
    ),
    DataSheet(
        RecordKind.CONTRIBUTION,
        Contribution,
        {
            "topic": ("kind", "topic", "receiver", "project", "about"),
            "description": ("text",),
            "place": ("district", "place"),
            "attachments": ("attachments",),
            "language": ("language",),
            "day": ("day", "seen", "unsure"),
            "number": ("number",),
            "withdrawal": ("withdrawal",),
            "publish": ("is_public",),
            "provenance": ("by_team",),
        },
        (DataReader.OFFICE, DataReader.EVERYBODY),
        Keeping.SETTLED,
    ),
    DataSheet(
        RecordKind.SUPPORT,
        Support,
        {"supported": ("name",), "day": ("day",)},
        (DataReader.OFFICE,),
        Keeping.SETTLED,
    ),
    DataSheet(
        RecordKind.CLAIM,
        BallotClaim,
        {"tracker": ("tracker",), "slip_signature": ("proof",), "day": ("day",)},
        (DataReader.OFFICE,),
        Keeping.FOR_GOOD,
    ),
    DataSheet(
        RecordKind.ANSWER,
        SurveyAnswer,
        {
            "question": ("source", "question", "wording"),
            "survey_answer": ("answer",),
            "district": ("district",),
            "day": ("day",),
            "slip": ("slip",),
        },
        (DataReader.OFFICE,),
        Keeping.FOR_GOOD,
    ),
    DataSheet(
        RecordKind.VISITS,
        VisitCounts,
        {
            "visit_numbers": ("begun", "finished", "abandoned", "helped", "abandoned_helped"),
            "visit_means": ("languages", "aids", "tasks", "abandoned_languages", "abandoned_aids"),
            "district": ("place", "district"),
            "day": ("day",),
        },
        (DataReader.OFFICE, DataReader.OPERATORS),
        Keeping.FOR_GOOD,
    ),
    DataSheet(
        RecordKind.CLOSURE,
        DayClosure,
        {
            "closure_numbers": ("sums", "stored"),
            "place": ("place", "district"),
            "closure_notes": ("notes",),
            "closure_names": ("names", "by_pin"),
            "day": ("since", "day"),
        },
        (DataReader.OFFICE, DataReader.OPERATORS),
        Keeping.SETTLED,
    ),
    DataSheet(
        RecordKind.VOID_CODE,
        VoidCode,
        {"poll": ("poll",), "code_void": ("mark",)},
        (DataReader.OFFICE,),
        Keeping.FOR_GOOD,
    ),
    DataSheet(
        RecordKind.EVENING,
        EveningPoll,
        {"poll": ("wire",), "evening_result": ("result",), "evening_keys": ("keys",)},
        (DataReader.OFFICE,),
        Keeping.RECOUNT,
    ),
    DataSheet(
        RecordKind.DAMAGE,
        Damage,
        {"technical": ("size", "saved", "folder"), "day": ("day",)},
        (DataReader.OPERATORS,),
        Keeping.FOR_GOOD,
    ),
    DataSheet(
        RecordKind.SLIP_KEY,
        SlipKey,
        {"technical": ("jwk", "proof"), "day": ("day",)},
        (DataReader.OPERATORS,),
        Keeping.FOR_GOOD,
    ),
)
"""In the order in which people are told. One for every kind."""

"""The open reports of the city as everybody may know them, as they travel to stations: what, where, how far, since.

Of the words and pictures of whoever left one only what the city itself has released, and nothing that leads to its
number: a report is called by a name that follows from its record id by a one-way function. Whoever says "that is it"
names it so.
"""

from __future__ import annotations

import hashlib
import math
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Self

from sync.protocol.districts import METRES_PER_DEGREE, Point
from sync.protocol.encoding import canonical_json, parse_json_object
from sync.protocol.errors import Refused
from sync.protocol.foreign import foreign, read_number
from sync.protocol.report_status import ReportState

FILE_NAME = "open-reports.json"
"""What the hub tells all stations under this name."""

NEAR_METRES = 250
"""So near, two reports may be about the same."""

MOST_REPORTS = 5_000
"""The newest; a city has some hundreds."""

MOST_TITLE = 120
"""Characters of what is told of the released words."""

PICTURES = "report-picture-"
"""Begins the names of the files with pictures."""

MOST_PICTURES = 50
"""Of the newest of our own that have one, and of as many of others: a bad line has to carry them."""
MOST_PICTURE_BYTES = 48 * 1024

_DOMAIN = b"ck1|report|public|"


@dataclass(frozen=True)
class KnownReport:
    """One report the city knows of. ``since`` is the day of its state, ``supports`` how many said "that is it"."""

    name: str
    category: str
    point: Point
    state: ReportState
    since: date
    supports: int = 0
    title: str = ""
    """The beginning of its words, as the city shows them to everybody; empty where it does not."""
    has_picture: bool = False
    """The hub tells a picture of it, as the file ``picture_name``."""


def picture_name(name: str) -> str:
    """Under which name the hub tells the picture (JPEG) of the report that is called so."""
    return f"{PICTURES}{name}.jpg"


def public_name(record_id: str) -> str:
    """What a report is called in public (32 hex digits)."""
    return hashlib.sha256(_DOMAIN + record_id.encode()).hexdigest()[:32]


@dataclass(frozen=True)
class OpenReportsFile:
    """All open reports. Equal ones give equal bytes, in no order of time."""

    reports: Sequence[KnownReport]

    @classmethod
    def of(cls, reports: Iterable[KnownReport]) -> Self:
        """In the order of their names, which says nothing."""
        return cls(sorted(reports, key=lambda report: report.name))

    def changed(self, names: Collection[str], reports: Iterable[KnownReport]) -> Self:
        """With these reports in place of what it says under these names; the newest ``MOST_REPORTS`` of all."""
        kept = [report for report in self.reports if report.name not in names]
        newest = sorted([*kept, *reports], key=lambda report: report.since, reverse=True)
        return type(self).of(newest[:MOST_REPORTS])

    @classmethod
    def from_bytes(cls, data: bytes) -> Self:
        """Raises Refused for anything that is not such a file. A state this version does not know is left out."""
        with foreign(Refused, "not a file of open reports"):
            wire = parse_json_object(data)
            known = set(ReportState)
            return cls([_read(entry) for entry in wire["reports"] if entry["state"] in known][:MOST_REPORTS])

    def to_bytes(self) -> bytes:
        """The file."""
        entries = [
            {
                "name": report.name,
                "category": report.category,
                "lon": report.point[0],
                "lat": report.point[1],
                "state": report.state,
                "since": report.since.isoformat(),
                "supports": report.supports,
                **({"title": report.title} if report.title else {}),
                **({"picture": True} if report.has_picture else {}),
            }
            for report in self.reports
        ]
        return canonical_json({"reports": entries})

    def near(self, point: Point, *, metres: float = NEAR_METRES) -> list[tuple[float, KnownReport]]:
        """Those within so many metres, each with its distance, the nearest first."""
        found = ((_distance(point, report.point), report) for report in self.reports)
        return sorted((entry for entry in found if entry[0] <= metres), key=lambda entry: entry[0])


@dataclass(frozen=True)
class KnownReports:
    """The open reports as the hub last told them, on one day."""

    as_of: date
    file: OpenReportsFile


def _read(entry: Any) -> KnownReport:
    return KnownReport(
        name=str(entry["name"]),
        category=str(entry["category"]),
        point=(read_number(entry["lon"], least=-180, most=180), read_number(entry["lat"], least=-90, most=90)),
        state=ReportState(entry["state"]),
        since=date.fromisoformat(entry["since"]),
        supports=int(read_number(entry.get("supports", 0), least=0, most=1_000_000)),
        title=str(entry.get("title", ""))[:MOST_TITLE],
        has_picture=entry.get("picture") is True,
    )


def _distance(one: Point, other: Point) -> float:
    east = (one[0] - other[0]) * math.cos(math.radians(one[1]))
    return math.hypot(east, one[1] - other[1]) * METRES_PER_DEGREE

"""The station behind the samples: it lies in memory, has the default content, is always well and stores nothing."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta, tzinfo
from pathlib import Path
from typing import Any

import sync
from hardware.ports import Charge
from kiosk.devtools.sample_contributions import SAMPLE_RELEASED
from kiosk.devtools.sample_dates import sample_calendar
from kiosk.devtools.sample_media import sample_photo
from kiosk.devtools.sample_results import sample_result
from kiosk.station.trouble import Trouble
from sync.protocol.ballot_claims import ClaimsFile
from sync.protocol.centre_dates import CentreCalendar
from sync.protocol.contributions import Released
from sync.protocol.data_use import DataUse, DataUseKind
from sync.protocol.key_list import KeyList, ListedKey
from sync.protocol.keys import OpenKey, SealKey
from sync.protocol.open_reports import KnownReport, KnownReports, OpenReportsFile
from sync.protocol.participation_codes import ListInMemory
from sync.protocol.poll_results import PollResult
from sync.protocol.polls.poll import Poll
from sync.protocol.projects import Project
from sync.protocol.promises import KeptPromise
from sync.protocol.records import Dated, Record
from sync.protocol.report_status import MOST_NOTE, SCRYPT, ReportState, Standing, StandingsFile, record_id_of
from sync.protocol.shifts import Shift
from sync.protocol.surveys.survey import Survey
from sync.station.attachment_store import BlobKind
from sync.station.outbox import Whereabouts
from sync.station.visit_book import VisitEnd

DEFAULT_CONTENT = Path(sync.__file__).parent / "hub" / "content" / "default_content"
"""The files a new hub begins with."""

NOON = datetime(2026, 11, 22, 12, tzinfo=UTC)
DISTRICT = "E"
POLL = "garten-nordwest"
TRACKER = "K7QF-2M3A-XW5T-PJ4C-6RBD"
REPORT_NUMBER = "4711181501234567"
NOTE = "Die Laterne gehört zu einem Haus, das die Stadt nicht verwaltet. Bitte sprechen Sie mit der Haus­verwaltung. "


def read_content(target: str) -> bytes:
    """A file of the default content. Raises OSError when there is none."""
    return (DEFAULT_CONTENT / target).read_bytes()


POLL_WIRE: Mapping[str, Any] = json.loads(read_content(f"polls/{POLL}.json"))
"""It, as it is published."""


@contextmanager
def numbers_of_nobody() -> Iterator[None]:
    """In here ids are made of report numbers at next to no cost: whoever finds these numbers finds no person."""
    usual, SCRYPT["n"] = SCRYPT["n"], 2
    try:
        yield
    finally:
        SCRYPT["n"] = usual


@dataclass(frozen=True)
class DefaultContent:
    """The default content as a package, with keys that open nothing worth opening."""

    keys: Mapping[str, OpenKey]
    as_of: date
    more: Mapping[str, Any] = field(default_factory=dict)
    """What the poll of the pictures has besides."""

    def path_of(self, target: str) -> Path:
        """Where a file lies. Raises KeyError when there is none."""
        place = DEFAULT_CONTENT / target
        if not place.is_file():
            raise KeyError(target)
        return place

    def read(self, target: str) -> bytes:
        """The bytes of a file. Raises KeyError when there is none."""
        try:
            return read_content(target)
        except FileNotFoundError as error:
            raise KeyError(target) from error

    def polls(self) -> list[Poll]:
        """The polls, with counting keys."""
        sources = sorted((DEFAULT_CONTENT / "polls").glob("*.json"))
        wires = [json.loads(source.read_text(encoding="utf-8")) for source in sources]
        keys = {name: self.keys[name].public.jwk for name in ("mix", "tally")}
        return [Poll.from_wire(wire | {"keys": keys} | (self.more if wire["id"] == POLL else {})) for wire in wires]

    def projects(self) -> list[Project]:
        """The projects."""
        sources = sorted((DEFAULT_CONTENT / "projects").glob("*.json"))
        return [Project.from_wire(json.loads(source.read_text(encoding="utf-8"))) for source in sources]

    def calendars(self) -> list[CentreCalendar]:
        """One of a house that does not exist."""
        return [sample_calendar()]

    def surveys(self) -> list[Survey]:
        """Those that the pictures are to show; the default content has none."""
        return [Survey.from_wire(wire) for wire in self.more.get("surveys", ())]

    def shifts(self) -> list[Shift]:
        """None."""
        return []

    def code_list(self, _poll_id: str) -> ListInMemory:
        """A list without any code."""
        return ListInMemory(b"")

    def keylist(self) -> KeyList:
        """One sealing key."""
        return KeyList((ListedKey("seal", self.keys["seal"].public.jwk, NOON),))


KNOWN_AT = (12.0492, 54.1549)
"""There the pictures show a report that is open already."""


class NoOutbox:
    """Takes everything and keeps nothing."""

    def put(self, record: Record, *, spent: str = "", is_again: bool = False, counted_here: bytes = b"") -> None:
        """Forget it."""

    def is_spent(self, _mark: str) -> bool:
        """Never."""
        return False


class SampleRegisters:
    """Knows one ballot and one report, both of nobody. ``counted_here``: the poll that was counted that evening."""

    def __init__(self, counted_here: PollResult | None = None) -> None:
        self._counted_here = counted_here

    def ballots(self) -> SampleBallots:
        """The list of that noon."""
        return SampleBallots(NOON.date())

    def released(self) -> list[Released]:
        """Some ideas and a question, of nobody."""
        return SAMPLE_RELEASED

    def similar(self, _text: str, *, most: int) -> list[Released]:
        """Everything that can be supported is like everything."""
        return [one for one in SAMPLE_RELEASED if one.takes_supports][:most]

    def left_as(self, _record_id: str) -> str:
        """Nothing was left here."""
        return ""

    def reports(self) -> StandingsFile:
        """One report with the longest note."""
        note = (NOTE * MOST_NOTE)[:MOST_NOTE].strip()
        day = NOON.date()
        standing = Standing(ReportState.IN_PROGRESS, day, note, responsible="Tief- und Hafenbauamt", due=day)
        return StandingsFile.of([(record_id_of(REPORT_NUMBER), standing)])

    def data_use(self) -> DataUse:
        """That of the year before."""
        counted = {DataUseKind.READ: 1240, DataUseKind.LISTED: 310, DataUseKind.HANDED_OVER: 871}
        return DataUse.of(NOON.year - 1, NOON.date(), counted | {DataUseKind.WITHDRAWN: 3, DataUseKind.REDACTED: 12})

    def claims(self) -> ClaimsFile | None:
        """None."""
        return None

    def open_reports(self) -> KnownReports:
        """One, where the pictures show what is reported already."""
        point = (KNOWN_AT[0] + 0.001, KNOWN_AT[1])
        day = NOON.date() - timedelta(days=1)
        words = "Tiefes Loch vor der Bank, bei Regen steht dort Wasser."
        known = KnownReport("0" * 32, "street-hole", point, ReportState.IN_PROGRESS, day, 3, words, has_picture=True)
        return KnownReports(day, OpenReportsFile.of([known]))

    def report_picture(self, _name: str) -> bytes:
        """A hole beside a bench."""
        return sample_photo()

    def is_void(self, _mark: str, /) -> bool:
        """Never."""
        return False

    def results(self) -> dict[str, PollResult]:
        """That of the poll of the pictures, for whoever comes when it is over."""
        here = self._counted_here
        return {POLL: sample_result(POLL_WIRE)} | ({here.poll.id: here} if here else {})

    def promises(self) -> list[KeptPromise]:
        """None but those of the content."""
        return []

    def whereabouts(self, _record_id: str) -> Whereabouts:
        """Nothing was left here."""
        return Whereabouts.UNKNOWN


@dataclass(frozen=True)
class SampleBallots:
    """A list with one ballot."""

    as_of: date

    def find(self, tracker: str) -> tuple[str, bool] | None:
        """The poll of the pictures."""
        return (POLL, True) if tracker == TRACKER.replace("-", "") else None


class SampleStation:
    """A station in memory that is always well."""

    district = DISTRICT
    name = "SBZ Börgerhus"
    outbox = NoOutbox()

    def __init__(
        self, more: Mapping[str, Any], *, now: datetime = NOON, counted_here: PollResult | None = None
    ) -> None:
        """``more`` is what the poll of the pictures has besides; ``counted_here`` the result of this evening."""
        self.registers = SampleRegisters(counted_here)
        keys = {name: OpenKey.generate() for name in ("seal", "mix", "tally")}
        self._now = now
        self._package = DefaultContent(keys, now.date(), more)

    def trouble(self) -> Trouble | None:
        """None."""
        return None

    def evening_poll(self) -> None:
        """None is open."""

    def content_id(self) -> str:
        """Always the same."""
        return "default"

    def package(self) -> DefaultContent:
        """The default content."""
        return self._package

    def warning(self) -> None:
        """None."""

    def place(self) -> None:
        """Its team has not said anything."""

    @property
    def charge(self) -> Charge:
        """It is plugged in."""
        return Charge.ENOUGH

    def waiting_time(self) -> int:
        """Nobody waits."""
        return 0

    def ballot_seal(self) -> str:
        """Always the same."""
        return "K7QA2MXD"

    def now(self) -> datetime:
        """Always the same noon."""
        return self._now

    def keep_attachment(self, data: bytes, *, kind: BlobKind, key: SealKey) -> tuple[str, ...]:
        """Nothing is kept."""
        del data, kind, key
        return ()

    def takes_reports(self) -> bool:
        """Always."""
        return True

    def prove(self, _poll: str, _tracker: str, /) -> str:
        """Nothing: nobody shows its slips to anybody."""
        return ""

    def renew_slip_key(self, _seal_key: object, /) -> None:
        """It signs none."""

    def note_begun(self) -> None:
        """Nowhere."""

    def note_over(self) -> None:
        """Nowhere."""

    def note_silent(self, silent: bool, /) -> None:
        """Nothing is noted."""

    def count_begun(self, day: date, /) -> None:
        """Nowhere."""

    def count_end(self, day: date, end: VisitEnd, /) -> None:
        """Nowhere."""

    def hand_over_counts(self, _today: date, /) -> bool:
        """There are none."""
        return True

    def interrupted(self) -> None:
        """Never."""

    def dated(self, _zone: tzinfo | None, /) -> Dated:
        """On the day of that noon."""
        return Dated(self._now.date().isoformat())

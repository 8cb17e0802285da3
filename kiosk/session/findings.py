"""What the station can find out about a code or a poll, as values, and whom it asks. Decides nothing."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from sync.protocol.ballot_claims import ClaimsFile
    from sync.protocol.contributions import Released
    from sync.protocol.data_use import DataUse
    from sync.protocol.open_reports import KnownReports
    from sync.protocol.poll_results import PollResult
    from sync.protocol.promises import KeptPromise
    from sync.protocol.report_status import Standing
    from sync.station.outbox import Whereabouts


class BallotList(Protocol):
    """The hub's signed list of the trackers of all ballots in the box, as it was on one day."""

    @property
    def as_of(self) -> date:
        """The day of the list."""

    def find(self, tracker: str, /) -> tuple[str, bool] | None:
        """The id of the poll in whose box the ballot is, and whether it counts; None when it is in none.

        It does not count when its participation code had been spent before.
        """


class ReportList(Protocol):
    """What the hub has said of reports, the newest it has sent: ``sync.protocol.report_status.StandingsFile``."""

    def find(self, record_id: str, /) -> Standing | None:
        """How far the report of this record id is; None when the list does not know it. Raises Refused."""


class Registers(Protocol):
    """Whom the station asks about a code. Each is None where nothing has come from the hub yet."""

    def ballots(self) -> BallotList | None:
        """The list of ballots."""

    def reports(self) -> ReportList | None:
        """The states of reports."""

    def data_use(self) -> DataUse | None:
        """The newest report on what was done with what people left."""

    def released(self) -> Sequence[Released]:
        """What others have said and the hub has released for everybody."""

    def similar(self, text: str, *, most: int) -> Sequence[Released]:
        """What of it can be supported and is like this text, the most alike first."""

    def left_as(self, record_id: str) -> str:
        """As what this record was left here: a word of ``records.RecordKind``; empty when it is not known here."""

    def claims(self) -> ClaimsFile | None:
        """What became of ballots that people miss; None while nothing is known."""

    def open_reports(self) -> KnownReports | None:
        """What is reported already, all over the city."""

    def report_picture(self, name: str, /) -> bytes:
        """The picture (JPEG) of the open report that is called so; empty for none."""

    def is_void(self, mark: str, /) -> bool:
        """True when the card with the participation code of this mark was declared void."""

    def results(self) -> Mapping[str, PollResult]:
        """The results of polls that were counted, by the ids of the polls."""

    def promises(self) -> Sequence[KeptPromise]:
        """What was ever promised at this station, also what later content leaves out."""

    def whereabouts(self, record_id: str) -> Whereabouts:
        """Where a report of this station's own is."""


@dataclass(frozen=True)
class LookupFinding:
    """What was found."""


@dataclass(frozen=True)
class BallotInBox(LookupFinding):
    """The ballot is in the box of this poll, by the list of this day."""

    poll: str
    as_of: date


@dataclass(frozen=True)
class BallotSpent(LookupFinding):
    """It is there, but another ballot with the same participation code came first, and that one counts."""

    poll: str
    as_of: date


@dataclass(frozen=True)
class BallotNotListed(LookupFinding):
    """It is not in the list of this day. ``again``: the first day on which it is worth looking again."""

    as_of: date
    again: date


class NoBallotList(LookupFinding):
    """This station has no list of ballots yet."""


@dataclass(frozen=True)
class ReportStands(LookupFinding):
    """The city has said how far it is. ``released``: as everybody can read it, where it is released. ``name``: its
    public name.
    """

    standing: Standing
    released: Released | None = None
    name: str = field(default="", compare=False)


@dataclass(frozen=True)
class ReportWaits(LookupFinding):
    """It is stored at this station, and the hub has not acknowledged it."""

    is_contribution: bool = False
    is_on_its_way: bool = False
    """In a batch, over the network or on a stick."""


@dataclass(frozen=True)
class ReportHandedOver(LookupFinding):
    """This station has handed it over; nothing more is known yet."""

    is_contribution: bool = False


class ReportUnknown(LookupFinding):
    """Neither this station nor the hub's list knows it. There may be no list yet."""

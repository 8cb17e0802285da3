"""What this station can be asked about a code or a poll: its own records, and what the hub told it last.

Reads; keeps nothing.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from kiosk.station.similar import find_similar
from sync.protocol.ballot_claims import FILE_NAME as CLAIMS
from sync.protocol.ballot_claims import ClaimsFile
from sync.protocol.ballot_log import CHECKPOINT, find_ballot
from sync.protocol.contributions import RELEASED_FILE, STATES_FILE, Released, read_released
from sync.protocol.data_use import FILE_NAME as DATA_USE
from sync.protocol.data_use import DataUse
from sync.protocol.emergency_notice import FILE_NAME as NOTICE
from sync.protocol.emergency_notice import EmergencyNotice
from sync.protocol.errors import Refused
from sync.protocol.open_reports import FILE_NAME as OPEN_REPORTS
from sync.protocol.open_reports import KnownReports, OpenReportsFile, picture_name
from sync.protocol.poll_results import PREFIX as RESULT_PREFIX
from sync.protocol.poll_results import PollResult, read_results
from sync.protocol.promises import KeptPromise
from sync.protocol.report_status import PART_NAMES, Standing, StandingsFile, part_of
from sync.protocol.void_codes import FILE_NAME as VOID_CODES
from sync.protocol.void_codes import VoidCodesFile
from sync.station.content_store import ContentPackage, ContentSets
from sync.station.evening_poll import counted_here
from sync.station.outbox import Outbox, Whereabouts
from sync.station.promises import PromiseBook


@dataclass(frozen=True)
class AnnouncedBallots:
    """The hub's ballot log, proven when it came."""

    package: ContentPackage

    @property
    def as_of(self) -> date:
        """The last day on which the hub called it the newest."""
        return self.package.as_of

    def find(self, tracker: str) -> tuple[str, bool] | None:
        """The id of the poll in whose box the ballot is, and whether it counts; None when it is in none."""
        found = find_ballot(((name, self.package.read(name)) for name in self.package.files), tracker)
        return (found.entry.poll, found.counts) if found else None


_STATES = PART_NAMES | {STATES_FILE}


@dataclass(frozen=True)
class AnnouncedReports:
    """The states of reports, over many files, and of contributions, in one, as the hub told them last."""

    package: ContentPackage

    def find(self, record_id: str) -> Standing | None:
        """How far it is; None when nothing is told of it. Raises Refused for what cannot be read here."""
        for name in (part_of(record_id), STATES_FILE):
            told = self.package.read(name) if name in self.package.files else None
            found = StandingsFile.from_bytes(told).find(record_id) if told is not None else None
            if found is not None:
                return found
        return None


class StationRegisters:
    """A real station's. Each question reads the disk anew, so that it always knows what came last."""

    def __init__(self, content: ContentSets, outbox: Outbox) -> None:
        self._content = content
        self._outbox = outbox

    def ballots(self) -> AnnouncedBallots | None:
        """The ballot log; None when none has come yet, or it is damaged."""
        package = self._content.announced.active()
        return AnnouncedBallots(package) if package and CHECKPOINT in package.files else None

    def reports(self) -> AnnouncedReports | None:
        """The states of reports and contributions; None when none have come yet, or they are damaged."""
        package = self._content.announced.active()
        return AnnouncedReports(package) if package and _STATES.intersection(package.files) else None

    def claims(self) -> ClaimsFile | None:
        """What became of ballots that people miss; None when none came yet, or none that can be read."""
        data = self._content.hub_file(CLAIMS)
        try:
            return ClaimsFile.from_bytes(data) if data is not None else None
        except Refused:
            return None

    def released(self) -> list[Released]:
        """What the hub has released; nothing when nothing has come yet, or nothing that can be read here."""
        data = self._content.hub_file(RELEASED_FILE)
        try:
            return read_released(data) if data is not None else []
        except Refused:
            return []

    def similar(self, text: str, *, most: int) -> list[Released]:
        """What of it can be supported and is like this text."""
        return find_similar(text, [one for one in self.released() if one.takes_supports], most=most)

    def left_as(self, record_id: str) -> str:
        """As what this record was left here."""
        return self._outbox.kind_of(record_id)

    def open_reports(self) -> KnownReports | None:
        """The open reports; None when none have come yet, or this version of the program cannot read them."""
        package = self._content.announced.active()
        if package is None or OPEN_REPORTS not in package.files:
            return None
        try:
            return KnownReports(package.as_of, OpenReportsFile.from_bytes(package.read(OPEN_REPORTS)))
        except (Refused, OSError):
            return None

    def report_picture(self, name: str) -> bytes:
        """The picture of an open report, as the hub told it last."""
        return self._content.hub_file(picture_name(name)) or b""

    def warning(self) -> EmergencyNotice | None:
        """The emergency notice; None when there is none, or none this version of the program can read."""
        data = self._content.hub_file(NOTICE)
        try:
            return EmergencyNotice.from_bytes(data) if data is not None else None
        except Refused:
            return None

    def data_use(self) -> DataUse | None:
        """The newest report on the use of data; None when none has come, or none this version can read."""
        data = self._content.hub_file(DATA_USE)
        try:
            return DataUse.from_bytes(data) if data is not None else None
        except Refused:
            return None

    def is_void(self, mark: str) -> bool:
        """True when a team, here or elsewhere, has declared the card of this mark void, as far as the hub has told."""
        data = self._content.hub_file(VOID_CODES)
        try:
            return data is not None and VoidCodesFile.from_bytes(data).holds(mark)
        except Refused:
            return False

    def results(self) -> dict[str, PollResult]:
        """The results the hub has announced, and those of polls that were counted here until the hub tells them.

        None when none have come yet, or they are damaged.
        """
        package = self._content.announced.active()
        names = [name for name in package.files if name.startswith(RESULT_PREFIX)] if package else []
        announced = read_results((name, package.read(name)) for name in names) if package else {}
        return {result.poll.id: result for result in counted_here(self._content.connection)} | announced

    def promises(self) -> list[KeptPromise]:
        """All that this station's database has kept."""
        return PromiseBook(self._content.connection).all()

    def whereabouts(self, record_id: str) -> Whereabouts:
        """Where a report of this station's own is."""
        return self._outbox.whereabouts(record_id)

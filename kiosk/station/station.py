"""The machine the kiosk runs on, looked at with the conductor's eyes: its file, its content, its disk, its clock.

Opens the database and keeps it open; tries again when that failed. Decides nothing and shows nothing.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from contextlib import suppress
from datetime import date, datetime, tzinfo
from pathlib import Path

from hardware.ports import Charge, Power, PowerSupply
from kiosk.station.code_sources import StationRegisters
from kiosk.station.slip_signer import SlipSigner
from kiosk.station.trouble import Trouble
from sync.boot_clock import Tick, machine_tick
from sync.protocol.emergency_notice import EmergencyNotice
from sync.protocol.envelope import seal_visits
from sync.protocol.errors import Refused, Untrusted
from sync.protocol.keys import SealKey
from sync.protocol.polls.poll import Poll
from sync.protocol.records import Dated
from sync.protocol.signed_note import Checkpoint
from sync.station import last_act
from sync.station.assembly import StationParts
from sync.station.attachment_store import BlobKind
from sync.station.clock_trust import machine_time
from sync.station.config import StationConfig
from sync.station.content_store import ContentPackage
from sync.station.database import DatabaseUnfit, is_in_place, open_database
from sync.station.disk_reserve import Reserve, free_bytes
from sync.station.evening_poll import from_text, read_text
from sync.station.kept_drafts import KeptDrafts
from sync.station.last_act import LastAct
from sync.station.outbox import NotStored, Outbox
from sync.station.pause import Pause, read_pause, write_pause
from sync.station.place_today import PlaceToday, read_place, write_place
from sync.station.visit_book import VisitBook, VisitEnd, key_of
from sync.station.waiting_time import read_waiting_time, write_waiting_time

RETRY_SECONDS = 30.0
"""How long an unfit database is left alone before it is opened again."""


class StationFile:
    """A real station: one data folder. ``monotonic`` gives seconds, ``tick`` those since the machine was started."""

    def __init__(
        self,
        config: StationConfig,
        *,
        monotonic: Callable[[], float],
        clock: Callable[[], datetime] = machine_time,
        tick: Callable[[], Tick] = machine_tick,
        free: Callable[[Path], int] = free_bytes,
        power: Power | None = None,
    ) -> None:
        self._config = config
        self._monotonic = monotonic
        self._clock = clock
        self._tick = tick
        self._free = free
        self._power = power
        self._slips = SlipSigner(config.slip_key)
        self.drafts = KeptDrafts(config.drafts, today=self._day)
        """What the team has begun for somebody else."""
        self._parts: StationParts | None = None
        self._tried_at = 0.0
        self._evening_text = ""
        self._evening: Poll | None = None
        self._warned_by = ""
        self._warning: EmergencyNotice | None = None
        self._open()

    def trouble(self) -> Trouble | None:
        """What keeps the station from serving, None when nothing does."""
        if self._parts is None and self._monotonic() - self._tried_at >= RETRY_SECONDS:
            self._open()
        try:
            return self._find_trouble()
        except (sqlite3.Error, OSError):
            return Trouble.DATABASE_UNFIT

    @property
    def parts(self) -> StationParts | None:
        """The station's parts over its open file; None while that cannot be used."""
        return self._parts

    @property
    def outbox(self) -> Outbox:
        """Where records go. Only while there is no trouble."""
        return self._opened().outbox

    @property
    def registers(self) -> StationRegisters:
        """Whom to ask about a code. Only while there is no trouble."""
        return StationRegisters(self._opened().content, self.outbox)

    @property
    def name(self) -> str:
        """What people call it, as it was enrolled; empty before."""
        identity = self._parts.identity if self._parts else None
        return identity.name if identity else ""

    @property
    def district(self) -> str:
        """Code of the district the station stands in: where its team says today, else from its settings, else as given
        at enrolment."""
        if place := self.place():
            return place.district
        if self._config.district or self._parts is None:
            return self._config.district
        identity = self._parts.identity
        return identity.district if identity else ""

    def place(self) -> PlaceToday | None:
        """Where the team says the station stands today; None where nobody has."""
        with suppress(sqlite3.Error):
            return read_place(self._parts.connection, day=self._day()) if self._parts else None
        return None

    def stand_at(self, place: PlaceToday) -> None:
        """It stands here today. Raises sqlite3.Error, OSError."""
        connection = self._opened().connection
        write_place(connection, place, day=self._day())
        VisitBook(connection).stands_at(self._day(), place)

    def pause(self) -> Pause | None:
        """Which pause the team makes; None for none."""
        with suppress(sqlite3.Error):
            return read_pause(self._parts.connection, day=self._day()) if self._parts else None
        return None

    def make_pause(self, pause: Pause | None) -> None:
        """Make this pause, or serve again. Raises sqlite3.Error, OSError."""
        write_pause(self._opened().connection, pause, day=self._day())

    @property
    def power(self) -> PowerSupply | None:
        """The battery as last looked at; None where there is none."""
        return self._power.supply() if self._power else None

    @property
    def charge(self) -> Charge:
        """How far the power reaches."""
        return self.power.charge if self.power else Charge.ENOUGH

    def waiting_time(self) -> int:
        """For about how many minutes people wait here, as the team has said lately; 0 for none."""
        with suppress(sqlite3.Error):
            return read_waiting_time(self._parts.connection, now=self.now()) if self._parts else 0
        return 0

    def say_waiting_time(self, minutes: int) -> None:
        """For about so many minutes from now on; 0: nobody waits. Raises sqlite3.Error, OSError."""
        write_waiting_time(self._opened().connection, minutes, now=self.now())

    def evening_poll(self) -> Poll | None:
        """The poll that was opened here for one evening and is not counted yet; the same object while it stays so."""
        text = ""
        with suppress(sqlite3.Error):
            text = read_text(self._parts.connection) if self._parts else ""
        if text != self._evening_text:
            evening = from_text(text)
            self._evening_text, self._evening = text, evening.poll if evening and not evening.result else None
        return self._evening

    def content_id(self) -> str:
        """The id of the content package on show, empty when there is none."""
        return self._opened().content.active_id()

    def package(self) -> ContentPackage | None:
        """The content package on show, every byte checked; None when there is none that is whole."""
        return self._opened().content.active()

    def ballot_seal(self) -> str:
        """The beginning of the hash over all ballots of the log this station believes; empty for none."""
        note = self._opened().state.log_checkpoint
        try:
            checkpoint = Checkpoint.read_unproven(note)
        except Untrusted:
            return ""
        return checkpoint.short if checkpoint.size else ""

    def warning(self) -> EmergencyNotice | None:
        """The emergency notice the hub has announced, where it is for this station; read once for each set of
        announcements."""
        announced = self._opened().content.announced.active_id()
        if announced != self._warned_by:
            self._warned_by, self._warning = announced, self.registers.warning()
        notice = self._warning
        return notice if notice and notice.is_shown(district=self.district, station=self.name) else None

    def now(self) -> datetime:
        """The station's clock, but never before what the hub has signed."""
        return self._parts.now() if self._parts else self._clock()

    def dated(self, zone: tzinfo | None, /) -> Dated:
        """How to date what is left just now, by the days of this zone. Only while there is no trouble."""
        state = self._opened().state
        seen = state.hub_time.astimezone(zone).date().isoformat() if state.hub_time else ""
        return Dated(self.now().astimezone(zone).date().isoformat(), seen, self._opened().watch.is_unsure())

    def takes_reports(self) -> bool:
        """False while what room is left on the disk is kept for votes. Only while there is no trouble."""
        try:
            return self.outbox.room().reports
        except (sqlite3.Error, OSError):
            return False

    def keep_attachment(self, data: bytes, *, kind: BlobKind, key: SealKey) -> tuple[str, ...]:
        """Keep a photo or a spoken message: the names of its sealed pieces. Only while there is no trouble.

        Raises NotStored.
        """
        return self._opened().blobs.put(data, kind=kind, key=key)

    def prove(self, poll: str, tracker: str, /) -> str:
        """What proves on a slip that this station gave this tracker for this poll; empty where it has no key."""
        return self._slips.prove(poll, tracker)

    def renew_slip_key(self, seal_key: Callable[[datetime], SealKey], /) -> None:
        """Make the key that signs slips anew, where it is time. What cannot be made is tried again."""
        with suppress(sqlite3.Error, OSError, NotStored, Refused):
            self._slips.renew(self._opened(), seal_key)

    def note_begun(self) -> None:
        """A visit has something that is not stored yet. What cannot be noted must not disturb the visit."""
        with suppress(sqlite3.Error, OSError):
            last_act.note_begun(self._opened().connection, day=self._day())

    def note_over(self) -> None:
        """The visit is over."""
        if self._parts is not None:
            with suppress(sqlite3.Error, OSError):
                last_act.note_over(self._parts.connection)

    def note_silent(self, silent: bool, /) -> None:
        """Nothing can be heard here, or it can again. What cannot be noted must not disturb anybody."""
        if self._parts is not None:
            with suppress(sqlite3.Error, OSError):
                self._parts.state.note_silent(silent)

    def note_charge(self) -> None:
        """Remember for the hub whether the battery is nearly empty. What cannot be noted must not disturb anybody."""
        if self._parts is not None:
            with suppress(sqlite3.Error, OSError):
                self._parts.state.note_runs_low(self.charge is not Charge.ENOUGH)

    def count_begun(self, day: date, /) -> None:
        """A visit has begun on this day. What cannot be counted must not disturb it."""
        if self._parts is not None:
            with suppress(sqlite3.Error, OSError):
                VisitBook(self._parts.connection).count_begun(day)

    def count_end(self, day: date, end: VisitEnd, /) -> None:
        """A visit that began on this day is over."""
        if self._parts is not None:
            with suppress(sqlite3.Error, OSError):
                VisitBook(self._parts.connection).count_end(day, end)

    def hand_over_counts(self, today: date, /) -> bool:
        """Seal the counts of other days for the hub, each as one record that takes its place. False: try again."""
        try:
            package = self.package()
            for counts in VisitBook(self._opened().connection).over(today):
                if package is None:
                    return False
                record = seal_visits(counts, key=package.keylist().seal_key(self.now()))
                self.outbox.put(record, instead_of=key_of(counts.day))
        except (sqlite3.Error, OSError, NotStored, Refused):
            return False
        return True

    def interrupted(self) -> LastAct | None:
        """What became of the last act of a visit of today that was cut off; None when none was."""
        if self._parts is None:
            return None
        try:
            return last_act.last_act(self._parts.connection, day=self._day())
        except (sqlite3.Error, OSError):
            return None

    def close(self) -> None:
        """Close the database."""
        if self._parts is not None:
            self._parts.connection.close()
            self._parts = None

    def _find_trouble(self) -> Trouble | None:
        if self._parts is not None and not is_in_place(self._parts.connection):
            self.close()  # the agent has put a damaged file aside
            self._open()
        if self._parts is None:
            return Trouble.DATABASE_UNFIT
        if self._parts.identity is None:
            return Trouble.NOT_ENROLLED
        if self._parts.state.is_revoked:
            return Trouble.REVOKED
        if not self.outbox.room().votes:
            return Trouble.DISK_FULL
        if self.charge is Charge.CRITICAL:
            return Trouble.BATTERY
        pause = read_pause(self._parts.connection, day=self._day())
        return Trouble(pause.value) if pause else None

    def _open(self) -> None:
        self._tried_at = self._monotonic()
        Reserve(self._config.database.parent, free=self._free).make_way()
        try:
            connection = open_database(self._config.database)
        except DatabaseUnfit:
            self._parts = None
            return
        self._parts = StationParts(self._config, connection, wall=self._clock, tick=self._tick, free=self._free)
        self._parts.watch.begin()

    def _day(self) -> date:
        return self.now().date()

    def _opened(self) -> StationParts:
        assert self._parts is not None, "asked for while the station is in trouble"
        return self._parts

"""The station's file with the attendants' eyes: counts, the agent's last words, the PIN's hash, wishes to the agent.

Decides nothing and shows nothing. Sticks, keys and the network are out of its reach.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Mapping
from contextlib import suppress
from datetime import date, datetime
from typing import Any

from hardware.ports import Charge
from kiosk.staff.states import AGENT_SILENT, POWER_LOW, StaffFacts
from kiosk.staff.stock import CardBook
from kiosk.station.station import StationFile
from sync.protocol.day_closure import DayClosure
from sync.protocol.districts import Point
from sync.protocol.envelope import seal_closure, seal_evening
from sync.protocol.errors import Refused
from sync.protocol.evening_polls import EveningPoll
from sync.protocol.keys import OpenKey, SealKey
from sync.protocol.records import Stream
from sync.station.assembly import StationParts
from sync.station.config import StationConfig
from sync.station.database import transaction
from sync.station.day_sheet import KEY as DAY_SHEET
from sync.station.day_sheet import DaySheet, ballots_stored, count_cards, read_day
from sync.station.device_check import CheckedDevices, read_devices, write_devices
from sync.station.disk_reserve import free_bytes
from sync.station.evening_poll import (
    BALLOTS,
    EVENING,
    RESULTS,
    ballots_of_evening,
    count_evening,
    forget_keys,
    from_text,
    has_keys,
    make_evening,
    read_text,
    results_with,
    to_text,
    unlock,
)
from sync.station.hand_checks import Checked, HandCheck, read_checks, write_check
from sync.station.kept_drafts import KeptDrafts
from sync.station.outbox import NotStored
from sync.station.pause import Pause
from sync.station.place_today import PlaceToday
from sync.station.position_wish import position_wish, wish_for_position
from sync.station.round_wish import wish_for_round
from sync.station.staff_pin import read_pin
from sync.station.state_rows import read_word, write_words
from sync.station.stick_requests import StickWork
from sync.systemd import is_supervised
from sync.version import VERSION

_STEP_BYTES = 100_000_000
"""Free room is told in these steps, so that the page does not change with every second."""

_WRONG = "wrong_pins"


class StaffOffice:
    """The office of one station. ``station`` keeps the file open."""

    def __init__(self, config: StationConfig, station: StationFile) -> None:
        self._config = config
        self._station = station
        self._wrong = 0

    @property
    def drafts(self) -> KeptDrafts:
        """What the team has begun for somebody else."""
        return self._station.drafts

    def is_open(self) -> bool:
        """False while the station's file cannot be read."""
        return self._station.parts is not None

    def has_pin(self) -> bool:
        """True when a PIN was set for this station."""
        return read_pin(self._config.data) is not None

    def fits(self, pin: str) -> bool:
        """True for the right PIN."""
        proof = read_pin(self._config.data)
        return proof is not None and proof.fits(pin)

    def wrong_pins(self) -> int:
        """Wrong PINs since the last right one, remembered over restarts."""
        with suppress(sqlite3.Error):
            return max(self._wrong, int(read_word(self._opened().connection, _WRONG) or 0))
        return self._wrong

    def note_wrong_pins(self, wrong: int) -> None:
        """Remember how many there were; where the disk takes nothing more, until the next restart."""
        self._wrong = wrong
        with suppress(sqlite3.Error), transaction(self._opened().connection):
            write_words(self._opened().connection, {_WRONG: str(wrong)})

    def facts(self) -> StaffFacts:
        """How the station is."""
        parts = self._opened()
        identity, outbox, state = parts.identity, parts.outbox, parts.state
        troubles = parts.troubles(parts.now(), up_seconds=parts.tick().seconds)
        found = (AGENT_SILENT,) if troubles is None else tuple(note.cause or note.event.id for note in troubles)
        low = () if self._station.charge is Charge.ENOUGH else (POWER_LOW,)
        waiting = [outbox.counts(stream) for stream in (Stream.BALLOTS, Stream.REPORTS)]
        days = [counts.oldest_day for counts in waiting if counts.oldest_day]
        return StaffFacts(
            name=identity.name if identity else "",
            waiting_ballots=waiting[0].waiting,
            waiting_reports=waiting[1].waiting,
            ballots_on_their_way=waiting[0].on_its_way,
            reports_on_their_way=waiting[1].on_its_way,
            oldest_day=date.fromisoformat(min(days)) if days else None,
            last_success=state.last_success,
            troubles=(*low, *found),
            content=parts.content.as_of(),
            free_bytes=free_bytes(self._config.data) // _STEP_BYTES * _STEP_BYTES,
            version=VERSION,
            power=self._station.power,
            pause=self._station.pause(),
        )

    @property
    def together(self) -> int:
        """So many ballots go at once."""
        return self._config.sync.ballots_together

    def send_now(self) -> None:
        """Ask the agent to try now. Where the disk takes nothing more, it tries when it would have."""
        with suppress(sqlite3.Error, OSError):
            wish_for_round(self._opened().connection)

    def now(self) -> datetime:
        """The best time the station knows, aware."""
        return self._station.now()

    def station(self) -> str:
        """What the station is called; empty before it is enrolled."""
        identity = self._opened().identity
        return identity.name if identity else ""

    def place(self) -> PlaceToday | None:
        """Where the station stands today; None where nobody has said so, or it cannot be read."""
        return self._station.place()

    def district(self) -> str:
        """The code of the district it stands in."""
        return self._station.district

    def stand_at(self, place: PlaceToday) -> None:
        """The station stands here today. Where the disk takes nothing more, nobody is kept from working."""
        with suppress(sqlite3.Error, OSError):
            self._station.stand_at(place)

    def ask_position(self) -> str:
        """Ask the agent where the station is. Returns the name of the wish; empty where the disk takes nothing more."""
        with suppress(sqlite3.Error, OSError):
            return wish_for_position(self._opened().connection)
        return ""

    def position(self, wish: str) -> Point | None:
        """What became of this wish; None while nothing is known."""
        with suppress(sqlite3.Error):
            asked = position_wish(self._opened().connection)
            return asked.point if asked.name == wish else None
        return None

    def checked_devices(self) -> CheckedDevices | None:
        """What was found last when the devices were tried out; None where nobody has, or it cannot be read."""
        with suppress(sqlite3.Error):
            return read_devices(self._opened().connection)
        return None

    def note_devices(self, check: CheckedDevices) -> None:
        """This was found. Where the disk takes nothing more, nobody is kept from working."""
        with suppress(sqlite3.Error, OSError):
            write_devices(self._opened().connection, check)

    def make_pause(self, pause: Pause | None) -> None:
        """Make this pause, or serve again. Where the disk takes nothing more, it stays as it is."""
        with suppress(sqlite3.Error, OSError):
            self._station.make_pause(pause)

    def waiting_time(self) -> int:
        """For about how many minutes people wait; 0 for none."""
        return self._station.waiting_time()

    def say_waiting_time(self, minutes: int) -> None:
        """For about so many minutes; 0: nobody waits. Where the disk takes nothing more, it stays as it is."""
        with suppress(sqlite3.Error, OSError):
            self._station.say_waiting_time(minutes)

    def day(self) -> DaySheet:
        """What was counted since the closure before."""
        return read_day(self._opened().connection, self._station.now().date())

    def count_cards(self, batch: str, **more: int) -> bool:
        """So many more cards of this batch (members of ``CardStock``). False when the disk does not take it."""
        connection = self._opened().connection
        with suppress(sqlite3.Error, OSError):
            with transaction(connection):
                count_cards(connection, self._station.now().date(), batch, **more)
            return True
        return False

    @property
    def cards(self) -> CardBook:
        """Which codes were used or are void here."""
        return self._station.outbox

    def is_void(self, mark: str) -> bool:
        """True when the hub has told that the card of this mark is void."""
        return self._station.registers.is_void(mark)

    def ballots_stored(self) -> int:
        """All ballots ever stored here."""
        return ballots_stored(self._opened().connection)

    def freeze(self, closure: DayClosure, key: SealKey) -> bool:
        """Store the closure in place of the sums. False when the disk does not take it: then nothing has changed."""
        try:
            self._station.outbox.put(seal_closure(closure, key=key), instead_of=DAY_SHEET)
        except NotStored:
            return False
        return True

    def evening(self) -> EveningPoll | None:
        """The poll that was opened here last for one evening; None for none."""
        return from_text(read_text(self._opened().connection))

    def evening_ballots(self) -> int:
        """How many have answered it so far."""
        return len(ballots_of_evening(self._opened().connection))

    def open_evening(self, template: Mapping[str, Any], day: date, *, pins: tuple[str, str], key: SealKey) -> None:
        """Open this template for this day, and tell the hub. Raises NotStored: then nothing has changed."""
        folder = self._config.evening_keys
        try:
            evening = make_evening(template, pins=pins, folder=folder, day=day)
        except (OSError, Refused) as error:
            raise NotStored(str(error)) from error
        words = {EVENING: to_text(evening), BALLOTS: None}
        self._station.outbox.put(seal_evening(evening, key=key), words=words)
        forget_keys(folder, but=evening.poll.id)

    def unlock(self, pin: str) -> tuple[str, OpenKey] | None:
        """Which step of counting this PIN is for, and its key; None for a wrong PIN. Raises OSError."""
        evening = self.evening()
        return unlock(evening, pin, folder=self._config.evening_keys) if evening else None

    def count_evening(self, keys: Mapping[str, OpenKey], key: SealKey) -> None:
        """Count it, keep the result and tell the hub. Raises NotStored, and Refused for too few ballots."""
        evening = self.evening()
        if evening is None:
            return
        connection = self._opened().connection
        try:
            counted = count_evening(evening, ballots_of_evening(connection), **keys)
            words = {EVENING: to_text(counted), BALLOTS: None, RESULTS: results_with(connection, counted)}
        except (OSError, sqlite3.Error) as error:
            raise NotStored(str(error)) from error
        self._station.outbox.put(seal_evening(counted, key=key), words=words)

    def has_evening_keys(self) -> bool:
        """Both keys of the poll are still here."""
        evening = self.evening()
        return evening is not None and has_keys(evening, folder=self._config.evening_keys)

    def hand_over_keys(self, keys: Mapping[str, OpenKey], key: SealKey) -> None:
        """Give both keys to the hub, and keep none. Raises NotStored, and Refused before the poll is counted."""
        evening = self.evening()
        if evening is None:
            return
        told = EveningPoll(evening.wire, evening.result, keys)
        self._station.outbox.put(seal_evening(told, key=key))
        forget_keys(self._config.evening_keys)

    def end_evening(self) -> None:
        """End it without a result: its ballots and keys go. Raises NotStored."""
        connection = self._opened().connection
        try:
            with transaction(connection):
                write_words(connection, {EVENING: None, BALLOTS: None})
        except (sqlite3.Error, OSError) as error:
            raise NotStored(str(error)) from error
        forget_keys(self._config.evening_keys)

    def ask(self, *, for_key: bool = False) -> str:
        """Ask the agent to meet the stick that is plugged in: for an exchange, or for the key of the team alone.
        Returns the name of the wish."""
        return self._opened().desk.ask(for_key=for_key)

    @property
    def can_restart(self) -> bool:
        """Somebody starts the station again when it ends: the machine's own services do."""
        return is_supervised()

    def checks(self) -> Mapping[HandCheck, Checked]:
        """What the team has tried out itself."""
        with suppress(sqlite3.Error):
            return read_checks(self._opened().connection)
        return {}

    def note_check(self, check: HandCheck, *, is_fine: bool) -> None:
        """The team has tried this out today. Where the disk takes nothing more, it is not kept."""
        with suppress(sqlite3.Error, OSError):
            write_check(self._opened().connection, check, on=self._station.now().date(), is_fine=is_fine)

    def lay_on_stick(self, name: str, data: bytes) -> str:
        """Ask the agent to lay a file on the stick that is plugged in, for people. Returns the name of the wish."""
        return self._opened().desk.ask_to_lay(name, data)

    def work(self) -> StickWork:
        """What the agent has said last."""
        return self._opened().desk.work()

    def _opened(self) -> StationParts:
        assert self._station.parts is not None, "asked for while the office is closed"
        return self._station.parts

"""Who this station is, and what kiosk and agent remember of the exchange in single words. Rows only, no rules."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any

from sync.boot_clock import Anchor, Tick
from sync.protocol.connection_faults import ConnectionFault
from sync.protocol.encoding import from_timestamp, parse_json, to_timestamp
from sync.protocol.keys import Jwk
from sync.station.database import transaction
from sync.station.events import Event, Note
from sync.station.state_rows import read_word, write_words

_MOST_REFUSED = 300
"""Characters kept of a checkpoint that is not believed: all it says, and never too much for a status."""


@dataclass(frozen=True)
class Identity:
    """What enrolment gave the station. ``kid`` names its own key, ``hub`` is the hub's.

    ``root_sha256`` is the hash of the hub's first content root. ``epoch`` names the hub's database: a hub with
    another one has forgotten everything it acknowledged.
    """

    device: str
    kid: str
    name: str
    district: str
    hub: Jwk
    epoch: str
    root_sha256: str
    enrolled_at: datetime


def read_identity(connection: sqlite3.Connection) -> Identity | None:
    """The station's identity; None before enrolment."""
    row = connection.execute(
        "SELECT device, kid, name, district, hub_jwk, epoch, root_sha256, enrolled_at FROM identity"
    ).fetchone()
    if row is None:
        return None
    return identity_from_values(row)


def identity_values(identity: Identity) -> tuple[str, ...]:
    """The identity as the words of its row."""
    return (
        identity.device,
        identity.kid,
        identity.name,
        identity.district,
        json.dumps(identity.hub),
        identity.epoch,
        identity.root_sha256,
        to_timestamp(identity.enrolled_at),
    )


def identity_from_values(values: Sequence[Any]) -> Identity:
    """The identity of :func:`identity_values`. Raises ValueError or TypeError when it is none."""
    device, kid, name, district, hub, epoch, root, enrolled_at = values
    return Identity(device, kid, name, district, parse_json(hub), epoch, root, from_timestamp(enrolled_at))


def write_identity(connection: sqlite3.Connection, identity: Identity) -> None:
    """Put this identity in the place of any before. To be called within a transaction."""
    connection.execute("DELETE FROM identity")
    connection.execute(
        "INSERT INTO identity VALUES (1, ?, ?, ?, ?, ?, ?, ?, ?)",
        identity_values(identity),
    )


class StationState:
    """The exchange as both processes see it: when it last worked, what is wrong, whether the station may serve."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection

    @property
    def is_revoked(self) -> bool:
        """True when the hub has withdrawn its trust: collect nothing, show "out of service"."""
        return bool(self._read("revoked"))

    @property
    def last_success(self) -> datetime | None:
        """When the last round ended with everything due acknowledged."""
        return self._moment("last_success")

    @property
    def last_attempt(self) -> datetime | None:
        """When the agent last ended a round, well or not."""
        return self._moment("last_attempt")

    @property
    def notes(self) -> tuple[Note, ...]:
        """What the last round had to report, for staff."""
        known, causes = {event.id: event for event in Event}, {fault.value: fault for fault in ConnectionFault}
        return tuple(
            Note(known[id_], detail, causes.get(cause))
            for id_, detail, cause in parse_json(self._read("notes") or "[]")
            if id_ in known
        )

    @property
    def hub_time(self) -> datetime | None:
        """The latest moment the hub has signed: it cannot be earlier than that."""
        return self._moment("hub_time")

    @property
    def anchor(self) -> Anchor | None:
        """The last moment the clock was measured at; see ``clocks``."""
        text = self._read("clock_anchor")
        if not text:
            return None
        moment, boot, seconds = parse_json(text)
        return Anchor(from_timestamp(moment), Tick(boot, seconds))

    def note_anchor(self, anchor: Anchor) -> None:
        """Measure the clock from here on."""
        self._write(clock_anchor=json.dumps([to_timestamp(anchor.moment), anchor.tick.boot, anchor.tick.seconds]))

    def best_time(self, clock: Callable[[], datetime]) -> datetime:
        """The station's clock, but never before what the hub has signed: a clock that lost its battery says 1970."""
        return max(clock(), self.hub_time or datetime.fromtimestamp(0, UTC))

    def note_revoked(self, revoked: bool) -> None:
        """Remember the hub's word on this station."""
        if revoked != self.is_revoked:
            self._write(revoked="yes" if revoked else "")

    def note_hub_time(self, moment: datetime) -> None:
        """Remember a moment the hub has signed; an earlier one changes nothing."""
        if self.hub_time is None or moment > self.hub_time:
            self._write(hub_time=to_timestamp(moment))

    @property
    def clock_correction(self) -> int:
        """How often the hub has said that its clock was wrong, as far as this station has heard."""
        return int(self._read("clock_correction") or 0)

    def note_clock_correction(self, number: int, anchor: Anchor) -> None:
        """The hub has taken back every later moment: from here on this one counts."""
        moment = to_timestamp(anchor.moment)
        measured = json.dumps([moment, anchor.tick.boot, anchor.tick.seconds])
        self._write(clock_correction=f"{number:09d}", hub_time=moment, clock_anchor=measured)

    def forget_clock(self) -> None:
        """What was heard of the time belongs to a hub of before. To be called within a transaction."""
        self._connection.execute("DELETE FROM state WHERE key IN ('hub_time', 'clock_correction', 'clock_anchor')")

    def next_count(self, *, above: int = 0) -> int:
        """The number of the next status: higher than any before, and than ``above``."""
        with transaction(self._connection):  # the agent and a stick may ask at the same moment
            number = max(self.count, above) + 1
            self._put(status_count=f"{number:012d}")
        return number

    def note_count(self, number: int) -> None:
        """The hub has had a status of this number: the next one has a higher."""
        if number > self.count:
            self._write(status_count=f"{number:012d}")

    @property
    def is_silent(self) -> bool:
        """True while the kiosk finds no sound device."""
        return bool(self._read("silent"))

    def note_silent(self, silent: bool) -> None:
        """Remember whether anything can be heard here. Writes only what is new."""
        if silent != self.is_silent:
            self._write(silent="yes" if silent else "")

    @property
    def runs_low(self) -> bool:
        """True while the kiosk finds the battery nearly empty."""
        return bool(self._read("runs_low"))

    def note_runs_low(self, low: bool) -> None:
        """Remember whether the battery is nearly empty. Writes only what is new."""
        if low != self.runs_low:
            self._write(runs_low="yes" if low else "")

    @property
    def previous_kid(self) -> str:
        """The key before the present one, while the hub may not know the present one for certain; else empty."""
        return self._read("previous_kid")

    def note_previous_kid(self, kid: str) -> None:
        """Remember, or with an empty one forget, the key before."""
        self._write(previous_kid=kid)

    @property
    def unwanted_kid(self) -> str:
        """The key of this station the hub wishes to see replaced; empty when it wishes nothing."""
        return self._read("unwanted_kid")

    def note_unwanted_kid(self, kid: str) -> None:
        """Remember the hub's newest word on our key; empty for none."""
        if kid != self.unwanted_kid:
            self._write(unwanted_kid=kid)

    @property
    def slip_key(self) -> tuple[str, str, date] | None:
        """Of the key that signs slips: its id, the station it was made for, and since when; None before the first."""
        text = self._read("slip_key")
        if not text:
            return None
        kid, device, since = parse_json(text)
        return kid, device, date.fromisoformat(since)

    def note_slip_key(self, kid: str, device: str, since: date) -> None:
        """From now on this key signs slips, and the hub is told."""
        self._write(slip_key=json.dumps([kid, device, since.isoformat()]))

    @property
    def log_checkpoint(self) -> str:
        """The newest signed checkpoint of the ballot log this station believes; empty before the first."""
        return self._read("log_checkpoint")

    @property
    def log_refused(self) -> str:
        """The beginning of the checkpoint that was offered and is not believed; empty when all is well."""
        return self._read("log_refused")

    def note_log(self, *, believed: str, refused: str) -> None:
        """Remember what to think of the ballot log. Writes only what is new."""
        refused = refused[:_MOST_REFUSED]
        if (believed, refused) != (self.log_checkpoint, self.log_refused):
            self._write(log_checkpoint=believed, log_refused=refused)

    def note_round(self, moment: datetime, *, notes: Sequence[Note], success: bool) -> None:
        """Remember how a round ended."""
        stamp = to_timestamp(moment)
        listed = json.dumps([(note.event.id, note.detail, note.cause) for note in notes])
        self._write(last_attempt=stamp, notes=listed, **({"last_success": stamp} if success else {}))

    @property
    def count(self) -> int:
        """The number of the last status; 0 before the first."""
        return int(self._read("status_count") or 0)

    def _read(self, key: str) -> str:
        return read_word(self._connection, key)

    def _moment(self, key: str) -> datetime | None:
        text = self._read(key)
        return from_timestamp(text) if text else None

    def _write(self, **values: str) -> None:
        with transaction(self._connection):
            self._put(**values)

    def _put(self, **values: str) -> None:
        write_words(self._connection, values)

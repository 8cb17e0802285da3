"""The agent's half of the journal: records frozen into signed, chained batches, and what the hub has acknowledged.

A batch is written in the same transaction that takes its records out of the waiting ones, and never changes after.
Nothing is sent here; what to do about an answer stands in ``exchange_rules``.
"""

from __future__ import annotations

import hashlib
import json
import sqlite3
from collections import Counter
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import date, datetime

from sync.protocol.batches import (
    FIRST_HASH,
    MAX_BATCH_BYTES,
    MAX_RECORDS,
    Batch,
    BatchHeader,
    claimed_kid,
    declare_lost,
    freeze_batch,
    read_header,
    sign_rekey,
)
from sync.protocol.encoding import random_id, to_timestamp
from sync.protocol.errors import Refused, Untrusted
from sync.protocol.jws import read_unproven
from sync.protocol.keys import SigningKey
from sync.protocol.messages import LeftChain
from sync.protocol.records import Record, Stream
from sync.station.database import transaction, truncate_journal
from sync.station.journal_rules import Chain, due_days, is_safe, kept_since, may_be_deleted
from sync.station.left_chains import forget_left, left_chains, note_left
from sync.station.outbox import is_marked_unsure, lay_in_order, mark_unsure, unmark_when_empty
from sync.station.state import StationState

AT_ONCE_WHEN_SHORT = 20
"""On a disk that is nearly full, so many safe batches go in one round, the oldest first."""

_LINE_BYTES = 160
"""What a record takes in a body besides its seal: id, kind, key id, spaces."""


_Row = tuple[str, str, str, bytes, str]
"""id, kind, key id, seal, day"""


@dataclass(frozen=True)
class FrozenBatch:
    """A batch as it lies here, with what it should be: bytes may have broken on the disk."""

    inc: str
    seq: int
    hash: str
    count: int
    batch: Batch
    body_sha256: str
    lost: bool

    @property
    def line_is_whole(self) -> bool:
        """False when the signed line is not the one that was written."""
        return self.batch.hash == self.hash

    @property
    def names_key(self) -> bool:
        """True for one that names a new key: no other is without records."""
        return self.count == 0

    @property
    def body_is_whole(self) -> bool:
        """False when the body is neither the one that was signed nor our word that it is lost."""
        return self.lost or hashlib.sha256(self.batch.body).hexdigest() == self.body_sha256


class Chains:
    """All chains of one station. ``device`` and ``key`` sign the batches.

    ``previous`` is the key before, while not everything signed with it is at the hub.
    """

    def __init__(
        self, connection: sqlite3.Connection, *, device: str, key: SigningKey, previous: SigningKey | None = None
    ) -> None:
        self._connection = connection
        self._device = device
        self.key = key
        """What signs for the station."""
        self._previous = previous

    def all(self) -> list[Chain]:
        """Every chain that still matters: ended ones first, ballots before reports."""
        rows = self._connection.execute(
            "SELECT inc, stream, current, seq, hash, acked, safe FROM chains ORDER BY current, stream, inc"
        )
        return [
            Chain(inc, Stream(stream), bool(current), seq, hash_, acked, safe)
            for inc, stream, current, seq, hash_, acked, safe in rows
        ]

    def left(self) -> Mapping[str, LeftChain]:
        """Stream to the chain before the one it goes on with, if there was one."""
        return left_chains(self._connection)

    def hash_at(self, inc: str, seq: int) -> str | None:
        """The hash of one batch; the empty one at 0; None when it is not kept here."""
        if seq == 0:
            return FIRST_HASH
        row = self._connection.execute("SELECT hash FROM batches WHERE inc = ? AND seq = ?", (inc, seq)).fetchone()
        return str(row[0]) if row else None

    def first_kept(self, inc: str) -> int:
        """The lowest sequence number kept of a chain; 0 when none is."""
        row = self._connection.execute("SELECT coalesce(min(seq), 0) FROM batches WHERE inc = ?", (inc,)).fetchone()
        return int(row[0])

    def has_work(self, *, today: date, together: int) -> bool:
        """True when a round would have something to send: a frozen batch unacknowledged, or records due."""
        unsent = self._connection.execute("SELECT 1 FROM chains WHERE acked < seq").fetchone() is not None
        return unsent or any(
            due_days(self._waiting(stream), stream=stream, today=today, together=together) for stream in Stream
        )

    def freeze_due(self, now: datetime, *, together: int, forced: bool = False, is_unsure: bool = False) -> int:
        """Freeze every record that is due. Returns the number of batches made.

        ``now`` is the best time known, by which the kiosk dates records too. ``forced`` freezes ballots too, few as
        they may be (closing of a day, decommissioning). ``is_unsure`` says that ``now`` cannot be relied on.
        """
        made = 0
        for stream in Stream:
            before, waiting = made, self._waiting(stream)
            while days := due_days(waiting, stream=stream, today=now.date(), together=together, forced=forced):
                frozen = self._freeze(stream, days, now, is_unsure=is_unsure)
                if not frozen:
                    break
                waiting -= frozen  # each batch of ballots by itself must be big enough
                made += 1
            if stream.hides_order and made > before:
                truncate_journal(self._connection)
        return made

    def next_batch(self, inc: str) -> FrozenBatch | None:
        """The batch after the last acknowledged one; None when all are acknowledged."""
        row = self._connection.execute(_FROZEN + "WHERE c.inc = ? AND b.seq = c.acked + 1", (inc,)).fetchone()
        return _to_frozen(row) if row else None

    def unacknowledged(self, inc: str) -> list[FrozenBatch]:
        """Every batch of a chain after the last acknowledged one, in order."""
        rows = self._connection.execute(_FROZEN + "WHERE c.inc = ? AND b.seq > c.acked ORDER BY b.seq", (inc,))
        return [_to_frozen(row) for row in rows]

    def acknowledge(self, inc: str, seq: int, *, safe: int) -> None:
        """The hub has everything up to this number, and in its backup everything up to ``safe``."""
        with transaction(self._connection):
            self._connection.execute("UPDATE chains SET acked = ?, safe = ? WHERE inc = ?", (seq, safe, inc))

    def note_safe(self, chain: Chain, safe: int) -> None:
        """Remember how far the hub's verified backup reaches."""
        if safe != chain.safe:
            with transaction(self._connection):
                self._connection.execute("UPDATE chains SET safe = ? WHERE inc = ?", (safe, chain.inc))

    def unacknowledge_above(self, inc: str, seq: int) -> None:
        """The hub has lost what is above this number: send it again, byte for byte the same."""
        with transaction(self._connection):
            self._connection.execute("UPDATE chains SET acked = ? WHERE inc = ? AND acked > ?", (seq, inc, seq))

    def end_chain(self, chain: Chain, *, proven: int) -> None:
        """Never use this chain again. The records above batch ``proven`` go into new batches of a new incarnation."""
        with transaction(self._connection):
            _end(self._connection, chain.inc, proven)

    def declare_body_lost(self, frozen: FrozenBatch) -> None:
        """Keep the batch's place in the chain without its body; its records, kept one by one, go into a new batch."""
        signer = self._previous if self._previous and claimed_kid(frozen.batch) == self._previous.kid else self.key
        declared = declare_lost(frozen.batch, key=signer)
        place = (frozen.inc, frozen.seq)
        with transaction(self._connection):
            _release(self._connection, "inc = ? AND seq = ?", place)
            self._connection.execute("UPDATE batches SET lost = 1 WHERE inc = ? AND seq = ?", place)
            self._connection.execute("INSERT OR REPLACE INTO bodies VALUES (?, ?, ?)", (*place, declared.body))

    def prune(self, today: date, *, is_short: bool = False) -> int:
        """Delete what the rules allow to delete. Returns the number of batches.

        ``is_short``: the disk is nearly full, so some of the oldest safe ones go before their time.
        """
        chains = {chain.inc: chain for chain in self.all()}
        before = "9999" if is_short else kept_since(today).isoformat()
        listed = "SELECT inc, seq, day FROM batches WHERE day < ? ORDER BY day, inc, seq"
        rows = self._connection.execute(listed, (before,)).fetchall()
        gone = [
            (inc, seq) for inc, seq, day in rows if may_be_deleted(seq=seq, day=day, chain=chains[inc], today=today)
        ]
        if is_short:
            safe = [(inc, seq) for inc, seq, _day in rows if is_safe(seq, chains[inc])]
            gone = sorted({*gone, *safe[:AT_ONCE_WHEN_SHORT]})
        if gone:
            with transaction(self._connection):
                for table in ("kept", "bodies", "batches"):
                    self._connection.executemany(f"DELETE FROM {table} WHERE inc = ? AND seq = ?", gone)  # noqa: S608
                # An ended chain of which nothing is kept any more is through: nobody asks about it again.
                kept = "SELECT inc FROM batches"
                self._connection.execute(f"DELETE FROM chains WHERE NOT current AND inc NOT IN ({kept})")  # noqa: S608
        return len(gone)

    def _waiting(self, stream: Stream) -> Counter[str]:
        """ISO day to the number of records in no batch."""
        rows = "SELECT day, count(*) FROM waiting WHERE stream = ? GROUP BY day"
        return Counter(dict(self._connection.execute(rows, (stream,))))

    def _freeze(self, stream: Stream, days: set[str], taken: datetime, *, is_unsure: bool) -> Counter[str]:
        """What went into a batch, by day; nothing when none could be made."""
        stamp = taken.date().isoformat() if stream.hides_order else to_timestamp(taken)
        with transaction(self._connection):
            rows = self._choose(stream, days)
            if not rows or not self._is_still_ours():
                return Counter()
            chain = self._current(stream)
            batch = freeze_batch(
                [Record(*row[:4]) for row in rows],
                stream=stream, device=self._device, inc=chain.inc, seq=chain.seq + 1, prev=chain.hash, taken=stamp,
                key=self.key, clock_unsure=is_unsure or is_marked_unsure(self._connection, stream),
            )  # fmt: skip
            self._write(chain, batch, rows, key=self.key)
            if stream.hides_order:
                lay_in_order(self._connection)
            unmark_when_empty(self._connection, stream)
            return Counter(row[4] for row in rows)

    def freeze_rekey(self, old: SigningKey, new: SigningKey, taken: datetime) -> None:
        """In every stream, a batch signed by the old key that names the new one. To be called within a transaction.

        Nothing else signed by the old key stays on its way: what is not acknowledged goes into new chains.
        """
        for chain in self.all():
            if chain.current and chain.seq > chain.acked:
                _end(self._connection, chain.inc, chain.acked)
        rekey = sign_rekey(self._device, old_kid=old.kid, new=new, count=StationState(self._connection).count)
        for stream in Stream:
            stamp = taken.date().isoformat() if stream.hides_order else to_timestamp(taken)
            chain = self._current(stream)
            batch = freeze_batch(
                [], stream=stream, device=self._device, inc=chain.inc, seq=chain.seq + 1, prev=chain.hash, taken=stamp,
                key=old, rekey=rekey,
            )  # fmt: skip
            self._write(chain, batch, [], key=old, day=taken.date().isoformat())

    def rekey_again(self, old: SigningKey, taken: datetime) -> None:
        """The hub knows the old key only, and nothing that says otherwise is on its way: begin new chains with it."""
        if self._has_rekey("b.seq > c.acked"):
            return
        with transaction(self._connection):
            self.freeze_rekey(old, self.key, taken)

    def is_rekeyed_safely(self) -> bool:
        """True when every batch that names a new key is acknowledged and in the hub's verified backup."""
        return not self._has_rekey("b.seq > min(c.acked, c.safe)")

    def are_safe(self, ids: Sequence[str]) -> bool:
        """True when none of these records waits, and each that is kept is in the hub's verified backup."""
        listed = json.dumps(ids)
        waiting = "SELECT 1 FROM waiting WHERE id IN (SELECT value FROM json_each(?))"
        unsafe = (
            "SELECT 1 FROM kept k JOIN chains c USING (inc) "
            "WHERE k.id IN (SELECT value FROM json_each(?)) AND k.seq > min(c.acked, c.safe)"
        )
        return not any(self._connection.execute(which, (listed,)).fetchone() for which in (waiting, unsafe))

    def names_new_key(self) -> bool:
        """True while a batch that names a new key is kept here."""
        return self._has_rekey("1")

    def _has_rekey(self, where: str) -> bool:
        # No other batch is without records.
        rows = "SELECT 1 FROM batches b JOIN chains c USING (inc) WHERE b.count = 0 AND "
        return self._connection.execute(rows + where).fetchone() is not None

    def _is_still_ours(self) -> bool:
        # Another process may have enrolled the station anew since this one read its identity.
        row = self._connection.execute("SELECT device, kid FROM identity").fetchone()
        return bool(row == (self._device, self.key.kid))

    def _choose(self, stream: Stream, days: set[str]) -> list[_Row]:
        # In the order of their random ids: neither the choice nor the place in the tables follows time.
        marks = ", ".join("?" * len(days))
        rows = self._connection.execute(
            f"SELECT id, kind, kid, sealed, day FROM waiting WHERE stream = ? AND day IN ({marks}) "  # noqa: S608
            "ORDER BY id LIMIT ?",
            (stream, *sorted(days), MAX_RECORDS),
        ).fetchall()
        chosen, size = 0, 0
        for row in rows:
            size += _LINE_BYTES + len(row[3]) * 4 // 3
            if size > MAX_BATCH_BYTES:
                break
            chosen += 1
        return rows[:chosen]

    def _write(
        self,
        chain: Chain,
        batch: Batch,
        rows: list[tuple[str, str, str, bytes, str]],
        *,
        key: SigningKey,
        day: str = "",
    ) -> None:
        header = read_header(batch, key=key.public)
        place = (header.inc, header.seq)
        first_day = min((row[4] for row in rows), default=day)
        run, run_many = self._connection.execute, self._connection.executemany
        run(
            "INSERT INTO batches (inc, seq, line, hash, body_sha256, count, day) VALUES (?, ?, ?, ?, ?, ?, ?)",
            (*place, batch.line, batch.hash, header.body_sha256, header.count, first_day),
        )
        run("INSERT INTO bodies VALUES (?, ?, ?)", (*place, batch.body))
        run_many("INSERT INTO kept VALUES (?, ?, ?, ?, ?, ?, ?)", [(*place, *row) for row in rows])
        run_many("DELETE FROM waiting WHERE stream = ? AND id = ?", [(header.stream, row[0]) for row in rows])
        run("UPDATE chains SET seq = ?, hash = ? WHERE inc = ?", (header.seq, batch.hash, chain.inc))

    def _current(self, stream: Stream) -> Chain:
        for chain in self.all():
            if chain.current and chain.stream is stream:
                return chain
        chain = Chain(random_id(), stream, True, 0, FIRST_HASH, 0, 0)
        self._connection.execute("INSERT INTO chains VALUES (?, ?, 1, 0, ?, 0, 0)", (chain.inc, stream, FIRST_HASH))
        return chain


_FROZEN = """SELECT b.inc, b.seq, b.hash, b.count, b.line, coalesce(o.body, x''), b.body_sha256, b.lost
    FROM chains c JOIN batches b USING (inc) LEFT JOIN bodies o ON o.inc = b.inc AND o.seq = b.seq """


def _to_frozen(row: tuple[str, int, str, int, str, bytes, str, int]) -> FrozenBatch:
    inc, seq, hash_, count, line, body, body_sha256, lost = row
    return FrozenBatch(inc, seq, hash_, count, Batch(line, body), body_sha256, bool(lost))


def release_everything(connection: sqlite3.Connection) -> None:
    """Every record still kept goes into new batches of new chains: for a station that is enrolled anew.

    To be called within a transaction. The hub knows the records it already has by their ids.
    """
    for (inc,) in connection.execute("SELECT inc FROM chains").fetchall():
        _end(connection, inc, 0)
    forget_left(connection)


def _end(connection: sqlite3.Connection, inc: str, proven: int) -> None:
    above = (inc, proven)
    left = "SELECT stream, seq, hash FROM chains WHERE inc = ? AND current"
    for stream, seq, hash_ in connection.execute(left, (inc,)).fetchall():
        note_left(connection, stream, LeftChain(inc, seq, hash_))
    _release(connection, "inc = ? AND seq > ?", above)
    connection.execute("DELETE FROM bodies WHERE inc = ? AND seq > ?", above)
    connection.execute("DELETE FROM batches WHERE inc = ? AND seq > ?", above)
    if connection.execute("SELECT 1 FROM batches WHERE inc = ?", (inc,)).fetchone():
        connection.execute(
            "UPDATE chains SET current = 0, seq = ?, acked = min(acked, ?), hash = '' WHERE inc = ?",
            (proven, proven, inc),
        )
    else:
        connection.execute("DELETE FROM chains WHERE inc = ?", (inc,))


def _release(connection: sqlite3.Connection, where: str, place: tuple[str, int]) -> None:
    for (line,) in connection.execute(f"SELECT line FROM batches WHERE {where}", place):  # noqa: S608
        _mark_again(connection, line)
    connection.execute(
        "INSERT OR IGNORE INTO waiting SELECT (SELECT stream FROM chains WHERE inc = kept.inc), "  # noqa: S608
        f"id, kind, kid, sealed, day FROM kept WHERE {where}",
        place,
    )
    connection.execute(f"DELETE FROM kept WHERE {where}", place)  # noqa: S608


def _mark_again(connection: sqlite3.Connection, line: str) -> None:
    # A line that broke on the disk says nothing, and its records go on without the mark.
    with suppress(Refused, Untrusted):
        header = BatchHeader.from_wire(read_unproven(line))
        if header.clock_unsure:
            mark_unsure(connection, header.stream)

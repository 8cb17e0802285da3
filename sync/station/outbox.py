"""What a person leaves goes in here, on disk before the thank-you. Nothing is batched, signed or sent in this module.

The kiosk's half of the journal: :meth:`Outbox.put` and the counts. What becomes of the records stands in ``journal``.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from enum import Enum

from sync.protocol.errors import Conflict, Refused
from sync.protocol.records import MAX_SEALED_BYTES, Record, Stream, stream_of
from sync.station.database import is_in_place, transaction, truncate_journal
from sync.station.day_sheet import add_to_day, count_cards
from sync.station.disk_reserve import Reserve, Room, is_disk_full, unused_bytes
from sync.station.evening_poll import keep_ballot
from sync.station.last_act import mark_stored
from sync.station.state_rows import write_words

_NUMBERED = "kept.kind IN ('report', 'contribution')"
"""What people have a number of. Word for word as in the index, which is used for nothing else."""


_NO_WORDS: Mapping[str, str | None] = {}


class NotStored(Exception):  # noqa: N818  what the person is told
    """The act is not on disk (disk full, disk broken). Nothing half saved; the same record may be put again."""


class AlreadySpent(Exception):  # noqa: N818  what the person is told
    """The participation code was used at this station before. Nothing was saved."""


class Whereabouts(Enum):
    """Where a record of this station is."""

    HERE = "here"
    """It waits to be handed over."""
    ON_ITS_WAY = "on its way"
    """It was handed over to the network or laid on a stick, and the hub has not acknowledged it yet."""
    HANDED_OVER = "handed over"
    """The hub has acknowledged it."""
    UNKNOWN = "unknown"
    """Never stored here, or so long ago that it was deleted."""


@dataclass(frozen=True)
class Counts:
    """How many records of one stream wait here.

    ``oldest_day`` is the ISO day of the one that waits longest; empty if none waits.
    """

    waiting: int
    """Not yet acknowledged by the hub, in a batch or not."""
    oldest_day: str
    on_its_way: int = 0
    """So many of them are in a batch."""


JOURNAL_PATIENCE_MS = 200
"""So long a person may wait for the agent to have read to its end."""
MOST_LAID = 200
"""So many waiting ballots are laid down anew with each. More wait only where no agent freezes them.

As many answers, too, counted by themselves: they wait for the end of their day, and ballots are laid however many do.

And so many marks of used codes: a ballot must not cost more the more codes were used here before.
"""


def mark_unsure(connection: sqlite3.Connection, stream: Stream) -> None:
    """Of the waiting records of this stream, some are dated with a clock that could not be relied on.

    Of the stream as a whole, not of a record: a mark on one ballot would tell it from the others. To be called within
    a transaction.
    """
    connection.execute("INSERT OR REPLACE INTO state VALUES (?, 'yes')", (f"unsure_{stream}",))


def is_marked_unsure(connection: sqlite3.Connection, stream: Stream) -> bool:
    """True when :func:`mark_unsure` was said of this stream and not taken back."""
    return connection.execute("SELECT 1 FROM state WHERE key = ?", (f"unsure_{stream}",)).fetchone() is not None


def unmark_when_empty(connection: sqlite3.Connection, stream: Stream) -> None:
    """Take the mark back once none of the stream's records waits. To be called within a transaction."""
    none_waits = "NOT EXISTS (SELECT 1 FROM waiting WHERE stream = ?)"
    connection.execute(f"DELETE FROM state WHERE key = ? AND {none_waits}", (f"unsure_{stream}", stream))  # noqa: S608


def lay_in_order(connection: sqlite3.Connection) -> None:
    """Write what waits of the streams that hide it, and the marks of codes used lately, anew in the order of their
    random names.

    In their pages rows lie in the order in which they were written, and what a page held before is wiped. When marks
    have become many, they are laid down among all others: who has the file knows of a code that it was used lately,
    or before. To be called within a transaction.
    """
    how_many = "SELECT count(*) FROM waiting WHERE stream = ?"
    hidden = [stream for stream in Stream if stream.hides_order]
    few = [stream for stream in hidden if connection.execute(how_many, (stream,)).fetchone()[0] <= MOST_LAID]
    waiting = f"FROM waiting WHERE stream IN ({', '.join('?' * len(few))})"
    rows = connection.execute(f"SELECT * {waiting} ORDER BY stream, id", few).fetchall()
    connection.execute(f"DELETE {waiting}", few)
    connection.executemany("INSERT INTO waiting VALUES (?, ?, ?, ?, ?, ?)", rows)
    lately = _take_marks(connection, "spent_lately")
    if len(lately) <= MOST_LAID:
        connection.executemany("INSERT INTO spent_lately VALUES (?)", sorted(lately))
    else:
        connection.executemany("INSERT INTO spent VALUES (?)", sorted(lately + _take_marks(connection, "spent")))


def _take_marks(connection: sqlite3.Connection, table: str) -> list[tuple[bytes]]:
    marks: list[tuple[bytes]] = connection.execute(f"SELECT mark FROM {table}").fetchall()  # noqa: S608
    connection.execute(f"DELETE FROM {table}")  # noqa: S608
    return marks


class Outbox:
    """The journal of a station, as the kiosk sees it. ``clock`` gives the best time known.

    ``reserve`` is the room kept for votes. Without one, everything is taken until the disk is full. ``is_unsure`` says
    whether the clock can be relied on just now; the batch a record goes into says so too.
    """

    def __init__(
        self,
        connection: sqlite3.Connection,
        *,
        clock: Callable[[], datetime],
        reserve: Reserve | None = None,
        is_unsure: Callable[[], bool] = lambda: False,
    ) -> None:
        self._connection = connection
        self._clock = clock
        self._reserve = reserve
        self._is_unsure = is_unsure

    def room(self) -> Room:
        """What there is still room for on the disk. Raises OSError or sqlite3.Error when it does not answer."""
        if self._reserve is None:
            return Room(votes=True, reports=True)
        return self._reserve.room(unused_bytes(self._connection))

    def put(
        self,
        record: Record,
        *,
        spent: str = "",
        is_again: bool = False,
        instead_of: str = "",
        counted_here: bytes = b"",
        words: Mapping[str, str | None] = _NO_WORDS,
    ) -> None:
        """Save one sealed record. When this returns, it survives a power cut.

        ``instead_of`` is the key of a word in the table ``state`` that the record takes the place of: both or neither.
        So with ``words`` that are written there together with it (None: that go), and with ``counted_here``, the inner
        envelope of a ballot of the poll for this evening.
        ``spent`` is the mark of the participation code a ballot was cast with: both are saved, or neither. Putting the
        very same record again is fine, so after NotStored the same object can be tried again, which ``is_again`` says:
        then a mark that is known proves nothing (a salvaged database may hold it without its ballot), and the record is
        stored unless it itself is here. Should it come to the hub twice, the hub knows it by its id. Raises NotStored
        when the disk does not take it, AlreadySpent when another record was saved with this mark, Conflict when the id
        already stands for other bytes, Refused when it is longer than any record can be (``MAX_SEALED_BYTES``).
        """
        if len(record.sealed) > MAX_SEALED_BYTES:
            raise Refused(f"a sealed record has at most {MAX_SEALED_BYTES} bytes, this one has {len(record.sealed)}")
        stream = stream_of(record.kind)
        row = self._row(record)
        try:
            if stream is Stream.BALLOTS:
                self._insert_at_any_price(
                    record, row, bytes.fromhex(spent), is_again=is_again, counted_here=counted_here
                )
            elif self.room().reports:
                self._insert(record, row, instead_of=instead_of, words=words)
            else:
                raise NotStored("the disk is nearly full; what room is left is kept for votes")
            if not is_in_place(self._connection):
                raise NotStored("the database was put aside meanwhile")
        except (sqlite3.Error, OSError) as error:
            raise NotStored(f"the record could not be saved: {error}") from error
        if stream.hides_order:
            with suppress(sqlite3.Error):  # it is stored; the next one empties the journal, too
                truncate_journal(self._connection, patience_ms=JOURNAL_PATIENCE_MS)

    def void(self, mark: str, *, batch: str, told: Record) -> None:
        """The card of this mark is spoiled: here nobody votes with it any more, it is counted, and the hub is ``told``.
        All or nothing.

        Raises AlreadySpent when it was used or void before, NotStored when the disk does not take it.
        """
        try:
            self._insert(told, self._row(told), bytes.fromhex(mark), spoiled=batch)
        except (sqlite3.Error, OSError) as error:
            raise NotStored(f"the card could not be made void: {error}") from error
        with suppress(sqlite3.Error):
            truncate_journal(self._connection, patience_ms=JOURNAL_PATIENCE_MS)

    def is_spent(self, mark: str) -> bool:
        """True when the participation code of this mark was used at this station."""
        return self._is_marked(bytes.fromhex(mark))

    def _row(self, record: Record) -> tuple[object, ...]:
        day = self._clock().date().isoformat()
        return (stream_of(record.kind).value, record.id, str(record.kind), record.kid, record.sealed, day)

    def _insert_at_any_price(
        self, record: Record, row: tuple[object, ...], mark: bytes, *, is_again: bool, counted_here: bytes
    ) -> None:
        try:
            self._insert(record, row, mark, is_again=is_again, counted_here=counted_here)
        except sqlite3.Error as error:
            if self._reserve is None or not is_disk_full(error) or not self._reserve.give_up():
                raise
            self._insert(record, row, mark, is_again=is_again, counted_here=counted_here)

    def _insert(
        self,
        record: Record,
        row: tuple[object, ...],
        mark: bytes = b"",
        *,
        is_again: bool = False,
        instead_of: str = "",
        counted_here: bytes = b"",
        words: Mapping[str, str | None] = _NO_WORDS,
        spoiled: str | None = None,
    ) -> None:
        is_unsure, stream = self._is_unsure(), stream_of(record.kind)
        with transaction(self._connection):
            if instead_of:
                self._connection.execute("DELETE FROM state WHERE key = ?", (instead_of,))
            else:
                mark_stored(self._connection, day=self._clock().date())
            if self._is_there(record, stream) or (is_again and self._is_kept(record)):
                return
            if is_unsure:
                mark_unsure(self._connection, stream)
            is_marked = bool(mark) and self._is_marked(mark)
            if is_marked and not is_again:
                raise AlreadySpent
            if mark and not is_marked:
                self._connection.execute("INSERT INTO spent_lately VALUES (?)", (mark,))
            self._connection.execute("INSERT INTO waiting VALUES (?, ?, ?, ?, ?, ?)", row)
            write_words(self._connection, words)
            if counted_here:
                keep_ballot(self._connection, counted_here)
            if stream is Stream.BALLOTS:
                add_to_day(self._connection, self._clock().date(), ballots_cast=1, codes_used=1 if mark else 0)
            if spoiled is not None:
                count_cards(self._connection, self._clock().date(), spoiled, spoiled=1)
                lay_in_order(self._connection)
            if stream.hides_order:
                lay_in_order(self._connection)

    def counts(self, stream: Stream) -> Counts:
        """How many records of this stream wait, and since when."""
        loose, loose_day = self._connection.execute(
            "SELECT count(*), coalesce(min(day), '') FROM waiting WHERE stream = ?", (stream,)
        ).fetchone()
        frozen, frozen_day = self._connection.execute(
            """SELECT coalesce(sum(b.count), 0), coalesce(min(b.day), '')
               FROM chains c JOIN batches b ON b.inc = c.inc AND b.seq > c.acked WHERE c.stream = ? AND NOT b.lost""",
            (stream,),
        ).fetchone()
        days = [day for day in (loose_day, frozen_day) if day]
        return Counts(loose + frozen, min(days, default=""), frozen)

    def whereabouts(self, record_id: str) -> Whereabouts:
        """Where the report or contribution of this record id is (``report_status.record_id_of``).

        Nobody knows the id of a ballot who could ask for it.
        """
        waiting = self._connection.execute(
            "SELECT 1 FROM waiting WHERE stream = ? AND id = ?", (Stream.REPORTS, record_id)
        )
        if waiting.fetchone():
            return Whereabouts.HERE
        frozen = self._connection.execute(
            f"SELECT kept.seq <= c.acked FROM kept JOIN chains c USING (inc) WHERE kept.id = ? AND {_NUMBERED}",  # noqa: S608
            (record_id,),
        ).fetchall()
        if not frozen:
            return Whereabouts.UNKNOWN
        return Whereabouts.HANDED_OVER if any(acked for (acked,) in frozen) else Whereabouts.ON_ITS_WAY

    def kind_of(self, record_id: str) -> str:
        """As what the record of this id was left here; empty when it is not here. Tells nothing of ballots."""
        found = self._connection.execute(
            f"""SELECT kind FROM waiting WHERE stream = ? AND id = ?
               UNION SELECT kind FROM kept WHERE id = ? AND {_NUMBERED}""",  # noqa: S608
            (Stream.REPORTS, record_id, record_id),
        ).fetchone()
        return str(found[0]) if found else ""

    def _is_marked(self, mark: bytes) -> bool:
        tables = ("spent_lately", "spent")
        found = (self._connection.execute(f"SELECT 1 FROM {table} WHERE mark = ?", (mark,)) for table in tables)  # noqa: S608
        return any(one.fetchone() for one in found)

    def _is_kept(self, record: Record) -> bool:
        """True when this very record has gone into a batch meanwhile."""
        kept = "SELECT 1 FROM kept WHERE id = ? AND sealed = ?"
        return self._connection.execute(kept, (record.id, record.sealed)).fetchone() is not None

    def _is_there(self, record: Record, stream: Stream) -> bool:
        there = self._connection.execute(
            "SELECT kind, kid, sealed FROM waiting WHERE stream = ? AND id = ?", (stream, record.id)
        ).fetchone()
        if there and there != (record.kind, record.kid, record.sealed):
            raise Conflict("another record of this id is already here")
        return there is not None

"""What a station does for one act, one round, one question costs the same however much it has kept from before.

Counted in steps of SQLite's machine, with a month of batches and with ten times as many.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping
from datetime import timedelta

import pytest

from sync.protocol.encoding import random_id
from sync.protocol.records import RecordKind, Stream
from sync.station.database import transaction
from tests.kits.sqlite_steps import steps_of
from tests.kits.station import Station

SOME, MANY = 50, 500
MOST_GROWTH, SLACK = 1.15, 10
"""In tens of steps: an index of ten times as many rows is one level deeper."""

QUESTIONS: Mapping[str, Callable[[Station], object]] = {
    "a report": lambda station: station.put(1),
    "what waits": lambda station: [station.outbox.counts(stream) for stream in Stream],
    "whether a round is due": lambda station: station.chains.has_work(today=station.clock().date(), together=3),
    "what may go": lambda station: station.chains.prune(station.clock().date()),
    "where a report is": lambda station: station.outbox.whereabouts("0" * 32),
    "what is sent next": lambda station: [station.chains.next_batch(chain.inc) for chain in station.chains.all()],
    "whether a code was used": lambda station: station.outbox.is_spent("0" * 64),
}


def keep(station: Station, *, more: int) -> None:
    """So many more acknowledged batches of one report each, as young as all that is kept."""
    (chain,) = (chain for chain in station.chains.all() if chain.stream is Stream.REPORTS and chain.current)
    day = (station.clock().date() - timedelta(days=3)).isoformat()
    line = station.connection.execute("SELECT line FROM batches LIMIT 1").fetchone()[0]
    with transaction(station.connection):
        for seq in range(chain.seq + 1, chain.seq + more + 1):
            place, name = (chain.inc, seq), hashlib.sha256(b"%d" % seq).hexdigest()
            station.connection.execute(
                "INSERT INTO batches (inc, seq, line, hash, body_sha256, count, day) VALUES (?, ?, ?, ?, ?, 1, ?)",
                (*place, line, name, name, day),
            )
            station.connection.execute("INSERT INTO bodies VALUES (?, ?, ?)", (*place, b"x" * 900))
            station.connection.execute(
                "INSERT INTO kept VALUES (?, ?, ?, ?, 'k', ?, ?)",
                (*place, random_id(), RecordKind.REPORT, b"x" * 900, day),
            )
        end = chain.seq + more
        station.connection.execute("UPDATE chains SET seq = ?, acked = ? WHERE inc = ?", (end, end, chain.inc))


@pytest.mark.parametrize("name", QUESTIONS)
def test_it_costs_the_same_however_much_is_kept(station: Station, name: str) -> None:
    station.put(1)
    station.round()
    steps, kept = [], 1
    for many in (SOME, MANY):
        keep(station, more=many - kept)
        kept = many
        steps.append(steps_of(lambda: QUESTIONS[name](station), on=station.connection))
    assert steps[1] <= steps[0] * MOST_GROWTH + SLACK

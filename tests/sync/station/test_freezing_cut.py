"""Records take their place in a batch in one piece: wherever power is cut meanwhile, all of it is there or nothing."""

from __future__ import annotations

from contextlib import closing
from pathlib import Path

from sync.protocol.batches import Batch, body_is_whole, read_header, read_records
from sync.protocol.records import RecordKind
from sync.station.database import open_database
from tests.kits.power_cuts import kept_before_each_statement
from tests.kits.station import Station


def test_a_cut_at_any_statement_leaves_each_record_in_one_place_and_each_batch_whole(
    station: Station, tmp_path: Path
) -> None:
    put = {record.id for record in (*station.put(4), *station.put(3, RecordKind.BALLOT))}
    with kept_before_each_statement(station.connection, station.folder, tmp_path / "cuts") as cuts:
        station.chains.freeze_due(station.clock(), together=3)
    assert len(cuts) > 10
    for place in cuts:
        with closing(open_database(place / "station.sqlite")) as connection:
            waiting = {row[0] for row in connection.execute("SELECT id FROM waiting")}
            kept = {row[0] for row in connection.execute("SELECT id FROM kept")}
            assert waiting | kept == put and not waiting & kept
            assert carried(connection, station) == kept
            ends = "SELECT c.seq, coalesce(max(b.seq), 0) FROM chains c LEFT JOIN batches b USING (inc) GROUP BY c.inc"
            assert all(end == last for end, last in connection.execute(ends))


def carried(connection, station: Station) -> set[str]:  # type: ignore[no-untyped-def]
    """The records that the frozen batches really hold; each batch is whole."""
    rows = "SELECT b.line, o.body FROM batches b LEFT JOIN bodies o ON o.inc = b.inc AND o.seq = b.seq"
    found: set[str] = set()
    for line, body in connection.execute(rows):
        assert body is not None
        batch = Batch(line, body)
        header = read_header(batch, key=station.key.public)
        assert body_is_whole(batch, header)
        found |= {record.id for record in read_records(batch, header)}
    return found

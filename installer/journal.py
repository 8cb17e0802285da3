"""What lies in a station's journal, for a technician: counts, days and chains. Reads only, beside the running station.

Shows no record and no id of one, and nothing finer than the day: the order in which ballots came is nobody's business.
"""

from __future__ import annotations

import argparse
import json
import sqlite3
import sys
from collections.abc import Mapping, Sequence
from contextlib import closing
from pathlib import Path
from typing import Any

from sqlite_utils import Database

from installer.check import STATION_CONFIG
from installer.enrol import become_owner_of
from sync.sqlite_files import open_read_only
from sync.station.config import ConfigError, load_config
from sync.station.recovery.salvage import salvages

Rows = Sequence[Mapping[str, Any]]

QUESTIONS: Mapping[str, str] = {
    "who this station is": "SELECT name, district, device, kid AS key, enrolled_at FROM identity",
    "content on show": "SELECT substr(id, 1, 12) AS content, as_of FROM content",
    "waiting, in no batch yet": """SELECT stream, day, count(*) AS records, sum(length(sealed)) AS bytes
        FROM waiting GROUP BY stream, day ORDER BY stream, day""",
    "in batches the hub has not acknowledged": """SELECT c.stream, b.day, count(*) AS batches, sum(b.count) AS records
        FROM batches b JOIN chains c USING (inc) WHERE b.seq > c.acked GROUP BY c.stream, b.day ORDER BY 1, 2""",
    "acknowledged and still kept": """SELECT c.stream, count(*) AS batches, sum(b.count) AS records,
        sum(b.seq <= c.safe) AS safe_batches, min(b.day) AS oldest
        FROM batches b JOIN chains c USING (inc) WHERE b.seq <= c.acked GROUP BY c.stream""",
    "chains": """SELECT substr(inc, 1, 8) AS chain, stream, iif(current, 'current', 'ended') AS state, seq AS frozen,
        acked AS acknowledged, safe FROM chains ORDER BY stream, current DESC, inc""",
    "the exchange": """SELECT key AS word, value FROM state WHERE value != ''
        AND key IN ('last_attempt', 'last_success', 'hub_time', 'notes', 'revoked', 'previous_kid', 'unwanted_kid')""",
}
"""Title to what is asked of the file."""


def read_journal(database: Path) -> dict[str, Rows]:
    """The answers to ``QUESTIONS``, and what was put aside. Raises sqlite3.Error for a file that cannot be read."""
    with closing(open_read_only(database)) as connection:
        db = Database(connection)
        found: dict[str, Rows] = {title: list(db.query(question)) for title, question in QUESTIONS.items()}
    aside = [{"folder": str(one.folder), "records_saved": one.records} for one in salvages(database)]
    return {**found, "damaged databases that were put aside": aside}


def in_columns(rows: Rows) -> list[str]:
    """Rows of the same columns as lines below their names."""
    table = [list(rows[0]), *([str(value) for value in row.values()] for row in rows)]
    widths = [max(len(line[column]) for line in table) for column in range(len(table[0]))]
    return ["  ".join(cell.ljust(width) for cell, width in zip(line, widths, strict=True)).rstrip() for line in table]


def main(arguments: Sequence[str] | None = None) -> int:
    """Print the journal; 0 when it could be read, else 1 with a sentence on standard error."""
    parser = argparse.ArgumentParser(
        prog="mitmach journal", description="What lies in this station's journal: counts and days, no records."
    )
    parser.add_argument("--config", type=Path, default=STATION_CONFIG, help=f"its settings (default: {STATION_CONFIG})")
    parser.add_argument("--json", action="store_true", help="for programs")
    options = parser.parse_args(arguments)
    try:
        config = load_config(options.config)
        become_owner_of(config.device_key.parent)  # the screens write beside the database too
        journal = read_journal(config.database)
    except (ConfigError, sqlite3.Error, OSError) as error:
        print(f"The journal cannot be read: {error}. 'mitmach check-station' says what to do.", file=sys.stderr)
        return 1
    if options.json:
        print(json.dumps(journal, indent=1))
        return 0
    for title, rows in journal.items():
        print(title, *(f"  {line}" for line in (in_columns(rows) if rows else ["nothing"])), "", sep="\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())

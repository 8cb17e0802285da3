"""A station's damaged database: put aside, never deleted; what can still be read goes on in a new one.

The new database has no chains, so everything goes to the hub again under new incarnations; the hub knows by the
records' ids what it has. Only the agent calls this. Crash-safe: whatever was interrupted is ended at the next call.
"""

from __future__ import annotations

import json
import os
import shutil
import sqlite3
from collections import Counter
from collections.abc import Iterable, Iterator
from contextlib import closing, suppress
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from sync.files import sync_folder, write_durably
from sync.protocol.batches import Batch, BatchHeader, read_records
from sync.protocol.encoding import parse_json
from sync.protocol.errors import Refused, Untrusted
from sync.protocol.jws import read_unproven
from sync.protocol.records import MAX_SEALED_BYTES, Record, Stream, stream_of
from sync.station.database import DatabaseDamaged, DatabaseUnfit, open_database, transaction
from sync.station.left_chains import note_left_unknown
from sync.station.promises import KEY as PROMISE
from sync.station.recovery.sqlite_pages import Row, carve_rows
from sync.station.state import Identity, identity_from_values, identity_values, read_identity, write_identity

FOLDER = "damaged"
"""Below the data folder; one folder in it for each time."""

COPY = "identity.json"
"""A copy of the station's identity beside the database: one damaged page must not make it a stranger."""

_DONE, _NEW, _GONE = "salvaged.json", "new.sqlite", "gone-"
_KEPT_WORDS = (
    "hub_time", "revoked", "previous_kid", "unwanted_kid", "announced", "log_checkpoint", "unsure_ballots",
    "unsure_reports", "clock_correction", "status_count",
)  # fmt: skip


@dataclass(frozen=True)
class Salvage:
    """What was done: where the damaged file lies now, how many records were saved, whether the station knows itself."""

    folder: Path
    records: int
    knows_itself: bool
    ids: tuple[str, ...] = ()
    """Ids of the records that were saved, in the order of the ids."""


@dataclass
class _Finds:
    """What was read out of damaged files."""

    records: dict[str, Counter[tuple[Record, str]]] = field(default_factory=dict)
    identity: Identity | None = None
    words: dict[str, str] = field(default_factory=dict)
    content: tuple[str, str] | None = None
    marks: set[bytes] = field(default_factory=set)

    def add(self, record: Record, day: str, *, weight: int = 1) -> None:
        self.records.setdefault(record.id, Counter())[record, day] += weight


def salvage_if_damaged(database: Path) -> Salvage | None:
    """Put a damaged database aside and go on with a new one. None when there was nothing to do.

    Raises DatabaseUnfit for a file that is unfit in any other way; it is left alone.
    """
    folder = _unfinished(database)
    if folder is None:
        if not _is_damaged(database):
            return None
        folder = _new_folder(database)
    elif _is_linked(folder / _NEW, database):
        return _finish(folder, database)  # interrupted just before the end
    old = _put_aside(database, folder, "station")
    finds = _Finds()
    for name in _aside(folder):
        _read_all(folder / name, finds)
    finds.identity = finds.identity or _copied_identity(database)
    (folder / _NEW).unlink(missing_ok=True)
    _make_new(folder / _NEW, finds, like=old)
    while not _is_put_in_place(folder / _NEW, database):
        # The kiosk was quicker and has begun a database of its own: what it holds comes along too.
        late = _put_aside(database, folder, f"late-{len(_aside(folder))}")
        _read_all(late, finds)
        (folder / _NEW).unlink()
        _make_new(folder / _NEW, finds, like=late)
    return _finish(folder, database)


def keep_identity_copy(connection: sqlite3.Connection, database: Path) -> None:
    """Write the copy of the identity if there is none of this one yet."""
    identity = read_identity(connection)
    if identity is None:
        return
    text = json.dumps(identity_values(identity))
    copy = database.with_name(COPY)
    with suppress(OSError):
        if copy.exists() and copy.read_text(encoding="utf-8") == text:
            return
        write_durably(copy, text.encode())


def salvages(database: Path) -> list[Salvage]:
    """Every salvage there was at this station, the oldest first."""
    reports = sorted(_above(database).glob(f"*/{_DONE}"))
    told = [(report.parent, parse_json(report.read_text(encoding="utf-8"))) for report in reports]
    return [Salvage(folder, wire["records"], wire["knows_itself"], tuple(wire["ids"])) for folder, wire in told]


def remove_aside(salvage: Salvage) -> None:
    """Delete what was put aside. Interrupted, it is ended by the next :func:`remove_rests`."""
    # Out of the way by its name first: a folder without its report would be taken for a salvage that was interrupted.
    gone = salvage.folder.with_name(f"{_GONE}{salvage.folder.name}")
    salvage.folder.rename(gone)
    sync_folder(gone.parent)
    shutil.rmtree(gone)


def remove_rests(database: Path) -> None:
    """Delete what an interrupted :func:`remove_aside` has left."""
    for rest in _above(database).glob(f"{_GONE}*"):
        shutil.rmtree(rest, ignore_errors=True)


def _above(database: Path) -> Path:
    """Where damaged files lie. Raises DatabaseUnfit when something else has its name: others write beside it."""
    above = database.with_name(FOLDER)
    if above.is_symlink() or (above.exists() and not above.is_dir()):
        raise DatabaseUnfit(f"{above} is no folder of its own. Take it away; damaged files have to go there.")
    return above


def _is_damaged(database: Path) -> bool:
    if not database.exists():
        return False
    try:
        open_database(database).close()
    except DatabaseDamaged:
        return True
    return False


def _unfinished(database: Path) -> Path | None:
    folders = sorted(_above(database).glob("[0-9]*"))
    return next((folder for folder in folders if not (folder / _DONE).exists()), None)


def _new_folder(database: Path) -> Path:
    above = _above(database)
    above.mkdir(mode=0o700, exist_ok=True)
    numbers = [int(path.name.removeprefix(_GONE)) for path in above.iterdir() if path.name[-3:].isdigit()]
    folder = above / f"{max(numbers, default=0) + 1:03}"
    folder.mkdir(mode=0o700)
    sync_folder(above)
    return folder


def _aside(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.glob("*.sqlite") if path.name != _NEW)


def _put_aside(database: Path, folder: Path, name: str) -> Path:
    old = folder / f"{name}.sqlite"
    if old.exists() and database.exists():
        return old  # done before; what stands there now is another file
    # The file before its journal: a process that comes in between finds a journal without a file and leaves it alone.
    for ending in ("", "-wal", "-shm"):
        source = database.with_name(database.name + ending)
        if source.exists():
            source.rename(old.with_name(old.name + ending))
    sync_folder(folder)
    sync_folder(database.parent)
    return old


def _read_all(old: Path, finds: _Finds) -> None:
    # The journal first: the kiosk may still have the file open and carry the one into the other.
    journal, file = (_bytes_of(path) for path in (old.with_name(old.name + "-wal"), old))
    bodies: dict[tuple[str, int], bytes] = {}
    lines: dict[tuple[str, int], tuple[str, str]] = {}
    for row in carve_rows(file, journal):
        match row:
            case (str(stream), str(), str(), str(), bytes(), str()) if stream in set(Stream):
                _note_record(row[1:], finds)
            case (str(), int(), str(), str(), str(), bytes(), str()):
                _note_record(row[2:], finds)
            case (str(inc), int(seq), str(line), str(), str(), int(), str(day), int()):
                lines[inc, seq] = (line, day)
            case (str(inc), int(seq), bytes(body)):
                bodies[inc, seq] = body
            case (None, str(), str(), str(), str(), str(), str(), str(), str()):
                with suppress(ValueError, KeyError, TypeError):
                    finds.identity = identity_from_values(row[1:])
            case (None, str(content_id), str(as_of)) if _is_day(as_of) and len(content_id) == 64:
                finds.content = (content_id, as_of)
            case (bytes(mark),) if len(mark) == 32:
                finds.marks.add(mark)
            case (str(key), str(value)) if key in _KEPT_WORDS or key.startswith(PROMISE):
                finds.words[key] = max(value, finds.words.get(key, ""))
    for record, day in _records_of_batches(lines, bodies):
        finds.add(record, day, weight=1000)  # bound by a hash: better than any number of other readings


def _bytes_of(path: Path) -> bytes:
    return path.read_bytes() if path.exists() else b""


def _note_record(values: Row, finds: _Finds) -> None:
    record_id, kind, kid, sealed, day = values
    assert isinstance(record_id, str) and isinstance(kind, str) and isinstance(kid, str)
    assert isinstance(sealed, bytes) and isinstance(day, str)
    is_id = len(record_id) == 32 and set(record_id) <= set("0123456789abcdef")
    is_plain = kind.isascii() and kind.isalpha() and len(kind) <= 32 and kid.isascii() and len(kid) <= 64
    if is_id and is_plain and 0 < len(sealed) <= MAX_SEALED_BYTES and _is_day(day):
        finds.add(Record(record_id, kind, kid, sealed), day)


def _records_of_batches(
    lines: dict[tuple[str, int], tuple[str, str]], bodies: dict[tuple[str, int], bytes]
) -> Iterator[tuple[Record, str]]:
    for place, (line, day) in lines.items():
        if place in bodies and _is_day(day):
            batch = Batch(line, bodies[place])
            with suppress(Refused, Untrusted):
                for record in read_records(batch, BatchHeader.from_wire(read_unproven(line))):
                    yield record, day


def _is_day(text: str) -> bool:
    try:
        return date.fromisoformat(text).isoformat() == text
    except ValueError:
        return False


def _copied_identity(database: Path) -> Identity | None:
    try:
        return identity_from_values(parse_json(database.with_name(COPY).read_text(encoding="utf-8")))
    except (OSError, ValueError, KeyError, TypeError):
        return None


def _make_new(path: Path, finds: _Finds, *, like: Path) -> None:
    with closing(open_database(path)) as connection, transaction(connection):
        if finds.identity:
            write_identity(connection, finds.identity)
            note_left_unknown(connection)
        if finds.content:
            connection.execute("INSERT INTO content VALUES (1, ?, ?)", finds.content)
        connection.executemany("INSERT OR REPLACE INTO state VALUES (?, ?)", finds.words.items())
        connection.executemany("INSERT INTO waiting VALUES (?, ?, ?, ?, ?, ?)", _rows(finds.records.values()))
        connection.executemany("INSERT INTO spent VALUES (?)", [(mark,) for mark in sorted(finds.marks)])
    with suppress(OSError):  # kiosk and agent are different users
        found = like.stat()
        os.chown(path, found.st_uid, found.st_gid)
        path.chmod(found.st_mode & 0o777)


def _rows(records: Iterable[Counter[tuple[Record, str]]]) -> Iterator[tuple[str, str, str, str, bytes, str]]:
    for readings in records:
        (record, day), _count = readings.most_common(1)[0]
        yield (stream_of(record.kind).value, record.id, record.kind, record.kid, record.sealed, day)


def _is_put_in_place(new: Path, database: Path) -> bool:
    try:
        os.link(new, database)  # unlike a rename, this never replaces anything
    except FileExistsError:
        return False
    sync_folder(database.parent)
    return True


def _is_linked(new: Path, database: Path) -> bool:
    return new.exists() and database.exists() and new.samefile(database)


def _finish(folder: Path, database: Path) -> Salvage:
    with closing(open_database(database)) as connection:
        ids = tuple(str(row[0]) for row in connection.execute("SELECT id FROM waiting ORDER BY id"))
        salvage = Salvage(folder, len(ids), knows_itself=read_identity(connection) is not None, ids=ids)
    wire = {"records": salvage.records, "knows_itself": salvage.knows_itself, "ids": ids}
    write_durably(folder / _DONE, json.dumps(wire).encode())
    (folder / _NEW).unlink()
    return salvage

"""After a damaged database: the hub is told of it, once, and the file that was put aside goes when nothing needs it.

The file itself never leaves the station: its pages and its journal tell the order in which ballots came
(docs/decisions). Called by the agent after a round; interrupted at any step, the next call goes on.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import date, datetime, timedelta
from pathlib import Path

from sync.files import move_durably, write_durably
from sync.protocol.encoding import from_base64, parse_json, to_base64
from sync.protocol.envelope import seal_damage
from sync.protocol.keys import SealKey
from sync.protocol.records import Damage, Record
from sync.station.journal import Chains
from sync.station.outbox import Outbox
from sync.station.recovery.salvage import Salvage, remove_aside, remove_rests, salvages

KEPT_DAYS = 90
"""So long somebody can come and try to read more out of the file than the station could."""

_WORD, _TOLD = "word.json", "told.json"


def see_to_damage(
    database: Path,
    *,
    outbox: Outbox,
    chains: Chains,
    find_key: Callable[[], SealKey | None],
    now: datetime,
    is_short: bool,
) -> int:
    """Tell the hub of every damage it has not been told of, and let go of what may go. How many files went.

    ``find_key`` gives the hub's sealing key, None while it is not known here. Raises NotStored when there is no room.
    """
    remove_rests(database)
    gone = 0
    for salvage in salvages(database):
        if not (salvage.folder / _TOLD).exists():
            if key := find_key():
                _tell(salvage, outbox=outbox, key=key, day=now.date())
        elif _may_go(salvage, chains=chains, today=now.date(), is_short=is_short):
            remove_aside(salvage)
            gone += 1
    return gone


def _tell(salvage: Salvage, *, outbox: Outbox, key: SealKey, day: date) -> None:
    word = salvage.folder / _WORD
    if not word.exists():  # sealed once: told twice, it must be the same record
        size = sum(path.stat().st_size for path in salvage.folder.glob("*.sqlite*"))
        where = f"{salvage.folder.parent.name}/{salvage.folder.name}"
        record = seal_damage(Damage(day.isoformat(), size, salvage.records, where), key=key)
        wire = {"id": record.id, "kind": record.kind, "kid": record.kid, "sealed": to_base64(record.sealed)}
        write_durably(word, json.dumps({**wire, "day": day.isoformat()}).encode())
    outbox.put(_read(salvage)[0])
    move_durably(word, salvage.folder / _TOLD)


def _read(salvage: Salvage) -> tuple[Record, date]:
    place = next(salvage.folder / name for name in (_WORD, _TOLD) if (salvage.folder / name).exists())
    wire = parse_json(place.read_text(encoding="utf-8"))
    record = Record(wire["id"], wire["kind"], wire["kid"], from_base64(wire["sealed"]))
    return record, date.fromisoformat(wire["day"])


def _may_go(salvage: Salvage, *, chains: Chains, today: date, is_short: bool) -> bool:
    record, told_on = _read(salvage)
    is_old = told_on < today - timedelta(days=KEPT_DAYS)
    return (is_old or is_short) and chains.are_safe([*salvage.ids, record.id])

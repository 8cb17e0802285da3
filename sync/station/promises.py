"""What was promised to people at this station: kept in its database, whatever later content leaves out.

Rows only; when a promise is broken stands in ``sync.protocol.promises``. Written by the agent, from verified content,
before that content is shown; read by the kiosk.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator
from datetime import date
from typing import Any

from sync.protocol.encoding import canonical_json, parse_json
from sync.protocol.errors import SyncError
from sync.protocol.foreign import foreign
from sync.protocol.polls.poll import Poll
from sync.protocol.projects import Project
from sync.protocol.promises import KeptPromise, Promise
from sync.station.database import transaction

KEY = "promise "
"""How the key of every kept promise begins in the table ``state``; the id of its poll follows."""


class PromiseBook:
    """The promises in one station's database."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection

    def all(self) -> list[KeptPromise]:
        """Every promise that was ever made here, by the ids of their polls. One that cannot be read hides no other."""
        rows = self._connection.execute("SELECT value FROM state WHERE key >= ? AND key < ? ORDER BY key", _RANGE)
        return list(_readable(str(row[0]) for row in rows))

    def hear(self, promises: Iterable[KeptPromise]) -> None:
        """Remember these beside what was promised before. Writes only what has changed; on disk when it returns."""
        known = {kept.poll: kept for kept in self.all()}
        changed = []
        for newer in promises:
            before = known.get(newer.poll)
            now = before.heard_again(newer) if before else newer
            if now != before:
                changed.append((KEY + now.poll, _write(now)))
        if changed:
            with transaction(self._connection):
                self._connection.executemany("INSERT OR REPLACE INTO state VALUES (?, ?)", changed)


_RANGE = (KEY, KEY[:-1] + "!")
"""From the first key that begins so to the first that does not: "!" follows the space."""


def promises_of(polls: Iterable[Poll], projects: Iterable[Project]) -> Iterator[KeptPromise]:
    """What this content promises, with the answers it holds. A poll that promises nothing is not among them."""
    belonging = {poll_id: project for project in projects for poll_id in project.polls}
    for poll in polls:
        promise = poll.promise
        if promise is None or promise.by is None:
            continue
        project = belonging.get(poll.id)
        answer = project.answer_to(poll.id) if project else None
        yield KeptPromise(poll.id, poll.title, promise, promise.by, answer.day if answer else None)


def _write(kept: KeptPromise) -> str:
    promise = kept.promise
    wire = {
        "poll": kept.poll,
        "title": dict(kept.title),
        "who": dict(promise.who),
        "by": promise.by.isoformat() if promise.by else None,
        "waived": dict(promise.waived),
        "first_by": kept.first_by.isoformat(),
        "answered_on": kept.answered_on.isoformat() if kept.answered_on else None,
    }
    return canonical_json(wire).decode()


def _readable(rows: Iterable[str]) -> Iterator[KeptPromise]:
    for row in rows:
        try:
            with foreign(SyncError, "a kept promise cannot be read"):
                wire: dict[str, Any] = parse_json(row)
                promise = Promise(wire["who"], _day(wire["by"]), wire["waived"])
                first_by = date.fromisoformat(wire["first_by"])
                yield KeptPromise(str(wire["poll"]), wire["title"], promise, first_by, _day(wire["answered_on"]))
        except SyncError:
            continue


def _day(value: str | None) -> date | None:
    return date.fromisoformat(value) if value is not None else None

"""The different answers of a poll, each with the number of ballots that give it, however many there are.

They lie in a database without a name that is gone with them: SQLite holds little of it in memory, and the rest on the
disk, in the order of the answers, which tells nothing of who gave which.
"""

from __future__ import annotations

import sqlite3
from collections import Counter
from collections.abc import Collection, Iterable, Iterator
from itertools import islice, repeat
from typing import Any
from weakref import finalize

from sync.protocol.encoding import canonical_json, parse_json
from sync.protocol.polls.kinds import Answer

_MAKE = """
PRAGMA journal_mode = OFF;
CREATE TABLE patterns (answer BLOB PRIMARY KEY, ballots INTEGER NOT NULL) WITHOUT ROWID;
BEGIN;
"""
_ADD = "INSERT INTO patterns VALUES (?, ?) ON CONFLICT DO UPDATE SET ballots = ballots + excluded.ballots"
_ADDED_AT_ONCE = 200


class Patterns(Collection[tuple[Answer, int]]):
    """Each different answer with its ballots, in the order of their canonical JSON, and itself as that says it.

    ``answers`` are read one by one. Raises OSError when there is no room on the disk.
    """

    def __init__(self, answers: Iterable[Answer]) -> None:
        self._rows = sqlite3.connect("", isolation_level=None, check_same_thread=False)
        finalize(self, self._rows.close)
        self._rows.executescript(_MAKE)
        texts = map(canonical_json, answers)
        while some := Counter(islice(texts, _ADDED_AT_ONCE)):
            try:
                self._rows.executemany(_ADD, some.items())
            except sqlite3.Error as error:
                raise OSError(f"the answers find no room on the disk: {error}") from error

    @property
    def ballots(self) -> int:
        """All of them together."""
        return int(self._rows.execute("SELECT coalesce(sum(ballots), 0) FROM patterns").fetchone()[0])

    def texts(self) -> Iterator[tuple[bytes, int]]:
        """The same, of each answer its canonical JSON."""
        return self._rows.execute("SELECT answer, ballots FROM patterns ORDER BY answer")

    def __iter__(self) -> Iterator[tuple[Answer, int]]:
        return ((parse_json(text), ballots) for text, ballots in self.texts())

    def __len__(self) -> int:
        return int(self._rows.execute("SELECT count(*) FROM patterns").fetchone()[0])

    def __contains__(self, pattern: object) -> bool:
        return any(one == pattern for one in self)


class Repeated(Collection[Any]):
    """Each value as often as its number says, without a copy of any."""

    def __init__(self, numbered: Collection[tuple[Any, int]]) -> None:
        self._numbered = numbered
        self._length = sum(number for _, number in numbered)

    def __iter__(self) -> Iterator[Any]:
        for value, number in self._numbered:
            yield from repeat(value, number)

    def __len__(self) -> int:
        return self._length

    def __contains__(self, value: object) -> bool:
        return any(one == value for one, _ in self._numbered)

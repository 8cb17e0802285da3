"""Group commit for the embedded database: whoever comes while one commit is under way shares the next one.

SQLite has one writer, and a commit waits for the disk. So of all threads that want to write, the one whose turn it is
takes along what the others brought, each deed in a savepoint of its own, and everybody is answered after the one
commit. Between processes the database's own lock decides. A database server groups commits by itself.
"""

from __future__ import annotations

import threading
from collections import deque
from collections.abc import Callable, Sequence
from typing import Generic, TypeVar

from django.db import DatabaseError, OperationalError, connection, transaction

Result = TypeVar("Result")

MOST_TOGETHER = 64
"""Deeds in one commit: more would only make the first of them wait."""


class _Deed(Generic[Result]):
    """Something to write, and, once ``is_over``, what came of it."""

    def __init__(self, act: Callable[[], Result]) -> None:
        self._act = act
        self._result: Result
        self.fault: BaseException | None = None
        self.is_over = False

    def do(self) -> None:
        """Inside a transaction. Trouble of the database is raised; a fault of this deed alone is kept."""
        self.fault = None
        try:
            with transaction.atomic():
                self._result = self._act()
                _demand_whole()
        except OperationalError:
            raise
        except Exception as fault:
            self.fault = fault

    def result(self) -> Result:
        """What came of it. Raises its fault."""
        if self.fault is not None:
            raise self.fault
        return self._result


_waiting: deque[_Deed[object]] = deque()
_turn = threading.Lock()


def write(act: Callable[[], Result]) -> Result:
    """Do this in a transaction and return its result after the commit. Raises what it raises; then nothing is stored.

    ``act`` may run on another thread and, after trouble that was not its own, a second time; it must be safe to repeat
    once rolled back.
    """
    if connection.vendor != "sqlite" or connection.in_atomic_block:
        with transaction.atomic():
            return act()
    deed = _Deed(act)
    _waiting.append(deed)  # type: ignore[arg-type]
    with _turn:
        if not deed.is_over:
            _do_waiting()
    return deed.result()


def _do_waiting() -> None:
    # Everything that was there before this one is among them: only the holder of the turn takes from the queue.
    while _waiting:
        group = [_waiting.popleft() for _ in range(min(len(_waiting), MOST_TOGETHER))]
        try:
            _commit(group)
        finally:
            for deed in group:
                deed.is_over = True


def _commit(group: Sequence[_Deed[object]]) -> None:
    has_begun = False
    try:
        with transaction.atomic():
            has_begun = True
            for deed in group:
                deed.do()
                _demand_whole()
    except BaseException as trouble:
        if has_begun and len(group) > 1 and isinstance(trouble, DatabaseError):
            for deed in group:  # one of them may be what does not fit on the disk
                _commit([deed])
            return
        for deed in group:
            deed.fault = trouble
        if not isinstance(trouble, DatabaseError):
            raise


def _demand_whole() -> None:
    if connection.needs_rollback:  # the end of the block would roll back without a word
        raise OperationalError("the transaction was lost")

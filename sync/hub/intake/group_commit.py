"""Group commit: whoever comes while one commit is under way shares the next one.

A commit waits for the disk, and SQLite has one writer at a time. So of all threads that want to write, the one whose
turn it is takes along what the others brought: alike deeds in a few statements for all of them, every other deed in a
savepoint of its own. Everybody is answered after the one commit. PostgreSQL lets several turns write their logs to disk
together. Between turns, and between processes, the database's own locks decide.
"""

from __future__ import annotations

import threading
from collections import deque
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from django.db import DatabaseError, OperationalError, connection, transaction

Result = TypeVar("Result")
Item = TypeVar("Item")

MOST_TOGETHER = 64
"""Deeds in one commit: more would only make the first of them wait."""

TURNS_AT_ONCE = {"sqlite": 1, "postgresql": 2}
"""By database."""


@dataclass(frozen=True)
class Alike(Generic[Item, Result]):
    """A deed that many can do together: ``do_all`` does what it can of all items and returns results by position.

    What it gives no result for, and everything after an exception, is then done one by one.
    """

    do_all: Callable[[Sequence[Item]], Mapping[int, Result]]
    item: Item


class _Deed(Generic[Result]):
    """Something to write, and, once it is ``over``, what came of it."""

    def __init__(self, act: Callable[[], Result], alike: Alike[Any, Result] | None) -> None:
        self._act = act
        self.alike = alike
        self._result: Result
        self.fault: BaseException | None = None
        self.is_done = False
        """Inside the transaction; ``over`` says that it is committed, or has failed."""
        self.is_taken = False
        """Somebody whose turn it is sees to it."""
        self.over = threading.Event()

    def begin(self) -> None:
        """A new transaction: what an earlier one did is undone."""
        self.fault, self.is_done = None, False

    def do(self) -> None:
        """Inside a transaction. Trouble of the database is raised; a fault of this deed alone is kept."""
        try:
            with transaction.atomic():
                self.keep(self._act())
                _demand_whole()
        except OperationalError:
            raise
        except Exception as fault:
            self.fault = fault

    def keep(self, result: Result) -> None:
        """What came of it, if the commit succeeds."""
        self._result, self.is_done = result, True

    def result(self) -> Result:
        """What came of it. Raises its fault."""
        if self.fault is not None:
            raise self.fault
        return self._result


_waiting: deque[_Deed[Any]] = deque()
_taking = threading.Lock()
_turns = {vendor: threading.Semaphore(most) for vendor, most in TURNS_AT_ONCE.items()}


def write(act: Callable[[], Result], *, alike: Alike[Any, Result] | None = None) -> Result:
    """Do this in a transaction and return its result after the commit. Raises what it raises; then nothing is stored.

    ``act`` may run on another thread and, after trouble that was not its own, a second time; it must be safe to repeat
    once rolled back. ``alike`` is tried before it, with everybody else's.
    """
    if connection.in_atomic_block:
        with transaction.atomic():
            return act()
    deed = _Deed(act, alike)
    _waiting.append(deed)
    with _turns[connection.vendor]:
        while not deed.is_taken:
            _do_next()
    deed.over.wait()
    return deed.result()


def _do_next() -> None:
    with _taking:
        group = [_waiting.popleft() for _ in range(min(len(_waiting), MOST_TOGETHER))]
        for deed in group:
            deed.is_taken = True
    try:
        if group:  # else another turn has taken them all just now
            _commit(group)
    finally:
        for deed in group:
            deed.over.set()


def _commit(group: Sequence[_Deed[Any]]) -> None:
    has_begun = False
    try:
        for deed in group:
            deed.begin()
        with transaction.atomic():
            has_begun = True
            _do_alike([deed for deed in group if deed.alike])
            for deed in group:
                if not deed.is_done:
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


def _do_alike(deeds: Sequence[_Deed[Any]]) -> None:
    for do_all in {deed.alike.do_all for deed in deeds if deed.alike}:
        sharing = [deed for deed in deeds if deed.alike and deed.alike.do_all == do_all]
        try:
            with transaction.atomic():
                results = do_all([deed.alike.item for deed in sharing if deed.alike])
                _demand_whole()
        except OperationalError:
            raise
        except Exception:  # noqa: S112 (one by one it will be told to whom it belongs)
            continue
        for position, result in results.items():
            sharing[position].keep(result)


def _demand_whole() -> None:
    if connection.needs_rollback:  # the end of the block would roll back without a word
        raise OperationalError("the transaction was lost")

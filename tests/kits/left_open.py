"""Finds database connections that were opened and never closed. Python tells of them itself from 3.13 on, but not where
they were opened.
"""

from __future__ import annotations

import functools
import gc
import sqlite3
import traceback
from pathlib import Path
from typing import Any

PROJECT = Path(__file__).parents[2]
FRAMES = 6
"""So many callers of our own are named, the latest first."""

_open: dict[int, traceback.StackSummary] = {}
"""The connections that are open now, by their ``id``: where each was opened."""

_held: set[int] = set()
"""Those of them somebody still held when they were last looked through."""

_left: list[traceback.StackSummary] = []
"""Where those were opened that nobody closed before they were forgotten."""


class Watched(sqlite3.Connection):
    """A connection that is known to be open until it is closed."""

    def __init__(self, *arguments: Any, **named: Any) -> None:
        super().__init__(*arguments, **named)
        _open[id(self)] = traceback.StackSummary.extract(traceback.walk_stack(None), lookup_lines=False)

    def close(self) -> None:
        super().close()
        self._forget()

    def __del__(self) -> None:
        if opened := self._forget():
            _left.append(opened)

    def _forget(self) -> traceback.StackSummary | None:
        _held.discard(id(self))
        return _open.pop(id(self), None)


def watch_connections() -> None:
    """Connections that are opened from now on are watched."""
    connect = sqlite3.connect

    def connect_watched(*arguments: Any, factory: type[sqlite3.Connection] = sqlite3.Connection, **named: Any) -> Any:
        return connect(*arguments, factory=_watched(factory), **named)

    sqlite3.connect = sqlite3.dbapi2.connect = connect_watched


@functools.cache
def _watched(factory: type[sqlite3.Connection]) -> type[Watched]:
    return type(factory.__name__, (Watched,) if factory is sqlite3.Connection else (Watched, factory), {})


def take_left_open(*, at_the_end: bool) -> list[str]:
    """Where each connection was opened that was left open since the last look; ``at_the_end`` of all tests each that is
    still open, whoever holds it.
    """
    if _open.keys() - _held:
        gc.collect()  # a connection is part of a circle of objects
        _held.update(_open)
    found = [*_left, *(_open.values() if at_the_end else ())]
    _left.clear()
    return [_said(opened) for opened in found]


def _said(opened: traceback.StackSummary) -> str:
    ours = [frame for frame in opened if _is_ours(Path(frame.filename))]
    return "".join(traceback.StackSummary.from_list(ours[:FRAMES]).format())


def _is_ours(file: Path) -> bool:
    return file.is_relative_to(PROJECT) and "site-packages" not in file.parts and file != Path(__file__)

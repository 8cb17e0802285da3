"""A station's program that dies between two steps: what it had in memory is gone, what it had committed is not."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from sync.station.database import StationConnection


class Killed(BaseException):
    """The program is gone. No error of the program's own: nothing in it may catch this."""


@dataclass
class Fuse:
    """Burns one step at each tick. ``steps`` is how many are left; 0 for a fuse that is not lit."""

    steps: int = 0

    def tick(self) -> None:
        """One step. Raises Killed at the last one."""
        if self.steps:
            self.steps -= 1
            if not self.steps:
                raise Killed


class MortalConnection(StationConnection):
    """The station's file, in a program that may die just before or just after each statement."""

    fuse: Fuse | None = None

    def execute(self, sql: str, parameters: Any = (), /) -> Any:
        """One statement, between two ticks."""
        self._tick()
        cursor = super().execute(sql, parameters)
        self._tick()
        return cursor

    def executemany(self, sql: str, parameters: Iterable[Any], /) -> Any:
        """Many rows, between two ticks."""
        self._tick()
        cursor = super().executemany(sql, parameters)
        self._tick()
        return cursor

    def _tick(self) -> None:
        if self.fuse:
            self.fuse.tick()

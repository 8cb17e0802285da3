"""Optimistic locking: whoever changes a thing says which version of it they saw, and never overwrites a newer one.

A version is a number that grows with each change, or any value that differs after one. Nothing is locked while a
person reads or writes; the service that changes the thing compares, inside its transaction.
"""

from __future__ import annotations

from datetime import datetime
from typing import Protocol

from sync.protocol.errors import Refused


class Change(Protocol):
    """A row that says who changed something, and when."""

    @property
    def by(self) -> str:
        """An account, or a part of the hub."""
        ...

    @property
    def at(self) -> datetime | None:
        """When."""
        ...


class ChangedMeanwhile(Refused):
    """The thing is not what the person saw: somebody changed it since. Nothing was overwritten.

    ``by`` and ``at`` tell of the newest change; they are empty when nobody knows who made it.
    """

    def __init__(self, newest: Change | None) -> None:
        self.by = newest.by if newest else ""
        self.at = newest.at if newest else None
        super().__init__(f"{self.by or 'somebody'} has changed it in the meantime")

"""Rules of telling what comes in the house: how much of it. Values only."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TypeVar

MOST = 12
"""So many dates are told; what is farther away can still change."""

T = TypeVar("T")


def first_of(coming: Sequence[T]) -> Sequence[T]:
    """The next ones."""
    return coming[:MOST]

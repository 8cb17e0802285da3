"""Seconds counted since a machine was started, and a moment tied to them. Values only."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True)
class Tick:
    """So many whole seconds since the start of the machine that is named by ``boot``."""

    boot: str
    seconds: int


@dataclass(frozen=True)
class Anchor:
    """What time it was at a tick, as far as anybody knew."""

    moment: datetime
    tick: Tick

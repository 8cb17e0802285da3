"""One thing that needs a person. Made in ``todo.py`` and beside it; shown on the first page."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Need:
    """One open problem: what it is, what to do, and where."""

    title: str
    advice: str
    url: str
    action: str

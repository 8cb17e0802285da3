"""A picture that belongs to something in the content: a drawing or photo, and in words what it shows."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Self

MOST_BYTES = 400_000
"""Of one file: every station fetches it over whatever line it has."""

MOST_WIDTH_PX, MOST_HEIGHT_PX = 1600, 1200
"""Of a photo: more no display of a station shows of it."""


@dataclass(frozen=True)
class Picture:
    """A file of the content package (``pictures/benches.svg``), and what it shows in each language."""

    file: str
    shows: Mapping[str, str]

    @classmethod
    def from_wire(cls, wire: Mapping[str, Any]) -> Self:
        """Read it from its JSON object. Raises KeyError for a member that is missing."""
        return cls(str(wire["file"]), wire["shows"])

"""For whom content is meant: for some districts, for single stations, or for everybody. One rule for all kinds."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any


class Targeted:
    """Something that says for whom it is.

    ``districts`` are the codes of districts; none: the whole city. ``stations`` are the names of the stations it is
    shown at, as they were enrolled; none: all of its districts.
    """

    districts: tuple[str, ...]
    stations: tuple[str, ...]

    def is_for(self, district: str) -> bool:
        """True when the people of this district are meant (no district named: the whole city)."""
        return not self.districts or district in self.districts

    def is_at(self, station: str) -> bool:
        """True at the station of this name (none named: everywhere)."""
        return not self.stations or station in self.stations

    def is_shown(self, *, district: str, station: str) -> bool:
        """True at the station of this name, while it stands in this district."""
        return self.is_for(district) and self.is_at(station)


def read_names(wire: Mapping[str, Any], member: str) -> tuple[str, ...]:
    """The names under ``districts`` or ``stations``; none where nothing is said. Raises TypeError for anything else."""
    names = wire.get(member, [])
    if not isinstance(names, list) or not all(isinstance(name, str) for name in names):
        raise TypeError(f"{member} is no list of names")
    return tuple(names)

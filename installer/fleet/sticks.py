"""USB sticks between stations and hub: carried, kept in a pocket, copied, damaged, and brought back on another day.

The sticks are folders, and the same code lays files on them and takes files from them as for real ones.
"""

from __future__ import annotations

import shutil
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from random import Random
from typing import Protocol

from sync.stick import Stick

STICKS = 3
STATIONS_A_TRIP = (1, 4)
HUB_SHARE = 0.7
"""Of all trips: the stick comes to the hub on the same day."""
BACK_SHARE = 0.6
"""Of all trips to the hub: it comes back to its stations on the same day."""
COPY_SHARE = 0.3
"""Of all trips: somebody copies it onto another stick."""
KILL_SHARE = 0.12
"""Of all times a stick is at a station: the program dies within this many steps of its database:"""
MOST_STEPS = 60
DAMAGE_SHARE = 0.2
"""Of all trips: a file on it breaks."""


class PocketStick(Stick):
    """A stick that is a folder in memory: there is nothing to wait for before it is pulled out."""

    def settle(self) -> None:
        """Everything is on it already."""


class Meeting(Protocol):
    """A station, for one who carries a stick."""

    def meet(self, stick: Stick, *, steps: int) -> None:
        """Take what it brings, lay on it what the hub lacks, and die after so many steps; 0 for never."""


class StickHub(Protocol):
    """A hub that sticks can be brought to."""

    def meet(self, stick: Stick) -> None:
        """Take what it brings, lay the answers on it."""


@dataclass
class Sticks:
    """All sticks of a fleet. ``trips`` and ``deliveries`` count what was carried, from stations and to the hub."""

    folder: Path
    desk: StickHub
    random: Random
    trips: int = 0
    deliveries: int = 0
    _met: dict[int, list[Meeting]] = field(default_factory=dict)

    def travel(self, stations: Sequence[Meeting]) -> None:
        """One stick goes round some stations, and perhaps on to the hub and back."""
        number = self.random.randrange(STICKS)
        met = self.random.sample(stations, min(self.random.randint(*STATIONS_A_TRIP), len(stations)))
        self._go_round(number, met)
        self.trips += 1
        if self.random.random() < COPY_SHARE:
            self._copy(number, self.random.randrange(STICKS))
        if self.random.random() < DAMAGE_SHARE:
            self._damage(number)
        if self.random.random() >= HUB_SHARE:
            return  # it stays in the pocket
        self.desk.meet(self._stick(number))
        self.deliveries += 1
        if self.random.random() < BACK_SHARE:
            self._go_round(number, self._met.get(number, []))

    def _go_round(self, number: int, stations: Iterable[Meeting]) -> None:
        self._met[number] = list(stations)
        for station in self._met[number]:
            dies = self.random.random() < KILL_SHARE
            station.meet(self._stick(number), steps=self.random.randint(1, MOST_STEPS) if dies else 0)

    def _stick(self, number: int) -> Stick:
        place = self.folder / f"stick-{number}"
        place.mkdir(parents=True, exist_ok=True)
        return PocketStick(place)

    def _copy(self, number: int, other: int) -> None:
        if number != other and self._stick(number).is_ours:
            shutil.copytree(self._stick(number).top, self._stick(other).top, dirs_exist_ok=True)

    def _damage(self, number: int) -> None:
        files = sorted(path for path in (self._stick(number).top).rglob("*") if path.is_file())
        if not files:
            return
        place = self.random.choice(files)
        data = bytearray(place.read_bytes())
        if data and self.random.random() < 0.5:
            data[self.random.randrange(len(data))] ^= 1 << self.random.randrange(8)
        else:
            del data[len(data) // 2 :]
        place.write_bytes(data)

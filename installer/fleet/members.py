"""Who the fleet is: names, districts, opening hours, and which stations are on the network when. Values only."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from random import Random

_HOUSES = (
    ("Ortsamt", (8, 18), frozenset(range(5)), (4, 10)),
    ("Stadtteilbibliothek", (10, 18), frozenset(range(6)), (6, 14)),
    ("Begegnungszentrum", (9, 20), frozenset(range(6)), (3, 9)),
    ("Einkaufszentrum", (8, 20), frozenset(range(6)), (8, 20)),
    ("Schwimmhalle", (7, 21), frozenset(range(7)), (4, 12)),
)
_BUS = ("Bürgerbus", (9, 17), frozenset(range(6)), (2, 8))


@dataclass(frozen=True)
class Member:
    """One station of the fleet. ``weekdays``: 0 is Monday; hours are those of its clock (UTC)."""

    name: str
    district: str
    centre: tuple[float, float]
    """Longitude and latitude in degrees (WGS 84)."""
    opens: int
    closes: int
    weekdays: frozenset[int]
    visits_per_day: tuple[int, int]
    contact_days: frozenset[int]
    """On these days of the week it can reach the hub: all of them, but for a bus."""

    def is_open(self, now: datetime) -> bool:
        """True while people can come."""
        return now.weekday() in self.weekdays and self.opens <= now.hour < self.closes

    def visits(self, random: Random) -> int:
        """How many people do something within one hour."""
        wanted = random.randint(*self.visits_per_day) / (self.closes - self.opens)
        return int(wanted) + (random.random() < wanted % 1)

    def is_in_reach(self, now: datetime) -> bool:
        """True on the days on which it can reach the hub."""
        return now.weekday() in self.contact_days


@dataclass(frozen=True)
class HomeDistrict:
    """A district: its code, its name and its middle."""

    code: str
    name: str
    centre: tuple[float, float]


def make_members(places: Sequence[HomeDistrict], *, stations: int, random: Random) -> list[Member]:
    """So many stations, spread over the districts; every fifth is a bus that comes home once or twice a week."""
    members = []
    for number in range(stations):
        place = places[number % len(places)]
        is_bus = number % 5 == 4
        house, hours, weekdays, visits = _BUS if is_bus else random.choice(_HOUSES)
        again = number // len(places)
        members.append(
            Member(
                name=f"{house} {place.name}" + (f" {again + 1}" if again else ""),
                district=place.code,
                centre=place.centre,
                opens=hours[0],
                closes=hours[1],
                weekdays=weekdays,
                visits_per_day=visits,
                contact_days=frozenset(random.sample(range(7), random.randint(1, 2)))
                if is_bus
                else frozenset(range(7)),
            )
        )
    return members

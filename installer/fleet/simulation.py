"""Days in the life of a fleet: people come, stations talk with the hub, and everything that can go wrong does.

Drawn from one seed. Ids and keys are drawn fresh each time, so a replay repeats the plan, not the bytes.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import UTC, datetime, time, timedelta
from pathlib import Path
from random import Random
from typing import Protocol

from installer.fleet.acts import GivenOut, Ledger, make_act, open_to_people
from installer.fleet.dying import Fuse
from installer.fleet.members import Member
from installer.fleet.station import FleetStation
from installer.fleet.sticks import Sticks
from installer.fleet.way import Fault, Mail, Way
from sync.protocol.keys import SealKey
from sync.protocol.polls.poll import Poll
from sync.station.events import Event

HOURS = range(7, 21)
FAULT_SHARE = 0.25
"""Of all requests."""
KILL_SHARE = 0.12
"""Of all rounds and acts; a program dies within this many steps of its database or its network:"""
MOST_STEPS = 60
PUT_BACK_SHARE = 0.04
"""Of all nights of a station."""
COPIES = 2
"""On one day a disk is copied, and so many machines work with it from then on."""
KEY_WISH_SHARE = 0.1
"""Of all nights of a station, and each of the first: somebody at the hub wishes a new key of it."""
HUB_PUT_BACK_SHARE = 0.3
"""Of all days of the hub, and one day in any case."""
HUB_CLOCK_SHARE = 0.1
"""Of all hours: meanwhile the clock of the hub is wrong by months or years."""
STICK_SHARE = 0.15
"""Of all hours: somebody carries a stick."""
WRONG_CLOCK_SHARE = 0.06
"""Of all days of a station."""
ROUNDS_TO_NOTICE, ROUNDS_TO_SETTLE = 2, 10
"""At the end: after so many rounds each, copies are known to the hub, and nothing waits any more."""


class Administrator(Protocol):
    """What people do at a hub."""

    def code(self, member: Member) -> str:
        """An enrolment code for one station."""

    def wish_key(self, device: str) -> bool:
        """Wish a new key of a station. False when that cannot be."""

    def doubted(self) -> set[str]:
        """Stations of which people were told that there may be two, or that they were put back."""

    def revoke(self, device: str) -> None:
        """Withdraw trust in a station."""

    def work(self) -> None:
        """Open and apply what has come."""


class PutBackHub(Protocol):
    """A hub whose memory can be copied and put back."""

    def backup(self, place: Path) -> Path:
        """A copy of everything it remembers."""

    def put_back(self, backup: Path) -> None:
        """Make it remember that again, and nothing later."""

    def set_clock(self, wrong_by: timedelta) -> None:
        """From here on its clock is wrong by so much."""


@dataclass
class Time:
    """Simulated time, the same for all."""

    now: datetime

    def __call__(self) -> datetime:
        return self.now


@dataclass(frozen=True)
class Plan:
    """What is simulated. ``until`` is the moment after the last day; ``faults`` False for days without trouble.

    ``every_hours``: how often a station within reach of the hub talks with it.
    """

    stations: int
    days: int
    seed: int
    until: datetime
    every_hours: int = 6
    faults: bool = True


@dataclass
class Story:
    """What happened."""

    rounds: int = 0
    put_back: int = 0
    hub_put_back: int = 0
    stick_trips: int = 0
    sticks_brought: int = 0
    copied: int = 0
    enrolled_anew: int = 0
    keys_wished: int = 0
    wrong_clocks: int = 0
    hub_clock_wrong: int = 0
    events: Counter[Event] = field(default_factory=Counter)


class Fleet:
    """All stations and their days. ``copy`` makes a machine beside a station, with a way of its own."""

    def __init__(
        self,
        plan: Plan,
        stations: list[FleetStation],
        *,
        mail: Mail,
        sticks: Sticks | None,
        time: Time,
        images: Path,
        memory: PutBackHub | None,
        people: Administrator,
        given_out: GivenOut,
        copy: Callable[[FleetStation], FleetStation],
    ) -> None:
        self.copied: list[tuple[FleetStation, FleetStation]] = []
        """Each original with its copy."""
        self.copies_unnoticed = 0
        self.stations, self.story, self.mail, self.sticks = stations, Story(), mail, sticks
        self._plan, self._time, self._images = plan, time, images
        self._memory, self._people, self._given_out, self._copy = memory, people, given_out, copy
        self._random = Random(plan.seed)  # noqa: S311  a plan, no secret
        self._polls: list[Poll] = []
        self._key: SealKey

    def open(self, codes: list[str]) -> None:
        """Enrol every station and give it its content."""
        self._images.mkdir()
        self._time.now = self._plan.until - timedelta(days=self._plan.days)
        for station, code in zip(self.stations, codes, strict=True):
            station.enrol(code)
        package = self.stations[0].fetch_content()
        for station in self.stations[1:]:
            station.take_content(package)
        self._polls = open_to_people(package.polls(), self._given_out)
        self._key = package.keylist().seal_key(datetime.now(UTC))

    def live(self) -> None:
        """All days."""
        self._trouble(is_on=self._plan.faults)
        self._backup()
        worst = self._random.randrange(self._plan.days)
        copied = Random(f"{self._plan.seed}/copied").randrange(self._plan.days)  # noqa: S311  the same
        for number in range(self._plan.days):
            if number == copied and self._plan.faults and self._memory:
                self._copy_disk()
            self._day(hub_falls=self._happens(1.0 if number == worst else HUB_PUT_BACK_SHARE))

    def settle(self) -> bool:
        """The weather clears up and everybody reaches the hub. True when nothing waits any more."""
        self._trouble(is_on=False)
        if self._memory:
            self._memory.set_clock(timedelta())
        self.mail.deliver(self._random, share=1.0)
        for station in self.stations:
            station.drift = timedelta()
        for number in range(ROUNDS_TO_SETTLE):
            self._time.now += timedelta(hours=12)
            for station in self.stations:
                self._exchange(station)
            if number == ROUNDS_TO_NOTICE:
                self._mend_copies()
            elif number > ROUNDS_TO_NOTICE and not any(station.waiting for station in self.stations):
                break
        self._people.work()
        return not any(station.waiting for station in self.stations)

    def close(self) -> None:
        """End all stations."""
        for station in self.stations:
            station.close()

    def _day(self, *, hub_falls: bool) -> None:
        hub_falls_at = self._random.choice(HOURS) if hub_falls else None
        backup_at = self._random.choice(HOURS)
        midnight = datetime.combine(self._time.now.date(), time(), UTC)
        for hour in HOURS:
            self._time.now = midnight + timedelta(hours=hour, minutes=self._random.randrange(50))
            self._set_hub_clock()
            for station in self._shuffled():
                self._hour(station)
            if self._plan.faults:
                self.mail.deliver(self._random, share=0.3)
            if self.sticks and self._happens(STICK_SHARE):
                self._carry_stick(self.sticks)
            if hour == backup_at:
                self._backup()
            if hour == hub_falls_at and self._memory:
                self._memory.put_back(self._images / "hub")
                self.story.hub_put_back += 1
        self._night()
        self._time.now = midnight + timedelta(days=1)

    def _carry_stick(self, sticks: Sticks) -> None:
        sticks.travel(self.stations)
        self.story.stick_trips, self.story.sticks_brought = sticks.trips, sticks.deliveries

    def _hour(self, station: FleetStation) -> None:
        now, member = self._time.now, station.member
        if now.hour == HOURS[0]:
            self._set_clock(station)
        if member.is_open(now):
            for _ in range(member.visits(station.random)):
                self._visit(station)
        if now.hour % self._plan.every_hours == 0 and member.is_in_reach(now):
            for _ in range(station.random.randint(1, 3)):
                result = self._exchange(station)
                if result:
                    break

    def _visit(self, station: FleetStation) -> None:
        act = make_act(
            station.member,
            polls=self._polls,
            given_out=self._given_out,
            key=self._key,
            day=self._time.now.date(),
            random=station.random,
            attach=lambda photo: station.attach(photo, key=self._key),
        )
        if self._plan.faults and station.random.random() < KILL_SHARE / 10:
            station.light_fuse(station.random.randint(1, 10))
        station.put(act)

    def _exchange(self, station: FleetStation) -> bool:
        if station.way.share and station.random.random() < KILL_SHARE:
            station.light_fuse(station.random.randint(1, MOST_STEPS))
        result = station.exchange()
        self.story.rounds += 1
        if result is None:
            return False
        self.story.events.update(note.event for note in result.notes)
        return result.complete

    def _copy_disk(self) -> None:
        """Somebody makes another kiosk out of a disk that was enrolled already."""
        original = self._random.choice(self.stations)
        for _ in range(COPIES - 1):
            machine = self._copy(original)
            machine.copy_of(original.image(self._images / f"copy-{len(self.stations)}"), original.content)
            machine.doubtful.add(machine.device)
            machine.way.share = original.way.share
            self.stations.append(machine)
            self.copied.append((original, machine))
            self.story.copied += 1

    def _mend_copies(self) -> None:
        """People do what the hub tells them: revoke the station, and enrol each of the machines anew."""
        for original, machine in self.copied:
            if original.device != machine.device:
                # One of them is another station by now. The other may speak with a key that the first has changed.
                self._enrol_anew(station for station in (original, machine) if station.is_out_of_service)
                continue
            self.copies_unnoticed += machine.device not in self._people.doubted()
            self._people.revoke(machine.device)
            self._enrol_anew((original, machine))

    def _enrol_anew(self, stations: Iterable[FleetStation]) -> None:
        for station in stations:
            station.enrol_anew(self._new_code(station.member))

    def _night(self) -> None:
        self._people.work()
        for number, station in enumerate(self.stations):
            place = self._images / f"{number}-{self._time.now:%m%d}"
            if self._happens(PUT_BACK_SHARE):
                self._replace_disk(number, station)
            if self._happens(1.0 if number == 0 else KEY_WISH_SHARE):
                self.story.keys_wished += self._people.wish_key(station.device)
            station.image(place)

    def _replace_disk(self, number: int, station: FleetStation) -> None:
        # What lies on a disk alone goes with it, and no protocol helps. So it is replaced as staff are told to: all is
        # handed over first. After that the hub must not forget it either: a backup is made.
        older = sorted(self._images.glob(f"{number}-*"))
        share, station.way.share = station.way.share, 0.0
        handed_over = any(station.hand_over() for _ in range(4))
        if older and handed_over:
            self._backup()
            station.put_back(self._random.choice(older), new_code=lambda: self._new_code(station.member))
            self._backup()  # a hub that forgets an enrolment knows the station no more
            self.story.put_back += 1
        station.way.share = share

    def _new_code(self, member: Member) -> str:
        self.story.enrolled_anew += 1
        return self._people.code(member)

    def _set_clock(self, station: FleetStation) -> None:
        station.drift = timedelta(seconds=station.random.randint(-20, 20))
        if self._happens(WRONG_CLOCK_SHARE):
            self.story.wrong_clocks += 1
            station.drift = self._random.choice(
                (
                    datetime(1970, 1, 1, 0, 5, tzinfo=UTC),
                    datetime(2040, 1, 1, tzinfo=UTC),
                    timedelta(days=self._random.randint(-9, 9)),
                )
            )

    def _set_hub_clock(self) -> None:
        is_wrong = self._happens(HUB_CLOCK_SHARE)
        by = self._random.choice((timedelta(days=210), timedelta(days=5000), timedelta(days=-400), -timedelta(hours=2)))
        if self._memory:
            self._memory.set_clock(by if is_wrong else timedelta())
            self.story.hub_clock_wrong += is_wrong

    def _backup(self) -> None:
        if self._memory:
            self._memory.backup(self._images / "hub")

    def _trouble(self, *, is_on: bool) -> None:
        for station in self.stations:
            station.way.share = FAULT_SHARE if is_on else 0.0

    def _happens(self, share: float) -> bool:
        # Drawn in any case, so that the same seed goes on the same with and without faults.
        return self._random.random() < share and self._plan.faults

    def _shuffled(self) -> list[FleetStation]:
        return self._random.sample(self.stations, len(self.stations))


def make_stations(
    plan: Plan,
    members: list[Member],
    *,
    folder: Path,
    mail: Mail,
    hub_url: str,
    time: Time,
    ledger: Ledger,
    faults: tuple[Fault, ...],
    stumble: Callable[[int], None],
    first: int = 0,
) -> list[FleetStation]:
    """The stations of a fleet, each with a way and a fate of its own; ``first`` is the number of the first."""
    stations = []
    for number, member in enumerate(members):
        fuse, random = Fuse(), Random(f"{plan.seed}/{first + number}")  # noqa: S311  the same
        way = Way(mail.inner, mail=mail, fuse=fuse, random=random, share=0.0, faults=faults, stumble=stumble)
        place = folder / f"{first + number:03}"
        stations.append(
            FleetStation(member, place, hub_url=hub_url, way=way, fuse=fuse, time=time, random=random, ledger=ledger)
        )
    return stations

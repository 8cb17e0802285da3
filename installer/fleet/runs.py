"""One whole run of a fleet against one hub: put together, lived, compared."""

from __future__ import annotations

import tempfile
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from functools import partial
from pathlib import Path
from random import Random
from typing import Any, Protocol

from requests.adapters import BaseAdapter

from installer.fleet.acts import Comparison, GivenOut, Ledger
from installer.fleet.members import HomeDistrict, make_members
from installer.fleet.simulation import Administrator, Fleet, Plan, PutBackHub, Story, Time, make_stations
from installer.fleet.station import FleetStation
from installer.fleet.sticks import StickHub, Sticks
from installer.fleet.way import Fault, Mail
from sync.protocol.participation_codes import ParticipationCode

ASTRAY = timedelta(days=15)
"""Its content may have been signed on another day than the simulated one; any wrong clock leads further."""

FAST_DISK = Path("/dev/shm")  # noqa: S108  nothing secret, and programs die here, not the machine
"""Stations lie in memory where that can be: what a disk does with a commit is not what is simulated."""


class Hub(Administrator, Protocol):
    """The other side of a run."""

    @property
    def adapter(self) -> BaseAdapter:
        """Carries a request to it."""

    @property
    def url(self) -> str:
        """Where stations find it."""

    @property
    def faults(self) -> tuple[Fault, ...]:
        """What can become of requests to it."""

    @property
    def memory(self) -> PutBackHub | None:
        """Where it may lose its memory since the last backup; None where it must not."""

    @property
    def desk(self) -> StickHub | None:
        """Where sticks are brought to; None where they cannot be."""

    def places(self) -> Sequence[HomeDistrict]:
        """The districts of its city."""

    def given_out(self) -> Mapping[str, Sequence[ParticipationCode]]:
        """Participation codes that made-up people have, by poll."""

    def stumble(self, statement: int) -> None:
        """Fail at this statement of the next request."""

    def counted(self) -> Iterable[str]:
        """The marks of participation codes with which a ballot counts, as often as one does."""

    def lacks(self, pieces: Iterable[str]) -> set[str]:
        """Those of these pieces of photos that it does not have, as far as that can be known."""

    def arrived(self, stations: Sequence[FleetStation]) -> Iterable[str]:
        """What it has, as often as it has it: report numbers and trackers."""


@dataclass(frozen=True)
class Run:
    """What came of it. ``settled``: nothing waits at any station."""

    plan: Plan
    findings: Comparison
    story: Story
    faults: Counter[Fault]
    kills: int
    settled: bool
    pieces: int
    pieces_missing: int
    """Of photos of reports: how many were taken, and how many of them are neither at the hub nor on their way."""
    key_changes: int = 0
    codes_used: int = 0
    codes_miscounted: int = 0
    """Participation codes that were used, and those of which not exactly one ballot counts."""
    doubted_wrongly: int = 0
    copies_unnoticed: int = 0
    """Stations called copied or put back that never were; copied ones of which the hub has told nobody."""
    clocks_astray: int = 0
    """Stations that, with a right clock, take it to be later than it ever was."""
    left_behind: bool = False
    """At the end something still waited that should have come in."""

    @property
    def is_true(self) -> bool:
        """True when all that was promised was kept."""
        broken = (
            self.left_behind
            or self.codes_miscounted
            or self.doubted_wrongly
            or self.copies_unnoticed
            or self.clocks_astray
        )
        return self.findings.is_true and not self.pieces_missing and not broken

    @property
    def replay(self) -> str:
        """The command that draws the same days again."""
        plan = self.plan
        size = f"--stations {plan.stations} --days {plan.days} --every {plan.every_hours}"
        draw = f"--seed {plan.seed} --until {plan.until:%Y-%m-%dT%H:%M}{'' if plan.faults else ' --calm'}"
        return f"./mitmach hub simulate --data NEW-FOLDER {size} {draw} --settle"

    def summary(self) -> dict[str, Any]:
        """All of it, for one line of JSON."""
        found, story = self.findings, self.story
        return {
            "shown_as_stored": found.shown,
            "at_hub": found.arrived,
            "waiting_at_stations": found.waiting,
            "left_behind": self.left_behind,
            "missing": found.missing,
            "doubled": found.doubled,
            "shown_to_nobody": found.foreign,
            "pieces": self.pieces,
            "pieces_missing": self.pieces_missing,
            "key_changes": self.key_changes,
            "keys_wished": story.keys_wished,
            "codes_used": self.codes_used,
            "codes_miscounted": self.codes_miscounted,
            "stations_copied": story.copied,
            "copies_unnoticed": self.copies_unnoticed,
            "doubted_wrongly": self.doubted_wrongly,
            "clocks_astray": self.clocks_astray,
            "enrolled_anew": story.enrolled_anew,
            "rounds": story.rounds,
            "kills": self.kills,
            "stations_put_back": story.put_back,
            "hub_put_back": story.hub_put_back,
            "stick_trips": story.stick_trips,
            "sticks_brought": story.sticks_brought,
            "wrong_clocks": story.wrong_clocks,
            "hub_clock_wrong": story.hub_clock_wrong,
            "faults": {fault.name.lower(): number for fault, number in sorted(self.faults.items(), key=str)},
            "events": {event.id: number for event, number in sorted(story.events.items(), key=str)},
            "is_true": self.is_true,
            "replay": self.replay,
        }


def run_fleet(plan: Plan, hub: Hub, time: Time, *, settle: bool) -> Run:
    """Simulate. ``time`` is shared with the hub, where that can be.

    ``settle``: at the end all trouble ends and everything comes in; without it, what still lies at stations counts as
    waiting.
    """
    ledger = Ledger()
    members = make_members(hub.places(), stations=plan.stations, random=Random(plan.seed))  # noqa: S311  a plan, no secret
    with tempfile.TemporaryDirectory(prefix="mitmach-fleet-", dir=FAST_DISK if FAST_DISK.is_dir() else None) as name:
        folder = Path(name)
        mail = Mail(hub.adapter)
        make = partial(
            make_stations,
            plan,
            folder=folder,
            mail=mail,
            hub_url=hub.url,
            time=time,
            ledger=ledger,
            faults=hub.faults,
            stumble=hub.stumble,
        )
        stations = make(members)
        sticks = Sticks(folder / "sticks", hub.desk, Random(f"{plan.seed}/sticks")) if hub.desk else None  # noqa: S311
        fleet = Fleet(
            plan,
            stations,
            mail=mail,
            sticks=sticks,
            time=time,
            images=folder / "images",
            memory=hub.memory,
            people=hub,
            given_out=GivenOut(hub.given_out()),
            copy=lambda station: make([station.member], first=len(stations))[0],
        )
        try:
            fleet.open([hub.code(member) for member in members])
            fleet.live()
            settled = fleet.settle() if settle else False
            hub.work()
            waiting = set() if settled else {token for station in stations for token in station.kept_tokens()}
            arrived = list(hub.arrived(stations))
            findings = ledger.compare(arrived, waiting=waiting)
            doubtful = set().union(*(station.doubtful for station in stations))
            doubted = hub.doubted()
            knows = bool(hub.memory)
            astray = [station for station in stations if settled and station.time_known > time.now + ASTRAY]
            on_their_way = set().union(*(station.unsent_pieces() for station in stations))
            lost = hub.lacks(ledger.pieces) - (set() if settled else on_their_way)
        finally:
            fleet.close()
    seen = sum((station.way.seen for station in stations), Counter[Fault]())
    kills = sum(station.kills for station in stations)
    return Run(
        plan,
        findings,
        fleet.story,
        seen,
        kills,
        settled,
        pieces=len(ledger.pieces),
        pieces_missing=len(lost),
        key_changes=sum(station.key_changes for station in stations),
        codes_used=len(set(ledger.marks.values())),
        codes_miscounted=len(ledger.miscounted(hub.counted(), arrived=arrived)) if knows else 0,
        doubted_wrongly=len(doubted - doubtful),
        copies_unnoticed=fleet.copies_unnoticed,
        clocks_astray=len(astray),
        left_behind=settle and not settled,
    )

"""One whole run of a fleet against one hub: put together, lived, compared."""

from __future__ import annotations

import tempfile
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from random import Random
from typing import Any, Protocol

from requests.adapters import BaseAdapter

from installer.fleet.acts import Comparison, Ledger
from installer.fleet.members import HomeDistrict, Member, make_members
from installer.fleet.simulation import Fleet, Plan, PutBackHub, Story, Time, make_stations
from installer.fleet.station import FleetStation
from installer.fleet.sticks import StickHub, Sticks
from installer.fleet.way import Fault, Mail

FAST_DISK = Path("/dev/shm")  # noqa: S108  nothing secret, and programs die here, not the machine
"""Stations lie in memory where that can be: what a disk does with a commit is not what is simulated."""


class Hub(Protocol):
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

    def code(self, member: Member) -> str:
        """An enrolment code for one station."""

    def stumble(self, statement: int) -> None:
        """Fail at this statement of the next request."""

    def work(self) -> None:
        """Open and apply what has come."""

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
            "missing": found.missing,
            "doubled": found.doubled,
            "shown_to_nobody": found.foreign,
            "pieces": self.pieces,
            "pieces_missing": self.pieces_missing,
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
            "is_true": found.is_true,
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
        stations = make_stations(
            plan,
            members,
            folder=folder,
            mail=mail,
            hub_url=hub.url,
            time=time,
            ledger=ledger,
            faults=hub.faults,
            stumble=hub.stumble,
        )
        sticks = Sticks(folder / "sticks", hub.desk, Random(f"{plan.seed}/sticks")) if hub.desk else None  # noqa: S311
        fleet = Fleet(
            plan,
            stations,
            mail=mail,
            sticks=sticks,
            time=time,
            images=folder / "images",
            memory=hub.memory,
            work=hub.work,
        )
        try:
            fleet.open([hub.code(member) for member in members])
            fleet.live()
            settled = fleet.settle() if settle else False
            hub.work()
            waiting = set() if settled else {token for station in stations for token in station.kept_tokens()}
            findings = ledger.compare(hub.arrived(stations), waiting=waiting)
            on_their_way = set().union(*(station.unsent_pieces() for station in stations))
            lost = hub.lacks(ledger.pieces) - (set() if settled else on_their_way)
        finally:
            fleet.close()
    seen = sum((station.way.seen for station in stations), Counter[Fault]())
    kills = sum(station.kills for station in stations)
    return Run(plan, findings, fleet.story, seen, kills, settled, len(ledger.pieces), len(lost))

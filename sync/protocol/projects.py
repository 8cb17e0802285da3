"""What a project (Vorhaben) is, as it is published and signed: what is planned, who decides, and what became of it.

Polls belong to a project by their ids. Station (showing it) and publication (checking it) share this one description.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any, Self

from sync.protocol.districts import Point
from sync.protocol.errors import Refused
from sync.protocol.foreign import foreign
from sync.protocol.languages import Texts
from sync.protocol.pictures import Picture
from sync.protocol.targets import Targeted, read_names


class ProjectPhase(StrEnum):
    """How far a project is, in the order in which it goes; a project need not go through all."""

    IDEA = "idea"
    POLL = "poll"
    DECISION = "decision"
    BUILDING = "building"
    DONE = "done"
    EVALUATED = "evaluated"


@dataclass(frozen=True)
class PhaseStart:
    """A phase, and the day on which it begins or is planned to begin."""

    phase: ProjectPhase
    begins: date


@dataclass(frozen=True)
class Update:
    """Something new about a project. ``answers`` are the polls whose promise is kept by it.

    ``taken_up`` tells whether what people said was taken into account, None where nothing was said; ``because`` why.
    """

    day: date
    text: Texts
    taken_up: bool | None
    because: Texts
    answers: tuple[str, ...]


@dataclass(frozen=True)
class Project(Targeted):
    """A published project. Texts are complete in German; other languages may be missing."""

    id: str
    title: Texts
    facts: tuple[Texts, ...]
    """What it is about, in three sentences."""
    pictures: tuple[Picture, ...]
    """The first is the one that is shown first."""
    districts: tuple[str, ...]
    """Codes of the districts it is for; none: the whole city."""
    area: Texts
    """Where it is, in words, where the names of districts do not say it; may be empty."""
    place: Point | None
    cost_euro: int | None
    decided_by: Texts
    paper: str
    """The council's paper: an address or its id in OParl; may be empty."""
    phases: tuple[PhaseStart, ...]
    polls: tuple[str, ...]
    ideas: tuple[str, ...]
    """The public names of the ideas it came of."""
    reports: tuple[str, ...]
    """The public names of the reports that are dealt with by it."""
    updates: tuple[Update, ...]
    """The newest first."""
    outcome: Texts
    """What changed because of those who took part; empty as long as nothing did."""
    stations: tuple[str, ...] = ()
    """The names of the stations that tell of it; none named: all of its districts."""

    @classmethod
    def from_wire(cls, wire: Mapping[str, Any]) -> Self:
        """Read a project from its JSON object. Raises Refused for anything else."""
        with foreign(Refused, "the project cannot be read"):
            place = wire.get("place")
            return cls(
                id=str(wire["id"]),
                title=dict(wire["title"]),
                facts=tuple(dict(fact) for fact in wire["facts"]),
                pictures=tuple(map(Picture.from_wire, wire.get("pictures", ()))),
                districts=tuple(map(str, wire["districts"])),
                area=dict(wire.get("area", {})),
                place=(float(place[0]), float(place[1])) if place else None,
                cost_euro=int(wire["cost_euro"]) if "cost_euro" in wire else None,
                decided_by=dict(wire["decided_by"]),
                paper=str(wire.get("paper", "")),
                phases=tuple(
                    PhaseStart(ProjectPhase(start["phase"]), date.fromisoformat(start["begins"]))
                    for start in wire["phases"]
                ),
                polls=tuple(map(str, wire.get("polls", ()))),
                ideas=tuple(map(str, wire.get("ideas", ()))),
                reports=tuple(map(str, wire.get("reports", ()))),
                updates=tuple(sorted(map(_read_update, wire.get("updates", ())), key=_newest_first)),
                outcome=dict(wire.get("outcome", {})),
                stations=read_names(wire, "stations"),
            )

    def phase_on(self, day: date) -> PhaseStart | None:
        """The phase it is in on a day; None before the first."""
        return next((start for start in reversed(self.phases) if start.begins <= day), None)

    def phase_after(self, day: date) -> PhaseStart | None:
        """The phase it will be in next; None after the last."""
        return next((start for start in self.phases if start.begins > day), None)

    def is_done_on(self, day: date) -> bool:
        """True once it is built: what is left is what became of it."""
        start = self.phase_on(day)
        return start is not None and start.phase in {ProjectPhase.DONE, ProjectPhase.EVALUATED}

    def answer_to(self, poll_id: str) -> Update | None:
        """What keeps the promise of a poll; None as long as nothing does."""
        return next((update for update in reversed(self.updates) if poll_id in update.answers), None)


def _read_update(wire: Mapping[str, Any]) -> Update:
    taken_up = wire.get("taken_up")
    if taken_up is not None and not isinstance(taken_up, bool):
        raise TypeError("true or false is expected")
    return Update(
        day=date.fromisoformat(wire["day"]),
        text=dict(wire["text"]),
        taken_up=taken_up,
        because=dict(wire.get("because", {})),
        answers=tuple(map(str, wire.get("answers", ()))),
    )


def _newest_first(update: Update) -> int:
    return -update.day.toordinal()

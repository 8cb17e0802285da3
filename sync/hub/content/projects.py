"""What a project must say to be fit for a station: what is planned, who decides, how far it is, what became of it."""

from __future__ import annotations

from itertools import pairwise
from typing import Annotated, Any, Self

from annotated_types import MaxLen, MinLen
from pydantic import AfterValidator, Field, ValidationInfo, field_validator, model_validator

from sync.hub.content.faults import Faults, fault
from sync.hub.content.pictures import DescribedPicture
from sync.hub.content.problems import shown
from sync.hub.content.vocabulary import (
    Amount,
    Day,
    Districts,
    Identifier,
    Model,
    NameOfFile,
    OneOf,
    Point,
    StationNames,
    Text80,
    Text100,
    Text140,
    Text300,
    Translated,
    is_inside,
    surroundings,
)
from sync.protocol.contributions import is_public_name
from sync.protocol.projects import ProjectPhase

FACTS = 3
"""So many sentences say what a project is about: they are read aloud before anything else."""

PICTURES = 3
"""At most; each is a screen to look at, and a sentence to listen to."""

_PHASES = list(ProjectPhase)


def _check_poll(poll_id: str, info: ValidationInfo) -> str:
    known = surroundings(info).polls
    if known is not None and poll_id not in known:
        raise fault(f"there is no poll {shown(poll_id)}")
    return poll_id


def _check_paper(paper: str) -> str:
    if any(sign.isspace() for sign in paper):
        raise fault("the address of a council paper, or its id in OParl, without spaces is expected")
    return paper


def _check_public_name(name: str) -> str:
    if not is_public_name(name):
        raise fault(f"{shown(name)} is no public name: 32 hexadecimal digits, as the page of an idea or report says")
    return name


PublicName = Annotated[str, AfterValidator(_check_public_name)]
"""What everybody can know of an idea or a report, and nobody finds its number from."""

PollId = Annotated[Identifier, AfterValidator(_check_poll)]
"""The id of a poll that lies there."""


class PhaseStart(Model):
    """A phase, and the day on which it begins or is planned to begin."""

    phase: Annotated[str, OneOf(ProjectPhase)]
    begins: Day


class Update(Model):
    """Something new; ``taken_up``: whether what people said was taken into account, and ``because`` why."""

    day: Day
    text: Translated[Text300]
    taken_up: bool = Field(default=False)
    because: Translated[Text300] = Field(default_factory=dict)
    answers: list[PollId] = Field(default_factory=list)

    @model_validator(mode="after")
    def _check_reason(self) -> Self:
        if ("taken_up" in self.model_fields_set) is not ("because" in self.model_fields_set):
            raise fault("whether it was taken up and the reason belong together (taken_up, because)")
        return self


class Project(Model):
    """One project: its polls and districts exist, its phases follow each other, its id is the name of its file."""

    id: NameOfFile
    title: Translated[Text80]
    facts: Annotated[list[Translated[Text140]], MinLen(FACTS), MaxLen(FACTS)]
    pictures: Annotated[list[DescribedPicture], MinLen(1), MaxLen(PICTURES)] = Field(default_factory=list)
    districts: Districts
    stations: StationNames = Field(default_factory=list)
    area: Translated[Text80] = Field(default_factory=dict)
    place: Point = Field(default_factory=lambda: (0.0, 0.0))
    cost_euro: Amount = 0
    decided_by: Translated[Text80]
    paper: Annotated[Text100, AfterValidator(_check_paper)] = ""
    phases: Annotated[list[PhaseStart], MinLen(1)]
    polls: list[PollId] = Field(default_factory=list)
    ideas: list[PublicName] = Field(default_factory=list)
    reports: list[PublicName] = Field(default_factory=list)
    updates: list[Update] = Field(default_factory=list)
    outcome: Translated[Text300] = Field(default_factory=dict)

    @field_validator("polls", "ideas", "reports")
    @classmethod
    def _check_each_once(cls, words: list[str]) -> list[str]:
        for word in words:
            if words.count(word) > 1:
                raise fault(f"{shown(word)} is named twice")
        return words

    @field_validator("place")
    @classmethod
    def _check_place(cls, place: Point, info: ValidationInfo) -> Point:
        if not is_inside(place, surroundings(info).city):
            raise fault("the place is not inside the box of the city")
        return place

    @field_validator("phases")
    @classmethod
    def _check_phases(cls, phases: list[PhaseStart]) -> list[PhaseStart]:
        faults = Faults()
        for index, (before, after) in enumerate(pairwise(phases), start=1):
            if _rank(after) <= _rank(before):
                faults.say(f"{after.phase} comes before {before.phase}, or is named twice", index, "phase")
            if after.begins < before.begins:
                faults.say(f"it begins on {after.begins}, before the phase before it", index, "begins")
        faults.stop_if_any()
        return phases

    @field_validator("updates")
    @classmethod
    def _check_updates(cls, updates: list[Update], info: ValidationInfo) -> list[Update]:
        faults, polls = Faults(), info.data.get("polls")
        for index, update in enumerate(updates):
            for at, poll in enumerate(update.answers):
                if polls is not None and poll not in polls:
                    faults.say(f"the poll {shown(poll)} is not one of this project", index, "answers", at)
        faults.stop_if_any()
        return updates

    @field_validator("outcome")
    @classmethod
    def _check_outcome(cls, outcome: dict[str, Any], info: ValidationInfo) -> dict[str, Any]:
        phases = info.data.get("phases")
        if phases is not None and not {start.phase for start in phases} & {ProjectPhase.DONE, ProjectPhase.EVALUATED}:
            raise fault("what changed can be said once the project is done; the phase done is missing")
        return outcome


def _rank(start: PhaseStart) -> int:
    return _PHASES.index(ProjectPhase(start.phase))

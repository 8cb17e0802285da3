"""What a shift of attendants must say to be fit for a station."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Annotated, Self

from annotated_types import MaxLen, MinLen
from pydantic import Field, StringConstraints, model_validator

from sync.hub.content.calendars import Moment
from sync.hub.content.faults import fault
from sync.hub.content.problems import shown
from sync.hub.content.vocabulary import District, Model, NameOfFile, Text80
from sync.protocol.centre_dates import MOMENT
from sync.protocol.errors import Refused
from sync.protocol.reasons import Reason
from sync.protocol.shifts import MOST_PEOPLE, PROOF_BYTES, SALT_BYTES

MOST_STATIONS = 20
"""One shift is at so many stations at most."""

MOST_HOURS = 24
"""Longer nobody is on duty: its PINs would open stations long after people have gone home."""

Salt = Annotated[str, StringConstraints(pattern=rf"^[0-9a-f]{{{2 * SALT_BYTES}}}$")]
Proof = Annotated[str, StringConstraints(pattern=rf"^[0-9a-f]{{{2 * PROOF_BYTES}}}$")]


class ShiftFault(Reason):
    """Why a shift cannot be planned."""

    ENDS_FIRST = "shift-ends-first", "it ends before it begins"
    OVER = "shift-over", "it is over already"
    TOO_LONG = "shift-too-long", "it lasts for more than %(hours)s hours; plan one for each day"
    SAME_NAME = "shift-same-name", "two people are called %(name)s"


def check_hours_and_names(*, begins: str, ends: str, names: Sequence[str]) -> None:
    """It lasts some time and not too long, and its people can be told apart. Times are moments like 2026-12-01T10:00.
    Raises Refused."""
    if ends <= begins:
        raise Refused(ShiftFault.ENDS_FIRST)
    if datetime.strptime(ends, MOMENT) - datetime.strptime(begins, MOMENT) > timedelta(hours=MOST_HOURS):  # noqa: DTZ007
        raise Refused(ShiftFault.TOO_LONG, hours=MOST_HOURS)
    folded = [name.casefold() for name in names]
    for name in names:
        if folded.count(name.casefold()) > 1:
            raise Refused(ShiftFault.SAME_NAME, name=shown(name))


class Attendant(Model):
    """One person: the name as on the badge, and what proves the PIN (the PIN itself stands nowhere)."""

    name: Text80
    pin: Proof


class Shift(Model):
    """From when to when, where, and who. Its id is the name of its file, its district exists."""

    id: NameOfFile
    begins: Moment
    ends: Moment
    place: Text80
    district: District
    salt: Salt
    people: Annotated[list[Attendant], MinLen(1), MaxLen(MOST_PEOPLE)]
    stations: Annotated[list[Text80], MaxLen(MOST_STATIONS)] = Field(default_factory=list)
    stick: Proof | None = None

    @model_validator(mode="after")
    def _check(self) -> Self:
        try:
            check_hours_and_names(begins=self.begins, ends=self.ends, names=[person.name for person in self.people])
        except Refused as refused:
            raise fault(str(refused)) from refused
        return self

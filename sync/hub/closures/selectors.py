"""Closed days, and what of them does not fit: within themselves, and with what has arrived here."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.db.models import QuerySet

from sync.hub.closures.models import ClosedDay
from sync.hub.intake.models import SealedRecord
from sync.protocol.day_closure import Balance, DaySums
from sync.protocol.records import RecordKind


@dataclass(frozen=True)
class ReadClosure:
    """A closed day with what does not fit."""

    row: ClosedDay
    sums: DaySums
    names: Sequence[str]
    """Empty once they are erased."""
    notes: Mapping[Balance, str]
    gaps: Mapping[Balance, int]
    missing_ballots: int
    """So many ballots that the station had on its disk by then have not arrived here."""

    @property
    def fits(self) -> bool:
        """Nothing is missing, neither there nor here."""
        return not self.gaps and not self.missing_ballots


def closed_days(device: str = "") -> QuerySet[ClosedDay]:
    """All closed days, or those of one station; the newest first."""
    return ClosedDay.objects.filter(device=device) if device else ClosedDay.objects.all()


def read_closures(rows: Sequence[ClosedDay]) -> list[ReadClosure]:
    """Each with what does not fit now."""
    arrived = {device: ballots_arrived(device) for device in {row.device for row in rows}}
    return [_read(row, arrived[row.device]) for row in rows]


def ballots_arrived(device: str) -> int:
    """How many different ballots of a station have arrived here, whatever became of them."""
    return SealedRecord.objects.filter(kind=RecordKind.BALLOT.value, batch__device=device, doubled=False).count()


def _read(row: ClosedDay, arrived: int) -> ReadClosure:
    sums = DaySums.from_wire(row.closure["sums"])
    return ReadClosure(
        row,
        sums,
        row.closure["names"],
        {Balance(name): note for name, note in row.closure["notes"].items()},
        sums.gaps,
        max(0, row.closure["stored"] - arrived),
    )

"""Reading which promises are broken."""

from __future__ import annotations

from datetime import date
from enum import StrEnum

from django.db.models import QuerySet

from sync.hub.promises.models import PromiseMade


class Breach(StrEnum):
    """How a promise is broken."""

    OVERDUE = "overdue"
    """The day is over, and there is no answer."""
    LEFT_OUT = "left-out"
    """The newest content leaves it out, and there is no answer. Stations go on showing it."""


def breach_of(row: PromiseMade, *, today: date) -> Breach | None:
    """How this promise is broken; None when it is not."""
    if row.answered_on is not None:
        return None
    if row.by < today:
        return Breach.OVERDUE
    return None if row.is_published else Breach.LEFT_OUT


def unanswered() -> QuerySet[PromiseMade]:
    """The promises that are still to be kept, the nearest first."""
    return PromiseMade.objects.filter(answered_on=None)

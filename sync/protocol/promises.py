"""What people are promised when they are asked: who answers them, and by which day. A value; kept by nobody here.

A poll that promises nothing says why, and that is shown as well.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Self

from sync.protocol.errors import Refused
from sync.protocol.foreign import foreign
from sync.protocol.languages import Texts


@dataclass(frozen=True)
class Promise:
    """Who answers by when. Without a day (``by`` None) nobody does, and ``waived`` says why."""

    who: Texts = field(default_factory=dict)
    by: date | None = None
    waived: Texts = field(default_factory=dict)

    @classmethod
    def from_wire(cls, wire: Mapping[str, Any]) -> Self:
        """Read a promise from its JSON object: ``who`` and ``by``, or ``waived``. Raises Refused for anything else."""
        with foreign(Refused, "the promise cannot be read"):
            if "waived" in wire:
                return cls(waived=dict(wire["waived"]))
            return cls(who=dict(wire["who"]), by=date.fromisoformat(wire["by"]))


@dataclass(frozen=True)
class KeptPromise:
    """A promise as a station remembers it, whatever later content says.

    ``first_by`` is the day that was promised first, ``promise.by`` the newest; ``answered_on`` the day of the answer.
    """

    poll: str
    title: Texts
    """Of the poll."""
    promise: Promise
    first_by: date
    answered_on: date | None = None

    def heard_again(self, newer: KeptPromise) -> KeptPromise:
        """What to remember after the same promise was heard again: the first day stays, and so does an answer.

        Whoever has promised a day cannot take the promise back: the newest day is remembered then.
        """
        promise = newer.promise
        if promise.by is None:
            promise = Promise(self.promise.who, self.promise.by, promise.waived)
        answered = newer.answered_on or self.answered_on
        return KeptPromise(self.poll, newer.title, promise, min(self.first_by, newer.first_by), answered)

    def is_overdue(self, *, today: date, as_of: date) -> bool:
        """True when the day is over and what the city said after it holds no answer.

        ``as_of`` is the last day on which the hub confirmed what the station knows: a station that has heard nothing
        since the promised day knows of no broken promise, and neither does one whose clock runs ahead.
        """
        by = self.promise.by
        return self.answered_on is None and by is not None and by < today and by < as_of

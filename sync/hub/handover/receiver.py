"""What a receiver of reports is asked, and in which ways it can fail. Knows no wire.

The three errors are three decisions. Who raises ``NotHandedOver`` or ``RefusedThere`` knows that nothing of the report
is over there; in every case of doubt it is ``AnswerLost``.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Protocol

from sync.hub.handover.reasons import HandoverReason
from sync.protocol.reasons import Fact, bounded
from sync.protocol.report_status import ReportState


class HandoverFault(Exception):  # noqa: N818 (base of the three)
    """Something kept a report from being handed over. ``said`` are the receiver's own words."""

    def __init__(self, reason: HandoverReason, *, said: str = "", **facts: Fact) -> None:
        told = {name: bounded(fact) for name, fact in facts.items()}
        super().__init__(reason.sentence(told))
        self.reason, self.said, self.kept = reason, said, reason.kept(told)


class NotHandedOver(HandoverFault):
    """Nothing is over there, and not for the sake of this report: later again."""


class RefusedThere(HandoverFault):
    """Nothing is over there, and this report will not be taken as it is: somebody has to decide."""


class PhotoRefused(RefusedThere):
    """The same, for the sake of its photo alone."""


class AnswerLost(HandoverFault):
    """It may be over there or not."""


@dataclass(frozen=True)
class OutgoingReport:
    """What is handed over of one report. ``reference`` tells nothing and is another for each report."""

    reference: str
    category: str
    """In our words, for people."""
    service_code: str
    description: str
    longitude: float
    latitude: float
    email: str
    photo: bytes | None = None
    """A JPEG."""


@dataclass(frozen=True)
class Taken:
    """The receiver has it: its number over there, or a token to ask for the number with."""

    request_id: str = ""
    token: str = ""


@dataclass(frozen=True)
class StateThere:
    """How far a report is over there. ``is_pending``: whoever left it has not confirmed it yet."""

    state: ReportState
    note: str = ""
    responsible: str = ""
    due: date | None = None
    is_pending: bool = False


@dataclass(frozen=True)
class OpenThere:
    """An open report over there, whoever left it: what, where (degrees), how far, and since when."""

    request_id: str
    service_code: str
    longitude: float
    latitude: float
    state: ReportState
    since: date | None = None
    words: str = ""
    """As they are shown to everybody over there; empty where they are not."""
    picture: str = ""
    """The address of its picture that everybody can see over there; empty for none."""


class Receiver(Protocol):
    """Where reports are handed over to."""

    def check(self, parcel: OutgoingReport) -> None:
        """Whether it would be taken, before anything is sent. Raises RefusedThere or NotHandedOver."""

    def send(self, parcel: OutgoingReport) -> Taken:
        """Hand it over, once. Raises NotHandedOver, RefusedThere, PhotoRefused or AnswerLost."""

    def find(self, parcel: OutgoingReport, *, since: datetime, known: Collection[str]) -> Sequence[str]:
        """The numbers of what could be this report, sent ``since`` then; none of the ``known``.

        Raises NotHandedOver when it cannot be asked, AnswerLost when it never can.
        """

    def states(self, request_ids: Sequence[str]) -> Mapping[str, StateThere | None]:
        """How far these are; None for a state we do not know; without those it does not know. Raises NotHandedOver."""

    def open_reports(self) -> Sequence[OpenThere] | None:
        """All that are open over there and public; None where nobody can be asked. Raises NotHandedOver."""

    def note(self, request_id: str, text: str) -> None:
        """Write a note of ours to a report over there. Raises NotHandedOver when it is surely not there, AnswerLost."""

    def number_of(self, token: str) -> str:
        """The number that came of a token; empty as long as there is none. Raises NotHandedOver."""

    def picture(self, address: str, /) -> bytes | None:
        """What lies at the ``picture`` of an ``OpenThere``; None where there is none to have. Raises NotHandedOver."""

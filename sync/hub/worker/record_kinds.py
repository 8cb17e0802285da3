"""The kinds of records this hub opens: for each, how it is opened, and what becomes of what it holds.

Its word and its stream stand in ``sync/protocol/records.py``, since stations need them; what people call it stands in
``sync/hub/console/wording/names.py``, since the console never sees what opens seals.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Generic, TypeVar

from django.utils import timezone

from sync.hub.audit import services as audit
from sync.hub.audit.events import AuditEvent
from sync.hub.claims.services import take_in
from sync.hub.claims.slips import receive_slip_key
from sync.hub.closures.services import receive_closure
from sync.hub.contributions.services import CONTRIBUTIONS, receive_contribution, receive_support
from sync.hub.counting.evenings import receive_evening
from sync.hub.enclosures.rooms import ENTRIES
from sync.hub.enclosures.services import await_enclosures, receive_terms
from sync.hub.entries.hearing import hear_word
from sync.hub.handover.elsewhere import support_elsewhere
from sync.hub.intake.incidents import open_incident
from sync.hub.intake.models import IncidentKind, RecordState, SealedRecord, WorkTurn
from sync.hub.polls.services import Arrival, put_in_box
from sync.hub.polls.void_codes import void_code
from sync.hub.reports.services import REPORTS, receive_report
from sync.hub.reports.supporting import support
from sync.hub.stations.selectors import district_of
from sync.hub.stations.services import BY_ITSELF
from sync.hub.surveys.services import receive_answer
from sync.hub.triage.services import note_damage
from sync.hub.visits.services import receive_counts
from sync.hub.worker.keyring import Opening
from sync.protocol.ballot_claims import BallotClaim
from sync.protocol.contributions import Contribution, Support
from sync.protocol.day_closure import DayClosure
from sync.protocol.envelope import (
    open_answer,
    open_claim,
    open_closure,
    open_contribution,
    open_damage,
    open_evening,
    open_outer,
    open_report,
    open_slip_key,
    open_support,
    open_visits,
    open_void_code,
    open_word,
)
from sync.protocol.errors import Refused
from sync.protocol.evening_polls import EveningPoll
from sync.protocol.reasons import RecordReason
from sync.protocol.records import BallotEnvelope, Damage, RecordKind, Report, ReportWord, WordKind
from sync.protocol.slip_proofs import SlipKey
from sync.protocol.surveys.answers import SurveyAnswer
from sync.protocol.visit_counts import VisitCounts
from sync.protocol.void_codes import VoidCode

Content = TypeVar("Content")


@dataclass(frozen=True)
class Origin:
    """What is known of a record beside what it holds. ``place``: station, incarnation and number of its batch."""

    record_id: str
    place: tuple[str, str, int]
    received_at: datetime
    arrival: Arrival = Arrival.SURE
    """How far ``received_at`` can be believed."""


@dataclass(frozen=True)
class RecordHandler(Generic[Content]):
    """What the hub does with records of one kind."""

    open: Opening[Content]
    """Raises Refused when the record holds nothing of this kind. Writes nothing."""
    apply: Callable[[Content, Origin], None]
    """Makes it count, with as much of its origin as this kind may keep. Idempotent. Raises Refused."""


def _apply_ballot(ballot: BallotEnvelope, origin: Origin) -> None:
    # Neither hour nor station goes into the box; of the station's district only a number is kept.
    put_in_box(
        ballot,
        received_on=timezone.localdate(origin.received_at),
        arrival=origin.arrival,
        district=district_of(origin.place[0]),
    )


def _apply_report(report: Report, origin: Origin) -> None:
    receive_report(origin.record_id, report, device=origin.place[0], received_at=origin.received_at)
    receive_terms(origin.record_id, report)
    await_enclosures(REPORTS, origin.record_id, report.attachments)


def _apply_damage(damage: Damage, origin: Origin) -> None:
    note_damage(damage, record_id=origin.record_id, place=origin.place, received_at=origin.received_at)


def _apply_contribution(said: Contribution, origin: Origin) -> None:
    receive_contribution(origin.record_id, said, device=origin.place[0], received_at=origin.received_at)
    await_enclosures(CONTRIBUTIONS, origin.record_id, said.attachments)


def _apply_support(support: Support, origin: Origin) -> None:
    # Neither hour nor station is kept with it.
    receive_support(origin.record_id, support, now=origin.received_at)


def _apply_word(word: ReportWord, origin: Origin) -> None:
    """Raises Refused when what it is said to is not here."""
    if word.kind is WordKind.SUPPORTED:
        if not support_elsewhere(origin.record_id, word):
            support(origin.record_id, word, received_at=origin.received_at)
    elif not any(hear_word(room, origin.record_id, word, received_at=origin.received_at) for room in ENTRIES):
        raise Refused(RecordReason.NO_REPORT_YET)


def _apply_visits(counts: VisitCounts, origin: Origin) -> None:
    receive_counts(origin.record_id, counts, device=origin.place[0])


def _apply_closure(closure: DayClosure, origin: Origin) -> None:
    receive_closure(origin.record_id, closure, device=origin.place[0], received_at=origin.received_at)


def _apply_answer(given: SurveyAnswer, _origin: Origin) -> None:
    receive_answer(given)  # nothing of its origin is kept


def _apply_claim(claim: BallotClaim, origin: Origin) -> None:
    # Where it was said is not kept: it would tell where somebody who has this tracker was.
    if take_in(claim):
        key = hashlib.sha256(claim.tracker.encode()).hexdigest()
        open_incident(IncidentKind.BALLOT_MISSED, place=("", "", 0), key=key, at=origin.received_at)
        audit.append(AuditEvent.CLAIM_CAME, BY_ITSELF, at=origin.received_at, tracker=claim.tracker)


def _apply_slip_key(told: SlipKey, origin: Origin) -> None:
    receive_slip_key(told, device=origin.place[0], received_on=timezone.localdate(origin.received_at))


def _apply_void_code(told: VoidCode, origin: Origin) -> None:
    received_on = timezone.localdate(origin.received_at)
    void_code(origin.record_id, told, device=origin.place[0], received_on=received_on)


def _apply_evening(told: EveningPoll, origin: Origin) -> None:
    receive_evening(told, device=origin.place[0], received_at=origin.received_at, record_id=origin.record_id)
    # Its ballots travel in another stream, and may have come first.
    early = SealedRecord.objects.filter(
        batch__device=origin.place[0],
        kind=RecordKind.BALLOT.value,
        state=RecordState.QUARANTINED,
        reason=RecordReason.NO_POLL.value,
    )
    early.update(state=RecordState.WAITING, turn=WorkTurn.TOGETHER, tries=0, reason="")


RECORD_HANDLERS: Mapping[str, RecordHandler[Any]] = {
    RecordKind.BALLOT: RecordHandler(open_outer, _apply_ballot),
    RecordKind.REPORT: RecordHandler(open_report, _apply_report),
    RecordKind.DAMAGE: RecordHandler(open_damage, _apply_damage),
    RecordKind.WORD: RecordHandler(open_word, _apply_word),
    RecordKind.CONTRIBUTION: RecordHandler(open_contribution, _apply_contribution),
    RecordKind.SUPPORT: RecordHandler(open_support, _apply_support),
    RecordKind.VISITS: RecordHandler(open_visits, _apply_visits),
    RecordKind.ANSWER: RecordHandler(open_answer, _apply_answer),
    RecordKind.CLAIM: RecordHandler(open_claim, _apply_claim),
    RecordKind.CLOSURE: RecordHandler(open_closure, _apply_closure),
    RecordKind.SLIP_KEY: RecordHandler(open_slip_key, _apply_slip_key),
    RecordKind.EVENING: RecordHandler(open_evening, _apply_evening),
    RecordKind.VOID_CODE: RecordHandler(open_void_code, _apply_void_code),
}
"""By their words. A record of another kind waits, sealed, for a version that knows it."""

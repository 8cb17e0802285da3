"""Taking in a claim, and answering it. Stations are told both with the next round of announcements."""

from __future__ import annotations

from datetime import date, datetime

from django.db import transaction
from django.utils import timezone

from sync.hub.announcements import services as announcements
from sync.hub.audit import services as audit
from sync.hub.audit.events import AuditEvent
from sync.hub.claims.models import MissingBallot
from sync.hub.claims.slips import judge_slip
from sync.hub.versions import ChangedMeanwhile
from sync.protocol.ballot_claims import FILE_NAME, BallotClaim, ClaimsFile, ClaimStanding


def take_in(claim: BallotClaim) -> bool:
    """Keep that this ballot is missed. False when it was said before. Part of the caller's transaction."""
    row, is_new = MissingBallot.objects.get_or_create(
        tracker=claim.tracker, defaults={"came_on": date.fromisoformat(claim.day), "proof": claim.proof}
    )
    if claim.proof and not is_new and not judge_slip(row.tracker, row.proof).is_proven:
        row.proof = claim.proof  # who comes back with the slip in hand proves it, and nobody takes that away again
        row.save(update_fields=["proof"])
    if is_new:
        _tell_stations()
    return is_new


def answer(tracker: str, text: str, *, seen: int, by: str, now: datetime) -> None:
    """What was found, and why: read by whoever has the tracker. Raises ChangedMeanwhile, MissingBallot.DoesNotExist."""
    with transaction.atomic():
        row = MissingBallot.objects.select_for_update().get(tracker=tracker)
        if row.version != seen:
            raise ChangedMeanwhile(row)
        row.answer, row.version, row.by, row.at = " ".join(text.split()), row.version + 1, by, now
        row.save()
        audit.append(AuditEvent.CLAIM_ANSWERED, by, at=now, tracker=tracker)
        _tell_stations()


def _tell_stations() -> None:
    told = ClaimsFile.of((row.tracker, _standing_of(row)) for row in MissingBallot.objects.all())
    announcements.tell(FILE_NAME, told.to_bytes())


def _standing_of(row: MissingBallot) -> ClaimStanding:
    return ClaimStanding(row.came_on, row.answer, timezone.localdate(row.at) if row.at else None)

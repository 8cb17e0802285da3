"""What a slip proves: which station gave its tracker, by the key that station has told this hub it signs slips with.

A signature says nothing of when it was made. So a key counts for a poll only if it was in use on a day on which the
poll was open: what an old key signs later, be it in a stranger's hands, proves nothing for any poll that began since.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from enum import Enum

from django.utils import timezone

from sync.hub.claims.models import StationSlipKey
from sync.hub.polls.models import BoxedBallot, PublishedPoll
from sync.hub.polls.selectors import newest_versions
from sync.hub.stations.models import Device
from sync.protocol.errors import Refused
from sync.protocol.keys import VerifyKey
from sync.protocol.reasons import RecordReason
from sync.protocol.slip_proofs import SlipKey, hint_of, read_proof


class SlipVerdict(Enum):
    """What is to be thought of the signature on a slip."""

    NONE = "none"
    """There is none: the tracker was typed."""
    FITS = "fits"
    OUT_OF_USE = "out-of-use"
    """It fits, but its key was not in use while the poll was open."""
    DOES_NOT_FIT = "does-not-fit"
    """The station it names has not signed this tracker for any poll, or not for the one in whose box it lies."""
    UNKNOWN_KEY = "unknown-key"
    """No station has told of such a key, or not yet."""


@dataclass(frozen=True)
class SlipFinding:
    """The verdict; where the signature fits, which station gave the tracker and for which poll."""

    verdict: SlipVerdict
    station: str = ""
    poll: str = ""

    @property
    def is_proven(self) -> bool:
        """Whether a station of this hub has given exactly this tracker."""
        return self.verdict is SlipVerdict.FITS


def receive_slip_key(told: SlipKey, *, device: str, received_on: date) -> None:
    """From this day on the station signs slips with this key. Idempotent. Part of the caller's transaction.

    Raises Refused for a key that who has it did not mean for this station, and for one of another station.
    """
    if not told.is_of(device):
        raise Refused(RecordReason.SLIP_KEY_ELSEWHERE)
    kid = VerifyKey.from_jwk(told.jwk).kid
    since = min(date.fromisoformat(told.day), received_on)  # a station's clock may be ahead
    row, _ = StationSlipKey.objects.get_or_create(
        kid=kid, defaults={"device": device, "public_key": told.jwk, "since": since, "hint": hint_of(kid).hex()}
    )
    if row.device != device:
        raise Refused(RecordReason.SLIP_KEY_ELSEWHERE)


def judge_slip(tracker: str, proof: str) -> SlipFinding:
    """Which station gave this tracker, as far as the slip proves it."""
    if not proof:
        return SlipFinding(SlipVerdict.NONE)
    signed = read_proof(proof)
    if signed is None:
        return SlipFinding(SlipVerdict.DOES_NOT_FIT)
    keys = StationSlipKey.objects.filter(hint=signed.hint.hex())
    if not keys:
        return SlipFinding(SlipVerdict.UNKNOWN_KEY)
    for row in keys:
        key = VerifyKey.from_jwk(row.public_key)
        for poll in _polls_of(tracker):
            if signed.fits(key, poll=poll.poll, tracker=tracker):
                verdict = SlipVerdict.FITS if _in_use(row, poll) else SlipVerdict.OUT_OF_USE
                return SlipFinding(verdict, row.device, poll.poll)
    return SlipFinding(SlipVerdict.DOES_NOT_FIT)


def _polls_of(tracker: str) -> Iterator[PublishedPoll]:
    """The one in whose box the ballot lies, or all that were ever published."""
    boxed = BoxedBallot.objects.filter(tracker=tracker).values_list("poll", flat=True).first()
    return (row for row in newest_versions() if boxed in {None, row.poll})


def _in_use(row: StationSlipKey, poll: PublishedPoll) -> bool:
    later = StationSlipKey.objects.filter(device=row.device, since__gt=row.since).order_by("since")
    until = later.values_list("since", flat=True).first()
    revoked = Device.objects.filter(id=row.device).values_list("revoked_at", flat=True).first()
    ends = [day for day in (until, timezone.localdate(revoked) if revoked else None) if day]
    return row.since <= poll.closes and all(day >= poll.opens for day in ends)

"""Places in the box that are known from what was published before: after a restore, nothing that was told may change.

A hub that comes back from an older backup gets the ballots it lost from the stations again, later and in another order.
Whoever reads the last published list of ballots names them here first, in its order; then each ballot gets the standing
it had. Ballots that were never published have none to keep.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.db import transaction

from sync.hub.polls.models import CodeMark, KnownBallot


@dataclass(frozen=True)
class PublishedBallot:
    """A ballot as it was published. ``mark`` is empty where the poll takes no codes; ``inner_hash`` is SHA-256, hex."""

    poll: str
    mark: str
    inner_hash: str


def hold_places(places: Iterable[PublishedBallot]) -> None:
    """Remember ballots that came in time, and which of them came first with its mark. Calling it again changes nothing.

    ``places`` are in the order in which they were published.
    """
    with transaction.atomic():
        for place in places:
            row = KnownBallot(inner_hash=place.inner_hash, poll=place.poll, mark=place.mark)
            KnownBallot.objects.bulk_create([row], ignore_conflicts=True)
            if place.mark:
                unspent = CodeMark.objects.filter(mark=place.mark, poll=place.poll, spent_for="")
                unspent.update(spent_for=place.inner_hash)

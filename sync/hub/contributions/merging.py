"""Saying of an idea, a wish or a question that it is the same as another: one is shown, with the supports of both.

Nobody who supports something is known. So whoever stands behind both counts twice, as long as they are together.
"""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from sync.hub.contributions.models import CitizenContribution
from sync.hub.contributions.services import CONTRIBUTIONS, bring_before_council
from sync.hub.contributions.telling import tell_contributions
from sync.hub.entries.merging import MergeFault, merge
from sync.hub.entries.models import CitizenEntry
from sync.protocol.contributions import LAST_STATES, SHOWN, ContributionKind
from sync.protocol.errors import Refused

MERGEABLE = frozenset({*SHOWN, ContributionKind.QUESTION})
"""An offer is for one idea, and what was said to a survey answers it: neither is the same as another."""


def merge_contributions(record_id: str, into: str, *, seen: int, by: str, now: datetime) -> None:
    """As ``entries.merging.merge``. With the supports of both an idea may come before those who decide."""
    with transaction.atomic():
        if merge(CONTRIBUTIONS, record_id, into, seen=seen, by=by, now=now, check=_fit):
            if into:
                bring_before_council(CitizenContribution.objects.get(record_id=into), now=now)
            tell_contributions([record_id, *filter(None, [into])], now=now)


def _fit(row: CitizenEntry, leading: CitizenEntry) -> None:
    assert isinstance(row, CitizenContribution)
    assert isinstance(leading, CitizenContribution)
    if row.kind != leading.kind or row.kind not in MERGEABLE:
        raise Refused(MergeFault.OTHER_KIND)
    if row.state in LAST_STATES and leading.state not in LAST_STATES:
        raise Refused(MergeFault.DECIDED)  # nobody is told an answer, and then that there is none

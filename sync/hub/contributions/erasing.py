"""The retention clock of contributions: kind, topic, receiver and project stay, to be counted (``entries.erasing``)."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from sync.hub.audit import services as audit
from sync.hub.audit.events import AuditEvent
from sync.hub.contributions.services import CONTRIBUTIONS
from sync.hub.entries.erasing import erase_settled
from sync.hub.stations.services import BY_ITSELF


def erase_settled_contributions(*, days: int, now: datetime) -> int:
    """Erase what people wrote in contributions settled more than ``days`` ago, and their places. Returns how many.

    What was released of them is shown no more; how many stood behind one stays as a number.
    """
    own = {"longitude": None, "latitude": None, "about": ""}
    with transaction.atomic():
        count = erase_settled(CONTRIBUTIONS, own=lambda _entry: own, supports="supported", days=days, now=now)
        if count:
            audit.append(AuditEvent.CONTRIBUTION_TEXTS_ERASED, BY_ITSELF, at=now, contributions=count, days=days)
    return count

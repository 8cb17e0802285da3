"""What proves that data are erased in time: for each rule what is still there beyond it, and what was erased last.

Asks the same questions as what erases them, so that a rule and its proof cannot come apart.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.utils.translation import gettext as _

from sync.hub.audit.events import AuditEvent
from sync.hub.audit.models import AuditEntry
from sync.hub.closures.services import closures_due
from sync.hub.config import HubConfig
from sync.hub.contributions.models import CitizenContribution
from sync.hub.enclosures.erasing import contacts_due, enclosures_due
from sync.hub.entries.erasing import settled_too_long
from sync.hub.publishing.shift_plans import KEPT_DAYS, past_shifts
from sync.hub.reports.models import DefectReport
from sync.hub.triage.selectors import ballot_batches_due
from sync.protocol.data_sheets import SETTLED_DAYS
from sync.protocol.encoding import parse_json


@dataclass(frozen=True)
class RetentionRow:
    """One rule: what it is about, how many days, how much lies there beyond it, and when it erased something last."""

    name: str
    rule: str
    beyond: int
    last: datetime | None
    """None where the log tells of none, or where nothing is logged of it."""
    erased: int
    """How much that was in all; 0 where nothing is logged of it."""

    @property
    def is_kept(self) -> bool:
        """The rule holds now."""
        return self.beyond == 0


def retention_rows(config: HubConfig, *, now: datetime) -> list[RetentionRow]:
    """Every rule there is."""
    return list(_rows(config, now=now))


def _rows(config: HubConfig, *, now: datetime) -> Iterator[RetentionRow]:
    settled, after = SETTLED_DAYS, _("%(days)s days after it is settled")
    yield _row(
        _("Words, photos and exact places of reports"),
        after % {"days": settled},
        settled_too_long(DefectReport, days=settled, now=now).count(),
        AuditEvent.REPORT_TEXTS_ERASED,
        "reports",
    )
    yield _row(
        _("Words and places of ideas and questions"),
        after % {"days": settled},
        settled_too_long(CitizenContribution, days=settled, now=now).count(),
        AuditEvent.CONTRIBUTION_TEXTS_ERASED,
        "contributions",
    )
    yield _row(
        _("Contacts of people who may be asked back"),
        after % {"days": config.contacts_kept_days},
        contacts_due(kept=timedelta(days=config.contacts_kept_days), now=now).count(),
        AuditEvent.CONTACTS_ERASED,
        "contacts",
    )
    yield _row(
        _("Photos and spoken messages"),
        after % {"days": config.enclosures_kept_days},
        enclosures_due(kept=timedelta(days=config.enclosures_kept_days), now=now).count(),
        AuditEvent.ENCLOSURES_ERASED,
        "enclosures",
    )
    yield _row(
        _("The raw packages ballots came in: whoever had them could tell an order"),
        _("%(days)s days after they came, once all ballots are in the box") % {"days": config.ballot_batches_kept_days},
        sum(due.count() for due in ballot_batches_due(kept=timedelta(days=config.ballot_batches_kept_days), now=now)),
        AuditEvent.BALLOT_BATCHES_FORGOTTEN,
        "batches",
    )
    yield _row(
        _("Names of the team in closings of a day"),
        _("%(days)s days after they came") % {"days": settled},
        closures_due(days=settled, now=now).count(),
    )
    yield _row(
        _("Names of the team in planned shifts"),
        _("%(days)s days after the shift") % {"days": KEPT_DAYS},
        past_shifts(now).count(),
    )


def _row(name: str, rule: str, beyond: int, event: str = "", fact: str = "") -> RetentionRow:
    """``event``: what the log calls it; empty where nothing is logged of it."""
    told = list(AuditEntry.objects.filter(event=event).order_by("-number").values_list("at", "facts"))
    erased = sum(int(parse_json(facts)[fact]) for _at, facts in told)
    return RetentionRow(name, rule, beyond, told[0][0] if told else None, erased)

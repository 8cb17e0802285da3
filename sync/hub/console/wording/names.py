"""What people call what the hub knows by a word of an enum: kinds, states, roles, decisions."""

from __future__ import annotations

from collections.abc import Mapping
from enum import Enum

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from sync.hub.accounts.roles import Role
from sync.hub.drafts.models import DraftState
from sync.hub.intake.models import IncidentKind
from sync.hub.triage.health import Health
from sync.hub.triage.models import TriageVerdict
from sync.hub.triage.signs import BatchSign, RecordSign
from sync.protocol.records import RecordKind

NAMES: Mapping[type[Enum], Mapping[str, str]] = {
    RecordKind: {
        RecordKind.BALLOT: gettext_noop("ballot"),
        RecordKind.REPORT: gettext_noop("defect report"),
        RecordKind.DAMAGE: gettext_noop("word on a damaged database"),
    },
    RecordSign: {
        RecordSign.APPLIED: gettext_noop("opened"),
        RecordSign.WAITING: gettext_noop("waits to be opened"),
        RecordSign.QUARANTINED: gettext_noop("in quarantine"),
        RecordSign.STAYS_OUT: gettext_noop("stays out"),
    },
    BatchSign: {
        BatchSign.STORED: gettext_noop("stored"),
        BatchSign.ASIDE: gettext_noop("set aside"),
        BatchSign.LET_IN: gettext_noop("let in afterwards"),
        BatchSign.STAYS_OUT: gettext_noop("stays out"),
        BatchSign.UNREADABLE: gettext_noop("kept, not readable"),
        BatchSign.LOST: gettext_noop("declared lost by the station"),
        BatchSign.LOSS_NOTED: gettext_noop("lost, and noted"),
    },
    IncidentKind: {
        IncidentKind.FORK: gettext_noop("Two histories"),
        IncidentKind.DOUBLED_RECORD: gettext_noop("Two records under one id"),
        IncidentKind.UNREADABLE_BATCH: gettext_noop("A batch cannot be read"),
        IncidentKind.DATABASE_DAMAGED: gettext_noop("Damaged database"),
        IncidentKind.AFTER_REVOCATION: gettext_noop("Sent after revocation"),
        IncidentKind.LOG_DOUBTED: gettext_noop("Ballot log not believed"),
        IncidentKind.AUDIT_REWRITTEN: gettext_noop("Event log rewritten"),
        IncidentKind.TWO_MACHINES: gettext_noop("Two machines under one key"),
        IncidentKind.PUT_BACK: gettext_noop("Station put back"),
        IncidentKind.CLOCK_WRONG: gettext_noop("The hub's clock was wrong"),
        IncidentKind.LOG_BEHIND: gettext_noop("Ballot log lacks ballots"),
        IncidentKind.LOG_FORKED: gettext_noop("Two ballot logs"),
    },
    TriageVerdict: {
        TriageVerdict.RELEASED: gettext_noop("Let in"),
        TriageVerdict.REJECTED: gettext_noop("Stays out"),
        TriageVerdict.SETTLED: gettext_noop("Settled"),
    },
    Health: {
        Health.IN_SYNC: gettext_noop("in sync"),
        Health.WAITING: gettext_noop("records waiting"),
        Health.NEW: gettext_noop("no contact yet"),
        Health.NEVER: gettext_noop("never reported"),
        Health.OVERDUE: gettext_noop("overdue"),
        Health.ERROR: gettext_noop("last contact failed"),
        Health.CLOCK: gettext_noop("clock is wrong"),
        Health.OLD_CONTENT: gettext_noop("older content"),
        Health.REVOKED: gettext_noop("revoked"),
    },
    DraftState: {
        DraftState.DRAFT: gettext_noop("being written"),
        DraftState.REVIEW: gettext_noop("to be looked at"),
        DraftState.APPROVED: gettext_noop("approved"),
        DraftState.PUBLISHED: gettext_noop("published"),
    },
    Role: {
        Role.ADMINISTRATOR: gettext_noop("administrator"),
        Role.AUDITOR: gettext_noop("auditor"),
    },
}
"""The name of every member, by its enum."""


def is_known(enum: type[Enum], word: str) -> bool:
    """False for a word of a newer version."""
    return word in NAMES[enum]


def name_of(enum: type[Enum], word: str) -> str:
    """The name of a member; a word of a newer version as it is."""
    return _(NAMES[enum][word]) if is_known(enum, word) else word

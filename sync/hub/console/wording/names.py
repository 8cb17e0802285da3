"""What people call what the hub knows by a word of an enum: kinds, states, roles, decisions."""

from __future__ import annotations

from collections.abc import Mapping
from enum import Enum

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from sync.foreign_media import MediaFault
from sync.hub.accounts.roles import Role
from sync.hub.contributions.selectors import ContributionOrder
from sync.hub.counting.models import CountingStep
from sync.hub.data_use.wording import USES
from sync.hub.drafts.models import DraftState
from sync.hub.entries.models import ReviewState
from sync.hub.entries.search import Late
from sync.hub.handover.decisions import HandoverDecision
from sync.hub.handover.models import HandoverState
from sync.hub.intake.models import IncidentKind
from sync.hub.paper.faults import InvalidForm
from sync.hub.polls.models import BatchStep
from sync.hub.reports.search import Order
from sync.hub.triage.health import Health
from sync.hub.triage.models import TriageVerdict
from sync.hub.triage.signs import BatchSign, RecordSign
from sync.protocol.contributions import ContributionKind, ContributionState
from sync.protocol.data_use import DataUseKind
from sync.protocol.records import RecordKind, WordKind

NAMES: Mapping[type[Enum], Mapping[str, str]] = {
    RecordKind: {
        RecordKind.BALLOT: gettext_noop("ballot"),
        RecordKind.REPORT: gettext_noop("defect report"),
        RecordKind.DAMAGE: gettext_noop("word on a damaged database"),
        RecordKind.WORD: gettext_noop("word on a report"),
        RecordKind.CONTRIBUTION: gettext_noop("idea, question or offer"),
        RecordKind.SUPPORT: gettext_noop("support of an idea"),
        RecordKind.VISITS: gettext_noop("count of visits"),
        RecordKind.ANSWER: gettext_noop("answer to a question"),
        RecordKind.CLOSURE: gettext_noop("closed day"),
        RecordKind.EVENING: gettext_noop("poll for an evening"),
        RecordKind.VOID_CODE: gettext_noop("void card"),
        RecordKind.CLAIM: gettext_noop("word on a missing ballot"),
        RecordKind.SLIP_KEY: gettext_noop("key for slips"),
    },
    DataUseKind: USES,
    MediaFault: {
        MediaFault.UNKNOWN_KIND: gettext_noop("It is of a kind that is not taken."),
        MediaFault.BROKEN: gettext_noop("It is cut off or damaged."),
        MediaFault.TOO_LARGE: gettext_noop("It is larger or longer than anything real."),
        MediaFault.SILENT: gettext_noop("Nothing is to be heard in it."),
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
        IncidentKind.OLD_KEY: gettext_noop("Old key used"),
        IncidentKind.CLOCK_WRONG: gettext_noop("The hub's clock was wrong"),
        IncidentKind.LOG_BEHIND: gettext_noop("Ballot log lacks ballots"),
        IncidentKind.LOG_FORKED: gettext_noop("Two ballot logs"),
        IncidentKind.PROMISE_OVERDUE: gettext_noop("Promised answer overdue"),
        IncidentKind.PROMISE_LEFT_OUT: gettext_noop("Promise left out"),
        IncidentKind.BALLOT_MISSED: gettext_noop("Ballot missed"),
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
        Health.POWER: gettext_noop("battery nearly empty"),
        Health.SILENT: gettext_noop("no sound"),
        Health.OLD_CONTENT: gettext_noop("older content"),
        Health.REVOKED: gettext_noop("revoked"),
    },
    ReviewState: {
        ReviewState.RECEIVED: gettext_noop("received, not looked at"),
        ReviewState.HAS_ISSUES: gettext_noop("has issues"),
        ReviewState.APPROVED: gettext_noop("approved"),
        ReviewState.REJECTED: gettext_noop("rejected"),
    },
    HandoverState: {
        HandoverState.WAITING: gettext_noop("waits to be handed over"),
        HandoverState.INCOMPLETE: gettext_noop("waits until it is complete"),
        HandoverState.SENT: gettext_noop("just being sent"),
        HandoverState.ANSWER_LOST: gettext_noop("sent, answer lost"),
        HandoverState.ACCEPTED: gettext_noop("handed over"),
        HandoverState.REFUSED: gettext_noop("not taken: please decide"),
        HandoverState.KEPT_HERE: gettext_noop("stays here"),
    },
    HandoverDecision: {
        HandoverDecision.SEND: gettext_noop("Send it (again) as it is: I have looked, it is not there"),
        HandoverDecision.KEEP_HERE: gettext_noop("Do not hand it over"),
        HandoverDecision.IS_THERE: gettext_noop("It is there, under this number:"),
    },
    ContributionOrder: {
        ContributionOrder.NEWEST: gettext_noop("the newest first"),
        ContributionOrder.OLDEST: gettext_noop("the oldest first"),
        ContributionOrder.DUE: gettext_noop("by the promised day"),
        ContributionOrder.SUPPORTS: gettext_noop("most supports first"),
    },
    Order: {
        Order.NEWEST: gettext_noop("the newest first"),
        Order.OLDEST: gettext_noop("the oldest first"),
        Order.DUE: gettext_noop("by the promised day"),
        Order.DISTRICT: gettext_noop("by district"),
        Order.CATEGORY: gettext_noop("by category"),
    },
    Late: {
        Late.REVIEW: gettext_noop("not looked at in time"),
        Late.DUE: gettext_noop("promised day gone by"),
    },
    ContributionKind: {
        ContributionKind.IDEA: gettext_noop("idea"),
        ContributionKind.QUESTION: gettext_noop("question or concern"),
        ContributionKind.WISH_TO_BE_ASKED: gettext_noop("wish to be asked"),
        ContributionKind.OFFER: gettext_noop("offer to help"),
        ContributionKind.SPOKEN_ANSWER: gettext_noop("spoken answer to a survey"),
    },
    ContributionState: {
        ContributionState.RECEIVED: gettext_noop("received"),
        ContributionState.IN_PROGRESS: gettext_noop("in progress"),
        ContributionState.BEFORE_COUNCIL: gettext_noop("before the district council"),
        ContributionState.ANSWERED: gettext_noop("answered"),
        ContributionState.TAKEN_UP: gettext_noop("taken up"),
        ContributionState.NOT_TAKEN_UP: gettext_noop("not taken up"),
        ContributionState.WITHDRAWN: gettext_noop("withdrawn by whoever left it"),
    },
    WordKind: {
        WordKind.NOT_IN_ORDER: gettext_noop("not in order yet"),
        WordKind.WITHDRAWN: gettext_noop("withdrawn"),
        WordKind.SUPPORTED: gettext_noop("meant by somebody else, too"),
    },
    DraftState: {
        DraftState.DRAFT: gettext_noop("being written"),
        DraftState.REVIEW: gettext_noop("to be looked at"),
        DraftState.APPROVED: gettext_noop("approved"),
        DraftState.PUBLISHED: gettext_noop("published"),
    },
    InvalidForm: {
        InvalidForm.BLANK: gettext_noop("nothing is marked"),
        InvalidForm.UNCLEAR: gettext_noop("it cannot be seen what is meant"),
        InvalidForm.TOO_MANY: gettext_noop("more is marked than the rules allow"),
        InvalidForm.WRITTEN_ON: gettext_noop("a name or words are written on it"),
        InvalidForm.OTHER_POLL: gettext_noop("it is a form of another poll"),
    },
    CountingStep: {
        CountingStep.BOX_TAKEN: gettext_noop("box taken away"),
        CountingStep.MIXED_BROUGHT: gettext_noop("mixed envelopes brought"),
        CountingStep.MIXED_TAKEN: gettext_noop("mixed envelopes taken away"),
        CountingStep.RESULT_KEPT: gettext_noop("result kept, counted again by the hub"),
        CountingStep.RESULT_PUBLISHED: gettext_noop("result published"),
    },
    BatchStep: {
        BatchStep.HANDED_OUT: gettext_noop("cards handed out"),
        BatchStep.RETURNED: gettext_noop("cards came back unused"),
        BatchStep.VOID: gettext_noop("declared void, unused cards"),
    },
    Role: {
        Role.ADMINISTRATOR: gettext_noop("administrator"),
        Role.EDITOR: gettext_noop("editor"),
        Role.PUBLISHER: gettext_noop("publisher"),
        Role.COUNTER: gettext_noop("counter"),
        Role.REPORT_OFFICER: gettext_noop("report officer"),
        Role.DISTRICT_COUNCIL: gettext_noop("district council"),
        Role.HOUSE: gettext_noop("house"),
        Role.OUTREACH_LEAD: gettext_noop("outreach lead"),
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


def choices_of(enum: type[Enum]) -> list[tuple[str, str]]:
    """All its members, each with its name: what a list can be narrowed down to."""
    return [(word, name_of(enum, word)) for word in NAMES[enum]]

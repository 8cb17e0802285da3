"""Entries of the audit log as sentences in the reader's language. The log itself holds only names and facts."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from django.utils.html import escape, format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from sync.hub.accounts.roles import Role
from sync.hub.audit.events import SENTENCES, AuditEvent
from sync.hub.console.wording.choices import choice_facts
from sync.hub.console.wording.names import NAMES, name_of
from sync.hub.console.wording.reasons import reason_words
from sync.hub.console.wording.terms import plan_words, state_words
from sync.hub.entries.models import ReviewState
from sync.hub.handover.models import HandoverState
from sync.hub.intake.models import IncidentKind
from sync.hub.triage.contact_schedule import read_plan
from sync.protocol.contributions import ContributionState
from sync.protocol.records import RecordKind
from sync.protocol.report_status import ReportState

EVENT_NAMES: Mapping[str, str] = {
    AuditEvent.HUB_MADE: gettext_noop("Hub set up"),
    AuditEvent.ADMINISTRATOR_MADE: gettext_noop("First account made"),
    AuditEvent.SIGNED_IN: gettext_noop("Signed in"),
    AuditEvent.SIGN_IN_FAILED: gettext_noop("Shut out after failed sign-ins"),
    AuditEvent.SIGNED_OUT: gettext_noop("Signed out"),
    AuditEvent.ACCOUNT_MADE: gettext_noop("Account made"),
    AuditEvent.ACCOUNT_CLOSED: gettext_noop("Account closed"),
    AuditEvent.ACCOUNT_REOPENED: gettext_noop("Account opened again"),
    AuditEvent.ROLE_CHANGED: gettext_noop("Role changed"),
    AuditEvent.PASSWORD_RENEWED: gettext_noop("New one-time password"),
    AuditEvent.PASSWORD_CHOSEN: gettext_noop("Password chosen"),
    AuditEvent.SESSIONS_ENDED: gettext_noop("Sessions ended"),
    AuditEvent.SECOND_STEP_ADDED: gettext_noop("Second step set up"),
    AuditEvent.SECOND_STEP_REMOVED: gettext_noop("Second step taken away"),
    AuditEvent.KEY_ADDED: gettext_noop("Security key registered"),
    AuditEvent.KEY_REMOVED: gettext_noop("Security key taken away"),
    AuditEvent.KEY_COUNTED_BACK: gettext_noop("Security key counted backwards"),
    AuditEvent.CODE_MADE: gettext_noop("Enrolment code made"),
    AuditEvent.CODE_WITHDRAWN: gettext_noop("Enrolment code withdrawn"),
    AuditEvent.STATION_ENROLLED: gettext_noop("Station enrolled"),
    AuditEvent.STATION_REVOKED: gettext_noop("Station revoked"),
    AuditEvent.CONTACT_PLANNED: gettext_noop("Contact planned"),
    AuditEvent.BATCH_SET_ASIDE: gettext_noop("Batch set aside"),
    AuditEvent.BATCH_UNREADABLE: gettext_noop("Batch not readable"),
    AuditEvent.RECORD_DOUBLED: gettext_noop("Two records under one id"),
    AuditEvent.RECORD_QUARANTINED: gettext_noop("Record in quarantine"),
    AuditEvent.RECORD_RELEASED: gettext_noop("Record released"),
    AuditEvent.RECORD_REJECTED: gettext_noop("Record rejected"),
    AuditEvent.BATCH_RELEASED: gettext_noop("Batch let in"),
    AuditEvent.BATCH_REJECTED: gettext_noop("Batch stays out"),
    AuditEvent.LOSS_NOTED: gettext_noop("Loss noted"),
    AuditEvent.INCIDENT_SETTLED: gettext_noop("Incident settled"),
    AuditEvent.BALLOT_BATCHES_FORGOTTEN: gettext_noop("Raw ballots erased"),
    AuditEvent.BALLOTS_LOGGED: gettext_noop("Ballot log has grown"),
    AuditEvent.LOG_REBUILT: gettext_noop("Ballot log rebuilt"),
    AuditEvent.LOG_DOUBTED: gettext_noop("Ballot log not believed"),
    AuditEvent.LOG_BEHIND: gettext_noop("Ballot log lacks ballots"),
    AuditEvent.LOG_FORKED: gettext_noop("Two ballot logs"),
    AuditEvent.LOG_RELEASED: gettext_noop("Ballot log goes on"),
    AuditEvent.LOG_BEGUN_AGAIN: gettext_noop("Ballot log begun again"),
    AuditEvent.STATION_COPIED: gettext_noop("Two machines under one key"),
    AuditEvent.STATION_PUT_BACK: gettext_noop("Station put back"),
    AuditEvent.OLD_KEY_USED: gettext_noop("Old key used"),
    AuditEvent.AUDIT_REWRITTEN: gettext_noop("Event log rewritten"),
    AuditEvent.AUDIT_BROKEN: gettext_noop("Event log broken"),
    AuditEvent.CLOCK_TRUSTED: gettext_noop("Clock said to be right"),
    AuditEvent.CLOCK_WAS_WRONG: gettext_noop("Clock said to have been wrong"),
    AuditEvent.LATE_BALLOTS_ASIDE: gettext_noop("Ballots of a wrong clock set aside"),
    AuditEvent.CONTENT_PUBLISHED: gettext_noop("Content published"),
    AuditEvent.CONTENT_RENEWED: gettext_noop("Content signature renewed"),
    AuditEvent.DISTRICTS_IMPORTED: gettext_noop("Districts imported"),
    AuditEvent.DATES_IMPORTED: gettext_noop("Dates imported"),
    AuditEvent.SHIFT_PLANNED: gettext_noop("Shift of attendants planned"),
    AuditEvent.SHIFT_WITHDRAWN: gettext_noop("Shift of attendants withdrawn"),
    AuditEvent.PLACES_IMPORTED: gettext_noop("Places imported"),
    AuditEvent.SERVICES_IMPORTED: gettext_noop("Categories of the city imported"),
    AuditEvent.DRAFT_WRITTEN: gettext_noop("Poll written"),
    AuditEvent.DRAFT_HANDED_IN: gettext_noop("Poll handed in"),
    AuditEvent.DRAFT_APPROVED: gettext_noop("Poll approved"),
    AuditEvent.DRAFT_SENT_BACK: gettext_noop("Poll sent back"),
    AuditEvent.DRAFT_THROWN_AWAY: gettext_noop("Draft thrown away"),
    AuditEvent.CONTENT_DRAFT_CHANGED: gettext_noop("Content written or approved"),
    AuditEvent.CONTENT_DRAFT_THROWN_AWAY: gettext_noop("Draft of content thrown away"),
    AuditEvent.PICTURE_BROUGHT: gettext_noop("Picture brought"),
    AuditEvent.PICTURE_TAKEN_AWAY: gettext_noop("Picture taken away"),
    AuditEvent.POLL_PUBLISHED: gettext_noop("Poll published"),
    AuditEvent.POLL_COUNTED: gettext_noop("Poll counted"),
    AuditEvent.EVENING_OPENED: gettext_noop("Poll opened for one evening"),
    AuditEvent.EVENING_COUNTED: gettext_noop("Poll counted at a station"),
    AuditEvent.EVENING_KEYS: gettext_noop("Keys of an evening handed over"),
    AuditEvent.EVENING_SAME: gettext_noop("Evening counted again: the same"),
    AuditEvent.EVENING_OTHER: gettext_noop("Evening counted again: not the same"),
    AuditEvent.PAPER_BOXED: gettext_noop("Ballots on paper put into the box"),
    AuditEvent.BOX_TAKEN: gettext_noop("Box taken away"),
    AuditEvent.BALLOTS_MIXED: gettext_noop("Mixed envelopes brought"),
    AuditEvent.MIXED_TAKEN: gettext_noop("Mixed envelopes taken away"),
    AuditEvent.RESULT_PUBLISHED: gettext_noop("Result published"),
    AuditEvent.PROMISE_OVERDUE: gettext_noop("Promised answer overdue"),
    AuditEvent.PROMISE_LEFT_OUT: gettext_noop("Promise left out"),
    AuditEvent.CLAIM_CAME: gettext_noop("Ballot missed"),
    AuditEvent.CLAIM_ANSWERED: gettext_noop("Claim answered"),
    AuditEvent.POLL_ROLLED_BACK: gettext_noop("Earlier version of a poll brought back"),
    AuditEvent.CONTENT_ROLLED_BACK: gettext_noop("Earlier version of content brought back"),
    AuditEvent.CALENDAR_SUBSCRIBED: gettext_noop("Calendar followed"),
    AuditEvent.CALENDAR_UNSUBSCRIBED: gettext_noop("Calendar not followed any more"),
    AuditEvent.TEXT_BLOCK_WRITTEN: gettext_noop("Text block written"),
    AuditEvent.TEXT_BLOCK_TAKEN_AWAY: gettext_noop("Text block taken away"),
    AuditEvent.CITY_CHOSE: gettext_noop("Setting changed"),
    AuditEvent.REPORT_ASSIGNED: gettext_noop("Report given to somebody"),
    AuditEvent.CONTRIBUTION_ASSIGNED: gettext_noop("Contribution given to somebody"),
    AuditEvent.REPORT_MERGED: gettext_noop("Reports merged"),
    AuditEvent.CONTRIBUTION_MERGED: gettext_noop("Contributions merged"),
    AuditEvent.NOTICE_ISSUED: gettext_noop("Emergency notice issued"),
    AuditEvent.NOTICE_WITHDRAWN: gettext_noop("Emergency notice taken back"),
    AuditEvent.STATION_DAMAGED: gettext_noop("Database of a station damaged"),
    AuditEvent.REKEY_WISHED: gettext_noop("New key wished for"),
    AuditEvent.PARTICIPATION_CODES_MADE: gettext_noop("Participation codes made"),
    AuditEvent.CODES_HANDED_OUT: gettext_noop("Participation codes handed out"),
    AuditEvent.CODES_RETURNED: gettext_noop("Participation codes came back"),
    AuditEvent.CODES_VOIDED: gettext_noop("Participation codes declared void"),
    "station-rekeyed": gettext_noop("New key of a station"),
    "report-state-set": gettext_noop("Report answered"),
    "report-reviewed": gettext_noop("Report looked at"),
    "report-redacted": gettext_noop("Words of a report hidden"),
    "report-read": gettext_noop("Report read"),
    "reports-listed": gettext_noop("List of reports read"),
    "reports-exported": gettext_noop("Reports taken away"),
    "report-handed-over": gettext_noop("Report handed over"),
    "report-withdrawn": gettext_noop("Report withdrawn"),
    "survey-texts-read": gettext_noop("Texts of a survey read"),
    "enclosure-seen": gettext_noop("Attachment seen or heard"),
    "photo-blackened": gettext_noop("Photo blackened"),
    "spoken-written-down": gettext_noop("Spoken message written down"),
    "contact-seen": gettext_noop("Contact seen"),
    "contacts-erased": gettext_noop("Contacts erased"),
    "enclosures-erased": gettext_noop("Photos and spoken messages erased"),
    "backup-verified": gettext_noop("Backup proven"),
    "hub-restored": gettext_noop("Hub restored"),
    "root-installed": gettext_noop("Content root installed"),
    "contribution-state-set": gettext_noop("Contribution answered"),
    "contribution-reviewed": gettext_noop("Contribution looked at"),
    "contribution-redacted": gettext_noop("Words of a contribution hidden"),
    "contribution-withdrawn": gettext_noop("Contribution withdrawn"),
    "contribution-read": gettext_noop("Contribution read"),
    "contributions-listed": gettext_noop("Contributions listed"),
    "contributions-exported": gettext_noop("Contributions taken away"),
    "report-batches-dropped": gettext_noop("Raw reports erased"),
    "report-texts-erased": gettext_noop("Old reports erased"),
    "contribution-texts-erased": gettext_noop("Old contributions erased"),
    "data-use-told": gettext_noop("Use of data told"),
    "hub-code-made": gettext_noop("Code for another hub made"),
    "hub-joined": gettext_noop("Another hub joined"),
    "station-forwarded": gettext_noop("Station of another hub"),
    "forwarded-station-revoked": gettext_noop("Station of another hub revoked"),
    "stick-brought": gettext_noop("Stick brought in"),
    "stick-handed-out": gettext_noop("Answers for a stick taken away"),
}


def event_name(event: AuditEvent) -> str:
    """What an event is called in a list; its code for one that has no name here yet."""
    return _(EVENT_NAMES[event]) if event in EVENT_NAMES else event.value


_FACT_NAMES = {
    **NAMES[Role],
    **NAMES[RecordKind],
    **NAMES[IncidentKind],
    "app": gettext_noop("code of an app"),
}


def log_sentence(event: str, facts: Mapping[str, object], shown: Callable[..., SafeString]) -> SafeString:
    """What happened, in words. ``shown`` gives a fact and its value as it is read, under a name of its own if it has
    one. An event of a newer version is told by its name.
    """
    try:
        told = {fact: shown(fact, value) for fact, value in facts.items()}
        told |= {fact: escape(words) for fact, words in _in_words(facts).items()}
        reach = [shown("reach", one) for one in str(facts.get("reach", "")).split()]
        told["reach"] = SafeString()
        if reach:
            told["reach"] = format_html(" ({})", format_html_join(", ", "{}", ([one] for one in reach)))
        if "device" in facts and "name" in facts:
            told["name"] = shown("device", facts["device"], name=facts["name"])
            told["device"] = escape(facts["device"])
        return mark_safe(escape(_(SENTENCES[AuditEvent(event)])) % told)  # noqa: S308  each part is escaped
    except (KeyError, ValueError):
        return escape(event)


def _in_words(facts: Mapping[str, object]) -> dict[str, object]:
    """Those of the facts that are words of the program, as people call them."""
    words: dict[str, object] = {}
    for fact in {"role", "kind"} & set(facts):
        words[fact] = _(_FACT_NAMES.get(str(facts[fact]), str(facts[fact])))
    if "reason" in facts:
        words["reason"] = reason_words(str(facts["reason"])).rstrip(".")
    if "state" in facts:
        word = str(facts["state"])
        words["state"] = state_words(word) if word in set(ReportState) else name_of(ContributionState, word)
    for fact, enum in {"review": ReviewState, "handover": HandoverState}.items():
        if fact in facts:
            words[fact] = name_of(enum, str(facts[fact]))
    if "choice" in facts:
        words |= choice_facts(facts)
    if facts.get("into") == "":
        words["into"] = _("none other")
    if facts.get("because") == "":
        words["because"] = _("nothing any more")
    if "plan" in facts:
        words["plan"] = plan_words(read_plan(str(facts["plan"])))
    return words


_ACTORS = {
    "hub": gettext_noop("the hub itself"),
    "worker": gettext_noop("the hub's worker"),
    "command line": gettext_noop("command line"),
    "hand-over": gettext_noop("the hub's hand-over"),
    "citizen": gettext_noop("whoever left it"),
    "supports": gettext_noop("those who support it"),
    "somebody": gettext_noop("somebody"),
}


def actor_words(by: str) -> str:
    """Who did it: a login name as it is, a part of the hub in words."""
    return _(_ACTORS[by]) if by in _ACTORS else by

"""Every event the audit log can hold, the facts it may name, and its sentence. Nothing else can be logged.

Batches, records, ballots and reports arriving are not events: batches are a signed chain of their own, and one entry
per ballot would tell the order in which they came. No fact is about a citizen; a note is what the
acting person wrote to explain a decision.
"""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum

from django.utils.translation import gettext_noop

from sync.protocol.reasons import names_in


class AuditEvent(StrEnum):
    """What was done."""

    HUB_MADE = "hub-made"
    ADMINISTRATOR_MADE = "administrator-made"
    SIGNED_IN = "signed-in"
    SIGN_IN_FAILED = "sign-in-failed"
    SIGNED_OUT = "signed-out"
    ACCOUNT_MADE = "account-made"
    ACCOUNT_CLOSED = "account-closed"
    ACCOUNT_REOPENED = "account-reopened"
    ROLE_CHANGED = "role-changed"
    PASSWORD_RENEWED = "password-renewed"  # noqa: S105 (a name, no password)
    PASSWORD_CHOSEN = "password-chosen"  # noqa: S105
    SESSIONS_ENDED = "sessions-ended"
    SECOND_STEP_ADDED = "second-step-added"
    SECOND_STEP_REMOVED = "second-step-removed"
    KEY_ADDED = "key-added"
    KEY_REMOVED = "key-removed"
    KEY_COUNTED_BACK = "key-counted-back"
    CODE_MADE = "code-made"
    STATION_ENROLLED = "station-enrolled"
    REKEY_WISHED = "rekey-wished"
    STATION_DAMAGED = "station-damaged"
    STATION_REKEYED = "station-rekeyed"
    STATION_REVOKED = "station-revoked"
    CODE_WITHDRAWN = "code-withdrawn"
    CONTACT_PLANNED = "contact-planned"
    BATCH_SET_ASIDE = "batch-set-aside"
    BATCH_UNREADABLE = "batch-unreadable"
    RECORD_DOUBLED = "record-doubled"
    RECORD_QUARANTINED = "record-quarantined"
    RECORD_RELEASED = "record-released"
    RECORD_REJECTED = "record-rejected"
    BATCH_RELEASED = "batch-released"
    BATCH_REJECTED = "batch-rejected"
    LOSS_NOTED = "loss-noted"
    INCIDENT_SETTLED = "incident-settled"
    BALLOT_BATCHES_FORGOTTEN = "ballot-batches-forgotten"
    BALLOTS_LOGGED = "ballots-logged"
    LOG_REBUILT = "log-rebuilt"
    LOG_DOUBTED = "log-doubted"
    LOG_BEHIND = "log-behind"
    LOG_FORKED = "log-forked"
    LOG_RELEASED = "log-released"
    LOG_BEGUN_AGAIN = "log-begun-again"
    STATION_COPIED = "station-copied"
    STATION_PUT_BACK = "station-put-back"
    OLD_KEY_USED = "old-key-used"
    AUDIT_REWRITTEN = "audit-rewritten"
    AUDIT_BROKEN = "audit-broken"
    CLOCK_TRUSTED = "clock-trusted"
    CLOCK_WAS_WRONG = "clock-was-wrong"
    LATE_BALLOTS_ASIDE = "late-ballots-aside"
    CONTENT_PUBLISHED = "content-published"
    CONTENT_RENEWED = "content-renewed"
    DISTRICTS_IMPORTED = "districts-imported"
    DATES_IMPORTED = "dates-imported"
    SHIFT_PLANNED = "shift-planned"
    SHIFT_WITHDRAWN = "shift-withdrawn"
    PLACES_IMPORTED = "places-imported"
    SERVICES_IMPORTED = "services-imported"
    DRAFT_WRITTEN = "draft-written"
    DRAFT_HANDED_IN = "draft-handed-in"
    DRAFT_APPROVED = "draft-approved"
    DRAFT_SENT_BACK = "draft-sent-back"
    DRAFT_THROWN_AWAY = "draft-thrown-away"
    CONTENT_DRAFT_CHANGED = "content-draft-changed"
    CONTENT_DRAFT_THROWN_AWAY = "content-draft-thrown-away"
    PICTURE_BROUGHT = "picture-brought"
    PICTURE_TAKEN_AWAY = "picture-taken-away"
    POLL_ROLLED_BACK = "poll-rolled-back"
    CONTENT_ROLLED_BACK = "content-rolled-back"
    CALENDAR_SUBSCRIBED = "calendar-subscribed"
    CALENDAR_UNSUBSCRIBED = "calendar-unsubscribed"
    POLL_PUBLISHED = "poll-published"
    POLL_COUNTED = "poll-counted"
    EVENING_OPENED = "evening-opened"
    EVENING_COUNTED = "evening-counted"
    EVENING_KEYS = "evening-keys"
    EVENING_SAME = "evening-same"
    EVENING_OTHER = "evening-other"
    PAPER_BOXED = "paper-boxed"
    BOX_TAKEN = "box-taken"
    BALLOTS_MIXED = "ballots-mixed"
    MIXED_TAKEN = "mixed-taken"
    RESULT_PUBLISHED = "result-published"
    PROMISE_OVERDUE = "promise-overdue"
    PROMISE_LEFT_OUT = "promise-left-out"
    CLAIM_CAME = "claim-came"
    CLAIM_ANSWERED = "claim-answered"
    TEXT_BLOCK_WRITTEN = "text-block-written"
    TEXT_BLOCK_TAKEN_AWAY = "text-block-taken-away"
    CITY_CHOSE = "city-chose"
    NOTICE_ISSUED = "notice-issued"
    NOTICE_WITHDRAWN = "notice-withdrawn"
    PARTICIPATION_CODES_MADE = "participation-codes-made"
    CODES_HANDED_OUT = "codes-handed-out"
    CODES_RETURNED = "codes-returned"
    CODES_VOIDED = "codes-voided"
    REPORT_STATE_SET = "report-state-set"
    REPORT_REVIEWED = "report-reviewed"
    REPORT_REDACTED = "report-redacted"
    REPORT_ASSIGNED = "report-assigned"
    CONTRIBUTION_ASSIGNED = "contribution-assigned"
    REPORT_MERGED = "report-merged"
    CONTRIBUTION_MERGED = "contribution-merged"
    REPORT_READ = "report-read"
    REPORTS_LISTED = "reports-listed"
    REPORTS_EXPORTED = "reports-exported"
    SURVEY_TEXTS_READ = "survey-texts-read"
    REPORT_HANDED_OVER = "report-handed-over"
    REPORT_WITHDRAWN = "report-withdrawn"
    ENCLOSURE_SEEN = "enclosure-seen"
    PHOTO_BLACKENED = "photo-blackened"
    SPOKEN_WRITTEN_DOWN = "spoken-written-down"
    CONTACT_SEEN = "contact-seen"
    CONTACTS_ERASED = "contacts-erased"
    ENCLOSURES_ERASED = "enclosures-erased"
    BACKUP_VERIFIED = "backup-verified"
    HUB_RESTORED = "hub-restored"
    ROOT_INSTALLED = "root-installed"
    CONTRIBUTION_STATE_SET = "contribution-state-set"
    CONTRIBUTION_REVIEWED = "contribution-reviewed"
    CONTRIBUTION_REDACTED = "contribution-redacted"
    CONTRIBUTION_WITHDRAWN = "contribution-withdrawn"
    CONTRIBUTION_READ = "contribution-read"
    CONTRIBUTIONS_LISTED = "contributions-listed"
    CONTRIBUTIONS_EXPORTED = "contributions-exported"
    REPORT_BATCHES_DROPPED = "report-batches-dropped"
    REPORT_TEXTS_ERASED = "report-texts-erased"
    CONTRIBUTION_TEXTS_ERASED = "contribution-texts-erased"
    DATA_USE_TOLD = "data-use-told"
    HUB_CODE_MADE = "hub-code-made"
    HUB_JOINED = "hub-joined"
    STATION_FORWARDED = "station-forwarded"
    FORWARDED_STATION_REVOKED = "forwarded-station-revoked"
    STICK_BROUGHT = "stick-brought"
    STICK_HANDED_OUT = "stick-handed-out"


SENTENCES: Mapping[AuditEvent, str] = {
    AuditEvent.HUB_MADE: gettext_noop("The hub was set up (database %(epoch)s)."),
    AuditEvent.ADMINISTRATOR_MADE: gettext_noop("The account %(name)s was made."),
    AuditEvent.SIGNED_IN: gettext_noop("Signed in."),
    AuditEvent.SIGN_IN_FAILED: gettext_noop("Somebody failed to sign in too often and was shut out for a while."),
    AuditEvent.SIGNED_OUT: gettext_noop("Signed out."),
    AuditEvent.ACCOUNT_MADE: gettext_noop("The account %(name)s was made, with the role %(role)s%(reach)s."),
    AuditEvent.ACCOUNT_CLOSED: gettext_noop("The account %(name)s was closed."),
    AuditEvent.ACCOUNT_REOPENED: gettext_noop("The account %(name)s was opened again."),
    AuditEvent.ROLE_CHANGED: gettext_noop("The account %(name)s has another role now: %(role)s%(reach)s."),
    AuditEvent.PASSWORD_RENEWED: gettext_noop("The account %(name)s got a new one-time password."),
    AuditEvent.PASSWORD_CHOSEN: gettext_noop("Chose a new password."),
    AuditEvent.SESSIONS_ENDED: gettext_noop("%(sessions)s sessions of the account %(name)s were ended."),
    AuditEvent.SECOND_STEP_ADDED: gettext_noop("Set up a second step for signing in (%(kind)s)."),
    AuditEvent.SECOND_STEP_REMOVED: gettext_noop(
        "The second step for signing in was taken away from the account %(name)s (%(kind)s)."
    ),
    AuditEvent.KEY_ADDED: gettext_noop("Registered the security key “%(key)s” for signing in."),
    AuditEvent.KEY_REMOVED: gettext_noop("The security key “%(key)s” was taken away from the account %(name)s."),
    AuditEvent.KEY_COUNTED_BACK: gettext_noop(
        "The security key “%(key)s” of the account %(name)s has signed less often than before: "
        "there may be a copy of it. It was not let in."
    ),
    AuditEvent.CODE_MADE: gettext_noop("A code was made to enrol the station %(name)s in district %(district)s."),
    AuditEvent.STATION_ENROLLED: gettext_noop("The station %(name)s was enrolled as %(device)s with the key %(kid)s."),
    AuditEvent.STATION_DAMAGED: gettext_noop(
        "The database of the station %(name)s (%(device)s) was damaged; %(saved)s records were saved."
    ),
    AuditEvent.REKEY_WISHED: gettext_noop(
        "The station %(name)s (%(device)s) was asked for a new key in place of %(kid)s."
    ),
    AuditEvent.STATION_REKEYED: gettext_noop("The station %(name)s (%(device)s) has a new key: %(kid)s."),
    AuditEvent.STATION_REVOKED: gettext_noop("The station %(name)s (%(device)s) was revoked. Note: %(note)s"),
    AuditEvent.CODE_WITHDRAWN: gettext_noop("The unused code for the station %(name)s was withdrawn."),
    AuditEvent.CONTACT_PLANNED: gettext_noop("Contact of the station %(name)s (%(device)s) is expected: %(plan)s."),
    AuditEvent.BATCH_SET_ASIDE: gettext_noop("Batch %(seq)s of station %(device)s was set aside: %(reason)s."),
    AuditEvent.BATCH_UNREADABLE: gettext_noop("Batch %(seq)s of station %(device)s is stored but cannot be read."),
    AuditEvent.RECORD_DOUBLED: gettext_noop(
        "Batch %(seq)s of station %(device)s holds a record with the id of another one: %(record)s."
    ),
    AuditEvent.RECORD_QUARANTINED: gettext_noop("The record %(record)s (%(kind)s) went into quarantine."),
    AuditEvent.RECORD_RELEASED: gettext_noop("The record %(record)s (%(kind)s) was released. Note: %(note)s"),
    AuditEvent.RECORD_REJECTED: gettext_noop("The record %(record)s (%(kind)s) was rejected. Note: %(note)s"),
    AuditEvent.BATCH_RELEASED: gettext_noop("Batch %(seq)s of station %(device)s was let in. Note: %(note)s"),
    AuditEvent.BATCH_REJECTED: gettext_noop("Batch %(seq)s of station %(device)s stays out. Note: %(note)s"),
    AuditEvent.LOSS_NOTED: gettext_noop(
        "The loss of the records in batch %(seq)s of station %(device)s was noted. Note: %(note)s"
    ),
    AuditEvent.INCIDENT_SETTLED: gettext_noop(
        "The incident %(kind)s at batch %(seq)s of station %(device)s was settled. Note: %(note)s"
    ),
    AuditEvent.BALLOT_BATCHES_FORGOTTEN: gettext_noop(
        "The raw bytes of %(batches)s batches were erased, their ballots being in the box."
    ),
    AuditEvent.BALLOTS_LOGGED: gettext_noop("The ballot log has grown to %(size)s ballots; hash of all: %(root)s."),
    AuditEvent.LOG_REBUILT: gettext_noop(
        "The ballot log was rebuilt from a published copy: %(lines)s ballots more, now %(size)s."
    ),
    AuditEvent.LOG_DOUBTED: gettext_noop(
        "The station %(device)s does not believe the ballot log. It keeps %(kept)s and was shown %(shown)s."
    ),
    AuditEvent.LOG_BEHIND: gettext_noop(
        "The station %(device)s has seen %(seen)s ballots of the ballot log; this database holds %(held)s."
    ),
    AuditEvent.LOG_FORKED: gettext_noop(
        "A published copy of the ballot log with %(size)s ballots contradicts ours with %(held)s: two were signed."
    ),
    AuditEvent.LOG_RELEASED: gettext_noop(
        "The ballot log goes on although %(stations)s stations have not told what they have seen of it. Note: %(note)s"
    ),
    AuditEvent.LOG_BEGUN_AGAIN: gettext_noop(
        "The key %(kid)s of the ballot log was put aside; the next publication begins another log. Note: %(note)s"
    ),
    AuditEvent.STATION_COPIED: gettext_noop(
        "Two machines work as the station %(name)s (%(device)s): with the chain %(one)s and with the chain %(other)s."
    ),
    AuditEvent.STATION_PUT_BACK: gettext_noop(
        "The station %(name)s (%(device)s) knows less of its chain %(one)s than this hub."
    ),
    AuditEvent.OLD_KEY_USED: gettext_noop(
        "A machine speaks as the station %(name)s (%(device)s) with the key %(kid)s, which that station has changed."
    ),
    AuditEvent.AUDIT_REWRITTEN: gettext_noop(
        "This log is not the one that was witnessed: entry %(number)s had the hash %(hash)s."
    ),
    AuditEvent.AUDIT_BROKEN: gettext_noop(
        "The chain of this log is broken at entry %(number)s: it, or one before it, was changed outside the hub."
    ),
    AuditEvent.CLOCK_TRUSTED: gettext_noop(
        "The clock of this hub was said to be right; it had last signed at %(before)s. Note: %(note)s"
    ),
    AuditEvent.CLOCK_WAS_WRONG: gettext_noop(
        "The clock of this hub was said to have been wrong (correction %(number)s). Note: %(note)s"
    ),
    AuditEvent.LATE_BALLOTS_ASIDE: gettext_noop(
        "%(records)s ballots that came under a wrong clock of this hub were set aside."
    ),
    AuditEvent.CONTENT_PUBLISHED: gettext_noop("Content package %(version)s with %(files)s files was published."),
    AuditEvent.CONTENT_RENEWED: gettext_noop("The signature of content package %(version)s was renewed."),
    AuditEvent.DISTRICTS_IMPORTED: gettext_noop("The outlines of %(districts)s districts were imported."),
    AuditEvent.DATES_IMPORTED: gettext_noop("%(dates)s dates of the calendar %(calendar)s were imported."),
    AuditEvent.SHIFT_PLANNED: gettext_noop("The shift %(shift)s of %(people)s people at %(place)s was planned."),
    AuditEvent.SHIFT_WITHDRAWN: gettext_noop("The shift %(shift)s at %(place)s was withdrawn."),
    AuditEvent.PLACES_IMPORTED: gettext_noop("%(entries)s places were imported (%(file)s)."),
    AuditEvent.SERVICES_IMPORTED: gettext_noop("A list of %(services)s categories of the city was imported."),
    AuditEvent.DRAFT_WRITTEN: gettext_noop("Somebody wrote in the draft of the poll %(poll)s (change %(version)s)."),
    AuditEvent.DRAFT_HANDED_IN: gettext_noop("The draft of the poll %(poll)s was handed in (change %(version)s)."),
    AuditEvent.DRAFT_APPROVED: gettext_noop("The poll %(poll)s was approved for publication (change %(version)s)."),
    AuditEvent.DRAFT_SENT_BACK: gettext_noop("The draft of the poll %(poll)s was sent back (change %(version)s)."),
    AuditEvent.DRAFT_THROWN_AWAY: gettext_noop("The draft of the poll %(poll)s was thrown away."),
    AuditEvent.CONTENT_DRAFT_CHANGED: gettext_noop("The draft of %(path)s is now: %(state)s (change %(version)s)."),
    AuditEvent.CONTENT_DRAFT_THROWN_AWAY: gettext_noop("The draft of %(path)s was thrown away."),
    AuditEvent.PICTURE_BROUGHT: gettext_noop("The picture %(picture)s was brought (%(bytes)s bytes)."),
    AuditEvent.PICTURE_TAKEN_AWAY: gettext_noop("The picture %(picture)s was taken away."),
    AuditEvent.POLL_ROLLED_BACK: gettext_noop(
        "The version of the poll %(poll)s before the present one is to hold again (change %(version)s). Note: %(note)s"
    ),
    AuditEvent.CONTENT_ROLLED_BACK: gettext_noop(
        "The version of %(path)s before the present one is to hold again (change %(version)s). Note: %(note)s"
    ),
    AuditEvent.CALENDAR_SUBSCRIBED: gettext_noop("%(path)s now follows a calendar at %(host)s."),
    AuditEvent.CALENDAR_UNSUBSCRIBED: gettext_noop("%(path)s follows no calendar any more."),
    AuditEvent.POLL_PUBLISHED: gettext_noop("The poll %(poll)s was published in version %(version)s (%(hash)s)."),
    AuditEvent.POLL_COUNTED: gettext_noop(
        "The poll %(poll)s was counted: %(total)s ballots, %(valid)s valid, result file %(result)s."
    ),
    AuditEvent.EVENING_OPENED: gettext_noop("The station %(device)s has opened the poll %(poll)s for one evening."),
    AuditEvent.EVENING_COUNTED: gettext_noop(
        "The station %(device)s has counted the poll %(poll)s that evening, result file %(result)s."
    ),
    AuditEvent.EVENING_KEYS: gettext_noop(
        "Both people have handed over their keys of the poll %(poll)s at the station %(device)s."
    ),
    AuditEvent.EVENING_SAME: gettext_noop(
        "The hub has opened and counted the ballots of the poll %(poll)s: the same result as at the station."
    ),
    AuditEvent.EVENING_OTHER: gettext_noop(
        "The hub has opened and counted the ballots of the poll %(poll)s: not the result of the station."
    ),
    AuditEvent.PAPER_BOXED: gettext_noop(
        "%(ballots)s ballots on paper from %(place)s went into the box of the poll %(poll)s, typed by %(who)s; "
        "%(invalid)s forms did not count."
    ),
    AuditEvent.BOX_TAKEN: gettext_noop("The box of the poll %(poll)s was taken away to be mixed (%(box)s)."),
    AuditEvent.BALLOTS_MIXED: gettext_noop("The mixed envelopes of the poll %(poll)s were brought (%(box)s)."),
    AuditEvent.MIXED_TAKEN: gettext_noop(
        "The mixed envelopes of the poll %(poll)s were taken away to be opened (%(box)s)."
    ),
    AuditEvent.RESULT_PUBLISHED: gettext_noop("The result of the poll %(poll)s was published."),
    AuditEvent.PROMISE_OVERDUE: gettext_noop(
        "The answer to the poll %(poll)s was promised by %(day)s and is not there. Stations say so."
    ),
    AuditEvent.PROMISE_LEFT_OUT: gettext_noop(
        "The new content leaves out the poll %(poll)s, whose answer is promised by %(day)s. Stations go on showing it."
    ),
    AuditEvent.CLAIM_CAME: gettext_noop("Somebody does not find their ballot %(tracker)s."),
    AuditEvent.CLAIM_ANSWERED: gettext_noop("The claim about the ballot %(tracker)s was answered."),
    AuditEvent.TEXT_BLOCK_WRITTEN: gettext_noop("The text block “%(title)s” was written."),
    AuditEvent.TEXT_BLOCK_TAKEN_AWAY: gettext_noop("The text block “%(title)s” was taken away."),
    AuditEvent.CITY_CHOSE: gettext_noop("The setting “%(choice)s” is now “%(value)s”; before it was “%(before)s”."),
    AuditEvent.NOTICE_ISSUED: gettext_noop("An emergency notice was issued; it ends at %(until)s."),
    AuditEvent.NOTICE_WITHDRAWN: gettext_noop("The emergency notice was taken back."),
    AuditEvent.PARTICIPATION_CODES_MADE: gettext_noop(
        "%(number)s participation codes were made for the poll %(poll)s."
    ),
    AuditEvent.CODES_HANDED_OUT: gettext_noop(
        "The batch %(batch)s of participation codes for the poll %(poll)s was handed out: %(place)s."
    ),
    AuditEvent.CODES_RETURNED: gettext_noop(
        "%(cards)s unused cards of the batch %(batch)s of participation codes for the poll %(poll)s came back."
    ),
    AuditEvent.CODES_VOIDED: gettext_noop(
        "The batch %(batch)s of participation codes for the poll %(poll)s was declared void; %(cards)s were not used."
    ),
    AuditEvent.REPORT_STATE_SET: gettext_noop(
        "The report %(record)s is now: %(state)s. Its public note may have changed."
    ),
    AuditEvent.REPORT_REVIEWED: gettext_noop("The report %(record)s was looked at: %(review)s."),
    AuditEvent.REPORT_REDACTED: gettext_noop("A part of the text of the report %(record)s is hidden: %(because)s."),
    AuditEvent.REPORT_ASSIGNED: gettext_noop("The defect report %(record)s is worked on by: %(name)s."),
    AuditEvent.CONTRIBUTION_ASSIGNED: gettext_noop("The contribution %(record)s is worked on by: %(name)s."),
    AuditEvent.REPORT_MERGED: gettext_noop("The defect report %(record)s is the same as %(into)s."),
    AuditEvent.CONTRIBUTION_MERGED: gettext_noop("The contribution %(record)s is the same as %(into)s."),
    AuditEvent.REPORT_READ: gettext_noop("Read the report %(record)s."),
    AuditEvent.REPORTS_LISTED: gettext_noop("Looked through a list of %(reports)s reports."),
    AuditEvent.SURVEY_TEXTS_READ: gettext_noop("Read %(texts)s texts of the survey %(survey)s."),
    AuditEvent.REPORTS_EXPORTED: gettext_noop("Took away %(reports)s reports as a file (%(form)s)."),
    AuditEvent.REPORT_HANDED_OVER: gettext_noop("The hand-over of the report %(record)s is now: %(handover)s."),
    AuditEvent.REPORT_WITHDRAWN: gettext_noop("The report %(record)s was withdrawn by whoever left it."),
    AuditEvent.ENCLOSURE_SEEN: gettext_noop("Saw or heard an attachment (%(form)s) of %(record)s."),
    AuditEvent.PHOTO_BLACKENED: gettext_noop("A photo of %(record)s was blackened: %(because)s."),
    AuditEvent.SPOKEN_WRITTEN_DOWN: gettext_noop("What is said in %(record)s was written down."),
    AuditEvent.CONTACT_SEEN: gettext_noop("Saw the contact of whoever left the report %(record)s."),
    AuditEvent.CONTACTS_ERASED: gettext_noop(
        "%(contacts)s contacts were erased, of what is over for %(days)s days or was withdrawn."
    ),
    AuditEvent.ENCLOSURES_ERASED: gettext_noop(
        "%(enclosures)s photos and spoken messages were erased, of what is over for %(days)s days or was withdrawn."
    ),
    AuditEvent.BACKUP_VERIFIED: gettext_noop(
        "A backup was proven: %(batches)s batches; more of %(chains)s chains is safe now."
    ),
    AuditEvent.HUB_RESTORED: gettext_noop("The hub was restored from a backup of %(made)s."),
    AuditEvent.CONTRIBUTION_STATE_SET: gettext_noop(
        "The contribution %(record)s is now: %(state)s. Its answer may have changed."
    ),
    AuditEvent.CONTRIBUTION_REVIEWED: gettext_noop("The contribution %(record)s was looked at: %(review)s."),
    AuditEvent.CONTRIBUTION_REDACTED: gettext_noop(
        "A part of the text of the contribution %(record)s is hidden: %(because)s."
    ),
    AuditEvent.CONTRIBUTION_WITHDRAWN: gettext_noop("The contribution %(record)s was withdrawn by whoever left it."),
    AuditEvent.CONTRIBUTION_READ: gettext_noop("Read the contribution %(record)s."),
    AuditEvent.CONTRIBUTIONS_LISTED: gettext_noop("Looked through a list of %(contributions)s contributions."),
    AuditEvent.CONTRIBUTIONS_EXPORTED: gettext_noop("Took away %(contributions)s contributions as a file (%(form)s)."),
    AuditEvent.REPORT_BATCHES_DROPPED: gettext_noop(
        "The raw bytes of %(batches)s batches of reports older than %(days)s days were erased."
    ),
    AuditEvent.REPORT_TEXTS_ERASED: gettext_noop(
        "The words and the exact places of %(reports)s reports were erased, %(days)s days after they were settled."
    ),
    AuditEvent.CONTRIBUTION_TEXTS_ERASED: gettext_noop(
        "The words and places of %(contributions)s contributions were erased, %(days)s days after they were settled."
    ),
    AuditEvent.DATA_USE_TOLD: gettext_noop("The report on the use of data in %(year)s was told at all stations."),
    AuditEvent.ROOT_INSTALLED: gettext_noop(
        "Root %(version)s of the content was installed; %(needed)s of its %(holders)s holders sign the next."
    ),
    AuditEvent.HUB_CODE_MADE: gettext_noop("A code was made with which the hub %(name)s may join."),
    AuditEvent.HUB_JOINED: gettext_noop("The hub %(name)s joined with the key %(kid)s."),
    AuditEvent.STATION_FORWARDED: gettext_noop("A hub brought its station %(device)s with the key %(kid)s."),
    AuditEvent.FORWARDED_STATION_REVOKED: gettext_noop("The station %(device)s was revoked by its own hub."),
    AuditEvent.STICK_BROUGHT: gettext_noop(
        "A stick was brought in: %(batches)s new batches, %(again)s known already, %(refused)s files not taken."
    ),
    AuditEvent.STICK_HANDED_OUT: gettext_noop("Answers for %(stations)s stations were taken away for a stick."),
}
"""What is shown to people, in English; translated where it is shown. The names in it are the facts of the event."""


def fact_names(event: AuditEvent) -> frozenset[str]:
    """The facts an event names: exactly these, no others."""
    return names_in(SENTENCES[event])

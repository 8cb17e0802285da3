"""Every event the audit log can hold, the facts it may name, and its sentence. Nothing else can be logged.

Batches, records, ballots and reports arriving are not events: batches are a signed chain of their own, and one entry
per ballot would tell the order in which they came. No fact is about a citizen.
"""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum

from django.utils.translation import gettext_noop


class AuditEvent(StrEnum):
    """What was done."""

    HUB_MADE = "hub-made"
    ADMINISTRATOR_MADE = "administrator-made"
    SIGNED_IN = "signed-in"
    SIGN_IN_FAILED = "sign-in-failed"
    SIGNED_OUT = "signed-out"
    CODE_MADE = "code-made"
    STATION_ENROLLED = "station-enrolled"
    STATION_REVOKED = "station-revoked"
    BATCH_SET_ASIDE = "batch-set-aside"
    BATCH_UNREADABLE = "batch-unreadable"
    RECORD_DOUBLED = "record-doubled"
    RECORD_QUARANTINED = "record-quarantined"
    BALLOT_BATCHES_FORGOTTEN = "ballot-batches-forgotten"
    CONTENT_PUBLISHED = "content-published"
    CONTENT_RENEWED = "content-renewed"
    DISTRICTS_IMPORTED = "districts-imported"
    POLL_PUBLISHED = "poll-published"
    POLL_COUNTED = "poll-counted"


SENTENCES: Mapping[AuditEvent, str] = {
    AuditEvent.HUB_MADE: gettext_noop("The hub was set up (database %(epoch)s)."),
    AuditEvent.ADMINISTRATOR_MADE: gettext_noop("The account %(name)s was made."),
    AuditEvent.SIGNED_IN: gettext_noop("Signed in."),
    AuditEvent.SIGN_IN_FAILED: gettext_noop("Somebody tried to sign in and could not."),
    AuditEvent.SIGNED_OUT: gettext_noop("Signed out."),
    AuditEvent.CODE_MADE: gettext_noop("A code was made to enrol the station %(name)s in district %(district)s."),
    AuditEvent.STATION_ENROLLED: gettext_noop("The station %(name)s was enrolled as %(device)s with the key %(kid)s."),
    AuditEvent.STATION_REVOKED: gettext_noop("The station %(name)s (%(device)s) was revoked."),
    AuditEvent.BATCH_SET_ASIDE: gettext_noop("Batch %(seq)s of station %(device)s was set aside: %(reason)s."),
    AuditEvent.BATCH_UNREADABLE: gettext_noop("Batch %(seq)s of station %(device)s is stored but cannot be read."),
    AuditEvent.RECORD_DOUBLED: gettext_noop(
        "Batch %(seq)s of station %(device)s holds a record with the id of another one: %(record)s."
    ),
    AuditEvent.RECORD_QUARANTINED: gettext_noop("The record %(record)s (%(kind)s) went into quarantine."),
    AuditEvent.BALLOT_BATCHES_FORGOTTEN: gettext_noop(
        "The raw bytes of %(batches)s batches were erased, their ballots being in the box."
    ),
    AuditEvent.CONTENT_PUBLISHED: gettext_noop("Content package %(version)s with %(files)s files was published."),
    AuditEvent.CONTENT_RENEWED: gettext_noop("The signature of content package %(version)s was renewed."),
    AuditEvent.DISTRICTS_IMPORTED: gettext_noop("The outlines of %(districts)s districts were imported."),
    AuditEvent.POLL_PUBLISHED: gettext_noop("The poll %(poll)s was published in version %(version)s (%(hash)s)."),
    AuditEvent.POLL_COUNTED: gettext_noop(
        "The poll %(poll)s was counted: %(total)s ballots, %(valid)s valid, result file %(result)s."
    ),
}
"""What is shown to people, in English; translated where it is shown. The names in it are the facts of the event."""


def fact_names(event: AuditEvent) -> frozenset[str]:
    """The facts an event names: exactly these, no others."""

    class Names(dict[str, object]):
        def __missing__(self, name: str) -> str:
            self[name] = ""
            return ""

    names = Names()
    SENTENCES[event] % names
    return frozenset(names)

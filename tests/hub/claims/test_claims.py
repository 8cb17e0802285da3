"""A ballot that somebody misses: one incident and one answer, told to all stations by a hash of its tracker."""

from __future__ import annotations

from django.urls import reverse

from sync.hub.accounts.roles import Role
from sync.hub.announcements.models import Announcement
from sync.hub.audit.models import AuditEntry
from sync.hub.claims.models import MissingBallot
from sync.hub.intake.models import Incident, IncidentKind
from sync.protocol.ballot_claims import FILE_NAME, BallotClaim, ClaimsFile
from sync.protocol.envelope import seal_claim
from tests.hub.console.test_draft_pages import signed_in
from tests.kits.hub import NOW, Hub

TRACKER = "K7QF2M3AXW5TPJ4C6RBD"


def told() -> ClaimsFile:
    return ClaimsFile.from_bytes(bytes(Announcement.objects.get(name=FILE_NAME).data))


def claimed(hub: Hub, *trackers: str) -> None:
    station = hub.enrolled_station()
    hub.accept(station.batch([seal_claim(BallotClaim(one, "2026-11-22"), key=station.seal) for one in trackers]))
    hub.work()


def test_a_claim_is_an_incident_once_and_stations_are_told_no_tracker(hub: Hub) -> None:
    claimed(hub, TRACKER)
    claimed(hub, TRACKER)
    incident = Incident.objects.get()
    assert (incident.kind, incident.device) == (IncidentKind.BALLOT_MISSED, "")
    assert AuditEntry.objects.filter(event="claim-came").count() == 1
    standing = told().find(TRACKER)
    assert standing is not None and standing.came_on == NOW.date() and not standing.answer
    assert TRACKER.encode() not in bytes(Announcement.objects.get(name=FILE_NAME).data)


def test_it_is_answered_at_the_console_with_a_reason_that_stations_are_told(hub: Hub) -> None:
    claimed(hub, TRACKER)
    admin, page = signed_in("erika"), reverse("console:claim", args=(TRACKER,))
    assert "K7QF-2M3A" in admin.get(reverse("console:claims")).content.decode()
    assert "keiner Urne" in admin.get(page).content.decode()
    assert admin.post(page, {"answer": "Die Station  war ohne Netz.", "seen": "0"}).status_code == 302
    standing = told().find(TRACKER)
    assert standing is not None and standing.answer == "Die Station war ohne Netz." and standing.answered_on
    assert admin.post(page, {"answer": "Anders.", "seen": "0"}).status_code == 409
    assert signed_in("otto", Role.AUDITOR).post(page, {"answer": "Anders.", "seen": "1"}).status_code == 403
    assert MissingBallot.objects.get().answer == "Die Station war ohne Netz."

"""Many entries decided about with one note, and given to somebody: two hands, a hundred at once, nobody's own reach."""

from __future__ import annotations

import json
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from sync.hub.accounts.roles import Role, give_role
from sync.hub.audit.models import AuditEntry
from sync.hub.console.wording.terms import number_words
from sync.hub.contributions.models import CitizenContribution
from sync.hub.entries.models import ReviewState
from sync.hub.entries.together import MOST, ShownEntry, say_together
from sync.hub.reports.models import DefectReport
from sync.hub.reports.reviewing import set_review
from sync.hub.reports.services import REPORTS
from sync.hub.text_blocks.models import TextBlock
from sync.protocol.contributions import ContributionKind
from sync.protocol.report_status import ReportState
from tests.hub.console.test_contributions import leave
from tests.kits.hub import NOW, Hub


def reports(number: int) -> list[DefectReport]:
    return DefectReport.objects.bulk_create(
        DefectReport(
            record_id=f"{one:032x}", device="d" * 32, number=f"7351{one:08}", category="litter", district="K",
            longitude=12.1, latitude=54.1, description="Müll", language="de", day=NOW.date(), received_at=NOW,
        )
        for one in range(number)
    )  # fmt: skip


@pytest.fixture
def client(hub: Hub) -> Client:
    client = Client(headers={"Accept-Language": "de"})
    client.force_login(User.objects.get(), backend="django.contrib.auth.backends.ModelBackend")
    return client


def send(client: Client, page: str, deed: str, entries: list[str], note: str = "") -> Any:
    return client.post(reverse(f"console:{page}"), {"deed": deed, "entry": entries, "note": note}, follow=True)


def test_a_hundred_are_decided_about_and_the_second_of_two_is_told_who_was_faster(hub: Hub, client: Client) -> None:
    rows = reports(MOST + 5)
    page = client.get(reverse("console:reports-together"), {"order": "oldest"}).content.decode()
    assert page.count('name="entry"') == MOST and f'value="{rows[0].record_id}.0.0"' in page
    set_review(rows[0].record_id, ReviewState.REJECTED, note="Doppelt", by="erika", now=NOW, seen=0)
    shown = [f"{row.record_id}.0.0" for row in rows]
    told = send(client, "reports-together", "review:approved", shown, "Ortstermin").content.decode()
    assert f"{number_words(rows[0].number)} (erika)" in told and f"{MOST - 1} Einträge" in told
    assert DefectReport.objects.get(pk=rows[0].pk).review == ReviewState.REJECTED
    approved = DefectReport.objects.filter(review=ReviewState.APPROVED)
    assert approved.count() == MOST - 1 and rows[1].reviews.get().note == "Ortstermin"
    assert AuditEntry.objects.filter(event="report-reviewed", by="admin").count() == MOST - 1


def test_the_same_words_to_all_leave_what_was_promised_to_each(hub: Hub, client: Client) -> None:
    rows = reports(2)
    DefectReport.objects.filter(pk=rows[0].pk).update(responsible="Stadtgrün", due=NOW.date())
    send(client, "reports-together", "state:in_progress", [f"{r.record_id}.0.0" for r in rows], "Wir sind dran.")
    first, second = DefectReport.objects.order_by("record_id")
    assert first.public_note == second.public_note == "Wir sind dran."
    assert (first.responsible, first.due, second.due) == ("Stadtgrün", NOW.date(), None)
    shown = [ShownEntry(row.record_id, 0, 0) for row in rows]
    became = say_together(REPORTS, shown, ReportState.SOLVED.value, note="", by="otto", now=NOW)
    assert became.late == dict.fromkeys((row.record_id for row in rows), "admin")


def test_what_was_not_shown_withdrawn_or_out_of_reach_stays(hub: Hub, client: Client) -> None:
    (row,) = reports(1)
    DefectReport.objects.update(state=ReportState.WITHDRAWN)
    for entry in (f"{row.record_id}.0.0", "x.0.0", f"{row.record_id}", f"{row.record_id}.-1.x", "\x00.0.0"):
        send(client, "reports-together", "review:approved", [entry])
    assert DefectReport.objects.get().review == ReviewState.RECEIVED
    mine, theirs = (leave(number, ContributionKind.IDEA, district=district) for number, district in
                    (("4711181501234567", "K"), ("4711181501234568", "A")))  # fmt: skip
    offer = leave("4711181501234569", ContributionKind.OFFER)
    assert offer.number not in client.get(reverse("console:contributions-together")).content.decode()
    give_role(User.objects.get(), Role.DISTRICT_COUNCIL, ["K"])
    for one, status in ((mine, 302), (theirs, 404)):
        url = reverse("console:contribution-assign", args=[one.record_id])
        assert client.post(url, {"to": "admin", "seen": "0"}).status_code == status
    kept = dict(CitizenContribution.objects.values_list("number", "assigned_to"))
    assert (kept[mine.number], kept[theirs.number]) == ("admin", "")


def test_what_was_given_to_somebody_waits_for_them_and_is_found(hub: Hub, client: Client) -> None:
    one, other = reports(2)
    url = reverse("console:report-assign", args=[one.record_id])
    assert client.post(url, {"to": "admin", "seen": "0"}).status_code == 302
    assert client.post(url, {"to": "-", "seen": "0"}).status_code == 409
    assert client.post(url, {"to": "nobody-here", "seen": "1"}).status_code == 200
    assert "1 Eintrag wartet auf Sie" in client.get(reverse("console:home")).content.decode()
    listed = client.get(reverse("console:reports"), {"assigned": "admin"}).content.decode()
    assert number_words(one.number) in listed and number_words(other.number) not in listed
    nobody = client.get(reverse("console:reports"), {"assigned": "-"}).content.decode()
    assert number_words(other.number) in nobody and number_words(one.number) not in nobody
    facts = json.loads(AuditEntry.objects.get(event="report-assigned").facts)
    assert facts == {"record": one.record_id, "name": "admin"}
    DefectReport.objects.filter(pk=one.pk).update(state=ReportState.SOLVED, state_day=timezone.localdate())
    assert "wartet auf Sie" not in client.get(reverse("console:home")).content.decode()


def test_an_answer_begins_with_a_text_block_and_stays_what_it_was(hub: Hub, client: Client) -> None:
    (row,) = reports(1)
    blocks, state = reverse("console:text-blocks"), reverse("console:report-state", args=[row.record_id])
    client.post(blocks, {"title": "Nicht bei uns", "text": "Das gehört der Bahn."})
    block = TextBlock.objects.get()
    assert "gibt es schon" in client.post(blocks, {"title": "Nicht  bei uns", "text": "x"}).content.decode()
    begun = client.get(state, {"block": block.pk}).content.decode()
    assert "Das gehört der Bahn.</textarea>" in begun
    assert client.get(state, {"block": "x"}).status_code == 200
    client.post(state, {"state": "in_progress", "note": "Das gehört der Bahn.", "seen": "0"})
    one = reverse("console:text-block", args=[block.pk])
    assert client.post(one, {"title": "Bahn", "text": "Anders.", "seen": "1"}).status_code == 302
    assert client.post(one, {"title": "Bahn", "text": "Später.", "seen": "1"}).status_code == 409
    client.post(one, {"title": "Bahn", "text": "Anders.", "seen": "2", "deed": "take-away"})
    assert not TextBlock.objects.exists()
    assert DefectReport.objects.get().public_note == "Das gehört der Bahn."

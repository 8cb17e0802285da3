"""Two reports that are the same: what the city says to one is said to both, and each number goes on telling it."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.contrib.auth.models import User
from django.urls import reverse

from sync.hub.announcements import selectors as announced
from sync.hub.audit.models import AuditEntry
from sync.hub.console.wording.terms import number_words
from sync.hub.entries.merging import MergeFault
from sync.hub.entries.models import ReviewState
from sync.hub.entries.statements import say
from sync.hub.reports.merging import merge_reports
from sync.hub.reports.models import DefectReport
from sync.hub.reports.reviewing import set_review
from sync.hub.reports.services import REPORTS, set_state
from sync.hub.versions import ChangedMeanwhile
from sync.protocol.errors import Refused
from sync.protocol.open_reports import FILE_NAME, OpenReportsFile, public_name
from sync.protocol.report_status import ReportState, StandingsFile, part_of
from tests.hub.console.test_entries_together import reports
from tests.kits.hub import NOW, Hub

SAID = {"by": "anna", "now": NOW}


def read(row: DefectReport) -> DefectReport:
    return DefectReport.objects.get(pk=row.pk)


def told(row: DefectReport) -> str:
    name = part_of(row.record_id)
    standing = StandingsFile.from_bytes(announced.contents([name])[name]).find(row.record_id)
    assert standing is not None
    return standing.note


def shown_as_open() -> set[str]:
    data = announced.contents([FILE_NAME])[FILE_NAME]
    return {one.name for one in OpenReportsFile.from_bytes(data).reports}


def refused_for(deed: Callable[[], object], fault: MergeFault) -> None:
    with pytest.raises(Refused) as refused:
        deed()
    assert refused.value.reason is fault


def test_what_is_said_to_the_other_one_is_said_to_both_until_it_is_taken_back(hub: Hub) -> None:
    one, other, third = reports(3)
    set_state(other.record_id, ReportState.IN_PROGRESS, note="Der Bauhof kommt.", **SAID)
    merge_reports(third.record_id, one.record_id, seen=0, **SAID)
    merge_reports(one.record_id, other.record_id, seen=0, **SAID)
    assert {read(row).merged_into for row in (one, third)} == {other.record_id}, "who followed it goes along"
    assert read(one).public_note == "Der Bauhof kommt." == told(one)
    set_state(other.record_id, ReportState.SOLVED, note="Sie leuchtet.", seen=1, **SAID)
    assert [read(row).state for row in (one, other, third)] == [ReportState.SOLVED] * 3
    assert told(one) == told(other) == told(third) == "Sie leuchtet."
    merge_reports(one.record_id, "", seen=1, **SAID)
    set_state(other.record_id, ReportState.OPEN, note="Wieder dunkel.", seen=2, **SAID)
    assert (told(one), told(third)) == ("Sie leuchtet.", "Wieder dunkel.")
    assert AuditEntry.objects.filter(event="report-merged").count() == 3


def test_stations_show_one_of_them_as_open(hub: Hub) -> None:
    one, other = reports(2)
    for row in (one, other):
        DefectReport.objects.filter(pk=row.pk).update(public_name=public_name(row.record_id))
        set_review(row.record_id, ReviewState.APPROVED, note="", seen=0, **SAID)
    before = shown_as_open()
    merge_reports(one.record_id, other.record_id, seen=1, **SAID)
    assert len(before) == 2 and len(shown_as_open()) == 1


def test_whoever_withdraws_theirs_withdraws_no_other(hub: Hub) -> None:
    one, other = reports(2)
    merge_reports(one.record_id, other.record_id, seen=0, **SAID)
    say(REPORTS, other.record_id, REPORTS.withdrawn, note="", by="citizen", now=NOW, seen=0)
    assert (read(one).state, read(one).merged_into) == (ReportState.REPORTED, "")


def test_two_hands_itself_a_third_and_a_withdrawn_one(hub: Hub) -> None:
    one, other, third = reports(3)
    refused_for(lambda: merge_reports(one.record_id, one.record_id, seen=0, **SAID), MergeFault.ITSELF)
    merge_reports(other.record_id, third.record_id, seen=0, **SAID)
    refused_for(lambda: merge_reports(one.record_id, other.record_id, seen=0, **SAID), MergeFault.MERGED)
    with pytest.raises(ChangedMeanwhile):
        merge_reports(other.record_id, "", seen=0, **SAID)
    DefectReport.objects.filter(pk=third.pk).update(state=ReportState.WITHDRAWN)
    refused_for(lambda: merge_reports(one.record_id, third.record_id, seen=0, **SAID), MergeFault.OVER)
    assert read(one).merged_into == ""


def test_it_is_chosen_among_those_near_or_by_its_number(hub: Hub) -> None:
    one, other = reports(2)
    hub.client.force_login(User.objects.get(), backend="django.contrib.auth.backends.ModelBackend")
    url = reverse("console:report-merge", args=[one.record_id])
    assert number_words(other.number) in hub.client.get(url).content.decode()
    assert hub.client.post(url, {"number": "999", "seen": "0"}).status_code == 200
    assert hub.client.post(url, {"number": f"{other.number[:4]} {other.number[4:]}", "seen": "0"}).status_code == 302
    page = hub.client.get(reverse("console:report", args=[other.record_id])).content.decode()
    assert read(one).merged_into == other.record_id and number_words(one.number) in page
    assert hub.client.post(url, {"into": "", "seen": "0"}).status_code == 409
    assert hub.client.post(url, {"into": "", "seen": "1"}).status_code == 302 and read(one).merged_into == ""

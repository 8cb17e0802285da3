"""The newest entries, and the few that wait for somebody, are found without reading all the others."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection
from django.db.models import QuerySet
from django.test.utils import CaptureQueriesContext

from sync.hub.contributions.models import CitizenContribution
from sync.hub.contributions.selectors import ContributionQuery, find_contributions
from sync.hub.reports.models import DefectReport
from sync.hub.reports.search import ReportQuery, find_reports
from tests.kits.hub import NOW, Hub

LOOKS: dict[str, tuple[Callable[[], QuerySet[Any]], str]] = {
    "newest contributions": (
        lambda: find_contributions(ContributionQuery(), now=NOW, today=NOW.date()), "contributions_by_arrival",
    ),
    "unseen contributions": (
        lambda: find_contributions(ContributionQuery(late="review"), now=NOW, today=NOW.date()), "contributions_unseen",
    ),
    "overdue contributions": (
        lambda: CitizenContribution.objects.filter(due__lt=NOW.date()).order_by("due"), "contributions_due",
    ),
    "newest reports": (lambda: find_reports(ReportQuery(), now=NOW, today=NOW.date()), "reports_by_arrival"),
    "unseen reports": (
        lambda: find_reports(ReportQuery(late="review"), now=NOW, today=NOW.date()), "reports_unseen",
    ),
    "overdue reports": (lambda: DefectReport.objects.filter(due__lt=NOW.date()).order_by("due"), "reports_due"),
}  # fmt: skip


@pytest.mark.parametrize("look", LOOKS)
def test_few_are_found_among_many(hub: Hub, look: str) -> None:
    rows, index = LOOKS[look]
    with CaptureQueriesContext(connection) as captured:
        list(rows()[:50])
        rows().count()
    listed, counted = (query["sql"] for query in captured.captured_queries)
    plans = []
    for query in (listed, counted):
        with connection.cursor() as cursor:
            cursor.execute("EXPLAIN QUERY PLAN " + query)
            plans.append(" / ".join(str(row[3]) for row in cursor.fetchall()))
    assert any(index in plan for plan in plans), plans
    assert "USE TEMP B-TREE FOR ORDER BY" not in plans[0] or "unseen" in look, plans

"""The page that proves that data are erased in time: what lies there too long is said, and what erases it is shown."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from sync.hub.accounts.roles import Role, give_role
from sync.hub.console.retention import retention_rows
from sync.hub.reports.models import DefectReport
from sync.hub.worker.forget_ballots import forget_ballot_batches
from sync.hub.worker.retention import keep_time
from sync.protocol.data_sheets import SETTLED_DAYS
from sync.protocol.records import Stream
from sync.protocol.report_status import ReportState
from tests.hub.console.test_entries_together import reports
from tests.kits.hub import Hub


@pytest.fixture
def client(hub: Hub) -> Client:
    client = Client(headers={"Accept-Language": "de"})
    client.force_login(User.objects.get(), backend="django.contrib.auth.backends.ModelBackend")
    give_role(User.objects.get(), Role.AUDITOR)
    return client


def beyond(hub: Hub, now: Any) -> list[int]:
    return [row.beyond for row in retention_rows(hub.config, now=now)]


def test_what_lies_there_too_long_is_said_until_it_is_erased(hub: Hub, client: Client) -> None:
    now = timezone.now()
    reports(2)
    long_ago = timezone.localdate() - timedelta(days=SETTLED_DAYS + 1)
    DefectReport.objects.update(state=ReportState.SOLVED, state_day=long_ago)
    assert "2 <span" in client.get(reverse("console:data-kept")).content.decode()
    assert beyond(hub, now)[0] == 2
    keep_time(by="worker", now=now)
    page = client.get(reverse("console:data-kept")).content.decode()
    assert "Nichts liegt hier über seine Zeit hinaus" in page and "2 insgesamt" in page
    assert "/public/de/stored/" in page and not any(beyond(hub, now))


def test_raw_ballot_packages_beyond_their_days_are_said(hub: Hub) -> None:
    station = hub.enrolled_station()
    hub.accept(station.batch([station.ballot(hub.poll())[0]], stream=Stream.BALLOTS))
    hub.work()
    hub.work()
    later = timezone.now() + timedelta(days=hub.config.ballot_batches_kept_days + 1)
    assert beyond(hub, later)[4] == 1 and not any(beyond(hub, timezone.now()))
    forget_ballot_batches(kept=timedelta(days=hub.config.ballot_batches_kept_days), now=later)
    assert beyond(hub, later)[4] == 0

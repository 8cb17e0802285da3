"""The first page of the console: what needs somebody, and the figures of the day."""

from __future__ import annotations

from typing import cast

from django.conf import settings
from django.contrib.auth.models import User
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from sync.hub.accounts.second_factor import laid_bare
from sync.hub.accounts.unlogged import unlogged_accounts
from sync.hub.console import queries
from sync.hub.console.pages.set_up import set_up_steps
from sync.hub.console.pages.station_rows import station_rows
from sync.hub.console.pages.todo import open_needs
from sync.hub.console.web.paging import with_names
from sync.hub.console.web.permissions import for_readers
from sync.hub.console.wording.hub import bare_needs, hub_needs, matter_rows, unlogged_needs
from sync.hub.intake.selectors import count_together
from sync.hub.monitoring.health_facts import measure_facts
from sync.hub.monitoring.health_rules import judge
from sync.hub.polls.models import BoxedBallot
from sync.hub.reports.models import DefectReport


@for_readers
def home(request: HttpRequest) -> HttpResponse:
    """What needs you, and the figures of the day."""
    now = timezone.now()
    rows = station_rows(now)
    facts = measure_facts(settings.HUB_FOLDER, settings.HUB_CONFIG, now=now)
    of_the_hub = hub_needs(matter_rows(facts, judge(facts)))
    figures = {
        "stations": sum(row.device.revoked_at is None for row in rows),
        "reports": DefectReport.objects.count(),
        "ballots": BoxedBallot.objects.count(),
        "together": count_together(),
        "unopened": queries.waiting_for_worker(),
    }
    latest = list(queries.batch_list()[:5])
    context = {
        "needs": [*of_the_hub, *unlogged_needs(unlogged_accounts()), *bare_needs(laid_bare()), *open_needs(rows)],
        "has_stations": any(row.device.revoked_at is None for row in rows),
        "set_up": [] if settings.HUB_CONFIG.for_showing_only else set_up_steps(cast(User, request.user)),
        "figures": figures,
        "batches": with_names(latest),
    }
    return render(request, "console/home.html", context)

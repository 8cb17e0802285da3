"""The first page of the console: what needs somebody, and the figures of the day."""

from __future__ import annotations

from typing import cast

from django.conf import settings
from django.contrib.auth.models import User
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from sync.hub.accounts.roles import Right, may, rights_of, scope_of
from sync.hub.accounts.second_factor import laid_bare
from sync.hub.accounts.unlogged import unlogged_accounts
from sync.hub.console import queries
from sync.hub.console.pages.calendars import calendar_needs
from sync.hub.console.pages.own_districts import own_districts_told
from sync.hub.console.pages.own_needs import own_needs
from sync.hub.console.pages.poll_needs import poll_needs
from sync.hub.console.pages.reach_needs import reach_needs
from sync.hub.console.pages.set_up import set_up_steps
from sync.hub.console.pages.station_rows import station_rows
from sync.hub.console.pages.todo import open_needs
from sync.hub.console.web.paging import with_names
from sync.hub.console.web.permissions import having, may_open
from sync.hub.console.web.reach import stations_in_reach
from sync.hub.console.wording.hub import bare_needs, hub_needs, matter_rows, unlogged_needs
from sync.hub.counting.selectors import published_polls
from sync.hub.intake.selectors import count_together
from sync.hub.monitoring.health_facts import measure_facts
from sync.hub.monitoring.health_rules import judge
from sync.hub.polls.models import BoxedBallot
from sync.hub.reports.models import DefectReport


@having(Right.ENTER)
def home(request: HttpRequest) -> HttpResponse:
    """What needs you, and the figures of the day."""
    now = timezone.now()
    scope = scope_of(request.user)
    rows = stations_in_reach(request, station_rows(now))
    needs_of_all = open_needs(rows, districts=scope.districts)
    facts = measure_facts(settings.HUB_FOLDER, settings.HUB_CONFIG, now=now)
    of_the_hub = hub_needs(matter_rows(facts, judge(facts)))
    figures = {
        "stations": sum(not row.is_revoked for row in rows),
        "reports": DefectReport.objects.count(),
        "ballots": BoxedBallot.objects.count(),
        "together": count_together(),
        "unopened": queries.waiting_for_worker(),
    }
    latest = list(queries.batch_list()[:5])
    rights, smallest = rights_of(request.user), settings.HUB_CONFIG.smallest_tally
    of_polls = poll_needs(scope, rights=rights, smallest=smallest, today=timezone.localdate(now))
    needs = [
        *of_the_hub,
        *unlogged_needs(unlogged_accounts()),
        *bare_needs(laid_bare()),
        *needs_of_all,
        *of_polls,
        *own_needs(request),
        *calendar_needs(request, now=now),
        *reach_needs(rights),
    ]
    is_set_up = settings.HUB_CONFIG.for_showing_only or not may(request.user, Right.SEE_HUB)
    context = {
        "needs": [need for need in needs if may_open(request.user, need.url)],
        "has_stations": not all(row.is_revoked for row in rows),
        "set_up": [] if is_set_up else set_up_steps(cast(User, request.user)),
        "districts": own_districts_told(request) if may(request.user, Right.SEE_POLLS) else [],
        "published": published_polls(),
        "figures": figures,
        "batches": with_names(latest),
    }
    return render(request, "console/home.html", context)

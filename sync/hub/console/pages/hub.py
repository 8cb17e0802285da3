"""The page of the hub's own state: each matter in plain words, with what to do beside each problem."""

from __future__ import annotations

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from sync.hub.console.web.permissions import for_readers
from sync.hub.console.wording.hub import matter_rows
from sync.hub.monitoring.health_facts import measure_facts
from sync.hub.monitoring.health_rules import judge, worst
from sync.version import VERSION


@for_readers
def hub(request: HttpRequest) -> HttpResponse:
    """How the hub itself is."""
    facts = measure_facts(settings.HUB_FOLDER, settings.HUB_CONFIG, now=timezone.now())
    findings = judge(facts)
    context = {"rows": matter_rows(facts, findings), "state": worst(findings), "version": VERSION}
    return render(request, "console/hub.html", context)

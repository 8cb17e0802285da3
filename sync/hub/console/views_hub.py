"""The page of the hub's own state: each matter in plain words, with what to do beside each problem."""

from __future__ import annotations

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from sync.hub.condition.judging import judge, worst
from sync.hub.condition.measuring import measure_facts
from sync.hub.console.gates import for_readers
from sync.hub.console.hub_words import matter_rows
from sync.version import VERSION


@for_readers
def hub(request: HttpRequest) -> HttpResponse:
    """How the hub itself is."""
    facts = measure_facts(settings.HUB_FOLDER, settings.HUB_CONFIG, now=timezone.now())
    findings = judge(facts)
    context = {"rows": matter_rows(facts, findings), "state": worst(findings), "version": VERSION}
    return render(request, "console/hub.html", context)

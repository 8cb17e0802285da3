"""What whoever watches machines is told: the hub's state, and its figures only on this machine or by a token."""

from __future__ import annotations

import hmac
from pathlib import Path

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.db import DatabaseError
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.utils import timezone
from django.views.decorators.http import require_safe

from sync.hub.config import HubConfig
from sync.hub.monitoring.health_facts import measure_facts
from sync.hub.monitoring.health_rules import HealthFinding, Matter, State, judge, worst
from sync.hub.monitoring.metrics import Figure, measure

API_DESCRIPTION = Path(__file__).with_name("openapi.json")
CONTENT_TYPE = "text/plain; version=0.0.4; charset=utf-8"
_LOOPBACK = frozenset({"127.0.0.1", "::1"})


@require_safe
@login_not_required
def tell_metrics(request: HttpRequest) -> HttpResponse:
    """Every figure, one line each."""
    if not _may_see(request, settings.HUB_CONFIG):
        raise Http404
    return HttpResponse(write_figures(measure(settings.HUB_FOLDER, now=timezone.now())), content_type=CONTENT_TYPE)


@require_safe
@login_not_required
def tell_health(_request: HttpRequest) -> HttpResponse:
    """The state of each matter, without a figure. 503 when any of them is bad; ``/health/ready`` asks for less."""
    try:
        findings = judge(measure_facts(settings.HUB_FOLDER, settings.HUB_CONFIG, now=timezone.now()))
    except (DatabaseError, OSError):
        findings = [HealthFinding(Matter.DATABASE, State.BAD)]
    state = worst(findings)
    told: dict[str, str] = {"state": state, **{finding.matter: finding.state for finding in findings}}
    response = JsonResponse(told, status=503 if state is State.BAD else 200)
    response.headers["Cache-Control"] = "no-store"
    return response


def write_figures(figures: list[Figure]) -> str:
    """In Prometheus' text format."""
    lines: list[str] = []
    for figure in figures:
        name = f"mitmach_{figure.name}"
        header = [f"# HELP {name} {figure.meaning}", f"# TYPE {name} gauge"]
        if header[0] not in lines:
            lines += header
        if figure.value is not None:
            label = f'{{state="{figure.label}"}}' if figure.label else ""
            lines.append(f"{name}{label} {figure.value:.15g}")
    return "\n".join(lines) + "\n"


def _may_see(request: HttpRequest, config: HubConfig) -> bool:
    kind, _, token = request.headers.get("Authorization", "").partition(" ")
    if config.metrics_token and kind == "Bearer":
        return hmac.compare_digest(token.encode(), config.metrics_token.encode())
    # Behind a proxy everybody comes from the loopback.
    return not config.https and request.META.get("REMOTE_ADDR") in _LOOPBACK


@require_safe
@login_not_required
def tell_api(_request: HttpRequest) -> HttpResponse:
    """The description of what stations call."""
    return HttpResponse(API_DESCRIPTION.read_bytes(), content_type="application/json")

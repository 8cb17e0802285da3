"""The page for whoever watches over data: what is stored, by which rules it is erased, and the proof that they hold."""

from __future__ import annotations

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from sync.hub.accounts.roles import Right
from sync.hub.console.retention import retention_rows
from sync.hub.console.web.permissions import having
from sync.hub.console.wording.names import name_of
from sync.hub.data_use.services import count_data_use
from sync.protocol.data_use import DataUseKind


@having(Right.SEE_HUB)
def data_kept(request: HttpRequest) -> HttpResponse:
    """Rules with their proof, and what was done with people's entries this year and the year before."""
    now = timezone.now()
    year = timezone.localdate(now).year
    years = [count_data_use(year), count_data_use(year - 1)]
    uses = [(name_of(DataUseKind, kind), *(counted[kind] for counted in years)) for kind in DataUseKind]
    rows = retention_rows(settings.HUB_CONFIG, now=now)
    context = {"rows": rows, "uses": uses, "year": year, "before": year - 1, "is_kept": all(r.is_kept for r in rows)}
    return render(request, "console/data_kept.html", context)

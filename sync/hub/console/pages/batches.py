"""The page of batches as they arrive."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from sync.hub.console import queries
from sync.hub.console.web.paging import page_of, with_names
from sync.hub.console.web.permissions import for_readers
from sync.hub.intake.models import BatchState


@for_readers
def batches(request: HttpRequest) -> HttpResponse:
    """Batches as they arrive, the newest first; all, or those of one state."""
    state = request.GET.get("state", "")
    listed = queries.batch_list()
    if state in BatchState.values:
        listed = listed.filter(state=state)
    page = page_of(request, listed)
    context = {"page": page, "batches": with_names(page.object_list), "state": state}
    return render(request, "console/batches.html", context)

"""The page of batches as they arrive."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from sync.hub.console import queries
from sync.hub.console.web.paging import page_of, with_names
from sync.hub.console.web.permissions import for_readers
from sync.hub.triage.selectors import batches_of_sign
from sync.hub.triage.signs import BatchSign


@for_readers
def batches(request: HttpRequest) -> HttpResponse:
    """Batches as they arrive, the newest first; all, or those of one sign."""
    state = request.GET.get("state", "")
    listed = batches_of_sign(BatchSign(state)) if state in set(BatchSign) else queries.batch_list()
    page = page_of(request, listed)
    context = {"page": page, "batches": with_names(page.object_list), "state": state, "signs": list(BatchSign)}
    return render(request, "console/batches.html", context)

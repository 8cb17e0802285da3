"""The page of batches as they arrive."""

from __future__ import annotations

from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from sync.hub.console import queries
from sync.hub.console.web.paging import BY_AGE, asked, kept_query, page_of, with_names
from sync.hub.console.web.permissions import for_readers
from sync.hub.console.wording.names import choices_of
from sync.hub.stations.selectors import stations_called
from sync.hub.triage.selectors import batches_of_sign
from sync.hub.triage.signs import BatchSign


@for_readers
def batches(request: HttpRequest) -> HttpResponse:
    """Batches as they arrive: all, or those that are looked for."""
    text, state, order = (asked(request, name) for name in ("text", "state", "order"))
    listed = batches_of_sign(BatchSign(state)) if state in set(BatchSign) else queries.batch_list()
    if text:
        listed = listed.filter(of_batch_or_station(text))
    page = page_of(request, listed.order_by("id") if order == "oldest" else listed)
    context = {
        "page": page,
        "batches": with_names(page.object_list),
        "text": text,
        "state": state,
        "order": order,
        "signs": choices_of(BatchSign),
        "orders": BY_AGE,
        "kept": kept_query(request),
    }
    return render(request, "console/batches.html", context)


def of_batch_or_station(text: str) -> Q:
    """Batches of stations with this in their name or number, and the one whose fingerprint begins so."""
    begins = text.lower()  # as a range, which an index finds; after the last digit of a fingerprint comes the g
    stations = list(stations_called(text).values_list("id", flat=True))  # so that each half has its index
    return Q(device__in=stations) | Q(hash__gte=begins, hash__lt=f"{begins}g")

"""The page of closed days: what teams have counted, and what does not fit."""

from __future__ import annotations

from collections.abc import Iterator

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from sync.hub.accounts.roles import Right
from sync.hub.closures.selectors import ReadClosure, closed_days, read_closures
from sync.hub.console import queries
from sync.hub.console.web.paging import page_of
from sync.hub.console.web.permissions import having
from sync.hub.console.wording.closures import balance_title, gap_words, sum_title
from sync.hub.stations.models import Device
from sync.protocol.day_closure import Balance

SUMS = {
    Balance.CODES: ("codes_issued", "codes_used", "codes_spoiled", "codes_returned"),
    Balance.BALLOTS: ("ballots_opened", "ballots_cast", "ballots_left"),
    Balance.VISITS: ("visits_begun", "visits_finished", "visits_abandoned"),
}
"""What stands in each balance."""


@having(Right.SEE_CLOSURES)
def closures(request: HttpRequest) -> HttpResponse:
    """All closed days, or those of one station."""
    station = request.GET.get("station", "")
    page = page_of(request, closed_days(station))
    rows = list(page)
    names = dict(Device.objects.filter(id__in={row.device for row in rows}).values_list("id", "name"))
    districts = queries.district_names()
    lines = [
        {
            "read": read,
            "closure": read.row.closure,
            "station": names.get(read.row.device, read.row.device),
            "district": districts.get(read.row.closure["district"], read.row.closure["district"]),
            "balances": list(_balances(read)),
        }
        for read in read_closures(rows)
    ]
    return render(request, "console/closures.html", {"page": page, "lines": lines, "station": station})


def _balances(read: ReadClosure) -> Iterator[dict[str, object]]:
    for balance, names in SUMS.items():
        sums = [(sum_title(name), getattr(read.sums, name)) for name in names]
        if any(number for _, number in sums):
            yield {
                "title": balance_title(balance),
                "sums": sums,
                "gap": gap_words(read.gaps.get(balance, 0)),
                "fits": balance not in read.gaps,
                "note": read.notes.get(balance, ""),
            }

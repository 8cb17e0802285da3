"""The page of reach: whom the stations reach, where visits fail, and where a station on the road is missing."""

from __future__ import annotations

from datetime import timedelta

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from sync.hub.accounts.roles import Right
from sync.hub.console.queries import district_names, inhabitants, planned_shifts
from sync.hub.console.reach_tables import reach_tables, vote_tables
from sync.hub.console.web.permissions import having
from sync.hub.console.wording.indicators import month_words, row_words
from sync.hub.indicators.selectors import told_months
from sync.hub.reach.next_week import MONTHS, proposed, reached
from sync.hub.reach.services import WAITED_DAYS
from sync.hub.reach.warnings import FEWEST_POINTS, FEWEST_VISITS, finishing_less
from sync.protocol.polls.answers import SHARED_BY

MOST_MONTHS = 24
"""So many months can be looked at."""


@having(Right.SEE_FIGURES)
def reach(request: HttpRequest) -> HttpResponse:
    """One month, by default the newest that was told; the newest ones for where to go next."""
    months = told_months(MOST_MONTHS)
    names, people = district_names(), inhabitants()
    chosen = next((month for month in months if month.month == request.GET.get("month")), months[0] if months else None)
    monday = timezone.localdate() + timedelta(days=7 - timezone.localdate().weekday())
    planned = planned_shifts(monday, monday + timedelta(days=7))
    districts = reached(months, people)
    context = {
        "month": month_words(chosen.month) if chosen else "",
        "months": [(one.month, month_words(one.month)) for one in months],
        "chosen": chosen.month if chosen else "",
        "tables": reach_tables(chosen, names=names, people=people) if chosen else [],
        "votes": vote_tables(names=names, people=people),
        "warnings": [
            (row_words(one.indicator, one.row, districts=names), one)
            for one in (finishing_less(chosen) if chosen else ())
        ],
        "proposed": [
            (names.get(one.district, one.district), one)
            for one in proposed(districts, planned={shift.district for shift in planned})
        ],
        "planned": [(shift, names.get(shift.district, shift.district)) for shift in planned],
        "monday": monday,
        "looked_at": min(MONTHS, len(months)),
        "smallest": SHARED_BY,
        "waited": WAITED_DAYS,
        "fewest_visits": FEWEST_VISITS,
        "fewest_points": FEWEST_POINTS,
    }
    return render(request, "console/reach.html", context)

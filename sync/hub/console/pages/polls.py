"""The pages of polls."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from sync.hub.accounts.roles import Right, may
from sync.hub.claims.models import MissingBallot
from sync.hub.console import queries
from sync.hub.console.pages.drafts import draft_rows, may_take_up
from sync.hub.console.poll_results import result_of
from sync.hub.console.web.paging import kept_query, page_of
from sync.hub.console.web.permissions import having
from sync.hub.console.web.reach import may_see_result, polls_in_reach
from sync.hub.counting.selectors import is_published, published_polls
from sync.hub.polls.models import BallotStanding
from sync.hub.polls.selectors import names_of, trackers
from sync.protocol.polls.background import Secrecy
from sync.protocol.polls.poll import Poll

TRACKERS = 200
"""On one page."""


@having(Right.SEE_POLLS)
def polls(request: HttpRequest) -> HttpResponse:
    """All polls with the number of ballots in each box."""
    context: dict[str, object] = {"rows": polls_in_reach(request), "log": queries.log_figures()}
    context["drafts"] = draft_rows() if may(request.user, Right.SEE_DRAFTS) else []
    context["published"] = published_polls()
    context["missing"] = MissingBallot.objects.filter(answer="").count()
    return render(request, "console/polls.html", context)


@having(Right.SEE_POLLS)
def poll(request: HttpRequest, poll: str) -> HttpResponse:
    """One poll: counts and trackers, and the result once it has been counted."""
    rows = {row.published.poll: row for row in polls_in_reach(request)}
    row = rows.get(poll)
    if row is None:
        return render(request, "console/missing.html", status=404)
    is_told = may_see_result(request, poll)
    page = page_of(request, names_of(poll), length=TRACKERS)
    context = {
        "row": row,
        "is_told": is_told,
        "may_take_up": may_take_up(request, poll),
        "keys_at_hub": Poll.from_wire(row.published.definition).secrecy is Secrecy.SIMPLE,
        "codes": queries.code_figures(row),
        "trackers": trackers(page),
        "page": page,
        "kept": kept_query(request),
        "doubles": trackers(names_of(poll, BallotStanding.DOUBLE)) if row.doubles else [],
        "late": trackers(names_of(poll, BallotStanding.LATE)) if row.late else [],
        "result": result_of(Poll.from_wire(row.published.definition), row.tally) if row.tally and is_told else None,
        "is_published": is_published(poll),
    }
    return render(request, "console/poll.html", context)

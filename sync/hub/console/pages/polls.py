"""The pages of polls."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from sync.hub.accounts.roles import Role, role_of
from sync.hub.claims.models import MissingBallot
from sync.hub.console import queries
from sync.hub.console.pages.drafts import draft_rows, may_take_up
from sync.hub.console.poll_results import result_of
from sync.hub.console.web.permissions import for_readers
from sync.hub.polls.models import BallotStanding
from sync.hub.polls.selectors import trackers_of
from sync.protocol.polls.background import Secrecy
from sync.protocol.polls.poll import Poll


@for_readers
def polls(request: HttpRequest) -> HttpResponse:
    """All polls with the number of ballots in each box."""
    context: dict[str, object] = {"rows": queries.poll_rows(timezone.localdate()), "log": queries.log_figures()}
    context |= {"drafts": draft_rows(), "may_write": role_of(request.user) is Role.ADMINISTRATOR}
    context["missing"] = MissingBallot.objects.filter(answer="").count()
    return render(request, "console/polls.html", context)


@for_readers
def poll(request: HttpRequest, poll: str) -> HttpResponse:
    """One poll: counts and trackers, and the result once it has been counted."""
    rows = {row.published.poll: row for row in queries.poll_rows(timezone.localdate())}
    row = rows.get(poll)
    if row is None:
        return render(request, "console/missing.html", status=404)
    context = {
        "row": row,
        "may_take_up": may_take_up(request, poll),
        "keys_at_hub": Poll.from_wire(row.published.definition).secrecy is Secrecy.SIMPLE,
        "codes": queries.code_figures(row),
        "trackers": trackers_of(poll),
        "doubles": trackers_of(poll, BallotStanding.DOUBLE),
        "late": trackers_of(poll, BallotStanding.LATE),
        "result": result_of(Poll.from_wire(row.published.definition), row.tally) if row.tally else None,
    }
    return render(request, "console/poll.html", context)

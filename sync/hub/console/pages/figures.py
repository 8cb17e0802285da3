"""The page of figures: what people answer to questions of the city, in numbers in which nobody can be found."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from sync.hub.accounts.roles import Right
from sync.hub.console.figures import mood_tables, survey_tables
from sync.hub.console.web.permissions import having
from sync.protocol.polls.answers import SHARED_BY


@having(Right.SEE_FIGURES)
def figures(request: HttpRequest) -> HttpResponse:
    """Every table that tells anything."""
    today = timezone.localdate()
    context = {
        "moods": mood_tables(today),
        "surveys": survey_tables(today),
        "smallest": SHARED_BY,
    }
    return render(request, "console/figures.html", context)

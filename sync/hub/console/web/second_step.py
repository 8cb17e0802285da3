"""Where the city wants a second step of everybody, who has none sets it up before anything else. Nothing else."""

from __future__ import annotations

from collections.abc import Callable

from django.contrib.auth.models import User
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from sync.hub.accounts.second_factor import steps_of
from sync.hub.choices.services import SecondStep, city_choices

_STILL_OPEN = (
    "console:second",
    "console:app",
    "console:add-key",
    "console:password",
    "console:logout",
    "console:language",
)


def must_set_up(user: User) -> bool:
    """True for an account that may do nothing else first."""
    return city_choices().second_step is SecondStep.COMPULSORY and not steps_of(user).any


class SecondStepMiddleware:
    """Leads every page of such an account to the page of its second step."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self._get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Django calls this for each request. What stations call has no user and is passed on untouched."""
        if request.path.startswith(("/api/", "/repo/", "/static/", "/health", "/public/", "/metrics")):
            return self._get_response(request)
        user = request.user
        is_elsewhere = request.path not in {reverse(name) for name in _STILL_OPEN}
        if is_elsewhere and isinstance(user, User) and must_set_up(user):
            return redirect("console:second")
        return self._get_response(request)

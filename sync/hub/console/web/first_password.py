"""Who goes by a one-time password chooses one of their own before anything else. Decides about nothing else."""

from __future__ import annotations

from collections.abc import Callable

from django.contrib.auth.models import User
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from sync.hub.accounts.services import must_choose_password

_STILL_OPEN = ("console:password", "console:logout", "console:language")


class FirstPasswordMiddleware:
    """Leads every page of such an account to the page where a password is chosen."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self._get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Django calls this for each request. What stations call has no user and is passed on untouched."""
        if request.path.startswith(("/api/", "/repo/", "/static/", "/health")):
            return self._get_response(request)
        user = request.user
        is_elsewhere = request.path not in {reverse(name) for name in _STILL_OPEN}
        if is_elsewhere and isinstance(user, User) and must_choose_password(user):
            return redirect("console:password")
        return self._get_response(request)

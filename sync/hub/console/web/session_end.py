"""Who has to sign in, and when a session ends: a while after its last page, and at the latest a day after it began.

What was typed on a page whose session has ended is not lost: it goes along with the sign-in.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

from django.contrib.auth import SESSION_KEY, logout
from django.contrib.auth.middleware import LoginRequiredMiddleware
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render, resolve_url
from django.urls import reverse
from django.utils import timezone

from sync.hub.accounts.sessions import BEGAN, BROWSER, MOST_BROWSER, SEEN
from sync.hub.console.web.kept_text import FIELD, seal_typed

IDLE = timedelta(minutes=30)
"""So long after its last page a session ends. Django's own age of a session is set to the same."""
LONGEST = timedelta(hours=12)
"""So long after the sign-in it ends in any case."""
NOTED_EVERY = timedelta(minutes=1)
"""A page is noted at most so often: not each of them need write."""


class SessionEndMiddleware:
    """Ends sessions that have lasted long enough, and notes those that are used. Anonymous visitors have none."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self._get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Django calls this for each request; what stations call carries no session and is passed on untouched."""
        if SESSION_KEY in request.session:
            now = timezone.now().timestamp()
            began, seen = _note(request, now)
            if now - began > LONGEST.total_seconds() or now - seen > IDLE.total_seconds():
                logout(request)
            elif now - seen > NOTED_EVERY.total_seconds():
                request.session[SEEN] = now
        response = self._get_response(request)
        if SESSION_KEY in request.session and BEGAN not in request.session:  # somebody has just signed in
            _note(request, timezone.now().timestamp())
        return response


def _note(request: HttpRequest, now: float) -> tuple[float, float]:
    """When the session began and when its last page was, kept in it with what opened it."""
    if BROWSER not in request.session:
        request.session[BROWSER] = request.headers.get("User-Agent", "")[:MOST_BROWSER]
    return request.session.setdefault(BEGAN, now), request.session.setdefault(SEEN, now)


class SignInMiddleware(LoginRequiredMiddleware):
    """Every page needs a sign-in unless it says otherwise (``login_not_required``)."""

    def handle_no_permission(self, request: HttpRequest, view_func: Callable[..., Any]) -> HttpResponse:  # type: ignore[override]
        """To the sign-in, with what was typed; a page that only takes a press leads back to where it was pressed."""
        sealed = seal_typed(request, view_func)
        if sealed:
            context = {FIELD: sealed, "next": request.path}
            return render(request, "console/login.html", context, status=403)
        pressed_on = getattr(view_func, "pressed_on", "")
        if pressed_on:
            return redirect_to_login(reverse(pressed_on), resolve_url("console:login"))
        return super().handle_no_permission(request, view_func)

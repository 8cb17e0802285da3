"""The brake on guessing passwords: whose tries count together, and how many there may be.

Five wrong ones for a name from one stranger (an address, or the /64 of one) close the name for that stranger; fifty
from all strangers together close it for all of them. A browser in which that name has signed in before counts alone.
A one-time password has 80 random bits and needs no brake: it always lets its owner in.
"""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from axes.attempts import get_cool_off_threshold
from axes.handlers.database import AxesDatabaseHandler
from axes.handlers.proxy import AxesProxyHandler
from axes.helpers import get_client_username
from axes.models import AccessAttempt
from django.contrib.auth.models import User
from django.contrib.auth.signals import user_login_failed
from django.db.models import Sum
from django.http import HttpRequest

from sync.hub.accounts import known_browser
from sync.hub.accounts.models import OneTimePassword
from sync.hub.client_address import subscriber_of

MOST_FROM_ONE = 5
MOST_FROM_ALL = 50
PAUSE = timedelta(minutes=15)
_SIGNS_IN_AS = "signs_in_as"


class SignInBrake(AxesDatabaseHandler):  # type: ignore[misc]
    """What django-axes asks whether somebody may try."""

    def is_whitelisted(self, request: HttpRequest, credentials: dict[str, Any] | None = None) -> bool:
        """Whether no try for this name counts."""
        name = get_client_username(request, credentials)
        goes_by_one_time_password = OneTimePassword.objects.filter(user__username=name).exists()
        return goes_by_one_time_password or bool(super().is_whitelisted(request, credentials))

    def is_locked(self, request: HttpRequest, credentials: dict[str, Any] | None = None) -> bool:
        """Whether there were too many, from there or from everywhere."""
        return bool(super().is_locked(request, credentials)) or _is_closed_for_strangers(request, credentials)


def origin_of(request: HttpRequest) -> str:
    """Whose tries count together, as an address."""
    name = getattr(request, _SIGNS_IN_AS, None) or User.normalize_username(request.POST.get("username", ""))
    return known_browser.address_for(request, name) or subscriber_of(request.META.get("REMOTE_ADDR", ""))


def is_known(request: HttpRequest, user: User) -> bool:
    """True in a browser in which this account has signed in before: its tries are counted there, and nowhere else."""
    return known_browser.address_for(request, user.get_username()) is not None


def is_shut_out(request: HttpRequest, user: User) -> bool:
    """True after too many failures for this account from there: then the answer becomes the page that says so."""
    setattr(request, _SIGNS_IN_AS, user.get_username())
    credentials = {"username": user.get_username()}
    if AxesProxyHandler.is_allowed(request, credentials):
        return False
    request.axes_locked_out = True  # type: ignore[attr-defined]
    request.axes_credentials = credentials  # type: ignore[attr-defined]
    return True


def count_failure(request: HttpRequest, user: User) -> None:
    """A step after the password failed: it counts like a wrong password."""
    user_login_failed.send(sender=__name__, credentials={"username": user.get_username()}, request=request)


def lift(name: str) -> None:
    """What was counted for this name is forgotten, wherever it came from."""
    AxesProxyHandler.reset_attempts(username=name)


def _is_closed_for_strangers(request: HttpRequest, credentials: dict[str, Any] | None) -> bool:
    name = get_client_username(request, credentials)
    if name is None or known_browser.address_for(request, name):
        return False
    tries = AccessAttempt.objects.filter(username=name, attempt_time__gte=get_cool_off_threshold(request))
    return bool((tries.aggregate(all=Sum("failures_since_start"))["all"] or 0) >= MOST_FROM_ALL)

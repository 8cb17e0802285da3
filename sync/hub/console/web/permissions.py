"""Who may open which page: every view of the console names the right it asks for, and pages offer nobody more."""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache, wraps
from typing import Concatenate, ParamSpec, cast
from urllib.parse import urlsplit

from django.contrib.auth.models import AbstractBaseUser, AnonymousUser
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import Resolver404, resolve

from sync.hub.accounts.roles import Right, rights_of, role_of
from sync.hub.console.web.kept_text import mark_as_keeping

Rest = ParamSpec("Rest")
View = Callable[Concatenate[HttpRequest, Rest], HttpResponseBase]


def having(right: Right, *, to_change: Right | None = None) -> Callable[[View[Rest]], View[Rest]]:
    """Only accounts with this right may open the page; sending something to it may ask for another one.

    A view without ``to_change`` that belongs to a right to look must change nothing.
    """

    def wrap(view: View[Rest]) -> View[Rest]:
        @wraps(view)
        def wrapped(request: HttpRequest, *arguments: Rest.args, **named: Rest.kwargs) -> HttpResponseBase:
            needed = {right, to_change} - {None} if request.method == "POST" else {right}
            if not needed <= rights_of(request.user):
                has_role = role_of(request.user) is not None
                return render(request, "console/refused.html", {"has_role": has_role}, status=403)
            return view(request, *arguments, **named)

        mark_as_keeping(wrapped)
        mark_rights(wrapped, right, to_change=to_change)
        return cast("View[Rest]", wrapped)  # functools.wraps gives the first argument a name, which the type has not

    return wrap


def mark_rights(view: Callable[..., object], right: Right, *, to_change: Right | None = None) -> None:
    """Say of a view what it asks for, so that no page leads there in vain. Where it checks by itself."""
    view.right = right  # type: ignore[attr-defined]
    view.right_to_change = to_change or right  # type: ignore[attr-defined]


def for_readers(view: View[Rest]) -> View[Rest]:
    """Administrators and auditors may open it. It must change nothing."""
    return having(Right.SEE_HUB)(view)


def for_administrators(view: View[Rest]) -> View[Rest]:
    """Only administrators may open it."""
    return having(Right.RUN_HUB)(view)


def may_open(user: AbstractBaseUser | AnonymousUser, url: str, *, method: str = "GET") -> bool:
    """Whether this address of ours opens for the account. Addresses without a right open for everybody."""
    right = right_for(url, method=method)
    return right is None or right in rights_of(user)


@lru_cache(maxsize=256)  # every page asks it for every area of the console
def right_for(url: str, *, method: str = "GET") -> Right | None:
    """The right this address of ours asks for; None when it opens for everybody, or leads nowhere."""
    try:
        view = resolve(urlsplit(url).path).func
    except Resolver404:
        return None
    right: Right | None = getattr(view, "right_to_change" if method == "POST" else "right", None)
    return right


def only_pressed(page: str) -> Callable[[View[Rest]], View[Rest]]:
    """Only a button leads here, on ``page``; whoever comes otherwise, or after signing in anew, is led there."""

    def wrap(view: View[Rest]) -> View[Rest]:
        @wraps(view)
        def wrapped(request: HttpRequest, *arguments: Rest.args, **named: Rest.kwargs) -> HttpResponseBase:
            if request.method != "POST":
                return redirect(page)
            return view(request, *arguments, **named)

        wrapped.pressed_on = page  # type: ignore[attr-defined]
        return cast("View[Rest]", wrapped)

    return wrap

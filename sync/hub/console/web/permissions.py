"""Who may open which page: every view of the console is wrapped in one of these two."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Concatenate, ParamSpec, cast

from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import redirect, render

from sync.hub.accounts.roles import Role, role_of
from sync.hub.console.web.kept_text import mark_as_keeping

Rest = ParamSpec("Rest")
View = Callable[Concatenate[HttpRequest, Rest], HttpResponseBase]


def for_readers(view: View[Rest]) -> View[Rest]:
    """Both roles may open it. It must change nothing."""
    return _only(view, frozenset(Role))


def for_administrators(view: View[Rest]) -> View[Rest]:
    """Only administrators may open it."""
    return _only(view, frozenset({Role.ADMINISTRATOR}))


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


def _only(view: View[Rest], roles: frozenset[Role]) -> View[Rest]:
    @wraps(view)
    def wrapped(request: HttpRequest, *arguments: Rest.args, **named: Rest.kwargs) -> HttpResponseBase:
        role = role_of(request.user)
        if role not in roles:
            return render(request, "console/refused.html", {"has_role": role is not None}, status=403)
        return view(request, *arguments, **named)

    mark_as_keeping(wrapped)
    return cast("View[Rest]", wrapped)  # functools.wraps gives the first argument a name, which the type has not

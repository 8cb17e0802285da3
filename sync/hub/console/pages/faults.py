"""Pages for what cannot be shown, each with a way on: nothing here, not like this, not from there, and our own fault.

Machines get a line of text instead.
"""

from __future__ import annotations

from urllib.parse import urlsplit

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.views.decorators.csrf import requires_csrf_token

from sync.hub.console.web.border import FOR_MACHINES
from sync.hub.console.web.kept_text import FIELD, seal_typed, take_over


@requires_csrf_token
def not_here(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:  # noqa: ARG001  as Django calls it
    """404."""
    return _page(request, "missing", 404, "There is nothing at this address.")


@requires_csrf_token
def not_like_this(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:  # noqa: ARG001
    """400."""
    return _page(request, "unreadable", 400, "This request cannot be read.")


@requires_csrf_token
def not_allowed(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:  # noqa: ARG001
    """403."""
    return _page(request, "refused", 403, "This is not allowed.")


def broken(request: HttpRequest) -> HttpResponse:
    """500. Asks no database and no session: they may be what is broken."""
    if request.path_info.startswith(FOR_MACHINES):
        return HttpResponse("The hub has a fault.", status=500, content_type="text/plain")
    training = {"for_training": settings.HUB_CONFIG.for_training}
    return HttpResponse(render_to_string("console/broken.html", training), status=500)


def untrusted_form(request: HttpRequest, reason: str = "") -> HttpResponse:  # noqa: ARG001
    """A form without a proof that it is ours: nothing was done. What a page of our own sent is not lost.

    Ours it may be all the same: a page that was open while its reader signed in anew in another window.
    """
    view = request.resolver_match.func if request.resolver_match else None
    typed = seal_typed(request, view) if view and _comes_from_here(request) else ""
    if typed and request.user.is_authenticated and take_over(request, typed):
        return redirect(request.path)
    if typed:
        return render(request, "console/login.html", {FIELD: typed, "next": request.path}, status=403)
    return _page(request, "untrusted", 403, "This form is not one of the hub's.")


def _comes_from_here(request: HttpRequest) -> bool:
    """Browsers say of every form they send from which address its page is; pages cannot change that."""
    origin = urlsplit(request.headers.get("Origin", ""))
    return (origin.scheme, origin.netloc) == (request.scheme, request.get_host())


def _page(request: HttpRequest, name: str, status: int, words: str) -> HttpResponse:
    if request.path_info.startswith(FOR_MACHINES):
        return HttpResponse(words, status=status, content_type="text/plain")
    return render(request, f"console/{name}.html", {"has_role": True}, status=status)

"""The web application of the hub, for a WSGI server. Some addresses have doors of their own.

Batches: what Django wraps around every request (sessions, languages, static files, policies for browsers) takes longer
than a batch may. So its view is called straight away, unless the request is one that Django would not let through.

Whether the hub is ready: whoever watches over it asks on the machine itself, by whatever name and without HTTPS.

What stations and other hubs call: a hub for training answers none of it, so that nothing made up is taken for real, and
nothing real gets lost among what is made up.
"""

from __future__ import annotations

import os
from collections.abc import Iterable
from typing import cast
from wsgiref.types import StartResponse, WSGIApplication, WSGIEnvironment

from django.conf import settings
from django.core.exceptions import DisallowedHost
from django.core.handlers.exception import convert_exception_to_response
from django.core.handlers.wsgi import WSGIRequest
from django.core.wsgi import get_wsgi_application
from django.db import close_old_connections
from django.http import HttpResponse, JsonResponse

from sync.hub.client_address import told_by_named_proxies
from sync.hub.training import EXCHANGES_NOTHING

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "sync.hub.settings")

BATCHES = "/api/v1/batches"
READY = "/health/ready"
OF_STATIONS = ("/api/", "/repo/")
"""Where stations and other hubs call."""


def door_for_batches(otherwise: WSGIApplication) -> WSGIApplication:
    """An application that answers batches itself and leaves every other request to this one."""
    from sync.hub.intake.views import receive_batch

    answer = convert_exception_to_response(receive_batch)

    def application(environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        if environ.get("PATH_INFO") != BATCHES:
            return otherwise(environ, start_response)
        request = WSGIRequest(environ)
        if not _is_let_through(request):
            return otherwise(environ, start_response)
        close_old_connections()  # one that has failed is not used again
        return _tell(answer(request), start_response)

    return application


def door_for_watchers(otherwise: WSGIApplication) -> WSGIApplication:
    """An application that says whether it is ready to whoever asks, and leaves every other request to this one."""
    from sync.hub.intake.views import tell_ready

    answer = convert_exception_to_response(tell_ready)

    def application(environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        if environ.get("PATH_INFO") != READY:
            return otherwise(environ, start_response)
        close_old_connections()
        return _tell(answer(WSGIRequest(environ)), start_response)

    return application


def door_for_training(otherwise: WSGIApplication) -> WSGIApplication:
    """An application that turns away stations and other hubs, and leaves every other request to this one."""

    def application(environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        if not environ.get("PATH_INFO", "").startswith(OF_STATIONS):
            return otherwise(environ, start_response)
        return _tell(JsonResponse({"words": EXCHANGES_NOTHING}, status=403), start_response)

    return application


def _tell(answer: object, start_response: StartResponse) -> Iterable[bytes]:
    response = cast(HttpResponse, answer)
    response.headers.setdefault("X-Content-Type-Options", "nosniff")
    start_response(f"{response.status_code} {response.reason_phrase}", list(response.items()))
    return [response.content]


def _is_let_through(request: WSGIRequest) -> bool:
    try:
        request.get_host()
    except DisallowedHost:
        return False
    return request.is_secure() or not settings.SECURE_SSL_REDIRECT


_all = door_for_watchers(door_for_batches(get_wsgi_application()))
application = told_by_named_proxies(
    door_for_training(_all) if settings.HUB_CONFIG.for_training else _all, settings.HUB_CONFIG.trusted_proxies
)

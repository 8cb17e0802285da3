"""The border every request passes before any page is asked: addresses and cookies that are none, methods nobody uses.

On the way back it keeps what the pages say out of every memory on the way. Knows no page and no table.
"""

from __future__ import annotations

from collections.abc import Callable

from django.http import Http404, HttpRequest, HttpResponseBase, HttpResponseNotAllowed
from django.utils.cache import add_never_cache_headers

FOR_MACHINES = ("/api/", "/repo/", "/health", "/metrics")
"""Below these, stations and monitoring ask. Each of their views names its own methods, and bears no words of people."""
FOR_EVERYBODY = "/public/"
"""What lies below this is the same for everybody, and says itself how long it may be kept."""
_METHODS = ("GET", "HEAD", "POST")
_NUL = "\x00"
"""PostgreSQL takes it in no text, and no file is named so."""


class BorderMiddleware:
    """Stands before everything that reads a cookie or asks the database."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self._get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Django calls this for each request."""
        is_page = not request.path_info.startswith(FOR_MACHINES)
        if is_page and request.method not in _METHODS:
            return HttpResponseNotAllowed(_METHODS)
        if _NUL in request.path_info or any(
            _NUL in text for pair in request.GET.lists() for text in (pair[0], *pair[1])
        ):
            raise Http404
        if any(_NUL in value for value in request.COOKIES.values()):
            request.COOKIES = {}  # such a visitor is nobody
        response = self._get_response(request)
        if is_page and not request.path_info.startswith(FOR_EVERYBODY):
            add_never_cache_headers(response)
        return response

"""The door of the public pages: they are answered before any session, sign-in or form token is looked at.

So no cookie is read or set, and no answer depends on one: a proxy may keep it for everybody.
"""

from __future__ import annotations

from collections.abc import Callable
from http import HTTPStatus

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, HttpResponsePermanentRedirect
from django.urls import Resolver404, resolve, reverse
from django.utils.cache import get_conditional_response

from sync.hub.public.rendering import language_wished, no_page, out_of_order


class PublicDoorMiddleware:
    """Stands before everything that knows visitors."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self._get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Django calls this for each request."""
        home = reverse("public:start")
        if request.path_info == home.rstrip("/"):
            return HttpResponsePermanentRedirect(home)
        if not request.path_info.startswith(home):
            return self._get_response(request)
        request.get_host()  # refuses a name this hub does not have
        response = self._answer(request)
        response.headers.setdefault("Cache-Control", f"public, max-age={settings.HUB_CONFIG.public_pages_kept_seconds}")
        response.headers["X-Frame-Options"] = "DENY"
        if isinstance(response, HttpResponse):
            response.headers["Content-Length"] = str(len(response.content))  # so the connection stays open
        tag = response.headers.get("ETag")
        if tag is None or not isinstance(response, HttpResponse) or response.status_code != HTTPStatus.OK:
            return response
        return get_conditional_response(request, etag=tag, response=response) or response

    def _answer(self, request: HttpRequest) -> HttpResponseBase:
        try:
            found = resolve(request.path_info)
            return found.func(request, *found.args, **found.kwargs)  # type: ignore[no-any-return]
        except (Resolver404, Http404):
            return no_page(language_wished(request))
        except OSError:  # the published files are just being put back, or the disk does not answer
            return out_of_order(language_wished(request))

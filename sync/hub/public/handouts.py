"""A project or a poll for paper: a poster to print, and a text for the gazette. They say what the pages say.

The poster is a page whose sheet is A4, since browsers set every script and turn every direction; whoever wants a PDF
prints into one.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import override

from sync.hub.public.pages import page, poll_context, project_context
from sync.hub.public.rendering import frame_language, show
from sync.hub.qr_codes import qr_svg


@page
def project_poster(request: HttpRequest, language: str, project: str) -> HttpResponseBase:
    """What is planned, and how far it is."""
    return _poster(request, language, "projects", project, project_context(project))


@page
def poll_poster(request: HttpRequest, language: str, poll: str) -> HttpResponseBase:
    """What is asked and how to answer, or the result once there is one."""
    return _poster(request, language, "polls", poll, poll_context(poll, language))


@page
def project_gazette(request: HttpRequest, language: str, project: str) -> HttpResponseBase:
    """All of it as plain text."""
    return _gazette(request, language, "projects", project, project_context(project))


@page
def poll_gazette(request: HttpRequest, language: str, poll: str) -> HttpResponseBase:
    """All of it as plain text."""
    return _gazette(request, language, "polls", poll, poll_context(poll, language))


def _poster(request: HttpRequest, language: str, kind: str, name: str, told: Mapping[str, Any]) -> HttpResponse:
    url = _page_url(request, language, kind, name)
    with override(frame_language(language)):
        code = qr_svg(url, label=_("The address of the page as a QR code"))
    context = {**told, "url": url, "code": code}
    return show(f"{kind[:-1]}_poster.html", language, context, way=f"{kind}/{name}/poster/")


def _gazette(request: HttpRequest, language: str, kind: str, name: str, told: Mapping[str, Any]) -> HttpResponse:
    context = {**told, "url": _page_url(request, language, kind, name)}
    return show(f"{kind[:-1]}_gazette.txt", language, context, kind="text/plain; charset=utf-8")


def _page_url(request: HttpRequest, language: str, kind: str, name: str) -> str:
    return request.build_absolute_uri(reverse(f"public:{kind[:-1]}", args=[language, name]))

"""The page of the open data, its files, and the feed of what is new. Nothing here knows who asks."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.urls import reverse
from django.utils import timezone

from sync.hub.public import open_data
from sync.hub.public.catalogue import catalogue_of
from sync.hub.public.edition import Edition
from sync.hub.public.pages import page
from sync.hub.public.rendering import edition_now, show, tag_of
from sync.hub.training import marked_file_name
from sync.protocol.languages import Texts

_MOST_NEWS = 50
_DESCRIPTION = "-metadata.json"
_BEFORE_ALL = date(2026, 1, 1)


@dataclass(frozen=True)
class News:
    """Something new. ``id`` stays the same for the same news; without a text, a result is what is new."""

    day: date
    id: str
    page: str
    """The kind of page that tells more: ``poll`` or ``project``."""
    of: str
    """The id of the poll or project."""
    title: Texts
    text: Texts


@page
def data(_request: HttpRequest, language: str) -> HttpResponseBase:
    """What can be taken away, in which form, under which licence."""
    edition = edition_now()
    names = open_data.general_files(edition)
    polls = [
        {"poll": result.poll, "files": open_data.files_of_poll(edition, poll_id)}
        for poll_id, result in sorted(edition.results.items())
    ]
    context = {
        "edition": edition,
        "files": [name for name in names if not name.endswith(_DESCRIPTION)],
        "described": {name.removesuffix(_DESCRIPTION) for name in names if name.endswith(_DESCRIPTION)},
        "polls": polls,
        "log": open_data.log_names(edition),
        "licence": settings.HUB_CONFIG.open_data_licence,
        "licence_address": open_data.licence_address(),
    }
    return show("data.html", language, context, way="data/")


def general_file(_request: HttpRequest, name: str) -> HttpResponseBase:
    """A file of projects, polls, contributions or reports."""
    return _file(name, open_data.general_files(edition_now()).get(name))


def poll_file(_request: HttpRequest, poll: str, name: str) -> HttpResponseBase:
    """A file of a counted poll."""
    return _file(name, open_data.files_of_poll(edition_now(), poll).get(name))


def poll_zip(_request: HttpRequest, poll: str) -> HttpResponseBase:
    """All files of a counted poll."""
    edition = edition_now()
    return _file(f"{poll}.zip", open_data.poll_zip(edition, poll) if poll in edition.results else None)


def log_file(_request: HttpRequest, name: str) -> HttpResponseBase:
    """A file of the ballot log, as stations get it."""
    edition = edition_now()
    return _file(name, edition.files.announced(name) if name in open_data.log_names(edition) else None)


def whole_zip(_request: HttpRequest) -> HttpResponseBase:
    """Everything."""
    return _file("open-data.zip", open_data.whole_zip(edition_now()))


def catalogue(request: HttpRequest) -> HttpResponseBase:
    """What portals fetch."""
    wire = catalogue_of(edition_now(), base=request.build_absolute_uri(reverse("public:files")))
    return _file("catalogue.jsonld", json.dumps(wire, ensure_ascii=False, indent=1).encode(), "application/ld+json")


@page
def feed(request: HttpRequest, language: str) -> HttpResponseBase:
    """What is new, the newest first, for readers of feeds (RFC 4287)."""
    edition = edition_now()
    news = sorted(_news(edition, timezone.localdate()), key=lambda one: (one.day, one.id), reverse=True)[:_MOST_NEWS]
    context = {
        "edition": edition,
        "entries": [
            (one, _moment(one.day), request.build_absolute_uri(reverse(f"public:{one.page}", args=[language, one.of])))
            for one in news
        ],
        "updated": _moment(max((one.day for one in news), default=_BEFORE_ALL)),
        "home": request.build_absolute_uri(reverse("public:home", args=[language])),
        "own": request.build_absolute_uri(),
    }
    return show("feed.xml", language, context, kind="application/atom+xml; charset=utf-8")


def _news(edition: Edition, today: date) -> Iterator[News]:
    for poll in edition.polls.values():
        if poll.opens <= today:
            yield News(poll.opens, f"poll-{poll.id}-opens", "poll", poll.id, poll.title, poll.question)
    for poll_id, result in edition.results.items():
        yield News(result.counted_on, f"poll-{poll_id}-counted", "poll", poll_id, result.poll.title, {})
    for project in edition.projects.values():
        for update in project.updates:
            if update.day <= today:
                name = f"project-{project.id}-{update.day}"
                yield News(update.day, name, "project", project.id, project.title, update.text)


def _moment(day: date) -> str:
    return datetime.combine(day, time(), tzinfo=UTC).isoformat()


def _file(name: str, data: bytes | None, kind: str = "") -> HttpResponse:
    if data is None:
        raise Http404
    ending = name.rpartition(".")[2]
    response = HttpResponse(data, content_type=kind or open_data.KINDS.get(ending, "text/plain; charset=utf-8"))
    response.headers["ETag"] = tag_of(data)
    response.headers["Access-Control-Allow-Origin"] = "*"  # open data: also for pages of others
    if ending in {"zip", "csv"}:
        response.headers["Content-Disposition"] = f'attachment; filename="{marked_file_name(name)}"'
    return response

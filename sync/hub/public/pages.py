"""What the city plans, asks and has decided, and what is stored: pages for everybody. They change nothing."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import wraps
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, HttpResponseNotAllowed
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override

from sync.hub.public import wording
from sync.hub.public.rendering import edition_now, frame_language, language_wished, show, tag_of
from sync.protocol.data_sheets import DATA_SHEETS, STATION_DAYS
from sync.protocol.data_use import FEWEST
from sync.protocol.languages import OFFERED_CODES, Texts
from sync.protocol.poll_results import LEAST_FIGURE, NONE_OF_THEM, PollResult
from sync.protocol.polls.yes_no import ABSTAIN, NO, YES

_PICTURES = {"svg": "image/svg+xml", "jpg": "image/jpeg", "png": "image/png", "webp": "image/webp"}


@dataclass(frozen=True)
class ShownFigure:
    """One figure of a result. ``count`` is None where it must not be told; ``share`` in percent of the ballots."""

    title: Texts
    words: str
    count: int | None
    share: int
    leads: bool


View = Callable[..., HttpResponseBase]


def page(view: View) -> View:
    """A page in a language that stations have; it is only read."""

    @wraps(view)
    def wrapped(request: HttpRequest, language: str, **more: Any) -> HttpResponseBase:
        if request.method not in {"GET", "HEAD"}:
            return HttpResponseNotAllowed(["GET", "HEAD"])
        if language not in OFFERED_CODES:
            raise Http404
        return view(request, language, **more)

    return wrapped


def start(request: HttpRequest) -> HttpResponse:
    """To the language of the browser."""
    return _to("public:home", request)


def code_start(request: HttpRequest) -> HttpResponse:
    """The address in the QR code of a receipt: browsers take what stands behind ``#`` along, and tell it to nobody."""
    return _to("public:code", request)


def data_start(request: HttpRequest) -> HttpResponse:
    """The address of the open data, for people."""
    return _to("public:data", request)


def _to(name: str, request: HttpRequest) -> HttpResponse:
    response = HttpResponse(status=302)
    response.headers["Location"] = reverse(name, args=[language_wished(request)])
    response.headers["Vary"] = "Accept-Language"
    return response


@page
def home(_request: HttpRequest, language: str) -> HttpResponseBase:
    """What is asked, planned and decided now."""
    edition, today = edition_now(), timezone.localdate()
    projects = [
        {"project": project, "now": project.phase_on(today), "next": project.phase_after(today)}
        for project in sorted(edition.projects.values(), key=lambda project: project.id)
    ]
    context = {
        "edition": edition,
        "running": edition.running(today),
        "coming": edition.coming(today),
        "over": [(poll, edition.results.get(poll.id)) for poll in edition.over(today)],
        "projects": projects,
        "claims": len(edition.claims.standings),
        "claims_answered": sum(1 for claim in edition.claims.standings.values() if claim.answered_on),
    }
    return show("home.html", language, context)


@page
def project(_request: HttpRequest, language: str, project: str) -> HttpResponseBase:
    """One project: what it is about, its phases, its polls, what is new, what it has changed."""
    return show("project.html", language, project_context(project), way=f"projects/{project}/")


def project_context(project_id: str) -> dict[str, Any]:
    """What is told of a project. Raises Http404 for none of the published."""
    edition, today = edition_now(), timezone.localdate()
    found = edition.projects.get(project_id)
    if found is None:
        raise Http404
    polls = [poll for poll_id in found.polls if (poll := edition.poll_of(poll_id))]
    return {
        "edition": edition,
        "project": found,
        "now": found.phase_on(today),
        "polls": [(poll, edition.results.get(poll.id)) for poll in polls],
        "districts": [edition.districts.get(code, code) for code in found.districts],
        "today": today,
    }


@page
def poll(_request: HttpRequest, language: str, poll: str) -> HttpResponseBase:
    """One poll, and its result once there is one."""
    return show("poll.html", language, poll_context(poll, language), way=f"polls/{poll}/")


def poll_context(poll_id: str, language: str) -> dict[str, Any]:
    """What is told of a poll. Raises Http404 for none of the published."""
    edition, today = edition_now(), timezone.localdate()
    found = edition.poll_of(poll_id)
    if found is None:
        raise Http404
    result = edition.results.get(poll_id)
    with override(frame_language(language)):
        bars = [*_bars(result)] if result else []
    return {
        "edition": edition,
        "poll": found,
        "result": result,
        "bars": bars,
        "least": LEAST_FIGURE,
        "project": edition.project_of(poll_id),
        "districts": [edition.districts.get(code, code) for code in found.districts],
        "is_coming": today < found.opens,
        "is_running": found.opens <= today <= found.closes and not found.void,
    }


@page
def stored(_request: HttpRequest, language: str) -> HttpResponseBase:
    """The data sheets, and the newest report on the use of data."""
    edition = edition_now()
    with override(frame_language(language)):
        sheets = [
            {
                "name": wording.name_of(sheet.kind),
                "purpose": wording.purpose_of(sheet.kind),
                "parts": "; ".join(map(wording.part_of_record, sheet.parts)),
                "readers": "; ".join(map(wording.name_of, sheet.readers)),
                "kept": wording.kept_words(sheet.keeping, sheet.days),
            }
            for sheet in DATA_SHEETS
        ]
        use = [(wording.name_of(kind), times) for kind, times in (edition.use.times.items() if edition.use else ())]
    context = {
        "edition": edition, "sheets": sheets, "station_days": STATION_DAYS, "use": use, "fewest": FEWEST,
    }  # fmt: skip
    return show("stored.html", language, context, way="stored/")


def picture(request: HttpRequest, name: str) -> HttpResponseBase:
    """A drawing or photo of the published content."""
    edition, path = edition_now(), f"pictures/{name}"
    kind = _PICTURES.get(name.rpartition(".")[2])
    if request.method not in {"GET", "HEAD"} or kind is None or path not in edition.pictures:
        raise Http404
    response = HttpResponse(edition.files.read(path), content_type=kind)
    response.headers["ETag"] = tag_of(response.content)
    # A drawing that is opened alone is a page of its own: it runs and fetches nothing.
    response.headers["Content-Security-Policy"] = "default-src 'none'; style-src 'unsafe-inline'; sandbox"
    return response


def _bars(result: PollResult) -> Iterator[ShownFigure]:
    words = {YES: _("Yes"), NO: _("No"), ABSTAIN: _("Abstention"), NONE_OF_THEM: _("None of these")}
    titles = {option.id: option.title for option in result.poll.options}
    of = max([result.ballots, *(figure.count or 0 for figure in result.figures)])
    for figure in result.figures:
        yield ShownFigure(
            title=titles.get(figure.option, {}),
            words="" if figure.option in titles else words.get(figure.option, figure.option),
            count=figure.count,
            share=round(100 * (figure.count or 0) / of),
            leads=figure.option in result.leading,
        )

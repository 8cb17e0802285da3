"""Looking up a code on the public pages: how far a report is, whether a ballot is in the box.

What is told is what a station tells, to whoever has the code, and is kept nowhere: not in the address, not by a proxy,
not in a log. A number that is not known looks the same whether nobody has it or it is still on its way.
"""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, HttpResponseNotAllowed
from django.utils import timezone
from django.utils.translation import override

from sync.hub.ballot_log import selectors as ballot_log
from sync.hub.client_address import subscriber_of
from sync.hub.public import wording
from sync.hub.public.brake import OF_THIS_PROCESS, TooManyTries
from sync.hub.public.edition import Edition
from sync.hub.public.rendering import NOT_KEPT, edition_now, frame_language, show
from sync.hub.training import marked_file_name
from sync.protocol.encoding import group_code
from sync.protocol.languages import OFFERED_CODES
from sync.protocol.lookup_codes import (
    MOST_CHARACTERS,
    LookupCodeRefused,
    ReportNumber,
    Tracker,
    clean_code,
    read_code,
)
from sync.protocol.report_status import record_id_of

FIELD = "code"
_GROUP = 4
_MOST_TYPED = 200


def code(request: HttpRequest, language: str) -> HttpResponseBase:
    """The form, and the answer to it."""
    if language not in OFFERED_CODES:
        raise Http404
    if request.method in {"GET", "HEAD"}:
        return _form(edition_now(), language)
    if request.method != "POST":
        return HttpResponseNotAllowed(["GET", "HEAD", "POST"])
    response = _answer(request, edition_now(), language)
    response.headers["Cache-Control"] = NOT_KEPT
    return response


def proof(request: HttpRequest, language: str) -> HttpResponseBase:
    """The proof that a ballot is in the log, as a file for whoever wants to check it without us."""
    if request.method != "POST" or language not in OFFERED_CODES:
        raise Http404
    edition = edition_now()
    try:
        asked = read_code(request.POST.get(FIELD, "")[:_MOST_TYPED])
    except LookupCodeRefused as refused:
        raise Http404 from refused
    size = edition.checkpoint.size if edition.checkpoint else 0
    found = ballot_log.find_ballot(asked.code, size=size) if isinstance(asked, Tracker) else None
    if found is None:
        raise Http404
    text = ballot_log.write_proof(found.index, size=size, note=edition.note, leaf=found.entry.leaf)
    response = HttpResponse(text, content_type="text/plain; charset=utf-8")
    response.headers["Content-Disposition"] = f'attachment; filename="{marked_file_name(asked.code)}.tlog-proof"'
    response.headers["Cache-Control"] = NOT_KEPT
    return response


def checker(request: HttpRequest, language: str) -> HttpResponseBase:
    """A page that checks a proof in the browser alone. It can be saved, and then needs neither us nor a network."""
    if request.method not in {"GET", "HEAD"} or language not in OFFERED_CODES:
        raise Http404
    edition = edition_now()
    response = show("checker.html", language, {"edition": edition, "key": edition.log_key})
    # It runs its own script and can send nothing to anybody.
    response.headers["Content-Security-Policy"] = (
        "default-src 'none'; script-src 'unsafe-inline'; style-src 'unsafe-inline'; form-action 'none'; base-uri 'none'"
    )
    return response


def _answer(request: HttpRequest, edition: Edition, language: str) -> HttpResponse:
    typed = request.POST.get(FIELD, "")[:_MOST_TYPED]
    try:
        asked = read_code(typed)
    except LookupCodeRefused as refused:
        with override(frame_language(language)):
            problem = wording.name_of(refused.reason)
        return _form(edition, language, typed=typed, problem=problem, status=422)
    if isinstance(asked, Tracker):
        return _about_ballot(asked, edition, language)
    try:
        return _about_report(asked, request, edition, language)
    except TooManyTries as refused:
        response = _form(edition, language, typed=typed, wait_minutes=-(-refused.seconds // 60), status=429)
        response.headers["Retry-After"] = str(refused.seconds)
        return response


def _form(edition: Edition, language: str, *, status: int = 200, **more: Any) -> HttpResponse:
    context = {"edition": edition, "typed": "", "most": MOST_CHARACTERS * 2, **more}
    return show("code.html", language, context, way="code/", status=status)


def _about_report(number: ReportNumber, request: HttpRequest, edition: Edition, language: str) -> HttpResponse:
    stranger = subscriber_of(request.META.get("REMOTE_ADDR", ""))
    with OF_THIS_PROCESS.one_try(stranger):
        standing = edition.standing_of(record_id_of(number.code))
    if standing is None:
        OF_THIS_PROCESS.note_wrong(stranger)
    today = timezone.localdate()
    with override(frame_language(language)):
        words = wording.standing_words(standing) if standing else ""
        promised = wording.promise_words(standing, today) if standing else ""
    context = {
        "edition": edition,
        "number": group_code(number.code, _GROUP, between=" "),
        "standing": standing,
        "words": words,
        "promised": promised,
        "project": edition.projects.get(standing.project) if standing else None,
    }
    return show("answer_report.html", language, context, way="code/")


def _about_ballot(tracker: Tracker, edition: Edition, language: str) -> HttpResponse:
    size = edition.checkpoint.size if edition.checkpoint else 0
    found = ballot_log.find_ballot(tracker.code, size=size)
    context = {
        "edition": edition,
        "tracker": tracker.code,
        "shown": group_code(clean_code(tracker.code), _GROUP),
        "found": found,
        "poll": edition.poll_of(found.entry.poll) if found else None,
        "claim": None if found else edition.claims.find(tracker.code),
    }
    return show("answer_ballot.html", language, context, way="code/")

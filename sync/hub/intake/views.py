"""What stations call. Turns requests into service calls and outcomes into HTTP; no rule stands here.

A signed answer is ``application/jose``. An unsigned one is JSON with ``words``, and proves nothing to a station.
"""

from __future__ import annotations

import errno
import logging
from collections.abc import Callable, Mapping
from datetime import datetime
from functools import wraps
from pathlib import Path

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import SuspiciousFileOperation
from django.db import OperationalError
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, HttpResponseBase, JsonResponse
from django.utils import timezone
from django.utils._os import safe_join
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST, require_safe

from sync.boot_clock import Tick, machine_tick
from sync.hub.data_folder import HubFolder
from sync.hub.intake import selectors, services
from sync.hub.intake.services import Outcome
from sync.hub.intake.signer import current_voice
from sync.hub.intake.statuses import hear_old_key, keep_status, read_status
from sync.hub.publishing.selectors import pinned_root_hash
from sync.hub.request_bodies import BodyRefused, read_body
from sync.hub.stations.allowance import OF_THIS_PROCESS, TooMuch
from sync.hub.stations.hub_clock import ClockDoubted, corrections, demand_right_clock
from sync.hub.stations.selectors import newest_count, unwanted_kid
from sync.hub.stations.services import EnrolmentFault, EnrolmentRefused, enrol
from sync.protocol.batches import MAX_BATCH_BYTES
from sync.protocol.errors import Refused, Untrusted
from sync.protocol.jws import MAX_HEADER_BYTES
from sync.protocol.messages import Head, Heads, question_hash

logger = logging.getLogger(__name__)

MAX_REQUEST_BYTES = MAX_BATCH_BYTES + MAX_HEADER_BYTES
RETRY_SECONDS = 5
CLOCK_RETRY_SECONDS = 60
CLOCK = "mitmach.now"
"""In a WSGI environ: the moment to answer at, for who calls the application itself. No request can set this name."""

_STATUS = {
    Outcome.ACKNOWLEDGED: 200,
    Outcome.GAP: 409,
    Outcome.FORK: 409,
    Outcome.BODY: 422,
    Outcome.REVOKED: 403,
    Outcome.MALFORMED: 400,
    Outcome.UNKNOWN: 401,
}
_ENROLMENT_STATUS = {
    EnrolmentFault.UNKNOWN_CODE: 403,
    EnrolmentFault.WRONG_CODE: 403,
    EnrolmentFault.EXPIRED: 410,
    EnrolmentFault.USED: 409,
    EnrolmentFault.KEY_TAKEN: 409,
    EnrolmentFault.KEY_GIVEN_UP: 409,
}

View = Callable[[HttpRequest, bytes], HttpResponse]


def _for_stations(most_bytes: int) -> Callable[[View], Callable[[HttpRequest], HttpResponse]]:
    """A view that stations call: no login, no cookie, a bounded body, and database trouble told as "come back"."""

    def decorate(view: View) -> Callable[[HttpRequest], HttpResponse]:
        @csrf_exempt
        @login_not_required
        @require_POST
        @wraps(view)
        def wrapped(request: HttpRequest) -> HttpResponse:
            try:
                demand_clock(request)
                return view(request, read_body(request, most_bytes=most_bytes))
            except BodyRefused as refused:
                return _plain(refused.status, str(refused))
            except TooMuch as too_much:
                return come_later(too_much)
            except ClockDoubted as doubted:
                return wait_for_clock(doubted)
            except (OperationalError, OSError) as error:
                return come_back(error)

        return wrapped

    return decorate


@_for_stations(MAX_REQUEST_BYTES)
def receive_batch(request: HttpRequest, body: bytes) -> HttpResponse:
    """One batch in, one signed answer out."""
    answer = services.accept_batch(body, voice=current_voice(), now=_now(request), allowance=OF_THIS_PROCESS)
    if answer.outcome is Outcome.UNKNOWN:
        return _plain(_STATUS[answer.outcome], answer.message)
    return _signed(_STATUS[answer.outcome], answer.message)


@_for_stations(MAX_HEADER_BYTES)
def tell_heads(request: HttpRequest, body: bytes) -> HttpResponse:
    """A station's status in, where the hub stands in its chains out."""
    try:
        message = body.decode("ascii")
        heard = read_status(message)
    except Untrusted as error:
        return _plain(401, str(error))
    except UnicodeDecodeError:
        return _plain(401, "this is not signed by a station of ours")
    device, status = heard.device, heard.status
    if status.device != device.id:
        return _plain(400, "the message names another station than the one that signed it")
    now = _now(request)
    if heard.is_under_old_key:
        is_newest = is_revoked = hear_old_key(heard, now=now)
        heads: Mapping[str, Head] = {}
    else:
        is_newest = keep_status(device, status, folder=settings.HUB_FOLDER, now=now)
        is_revoked, heads = device.revoked_at is not None, selectors.heads_for(device.id, named=status.chains)
    voice = current_voice()
    answer = Heads(
        device.id,
        heads,
        now,
        voice.epoch,
        revoked=is_revoked,
        rekey="" if heard.is_under_old_key else unwanted_kid(device),
        question=question_hash(message),
        count=status.count if is_newest else max(status.count + 1, newest_count(device.id)),
        correction=corrections(),
    )
    return _signed(200, answer.sign(voice.key))


@_for_stations(MAX_HEADER_BYTES)
def enrol_station(request: HttpRequest, body: bytes) -> HttpResponse:
    """A new station's signed wish in, the signed welcome out."""
    folder: HubFolder = settings.HUB_FOLDER
    try:
        welcome = enrol(
            body.decode("ascii"),
            root_sha256=pinned_root_hash(folder.repository),
            key=current_voice().key,
            now=_now(request),
        )
    except EnrolmentRefused as error:
        return _plain(_ENROLMENT_STATUS[error.fault], str(error))
    except (Untrusted, Refused, UnicodeDecodeError):
        return _plain(400, "this is not a station's message")
    return _signed(200, welcome)


@require_safe
@login_not_required
def serve_repository(_request: HttpRequest, path: str) -> HttpResponseBase:
    """A file of the signed content. Needs no protection: every byte is checked by who reads it."""
    folder: HubFolder = settings.HUB_FOLDER
    try:
        place = Path(safe_join(folder.repository, path))
        if any(part.startswith(".") for part in place.relative_to(folder.repository).parts):
            raise Http404
        file = place.open("rb")
    except (SuspiciousFileOperation, ValueError, OSError) as error:
        raise Http404 from error  # a path that leads out of the folder, to no file, or is longer than any path
    response = FileResponse(file, content_type="application/octet-stream")
    # Only the timestamp is ever replaced; every other file has its version or its hash in its name.
    is_fixed = place.name != "timestamp.json"
    response.headers["Cache-Control"] = "public, max-age=31536000, immutable" if is_fixed else "no-cache"
    return response


@require_safe
@login_not_required
def tell_ready(_request: HttpRequest) -> HttpResponse:
    """Whether this server can answer stations at all: it reads its database and knows its key."""
    try:
        current_voice().epoch  # noqa: B018 (asks the database)
        demand_right_clock(timezone.now())
    except ClockDoubted as doubted:
        return wait_for_clock(doubted)
    except (OperationalError, OSError) as error:
        return come_back(error)
    return JsonResponse({"ready": True})


def demand_clock(request: HttpRequest) -> None:
    """Before anything is signed in answer to this request. Raises ClockDoubted."""
    demand_right_clock(_now(request), count=_counted(request))


def _now(request: HttpRequest) -> datetime:
    moment: datetime = request.META.get(CLOCK) or timezone.now()
    return moment


def _counted(request: HttpRequest) -> Callable[[], Tick | None]:
    # Who gives the moment has no seconds to go with it.
    return (lambda: None) if CLOCK in request.META else machine_tick


def _signed(status: int, message: str) -> HttpResponse:
    return HttpResponse(message, status=status, content_type="application/jose")


def _plain(status: int, words: str) -> HttpResponse:
    return JsonResponse({"words": words}, status=status)


def come_later(too_much: TooMuch) -> HttpResponse:
    """Nothing was stored: one station does not fill the disk of all."""
    response = _plain(429, str(too_much))
    response.headers["Retry-After"] = str(too_much.seconds)
    return response


def wait_for_clock(doubted: ClockDoubted) -> HttpResponse:
    """Nothing is signed by this clock."""
    logger.error("%s", doubted)
    response = _plain(503, "the hub's clock is not right just now; nothing was stored")
    response.headers["Retry-After"] = str(CLOCK_RETRY_SECONDS)
    return response


def come_back(error: OperationalError | OSError) -> HttpResponse:
    """Nothing was stored, and it is not the station's fault."""
    is_full = (
        any(word in str(error) for word in ("full", "No space left"))
        if isinstance(error, OperationalError)
        else error.errno == errno.ENOSPC
    )
    response = _plain(507 if is_full else 503, "the hub cannot store anything now")
    response.headers["Retry-After"] = str(RETRY_SECONDS)
    return response

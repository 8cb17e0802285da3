"""What stations call about attachments: which pieces are missing, and here is one. Answers are signed, as always."""

from __future__ import annotations

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.db import OperationalError
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_POST

from sync.hub.attachments.store import PieceStore, signer_of
from sync.hub.data_folder import HubFolder
from sync.hub.intake.signer import current_voice
from sync.hub.intake.views import come_back, come_later, demand_clock, wait_for_clock
from sync.hub.request_bodies import BodyRefused, read_body
from sync.hub.stations.allowance import OF_THIS_PROCESS, TooMuch
from sync.hub.stations.hub_clock import ClockDoubted
from sync.protocol.attachment_messages import MAX_SEALED_PIECE_BYTES, read_bring, sign_stored
from sync.protocol.errors import Refused, Untrusted
from sync.protocol.jws import MAX_HEADER_BYTES

_SCHEME = "ck1 "


def piece_store() -> PieceStore:
    """The pieces of the hub this process serves."""
    folder: HubFolder = settings.HUB_FOLDER
    return PieceStore(folder.blobs)


@csrf_exempt
@login_not_required
@require_POST
def tell_missing(request: HttpRequest) -> HttpResponse:
    """The names a station keeps in, those the hub lacks out."""
    try:
        demand_clock(request)
        body = read_body(request, most_bytes=MAX_HEADER_BYTES)
        store = piece_store()
        _, answer = store.answer(body.decode("ascii"), key=current_voice().key)
        store.remove_erased()
    except ClockDoubted as doubted:
        return wait_for_clock(doubted)
    except BodyRefused as refused:
        return _plain(refused.status, str(refused))
    except (Untrusted, UnicodeDecodeError):
        return _plain(401, "this is not signed by a station of ours")
    except Refused as error:
        return _plain(400, str(error))
    except (OperationalError, OSError) as error:
        return come_back(error)
    return _signed(answer)


@csrf_exempt
@login_not_required
@require_http_methods(["PUT"])
def take_piece(request: HttpRequest, name: str) -> HttpResponse:
    """One piece in, the hub's signed word that it is on disk out."""
    try:
        message = request.headers.get("Authorization", "").removeprefix(_SCHEME)
        device, key = signer_of(message)
        if read_bring(message, key=key) != (device.id, name):
            raise Untrusted("signed for something else")
    except Untrusted:
        return _plain(401, "this is not brought by a station of ours")
    if device.revoked_at is not None:
        return _plain(403, "this station was revoked")
    try:
        demand_clock(request)
        body = read_body(request, most_bytes=MAX_SEALED_PIECE_BYTES)
        OF_THIS_PROCESS.spend(device.id, len(body))
        piece_store().take(name, body)
    except ClockDoubted as doubted:
        return wait_for_clock(doubted)
    except TooMuch as too_much:
        return come_later(too_much)
    except BodyRefused as refused:
        return _plain(refused.status, str(refused))
    except Refused as error:
        return _plain(422, str(error))
    except (OperationalError, OSError) as error:
        return come_back(error)
    return _signed(sign_stored(device.id, name, key=current_voice().key))


def _signed(message: str) -> HttpResponse:
    return HttpResponse(message, content_type="application/jose")


def _plain(status: int, words: str) -> HttpResponse:
    return JsonResponse({"words": words}, status=status)

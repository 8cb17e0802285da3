"""What hubs below this one call. Turns requests into service calls; no rule stands here."""

from __future__ import annotations

from collections.abc import Callable

from django.contrib.auth.decorators import login_not_required
from django.db import OperationalError
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils import timezone
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from sync.hub.forwarding import services
from sync.hub.intake.signer import current_voice
from sync.hub.request_bodies import BodyRefused, read_body
from sync.hub.stations.hub_clock import ClockDoubted, demand_right_clock
from sync.protocol.errors import Refused, Untrusted
from sync.protocol.jws import MAX_HEADER_BYTES

RETRY_SECONDS = 5


@csrf_exempt
@login_not_required
@require_POST
def join(request: HttpRequest) -> HttpResponse:
    """A hub's signed wish to join in, the signed welcome out."""
    return _answer(request, lambda message: services.join(message, voice=current_voice(), now=timezone.now()))


@csrf_exempt
@login_not_required
@require_POST
def take_entry(request: HttpRequest) -> HttpResponse:
    """An entry of a hub's registry in, the heads of that station's chains out."""
    return _answer(request, lambda message: services.take_entry(message, voice=current_voice(), now=timezone.now()))


def _answer(request: HttpRequest, answer: Callable[[str], str]) -> HttpResponse:
    try:
        body = read_body(request, most_bytes=MAX_HEADER_BYTES)
        demand_right_clock(timezone.now())
        return HttpResponse(answer(body.decode("ascii")), content_type="application/jose")
    except BodyRefused as refused:
        return JsonResponse({"words": str(refused)}, status=refused.status)
    except (Untrusted, UnicodeDecodeError):
        return JsonResponse({"words": "this is not signed by a hub of ours"}, status=401)
    except (ClockDoubted, OperationalError, OSError):
        response = JsonResponse({"words": "the hub cannot store anything now"}, status=503)
        response.headers["Retry-After"] = str(RETRY_SECONDS)
        return response
    except Refused as error:
        return JsonResponse({"words": str(error)}, status=403)

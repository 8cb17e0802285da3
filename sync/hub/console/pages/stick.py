"""The page for couriers: what a stick brings goes in, and a ZIP with answers and content goes back onto it."""

from __future__ import annotations

import tempfile
import zipfile
from collections.abc import Iterator, Mapping
from contextlib import closing
from itertools import groupby
from typing import Any

from django.conf import settings
from django.core.exceptions import SuspiciousOperation
from django.db import InterfaceError, OperationalError
from django.http import FileResponse, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt, csrf_protect

from sync.hub.accounts.roles import Right, may
from sync.hub.attachments.views import piece_store
from sync.hub.console import queries
from sync.hub.console.web.permissions import for_administrators, for_readers, mark_rights, only_pressed
from sync.hub.console.web.uploads import MOST_BYTES, StickUploads
from sync.hub.console.wording.reasons import words_of
from sync.hub.console.wording.terms import numbers_words, span_words
from sync.hub.courier.archives import Archives
from sync.hub.courier.desk import Delivery, Desk, Lay, note_delivery, note_handing_out
from sync.hub.courier.faults import NotTaken
from sync.hub.courier.files import MOST_FILES, parcels_in
from sync.hub.data_folder import HubFolder
from sync.hub.intake.signer import current_voice
from sync.hub.publishing.selectors import pinned_root_hash
from sync.hub.stations.hub_clock import doubt
from sync.hub.stations.models import Device
from sync.stick import TOP, StickTrouble

FILE_NAME = "mitmach-stick.zip"
_ANSWERS = "stick_answers"
_MOST_ANSWERS = 50


@csrf_exempt  # checked in _bring, after the one who may not bring anything was sent away: before a file is read
def stick(request: HttpRequest) -> HttpResponseBase:
    """What a stick brings in, what to take away, and how."""
    return (_bring if request.method == "POST" else _show)(request)


mark_rights(stick, Right.SEE_HUB, to_change=Right.RUN_HUB)


@for_readers
def _show(request: HttpRequest) -> HttpResponse:
    return _page(request)


@for_administrators
def _bring(request: HttpRequest) -> HttpResponseBase:
    uploads = StickUploads(request)
    request.upload_handlers = [uploads]
    with closing(uploads):
        return _take_in(request)


@csrf_protect
def _take_in(request: HttpRequest) -> HttpResponse:
    (uploads,) = request.upload_handlers
    assert isinstance(uploads, StickUploads)
    try:
        request.POST  # noqa: B018  reads what comes
    except SuspiciousOperation:  # more files than anybody counts
        uploads.is_too_much = True
    if settings.HUB_CONFIG.for_training:
        return _page(request, problem=_training_words(), status=403)
    if not uploads.files:
        problem = _("Nothing for this hub was among the files. Choose the stick itself, or the folder ck1 on it.")
        return _page(request, problem=problem, status=400)
    delivery, problem = Delivery(answers=_answers(request)), ""
    if doubt(timezone.now()):
        return _page(request, problem=_clock_words(), status=503)
    try:
        with Archives(most_files=MOST_FILES) as archives:
            _desk().take_in(parcels_in(uploads.files, archives), delivery, now=timezone.now())
    except (OperationalError, InterfaceError, OSError, StickTrouble):
        problem = _(
            "The hub cannot store anything more just now. What is listed here is stored; bring in the same stick again."
        )
    if uploads.is_too_much:
        problem = _("That was more than the hub takes at once. What is listed here is stored; bring in the rest again.")
    note_delivery(delivery, by=request.user.get_username(), now=timezone.now())
    _keep_answers(request, delivery)
    return _page(request, delivery=delivery, problem=problem)


@only_pressed("console:stick")
@for_administrators
def take_stick(request: HttpRequest) -> HttpResponseBase:
    """Answers for every station and the content, in the folders they have on a stick."""
    if settings.HUB_CONFIG.for_training:
        return _page(request, problem=_training_words(), status=403)
    if doubt(timezone.now()):
        return _page(request, problem=_clock_words(), status=503)
    stations = list(Device.objects.values_list("id", flat=True))
    desk, now = _desk(), timezone.now()
    file = tempfile.TemporaryFile(prefix="mitmach-stick-")  # noqa: SIM115  the answer closes it
    with zipfile.ZipFile(file, "w") as archive:

        def lay(path: str, data: bytes) -> None:
            archive.writestr(f"{TOP}/{path}", data)

        _lay_kept(lay, _answers(request))
        desk.lay_answers(lay, stations, now=now)
        for path, data in desk.content():
            lay(path, data)
    file.seek(0)
    note_handing_out(len(stations), by=request.user.get_username(), now=now)
    return FileResponse(file, as_attachment=True, filename=FILE_NAME)


def _training_words() -> str:
    return _("This is a hub for training: no stick goes between it and a station.")


def _clock_words() -> str:
    return _("The clock of this hub has jumped: until that is settled nothing is taken in and nothing is signed.")


def _lay_kept(lay: Lay, answers: Mapping[str, bytes]) -> None:
    for path, data in answers.items():
        lay(path, data)


def _desk() -> Desk:
    folder: HubFolder = settings.HUB_FOLDER
    return Desk(
        voice=current_voice(),
        repository=folder.repository,
        pieces=piece_store(),
        root_sha256=pinned_root_hash(folder.repository),
    )


def _answers(request: HttpRequest) -> dict[str, bytes]:
    """Answers to wishes to be enrolled, of this sitting: they go onto the stick with the next ZIP."""
    return {path: str(text).encode() for path, text in request.session.get(_ANSWERS, {}).items()}


def _keep_answers(request: HttpRequest, delivery: Delivery) -> None:
    kept = {path: data.decode() for path, data in delivery.answers.items()}
    request.session[_ANSWERS] = dict(list(kept.items())[-_MOST_ANSWERS:])


# --- in words ---


def _page(
    request: HttpRequest, *, delivery: Delivery | None = None, problem: str = "", status: int = 200
) -> HttpResponse:
    context: dict[str, Any] = {
        "problem": problem,
        "may_act": may(request.user, Right.RUN_HUB),
        "most_bytes": MOST_BYTES,
        "delivery": delivery,
        "file_name": FILE_NAME,
        "top": TOP,
    }
    if delivery is not None:
        context |= {
            "lines": list(_by_station(delivery)),
            "strangers": _grouped([left for left in delivery.not_taken if not left.device]),
            "nothing_new": not (delivery.new or delivery.enrolled or delivery.pieces or delivery.not_taken),
        }
    return render(request, "console/stick.html", context, status=status)


def _by_station(delivery: Delivery) -> Iterator[dict[str, Any]]:
    names, missing = queries.names_of_devices(delivery.met), delivery.missing()
    for device in sorted(delivery.met, key=lambda device: names.get(device, device)):
        gaps = [span_words(gap.first, gap.last) for gap in missing if gap.device == device]
        yield {
            "device": device,
            "name": names.get(device, device),
            "new": delivery.new.count(device),
            "again": delivery.seen_again.count(device),
            "missing": _("missing %(numbers)s") % {"numbers": ", ".join(gaps)} if gaps else "",
            "not_taken": _grouped([left for left in delivery.not_taken if left.device == device]),
        }


def _grouped(lefts: list[NotTaken]) -> list[dict[str, Any]]:
    """Files that were not taken, those for the same reason together."""
    ordered = sorted(lefts, key=lambda left: left.reason)
    groups = []
    for reason, found in groupby(ordered, key=lambda left: left.reason):
        alike = list(found)
        groups.append(
            {
                "reason": reason.value,
                "words": words_of(reason),
                "numbers": numbers_words([left.seq for left in alike if left.seq]),
                "names": ", ".join(left.shown_name for left in alike[:5] if not left.seq),
                "more": max(0, len([left for left in alike if not left.seq]) - 5),
            }
        )
    return groups

"""The page of the emergency notice: what everybody is warned of now, writing another, and the second question."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from sync.hub.accounts.roles import Right
from sync.hub.console.area_form import area_map
from sync.hub.console.notice_form import NoticeForm
from sync.hub.console.queries import district_names
from sync.hub.console.web.kept_text import posted
from sync.hub.console.web.permissions import having
from sync.hub.console.wording.reasons import refusal_words
from sync.hub.console.wording.terms import language_words
from sync.hub.content.definitions import WARNING
from sync.hub.notices import services
from sync.hub.versions import ChangedMeanwhile
from sync.protocol.emergency_notice import EmergencyNotice
from sync.protocol.encoding import parse_json
from sync.protocol.errors import Refused
from sync.protocol.languages import DEFAULT_LANGUAGE, LANGUAGE_CODES
from sync.protocol.reasons import Reason

MOST_NAMED = 20
"""So many stations are named, of those that show a warning."""

_FIELD_OF: Mapping[Reason | None, str] = {
    services.NoticeFault.OVER: "until",
    services.NoticeFault.TOO_LONG: "until",
    services.NoticeFault.NO_DISTRICT: "districts",
    services.NoticeFault.NO_STATION: "stations",
}
"""Beside which field a refusal is told."""


@having(Right.SEE_DRAFTS, to_change=Right.WARN)
def notice(request: HttpRequest) -> HttpResponse:
    """What stands now, and a form; what was written is shown once more before anybody is warned."""
    now, newest = timezone.now(), services.newest_deed()
    ready = _lying_ready()
    begun = ready.get(request.GET.get("from", ""), {})
    form = NoticeForm(posted(request), ready=begun, seen=newest.number if newest else 0)
    context: dict[str, Any] = {"form": form, "ready": _named(ready)}
    if request.method == "POST":
        try:
            answer = _sent(request, form)
        except ChangedMeanwhile as meanwhile:
            context["changed"] = meanwhile
            form.show_version(newest.number if newest else 0)
        else:
            if answer is not None:
                return answer
    present = services.present_notice(now)
    context |= {"present": present and _shown(present), "newest": newest}
    context["map"] = area_map(set(form["districts"].value() or ()))
    return render(request, "console/notice.html", context, status=409 if "changed" in context else 200)


def _sent(request: HttpRequest, form: NoticeForm) -> HttpResponse | None:
    """What a button asks for; None where the page is to be shown again."""
    by, now, deed = request.user.get_username(), timezone.now(), request.POST.get("deed", "")
    is_whole = form.is_valid()
    if "seen" not in form.cleaned_data:
        return None
    if deed == "withdraw":
        if services.withdraw_notice(by=by, now=now, seen=form.version):
            messages.success(
                request, _("Taken back. Stations with a network hear it within minutes, others with the next stick.")
            )
        return redirect("console:notice")
    if deed == "area" and "area" not in form.errors:
        form.choose_touched()
    if deed == "area" or not is_whole:
        return None
    try:
        written = form.notice()
        if deed == "issue":
            services.issue_notice(written, districts=district_names(), by=by, now=now, seen=form.version)
            messages.success(request, _("People are being warned. Stations without a network get it by stick."))
            return redirect("console:notice")
        services.check_end(written, now=now)
        services.check_target(written, districts=district_names())
        if deed != "look":
            return None
    except ChangedMeanwhile:
        raise
    except Refused as refused:
        form.add_error(_FIELD_OF.get(refused.reason), refusal_words(refused))
        return None
    return render(request, "console/notice_again.html", {"form": form, "written": _shown(written)})


def _shown(written: EmergencyNotice) -> dict[str, Any]:
    texts = [(language_words(code), code, written.headline[code], written.text[code]) for code in written.languages]
    missing = [language_words(code) for code in LANGUAGE_CODES if code not in written.languages]
    names, (shown_at, all_stations) = district_names(), services.stations_warned(written)
    return {
        "texts": texts,
        "until": written.until,
        "missing": missing,
        "is_for_all": not (written.districts or written.stations),
        "districts": [names.get(code, code) for code in written.districts],
        "stations": written.stations,
        "shown_at": shown_at[:MOST_NAMED],
        "further": max(0, len(shown_at) - MOST_NAMED),
        "number": len(shown_at),
        "of": all_stations,
    }


def _lying_ready() -> dict[str, Mapping[str, Any]]:
    """Id to what is prepared in the published content."""
    found: dict[str, Mapping[str, Any]] = {}
    for path in sorted(settings.HUB_FOLDER.content.glob(WARNING)):
        try:
            value = parse_json(path.read_bytes())
            texts = {name: dict(value[name]) for name in ("headline", "text")}
            found[path.stem] = texts | {name: list(value.get(name, ())) for name in ("districts", "stations")}
        except (OSError, ValueError, KeyError, TypeError):
            continue  # the check of the content names what is wrong with it
    return found


def _named(ready: Mapping[str, Mapping[str, Any]]) -> list[tuple[str, str]]:
    return [(name, texts["headline"].get(DEFAULT_LANGUAGE, name)) for name, texts in ready.items()]

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
from sync.hub.console.notice_form import NoticeForm
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
from sync.protocol.languages import DEFAULT_LANGUAGE, LANGUAGE_CODES, Texts


@having(Right.SEE_DRAFTS, to_change=Right.WARN)
def notice(request: HttpRequest) -> HttpResponse:
    """What stands now, and a form; what was written is shown once more before anybody is warned."""
    now, newest = timezone.now(), services.newest_deed()
    ready = _lying_ready()
    texts = ready.get(request.GET.get("from", ""), {})
    form = NoticeForm(posted(request), texts=texts, seen=newest.number if newest else 0)
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
    if not is_whole:
        return None
    try:
        written = form.notice()
        if deed == "issue":
            services.issue_notice(written, by=by, now=now, seen=form.version)
            messages.success(request, _("Everybody is being warned. Stations without a network get it by stick."))
            return redirect("console:notice")
        services.check_end(written, now=now)
        if deed != "look":
            return None
    except ChangedMeanwhile:
        raise
    except Refused as refused:
        form.add_error("until" if refused.reason else None, refusal_words(refused))
        return None
    return render(request, "console/notice_again.html", {"form": form, "written": _shown(written)})


def _shown(written: EmergencyNotice) -> dict[str, Any]:
    texts = [(language_words(code), code, written.headline[code], written.text[code]) for code in written.languages]
    missing = [language_words(code) for code in LANGUAGE_CODES if code not in written.languages]
    return {"texts": texts, "until": written.until, "missing": missing}


def _lying_ready() -> dict[str, Mapping[str, Texts]]:
    """Id to what is prepared in the published content."""
    found: dict[str, Mapping[str, Texts]] = {}
    for path in sorted(settings.HUB_FOLDER.content.glob(WARNING)):
        try:
            value = parse_json(path.read_bytes())
            found[path.stem] = {name: dict(value[name]) for name in ("headline", "text")}
        except (OSError, ValueError, KeyError, TypeError):
            continue  # the check of the content names what is wrong with it
    return found


def _named(ready: Mapping[str, Mapping[str, Texts]]) -> list[tuple[str, str]]:
    return [(name, texts["headline"].get(DEFAULT_LANGUAGE, name)) for name, texts in ready.items()]

"""The page of one's own sessions: where this account is signed in, and ending what is not meant to be."""

from __future__ import annotations

from typing import cast

from django.contrib import messages
from django.contrib.auth.models import User
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from sync.hub.accounts.sessions import end_sessions, mark_of, sessions_of
from sync.hub.console.web.session_end import IDLE, LONGEST

_BROWSERS = (("Edg/", "Edge"), ("Firefox/", "Firefox"), ("Chrome/", "Chrome"), ("Safari/", "Safari"))
_SYSTEMS = (
    ("Android", "Android"), ("iPhone", "iPhone"), ("iPad", "iPad"), ("Windows", "Windows"), ("Mac OS", "macOS"),
    ("Linux", "Linux"),
)  # fmt: skip


def sessions(request: HttpRequest) -> HttpResponse:
    """Every session of who looks. Open to every account."""
    user, now = cast(User, request.user), timezone.now()
    this = mark_of(str(request.session.session_key))
    found = sessions_of(user, now=now)
    if request.method == "POST":
        asked = {one.mark for one in found} if request.POST.get("end") == "others" else {request.POST.get("end", "")}
        count = end_sessions(user, marks=asked - {this}, by=user.get_username(), now=now)
        if count:
            ended = ngettext("%(count)s session was ended.", "%(count)s sessions were ended.", count)
            messages.success(request, ended % {"count": count})
        else:
            messages.error(request, _("Nothing was ended: that session is over already."))
        return redirect("console:sessions")
    rows = [{"session": one, "browser": browser_words(one.browser), "is_this": one.mark == this} for one in found]
    context = {"rows": rows, "idle": IDLE.seconds // 60, "longest": LONGEST.seconds // 3600}
    return render(request, "console/sessions.html", context)


def browser_words(agent: str) -> str:
    """What people call the browser that calls itself so."""
    browser = next((name for sign, name in _BROWSERS if sign in agent), "")
    system = next((name for sign, name in _SYSTEMS if sign in agent), "")
    if browser and system:
        return _("%(browser)s on %(system)s") % {"browser": browser, "system": system}
    return browser or system or _("a browser that does not say its name")

"""Pages of one's own second steps: the app's code and security keys, setting them up and taking them away."""

from __future__ import annotations

from typing import cast

from django.contrib import messages
from django.contrib.auth.models import User
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters

from sync.hub.accounts import totp, webauthn
from sync.hub.accounts.models import SecurityKey
from sync.hub.accounts.roles import Role, role_of
from sync.hub.accounts.second_factor import Steps, steps_of
from sync.hub.accounts.sign_in_brake import count_failure, is_shut_out
from sync.hub.accounts.webauthn import KeyRefused
from sync.hub.console.forms import CodeForm, NewKeyForm, PasswordAgainForm
from sync.hub.console.web.second_step import must_set_up
from sync.hub.console.web.webauthn import fault_words, place_of, question_context
from sync.hub.qr_codes import qr_svg
from sync.protocol.errors import Refused

_SECRET = "secret-to-set-up"  # noqa: S105 (the name of a place in the session)
_ASKED = "question-to-a-new-key"


def second(request: HttpRequest) -> HttpResponse:
    """What one has to show after the password, and the ways to change it."""
    user = cast(User, request.user)
    return render(
        request,
        "console/second.html",
        {"steps": steps_of(user), "keys": webauthn.keys_of(user), "is_needed": must_set_up(user)},
    )


def app(request: HttpRequest) -> HttpResponse:
    """The app's code: setting it up, or taking it away with the code it asks for."""
    user = cast(User, request.user)
    steps = steps_of(user)
    form = CodeForm(request.POST or None)
    if request.method == "POST" and form.is_valid() and _change_app(request, user, form, steps=steps):
        return redirect("console:second")
    context: dict[str, object] = {"form": form, "steps": steps, **_what_follows(user, is_last=not steps.keys)}
    if not steps.has_app:
        secret = request.session.setdefault(_SECRET, totp.new_secret())
        address = totp.address_of(secret, name=user.get_username())
        context |= {"secret": secret, "qr": qr_svg(address, label=_("The key as a QR code"))}
    return render(request, "console/app.html", context)


def _change_app(request: HttpRequest, user: User, form: CodeForm, *, steps: Steps) -> bool:
    typed, now = form.cleaned_data["code"], timezone.now()
    if steps.has_app:
        if totp.is_right(user, typed, now=now):
            totp.take_away(user, by=user.get_username(), now=now)
            _tell_removal(request, user)
            return True
    else:
        try:
            totp.set_up(user, str(request.session.get(_SECRET, "")), typed, now=now)
            del request.session[_SECRET]
            messages.success(request, _("From now on you can sign in with a code of your app."))
            return True
        except Refused:
            pass
    form.add_error("code", _("This code does not fit, or it was used before. Wait for the next one."))
    return False


def add_key(request: HttpRequest) -> HttpResponse:
    """Register a security key or passkey, under a name of one's own."""
    user = cast(User, request.user)
    form = NewKeyForm(request.POST or None)
    asked = request.session.pop(_ASKED, None)
    place, now = place_of(request), timezone.now()
    if request.method == "POST" and form.is_valid():
        name = form.cleaned_data["name"]
        try:
            webauthn.add_key(user, form.cleaned_data["answer"], asked, name=name, place=place, now=now)
            messages.success(request, _("From now on you can sign in with the key “%(name)s”.") % {"name": name})
            return redirect("console:second")
        except KeyRefused as refused:
            form.add_error(None, fault_words(refused.fault))
    question = webauthn.ask_new_key(user, place=place, now=now)
    request.session[_ASKED] = question.state
    return render(request, "console/add_key.html", {"form": form, **question_context(request, question)})


@sensitive_post_parameters()
def remove_key(request: HttpRequest, key_id: int) -> HttpResponse:
    """Say what follows, ask for the password, and only then take a key away."""
    user = cast(User, request.user)
    found = get_object_or_404(SecurityKey, pk=key_id, user=user)
    form = PasswordAgainForm(user, request.POST or None)
    if request.method == "POST" and not is_shut_out(request, user):
        if form.is_valid():
            webauthn.remove_key(found, by=user.get_username(), now=timezone.now())
            _tell_removal(request, user)
            return redirect("console:second")
        count_failure(request, user)
    steps = steps_of(user)
    is_last = steps == Steps(keys=1)
    return render(
        request, "console/remove_key.html", {"form": form, "key": found, **_what_follows(user, is_last=is_last)}
    )


def _what_follows(user: User, *, is_last: bool) -> dict[str, object]:
    return {"is_last": is_last, "is_told": is_last and role_of(user) is Role.ADMINISTRATOR}


def _tell_removal(request: HttpRequest, user: User) -> None:
    if steps_of(user).any:
        messages.success(request, _("It was taken away. Your other second step stays."))
    else:
        messages.error(request, _("From now on your password is enough. Better set up a new second step."))

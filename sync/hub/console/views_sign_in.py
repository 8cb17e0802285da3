"""Signing in: name and password, then, where an account has one, the code of an app. Setting that up, too."""

from __future__ import annotations

from typing import Any, cast

from django import forms
from django.conf import settings
from django.contrib import messages
from django.contrib.auth import login
from django.contrib.auth.decorators import login_not_required
from django.contrib.auth.forms import AuthenticationForm
from django.contrib.auth.models import User
from django.contrib.auth.views import LoginView
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from sync.errors import Refused
from sync.hub.accounts import second_step
from sync.hub.console.drawings import qr_svg
from sync.hub.console.forms import CodeForm

_WAITING = "waiting-for-code"
_SECRET = "secret-to-set-up"  # noqa: S105 (the name of a place in the session)
_MOST_SECONDS = 300
_BACKEND = "django.contrib.auth.backends.ModelBackend"


class SignIn(LoginView):
    """Name and password. Whoever has a second step is not in yet."""

    template_name = "console/login.html"

    def form_valid(self, form: AuthenticationForm) -> HttpResponse:
        """The password was right."""
        user = form.get_user()
        if not second_step.has_second_step(user):
            return super().form_valid(form)
        self.request.session.cycle_key()
        self.request.session[_WAITING] = {
            "user": user.pk,
            "password": user.password,  # its hash: a password changed meanwhile ends the waiting
            "since": int(timezone.now().timestamp()),
            "next": self.get_success_url(),
        }
        return redirect("console:code")


@never_cache
@login_not_required
def code(request: HttpRequest) -> HttpResponse:
    """The code of the app. Opens only for who has typed the right password a moment ago."""
    waiting: dict[str, Any] = request.session.get(_WAITING) or {}
    user = _who_waits(waiting)
    if user is None:
        return redirect("console:login")
    form = CodeForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        if second_step.is_right(user, form.cleaned_data["code"], now=timezone.now()):
            del request.session[_WAITING]
            login(request, user, backend=_BACKEND)
            target = str(waiting["next"])
            is_ours = url_has_allowed_host_and_scheme(target, allowed_hosts={request.get_host()})
            return redirect(target if is_ours else settings.LOGIN_REDIRECT_URL)
        form.add_error("code", _("This code does not fit, or it was used before. Wait for the next one."))
    return render(request, "console/code.html", {"form": form})


def _who_waits(waiting: dict[str, Any]) -> User | None:
    if not waiting or timezone.now().timestamp() - waiting["since"] > _MOST_SECONDS:
        return None
    return User.objects.filter(pk=waiting["user"], is_active=True, password=waiting["password"]).first()


@never_cache
def second(request: HttpRequest) -> HttpResponse:
    """One's own second step: setting it up, or taking it away with the code it asks for."""
    user = cast(User, request.user)
    has_one = second_step.has_second_step(user)
    form = CodeForm(request.POST or None)
    if request.method == "POST" and form.is_valid() and _change(request, user, form, has_one=has_one):
        return redirect("console:second")
    context: dict[str, object] = {"form": form, "has_one": has_one}
    if not has_one:
        secret = request.session.setdefault(_SECRET, second_step.new_secret())
        address = second_step.address_of(secret, name=user.get_username())
        context |= {"secret": secret, "qr": qr_svg(address, label=_("The key as a QR code"))}
    return render(request, "console/second.html", context)


def _change(request: HttpRequest, user: User, form: forms.Form, *, has_one: bool) -> bool:
    typed, now = form.cleaned_data["code"], timezone.now()
    if has_one:
        if second_step.is_right(user, typed, now=now):
            second_step.take_away(user, by=user.get_username(), now=now)
            messages.success(request, _("From now on your password is enough. Better set up a new second step."))
            return True
    else:
        try:
            second_step.set_up(user, str(request.session.get(_SECRET, "")), typed, now=now)
            del request.session[_SECRET]
            messages.success(request, _("From now on you need a code of your app to sign in."))
            return True
        except Refused:
            pass
    form.add_error("code", _("This code does not fit, or it was used before. Wait for the next one."))
    return False

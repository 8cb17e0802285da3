"""Signing in: name and password, then, where an account has one, its second step."""

from __future__ import annotations

from typing import Any

from django.conf import settings
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

from sync.hub.accounts import known_browser, totp, webauthn
from sync.hub.accounts.second_factor import steps_of
from sync.hub.accounts.sign_in_brake import count_failure, is_known, is_shut_out
from sync.hub.accounts.webauthn import KeyRefused
from sync.hub.console.forms import CodeForm, KeyAnswerForm, SignInForm
from sync.hub.console.web.kept_text import FIELD, take_over
from sync.hub.console.web.webauthn import fault_words, place_of, question_context

_WAITING = "waiting-for-second-step"
_ASKED = "question-to-a-key"
_MOST_SECONDS = 300
_BACKEND = "django.contrib.auth.backends.ModelBackend"


class SignIn(LoginView):
    """Name and password. Whoever has a second step is not in yet."""

    template_name = "console/login.html"
    form_class = SignInForm

    def post(self, request: HttpRequest, *arguments: Any, **named: Any) -> HttpResponse:
        """Name and password; or, from the page of who was shut out, only back to them."""
        if "username" not in request.POST:
            return self.render_to_response(self.get_context_data(form=self.form_class(request)))
        return super().post(request, *arguments, **named)

    def get_context_data(self, **context: Any) -> dict[str, Any]:
        """Besides, what was typed before a session ended."""
        waiting = self.request.session.get(_WAITING) or {}
        return super().get_context_data(**context) | {FIELD: self.request.POST.get(FIELD) or waiting.get(FIELD, "")}

    def form_valid(self, form: AuthenticationForm) -> HttpResponse:
        """The password was right."""
        user = form.get_user()
        steps = steps_of(user)
        kept = self.request.POST.get(FIELD, "")
        if not steps.any:
            login(self.request, user)
            response = redirect(take_over(self.request, kept) or self.get_success_url())
            known_browser.remember(self.request, response, user.get_username())
            return response
        self.request.session.cycle_key()
        self.request.session[_WAITING] = {
            "user": user.pk,
            "password": user.password,  # its hash: a password changed meanwhile ends the waiting
            "since": int(timezone.now().timestamp()),
            "next": self.get_success_url(),
            FIELD: kept,
        }
        return redirect("console:key" if steps.keys else "console:code")


@login_not_required
def code(request: HttpRequest) -> HttpResponse:
    """The code of the app. Opens only for who has typed the right password a moment ago."""
    user = _who_waits(request)
    if user is None:
        return redirect("console:login")
    form = CodeForm(request.POST or None)
    if request.method == "POST" and form.is_valid() and not is_shut_out(request, user):
        counted = not is_known(request, user)
        if totp.is_right(user, form.cleaned_data["code"], now=timezone.now(), counted=counted):
            return _let_in(request, user)
        count_failure(request, user)
        form.add_error("code", _("This code does not fit, or it was used before. Wait for the next one."))
    return render(request, "console/code.html", {"form": form, "steps": steps_of(user)})


@login_not_required
def key(request: HttpRequest) -> HttpResponse:
    """A security key. Opens only for who has typed the right password a moment ago."""
    user = _who_waits(request)
    if user is None:
        return redirect("console:login")
    form = KeyAnswerForm(request.POST or None)
    # Taken out before it is looked at: no answer is good twice.
    asked = request.session.pop(_ASKED, None)
    place, now = place_of(request), timezone.now()
    if request.method == "POST" and form.is_valid() and not is_shut_out(request, user):
        try:
            webauthn.accept_key(user, form.cleaned_data["answer"], asked, place=place, now=now)
            return _let_in(request, user)
        except KeyRefused as refused:
            count_failure(request, user)
            form.add_error(None, fault_words(refused.fault))
    question = webauthn.ask_known_key(user, place=place, now=now)
    request.session[_ASKED] = question.state
    context = {"form": form, "steps": steps_of(user), **question_context(request, question)}
    return render(request, "console/key.html", context)


def _let_in(request: HttpRequest, user: User) -> HttpResponse:
    waiting = request.session.pop(_WAITING)
    login(request, user, backend=_BACKEND)
    target = take_over(request, waiting[FIELD]) or str(waiting["next"])
    is_ours = url_has_allowed_host_and_scheme(target, allowed_hosts={request.get_host()})
    response = redirect(target if is_ours else settings.LOGIN_REDIRECT_URL)
    known_browser.remember(request, response, user.get_username())
    return response


def _who_waits(request: HttpRequest) -> User | None:
    waiting: dict[str, Any] = request.session.get(_WAITING) or {}
    if not waiting or timezone.now().timestamp() - waiting["since"] > _MOST_SECONDS:
        return None
    return User.objects.filter(pk=waiting["user"], is_active=True, password=waiting["password"]).first()

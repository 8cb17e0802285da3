"""Pages of accounts: who may use the console, and choosing a password of one's own."""

from __future__ import annotations

from typing import cast

from django.contrib import messages
from django.contrib.auth import update_session_auth_hash
from django.contrib.auth.models import User
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters

from sync.hub.accounts import services
from sync.hub.accounts.roles import Role, role_of
from sync.hub.accounts.second_factor import Steps, all_steps
from sync.hub.console.forms import AccountForm, PasswordForm
from sync.hub.console.web.kept_text import posted
from sync.hub.console.web.permissions import for_administrators, only_pressed
from sync.protocol.errors import Refused


@for_administrators
def accounts(request: HttpRequest) -> HttpResponse:
    """All accounts, and making one. Its password is in this answer and nowhere else."""
    form = AccountForm(posted(request))
    told: dict[str, str] = {}
    if request.method == "POST" and form.is_valid():
        name, role = form.cleaned_data["name"], Role(form.cleaned_data["role"])
        try:
            password = services.make_account(name, role, by=request.user.get_username(), now=timezone.now())
            told, form = {"name": name, "password": password}, AccountForm()
        except Refused:
            form.add_error("name", _("There is an account of this name already."))
    return _list(request, form, told)


@only_pressed("console:accounts")
@for_administrators
def renew_password(request: HttpRequest, name: str) -> HttpResponse:
    """A new one-time password for somebody who has lost theirs."""
    user = get_object_or_404(User, username=name, is_active=True)
    password = services.renew_password(user.username, by=request.user.get_username(), now=timezone.now())
    return _list(request, AccountForm(), {"name": name, "password": password})


@only_pressed("console:accounts")
@for_administrators
def close_account(request: HttpRequest, name: str) -> HttpResponse:
    """An account can be used no more."""
    try:
        services.close_account(name, by=request.user.get_username(), now=timezone.now())
        messages.success(request, _("The account %(name)s was closed.") % {"name": name})
    except Refused:
        messages.error(request, _("This account cannot be closed: it is your own, or it is closed already."))
    return redirect("console:accounts")


def _list(request: HttpRequest, form: AccountForm, told: dict[str, str]) -> HttpResponse:
    users = User.objects.filter(is_active=True).prefetch_related("groups").order_by("username")
    steps = all_steps()
    rows = [{"user": user, "role": role_of(user), "steps": steps.get(user.pk, Steps())} for user in users]
    return render(request, "console/accounts.html", {"form": form, "rows": rows, "told": told})


@sensitive_post_parameters()
def password(request: HttpRequest) -> HttpResponse:
    """Choose a password of one's own. Open to every account."""
    user = cast(User, request.user)
    form = PasswordForm(user, request.POST or None)
    if request.method == "POST" and form.is_valid():
        services.choose_password(user, form.cleaned_data["new"], now=timezone.now())
        update_session_auth_hash(request, user)
        messages.success(request, _("Your new password is good from now on."))
        return redirect("console:home")
    is_first = services.must_choose_password(user)
    return render(request, "console/password.html", {"form": form, "is_first": is_first})

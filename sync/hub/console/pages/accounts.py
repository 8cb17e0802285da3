"""Pages of accounts: who may use the console, and choosing a password of one's own."""

from __future__ import annotations

from typing import Any, cast

from django.contrib import messages
from django.contrib.auth import update_session_auth_hash
from django.contrib.auth.models import User
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters

from sync.hub.accounts import services
from sync.hub.accounts.models import ScopeKind
from sync.hub.accounts.roles import Role, role_of, values_of
from sync.hub.accounts.second_factor import Steps, all_steps
from sync.hub.console import queries
from sync.hub.console.account_forms import AccountForm, RoleForm
from sync.hub.console.forms import PasswordForm
from sync.hub.console.web.kept_text import posted
from sync.hub.console.web.permissions import for_administrators
from sync.hub.console.wording.names import name_of
from sync.hub.versions import ChangedMeanwhile
from sync.protocol.errors import Refused


@for_administrators
def accounts(request: HttpRequest) -> HttpResponse:
    """All accounts, and making one. Its password is in this answer and nowhere else."""
    form = AccountForm(posted(request))
    told: dict[str, str] = {}
    if request.method == "POST" and form.is_valid():
        name, role = form.cleaned_data["name"], Role(form.cleaned_data["role"])
        try:
            password = services.make_account(
                name, role, by=request.user.get_username(), now=timezone.now(), reach=form.reach
            )
            told, form = {"name": name, "password": password}, AccountForm()
        except Refused:
            form.add_error("name", _("There is an account of this name already."))
    return _list(request, form, told)


@for_administrators
def account(request: HttpRequest, name: str) -> HttpResponse:
    """One account: what can be done to it, with what follows beside each button."""
    user = get_object_or_404(User, username=name)
    newest = services.newest_change(name)
    start = {
        "role": role_of(user),
        "districts": values_of(user, ScopeKind.DISTRICT),
        "stations": values_of(user, ScopeKind.STATION),
        "seen": newest.number if newest else 0,
    }
    form = RoleForm(posted(request), initial=start)
    is_own = user == request.user
    context: dict[str, object] = {"account": user, "role": _role_words(user), "is_own": is_own, "form": form}
    if request.method == "POST" and not is_own and form.is_valid():
        try:
            password = _change(request, user, form)
        except ChangedMeanwhile as changed:
            form = RoleForm(initial={**start, "role": form.cleaned_data["role"] or start["role"]})
            return render(request, "console/account.html", {**context, "form": form, "changed": changed}, status=409)
        except Refused:
            messages.error(request, _("Nothing was changed: the account is in that state already."))
            return redirect("console:account", name)
        if password:
            return _list(request, AccountForm(), {"name": name, "password": password})
        return redirect("console:accounts")
    return render(request, "console/account.html", context)


def _change(request: HttpRequest, user: User, form: RoleForm) -> str:
    """Do what the pressed button says. Returns the one-time password, where there is a new one."""
    name = user.username
    who: dict[str, Any] = {"by": request.user.get_username(), "now": timezone.now(), "seen": form.version}
    match request.POST.get("deed"):
        case "password":
            return services.renew_password(name, **who)
        case "reopen":
            return services.reopen_account(name, **who)
        case "close":
            services.close_account(name, **who)
            messages.success(request, _("The account %(name)s was closed.") % {"name": name})
        case "role" if form.cleaned_data["role"]:
            services.change_role(name, Role(form.cleaned_data["role"]), reach=form.reach, **who)
            messages.success(request, _("The account %(name)s has its new role.") % {"name": name})
        case _:
            messages.error(request, _("Please press one of the buttons below."))
    return ""


def _list(request: HttpRequest, form: AccountForm, told: dict[str, str]) -> HttpResponse:
    users = User.objects.prefetch_related("groups").order_by("-is_active", "username")
    steps = all_steps()
    rows = [{"user": user, "role": _role_words(user), "steps": steps.get(user.pk, Steps())} for user in users]
    return render(request, "console/accounts.html", {"form": form, "rows": rows, "told": told})


def _role_words(user: User) -> str:
    """Its role, with its districts or stations; empty without one."""
    role, reach = role_of(user), services.reach_of(user)
    if role is None:
        return ""
    names = {**queries.district_names(), **queries.names_of_devices(reach)} if reach else {}
    named = f" ({', '.join(names.get(one, one) for one in reach)})" if reach else ""
    return name_of(Role, role) + named


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

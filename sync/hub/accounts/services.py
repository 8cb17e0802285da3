"""Making, changing and closing accounts. Passwords are told once and kept nowhere; each deed has its audit event."""

from __future__ import annotations

from datetime import datetime

from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group, User
from django.contrib.auth.password_validation import validate_password
from django.db import IntegrityError, transaction

from sync.hub.accounts.models import OneTimePassword
from sync.hub.accounts.roles import Role
from sync.hub.accounts.second_factor import take_all_away
from sync.hub.accounts.sign_in_brake import lift
from sync.hub.audit import services as audit
from sync.hub.audit.events import AuditEvent
from sync.protocol.encoding import group_code, random_code
from sync.protocol.errors import Refused

PASSWORD_LENGTH = 16
"""Crockford characters, 5 bits each: 80 bits."""

MOST_LOGIN = 150
"""Characters in the name of an account."""


def make_account(name: str, role: Role, *, by: str, now: datetime) -> str:
    """A new account. Returns its password, which is good for choosing another.

    Raises Refused for a name that is taken, in whatever case: in the log nobody could tell the two apart.
    """
    password = _new_password()
    name = User.normalize_username(name)
    try:
        with transaction.atomic():
            User.username_validator(name)
            if name.casefold() in map(str.casefold, User.objects.values_list("username", flat=True)):
                raise Refused("there is an account of this name already")
            user = get_user_model().objects.create_user(username=name, password=password)
            user.groups.set([Group.objects.get_or_create(name=role.value)[0]])
            OneTimePassword.objects.create(user=user, made_at=now)
            audit.append(AuditEvent.ACCOUNT_MADE, by, at=now, name=name, role=role.value)
    except IntegrityError as error:
        raise Refused("there is an account of this name already") from error
    return password


def renew_password(name: str, *, by: str, now: datetime) -> str:
    """A new one-time password for somebody who has lost theirs. Raises User.DoesNotExist."""
    password = _new_password()
    with transaction.atomic():
        user = User.objects.select_for_update().get(username=name)
        user.set_password(password)
        user.save(update_fields=("password",))
        OneTimePassword.objects.update_or_create(user=user, defaults={"made_at": now})
        take_all_away(user, by=by, now=now)  # whoever lost the password may have lost phone and keys with it
        lift(name)
        audit.append(AuditEvent.PASSWORD_RENEWED, by, at=now, name=name)
    return password


def choose_password(user: User, password: str, *, now: datetime) -> None:
    """Somebody chooses their own password. Raises ValidationError for one that is too easy."""
    validate_password(password, user)
    with transaction.atomic():
        user.set_password(password)
        user.save(update_fields=("password",))
        OneTimePassword.objects.filter(user=user).delete()
        audit.append(AuditEvent.PASSWORD_CHOSEN, user.get_username(), at=now)


def close_account(name: str, *, by: str, now: datetime) -> None:
    """An account can be used no more; its name stays in the log. Raises Refused for one's own, or User.DoesNotExist."""
    if name == by:
        raise Refused("nobody can close their own account")
    with transaction.atomic():
        if not User.objects.filter(username=name, is_active=True).update(is_active=False):
            raise Refused("this account is closed already")
        audit.append(AuditEvent.ACCOUNT_CLOSED, by, at=now, name=name)


def must_choose_password(user: User) -> bool:
    """True as long as somebody goes by a password that another person has seen."""
    return OneTimePassword.objects.filter(user=user).exists()


def _new_password() -> str:
    return group_code(random_code(PASSWORD_LENGTH))

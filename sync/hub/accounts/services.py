"""Making, changing, closing and reopening accounts.

Passwords are told once and kept nowhere; each deed has its audit event.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.contrib.auth import get_user_model
from django.contrib.auth.models import User
from django.contrib.auth.password_validation import validate_password
from django.db import IntegrityError, transaction

from sync.hub.accounts.models import OneTimePassword
from sync.hub.accounts.roles import SCOPED, Right, Role, give_role, may, role_of, values_of
from sync.hub.accounts.second_factor import take_all_away
from sync.hub.accounts.sign_in_brake import lift
from sync.hub.audit import services as audit
from sync.hub.audit.events import AuditEvent
from sync.hub.audit.models import AuditEntry
from sync.hub.audit.selectors import newest_about
from sync.hub.versions import ChangedMeanwhile
from sync.protocol.encoding import group_code, random_code
from sync.protocol.errors import Refused

PASSWORD_LENGTH = 16
"""Crockford characters, 5 bits each: 80 bits."""

CHANGES = (
    AuditEvent.ADMINISTRATOR_MADE,
    AuditEvent.ACCOUNT_MADE,
    AuditEvent.ACCOUNT_CLOSED,
    AuditEvent.ACCOUNT_REOPENED,
    AuditEvent.ROLE_CHANGED,
    AuditEvent.PASSWORD_RENEWED,
)
"""What an administrator does to an account."""

MOST_LOGIN = 150
"""Characters in the name of an account."""


def make_account(name: str, role: Role, *, by: str, now: datetime, reach: Sequence[str] = ()) -> str:
    """A new account. Returns its password, which is good for choosing another.

    ``reach``: codes of districts, or device ids, for a role that has a scope.
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
            kept = give_role(user, role, reach)
            OneTimePassword.objects.create(user=user, made_at=now)
            audit.append(AuditEvent.ACCOUNT_MADE, by, at=now, name=name, role=role.value, reach=reach_fact(kept))
    except IntegrityError as error:
        raise Refused("there is an account of this name already") from error
    return password


def renew_password(name: str, *, by: str, now: datetime, seen: int | None = None) -> str:
    """A new one-time password for somebody who has lost theirs. Raises Refused for a closed one, User.DoesNotExist.

    ``seen``, here and below, is the version of the account the person had before them; None: whatever it is. Raises
    ChangedMeanwhile when it is another by now.
    """
    password = _new_password()
    with transaction.atomic():
        user = _lock(name, by=by, seen=seen)
        if not user.is_active:
            raise Refused("this account is closed")
        _renew(user, password, by=by, now=now)
        lift(name)
        audit.append(AuditEvent.PASSWORD_RENEWED, by, at=now, name=name)
    return password


def _renew(user: User, password: str, *, by: str, now: datetime) -> None:
    user.set_password(password)
    user.save(update_fields=("password", "is_active"))
    OneTimePassword.objects.update_or_create(user=user, defaults={"made_at": now})
    take_all_away(user, by=by, now=now)  # whoever lost the password may have lost phone and keys with it


def choose_password(user: User, password: str, *, now: datetime) -> None:
    """Somebody chooses their own password. Raises ValidationError for one that is too easy."""
    validate_password(password, user)
    with transaction.atomic():
        user.set_password(password)
        user.save(update_fields=("password",))
        OneTimePassword.objects.filter(user=user).delete()
        audit.append(AuditEvent.PASSWORD_CHOSEN, user.get_username(), at=now)


def close_account(name: str, *, by: str, now: datetime, seen: int | None = None) -> None:
    """An account can be used no more; its name stays in the log. Raises Refused for one's own, or User.DoesNotExist."""
    if name == by:
        raise Refused("nobody can close their own account")
    with transaction.atomic():
        user = _lock(name, by=by, seen=seen)
        if not user.is_active:
            raise Refused("this account is closed already")
        user.is_active = False
        user.save(update_fields=("is_active",))
        audit.append(AuditEvent.ACCOUNT_CLOSED, by, at=now, name=name)


def reopen_account(name: str, *, by: str, now: datetime, seen: int | None = None) -> str:
    """A closed account can be used again, in the role it had. Returns its new one-time password.

    Raises Refused for one that is open, or User.DoesNotExist.
    """
    password = _new_password()
    with transaction.atomic():
        user = _lock(name, by=by, seen=seen)
        if user.is_active:
            raise Refused("this account is open")
        user.is_active = True
        _renew(user, password, by=by, now=now)
        audit.append(AuditEvent.ACCOUNT_REOPENED, by, at=now, name=name)
    return password


def change_role(
    name: str, role: Role, *, by: str, now: datetime, seen: int | None = None, reach: Sequence[str] = ()
) -> None:
    """What an account may do from now on, and how far. Raises Refused for one's own, or User.DoesNotExist."""
    if name == by:
        raise Refused("nobody can change their own role")
    with transaction.atomic():
        user = _lock(name, by=by, seen=seen)
        if role_of(user) is role and reach_of(user) == (sorted(set(reach)) if role in SCOPED else []):
            return
        kept = give_role(user, role, reach)
        audit.append(AuditEvent.ROLE_CHANGED, by, at=now, name=name, role=role.value, reach=reach_fact(kept))


def reach_of(user: User) -> list[str]:
    """Districts or device ids that an account is bound to by its role; empty for a role that reaches everywhere."""
    role = role_of(user)
    kind = SCOPED.get(role) if role else None
    return values_of(user, kind) if kind else []


def reach_fact(reach: Sequence[str]) -> str:
    """How the audit log names it."""
    return " ".join(sorted(reach))


def newest_change(name: str) -> AuditEntry | None:
    """What was done to an account last. Its number is the version of the account."""
    return newest_about(*CHANGES, name=name)


def _lock(name: str, *, by: str, seen: int | None) -> User:
    """The account, unchanged until the transaction ends; and so is who acts, who may act only as an administrator.

    Otherwise two administrators who close each other at once would leave none.
    """
    locked = {
        user.username: user for user in User.objects.select_for_update().filter(username__in=(name, by)).order_by("pk")
    }
    if name not in locked:
        raise User.DoesNotExist
    if by in locked and not may(locked[by], Right.RUN_HUB):
        raise Refused("only an administrator can do this")
    newest = newest_change(name)
    if seen is not None and (newest.number if newest else 0) != seen:
        raise ChangedMeanwhile(newest)
    return locked[name]


def must_choose_password(user: User) -> bool:
    """True as long as somebody goes by a password that another person has seen."""
    return OneTimePassword.objects.filter(user=user).exists()


def _new_password() -> str:
    return group_code(random_code(PASSWORD_LENGTH))

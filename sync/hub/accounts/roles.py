"""The two roles of the console, and which account has which."""

from __future__ import annotations

from enum import StrEnum

from django.contrib.auth.models import AbstractBaseUser, AnonymousUser, Group, User


class Role(StrEnum):
    """What an account may do. The values are the names of groups."""

    ADMINISTRATOR = "administrator"
    """Sees everything and changes what the console can change."""
    AUDITOR = "auditor"
    """Sees everything and changes nothing."""


def role_of(user: AbstractBaseUser | AnonymousUser) -> Role | None:
    """The role of an account; None for an account without one, which sees nothing.

    Django's own mark of a superuser is none: it can be set past the audit log.
    """
    if not isinstance(user, User) or not user.is_active:
        return None
    names = set(user.groups.values_list("name", flat=True))
    return next((role for role in Role if role.value in names), None)


def give_role(user: User, role: Role) -> None:
    """This role and no other."""
    user.groups.set([Group.objects.get_or_create(name=role.value)[0]])

"""The two roles of the console, and which account has which."""

from __future__ import annotations

from enum import StrEnum

from django.contrib.auth.models import AbstractBaseUser, AnonymousUser, User


class Role(StrEnum):
    """What an account may do. The values are the names of groups."""

    ADMINISTRATOR = "administrator"
    """Sees everything and changes what the console can change."""
    AUDITOR = "auditor"
    """Sees everything and changes nothing."""


def role_of(user: AbstractBaseUser | AnonymousUser) -> Role | None:
    """The role of an account; None for an account without one, which sees nothing."""
    if not isinstance(user, User) or not user.is_active:
        return None
    if user.is_superuser:
        return Role.ADMINISTRATOR
    names = set(user.groups.values_list("name", flat=True))
    return next((role for role in Role if role.value in names), None)

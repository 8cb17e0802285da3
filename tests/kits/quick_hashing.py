"""Passwords hashed as the hub does it, only quickly: what makes guessing slow would make every sign-in here slow."""

from __future__ import annotations

from django.contrib.auth.hashers import PBKDF2PasswordHasher


class QuickHasher(PBKDF2PasswordHasher):
    """The hub's own form, so that a hub running as a program of its own reads it, too."""

    iterations = 1

"""Registers the app with Django, and its ears for who signs in."""

from __future__ import annotations

from django.apps import AppConfig


class AccountsConfig(AppConfig):
    """The app accounts."""

    name = "sync.hub.accounts"
    label = "accounts"

    def ready(self) -> None:
        """Every sign-in from now on is noted."""
        from sync.hub.accounts import sign_in_audit

        sign_in_audit.listen()

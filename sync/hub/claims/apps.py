"""Registers the app with Django."""

from __future__ import annotations

from django.apps import AppConfig


class ClaimsConfig(AppConfig):
    """The app claims."""

    name = "sync.hub.claims"
    label = "claims"

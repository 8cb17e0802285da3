"""Registers the app with Django."""

from __future__ import annotations

from django.apps import AppConfig


class OversightConfig(AppConfig):
    """The app oversight."""

    name = "sync.hub.oversight"
    label = "oversight"

"""Registers the app with Django."""

from __future__ import annotations

from django.apps import AppConfig


class ClosuresConfig(AppConfig):
    """The app closures."""

    name = "sync.hub.closures"
    label = "closures"

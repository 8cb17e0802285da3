"""Registers the app with Django."""

from __future__ import annotations

from django.apps import AppConfig


class PromisesConfig(AppConfig):
    """The app promises."""

    name = "sync.hub.promises"
    label = "promises"

"""Registers the app with Django."""

from __future__ import annotations

from django.apps import AppConfig


class ChoicesConfig(AppConfig):
    """The app choices."""

    name = "sync.hub.choices"
    label = "choices"

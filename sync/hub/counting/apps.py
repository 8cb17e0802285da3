"""Registers the app with Django."""

from __future__ import annotations

from django.apps import AppConfig


class CountingConfig(AppConfig):
    """The app counting."""

    name = "sync.hub.counting"
    label = "counting"

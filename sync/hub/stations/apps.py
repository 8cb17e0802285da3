"""Registers the app with Django."""

from __future__ import annotations

from django.apps import AppConfig


class StationsConfig(AppConfig):
    """The app stations."""

    name = "sync.hub.stations"
    label = "stations"

"""Registers the app with Django."""

from __future__ import annotations

from django.apps import AppConfig


class BackupsConfig(AppConfig):
    """The app backups."""

    name = "sync.hub.backups"
    label = "backups"

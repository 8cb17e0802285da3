"""Registers the app with Django."""

from __future__ import annotations

from django.apps import AppConfig


class AnnouncingConfig(AppConfig):
    """The app announcing."""

    name = "sync.hub.announcing"
    label = "announcing"

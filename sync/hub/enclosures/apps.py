"""Registers the app with Django."""

from __future__ import annotations

from django.apps import AppConfig


class EnclosuresConfig(AppConfig):
    """The app enclosures."""

    name = "sync.hub.enclosures"
    label = "enclosures"

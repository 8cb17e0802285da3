"""Registers the app with Django."""

from __future__ import annotations

from django.apps import AppConfig


class VisitsConfig(AppConfig):
    """The app visits."""

    name = "sync.hub.visits"
    label = "visits"

"""Registers the app with Django."""

from __future__ import annotations

from django.apps import AppConfig


class PaperConfig(AppConfig):
    """The app paper."""

    name = "sync.hub.paper"
    label = "paper"

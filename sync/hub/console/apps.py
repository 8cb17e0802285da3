"""The console as a Django app."""

from __future__ import annotations

from django.apps import AppConfig


class ConsoleConfig(AppConfig):
    """Pages only: no tables."""

    name = "sync.hub.console"
    label = "console"

"""Registers the app with Django."""

from __future__ import annotations

from django.apps import AppConfig


class MonitoringConfig(AppConfig):
    """The app monitoring."""

    name = "sync.hub.monitoring"
    label = "monitoring"

"""Registers the app with Django."""

from __future__ import annotations

from django.apps import AppConfig


class ReportsConfig(AppConfig):
    """The app reports."""

    name = "sync.hub.reports"
    label = "reports"

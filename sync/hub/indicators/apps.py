"""Registers the app with Django."""

from __future__ import annotations

from django.apps import AppConfig


class IndicatorsConfig(AppConfig):
    """The app indicators."""

    name = "sync.hub.indicators"
    label = "indicators"

"""Registers the app with Django."""

from __future__ import annotations

from django.apps import AppConfig


class IntakeConfig(AppConfig):
    """The app intake."""

    name = "sync.hub.intake"
    label = "intake"

"""Registers the app with Django."""

from __future__ import annotations

from django.apps import AppConfig


class TriageConfig(AppConfig):
    """The app triage."""

    name = "sync.hub.triage"
    label = "triage"

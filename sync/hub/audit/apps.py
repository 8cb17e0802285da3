"""Registers the app with Django."""

from __future__ import annotations

from django.apps import AppConfig


class AuditConfig(AppConfig):
    """The app audit."""

    name = "sync.hub.audit"
    label = "audit"

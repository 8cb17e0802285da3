"""Registers the app with Django."""

from __future__ import annotations

from django.apps import AppConfig


class HandoverConfig(AppConfig):
    """The app handover."""

    name = "sync.hub.handover"
    label = "handover"

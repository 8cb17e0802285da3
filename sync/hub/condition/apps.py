"""Registers the app with Django."""

from __future__ import annotations

from django.apps import AppConfig


class ConditionConfig(AppConfig):
    """The app condition."""

    name = "sync.hub.condition"
    label = "condition"

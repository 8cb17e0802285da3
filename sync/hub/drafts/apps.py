"""Registers the app with Django."""

from __future__ import annotations

from django.apps import AppConfig


class DraftsConfig(AppConfig):
    """The app drafts."""

    name = "sync.hub.drafts"
    label = "drafts"

"""Registers the app with Django."""

from __future__ import annotations

from django.apps import AppConfig


class PublishingConfig(AppConfig):
    """The app publishing."""

    name = "sync.hub.publishing"
    label = "publishing"

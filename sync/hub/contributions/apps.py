"""Registers the app with Django."""

from __future__ import annotations

from django.apps import AppConfig


class ContributionsConfig(AppConfig):
    """The app contributions."""

    name = "sync.hub.contributions"
    label = "contributions"

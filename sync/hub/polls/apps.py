"""Registers the app with Django."""

from __future__ import annotations

from django.apps import AppConfig


class PollsConfig(AppConfig):
    """The app polls."""

    name = "sync.hub.polls"
    label = "polls"

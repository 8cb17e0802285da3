"""Registers the app with Django."""

from __future__ import annotations

from django.apps import AppConfig


class AnnouncementsConfig(AppConfig):
    """The app announcements."""

    name = "sync.hub.announcements"
    label = "announcements"

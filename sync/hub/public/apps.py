"""The public pages as a Django app."""

from __future__ import annotations

from django.apps import AppConfig


class PublicConfig(AppConfig):
    """Pages only: no tables."""

    name = "sync.hub.public"
    label = "public"

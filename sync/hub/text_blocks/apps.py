"""Registers the app with Django."""

from __future__ import annotations

from django.apps import AppConfig


class TextBlocksConfig(AppConfig):
    """The app text_blocks."""

    name = "sync.hub.text_blocks"
    label = "text_blocks"

"""Registers the app with Django."""

from __future__ import annotations

from django.apps import AppConfig


class ForwardingConfig(AppConfig):
    """The app forwarding."""

    name = "sync.hub.forwarding"
    label = "forwarding"

"""Registers the app with Django."""

from __future__ import annotations

from django.apps import AppConfig


class DevicesConfig(AppConfig):
    """The app devices."""

    name = "sync.hub.devices"
    label = "devices"

"""Registers the app with Django."""

from __future__ import annotations

from django.apps import AppConfig


class SurveysConfig(AppConfig):
    """The app surveys."""

    name = "sync.hub.surveys"
    label = "surveys"

"""Registers the app with Django."""

from __future__ import annotations

from django.apps import AppConfig


class BallotLogConfig(AppConfig):
    """The app ballot_log."""

    name = "sync.hub.ballot_log"
    label = "ballot_log"

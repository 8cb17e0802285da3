"""``serve``: the web server of the hub."""

from __future__ import annotations

from argparse import ArgumentParser
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand

THREADS = 16
"""Stations that come at the same time share a commit, if each has a thread."""
THREAD_IDLE_SECONDS = 600
"""Threads stay as long as the server allows: each keeps its connection to the database open."""


class Command(BaseCommand):
    help = "Answer stations and browsers, until stopped."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--address", default=settings.HUB_CONFIG.address)
        parser.add_argument("--port", type=int, default=settings.HUB_CONFIG.port)

    def handle(self, *_args: Any, **options: Any) -> None:
        from granian import Granian
        from granian.constants import Interfaces
        from granian.log import LogLevels

        Granian(
            "sync.hub.wsgi:application",
            address=options["address"],
            port=options["port"],
            interface=Interfaces.WSGI,
            workers=1,
            blocking_threads=THREADS,
            blocking_threads_idle_timeout=THREAD_IDLE_SECONDS,
            websockets=False,
            respawn_failed_workers=True,
            # Its only warning is about the number of threads, which here is meant.
            log_level=LogLevels.error,
        ).serve()

"""``serve``: the web server of the hub. Without Django: that is in the process this one starts to answer."""

from __future__ import annotations

from argparse import ArgumentParser
from collections.abc import Sequence

from sync.hub.config import HubConfig

HELP = "Answer stations and browsers, until stopped."
THREADS = 16
"""Stations that come at the same time share a commit, if each has a thread."""
THREAD_IDLE_SECONDS = 600
"""Threads stay as long as the server allows: each keeps its connection to the database open."""


def add_arguments(parser: ArgumentParser, config: HubConfig) -> None:
    """What the command takes."""
    parser.add_argument("--address", default=config.address)
    parser.add_argument("--port", type=int, default=config.port)


def serve(arguments: Sequence[str], *, config: HubConfig) -> None:
    """Until stopped."""
    from granian import Granian
    from granian.constants import Interfaces
    from granian.log import LogLevels

    parser = ArgumentParser(prog="python -m sync.hub serve", description=HELP)
    add_arguments(parser, config)
    chosen = parser.parse_args(arguments)
    Granian(
        "sync.hub.wsgi:application",
        address=chosen.address,
        port=chosen.port,
        interface=Interfaces.WSGI,
        workers=1,
        blocking_threads=THREADS,
        blocking_threads_idle_timeout=THREAD_IDLE_SECONDS,
        websockets=False,
        respawn_failed_workers=True,
        # Its only warning is about the number of threads, which here is meant.
        log_level=LogLevels.error,
    ).serve()

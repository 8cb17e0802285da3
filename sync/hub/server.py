"""``serve``: the web server of the hub."""

from __future__ import annotations

import errno
import logging
import resource
import signal
import socket
import sys
from argparse import ArgumentParser, ArgumentTypeError
from collections.abc import Sequence
from types import FrameType
from typing import TYPE_CHECKING

from sync.hub.client_address import TrustedProxies
from sync.hub.config import MOST_PORT, HubConfig
from sync.processes import name_listener

if TYPE_CHECKING:
    from sync.hub.connections import ServerBounds

HELP = "Answer stations and browsers, until stopped."
STATION_THREADS = 12
"""Stations that come at the same time share a commit, if each has a thread."""
PEOPLE_THREADS = 4
"""Kept for the console, however many stations come."""
BACKLOG = 1024
_OPEN_FILES = 4096
_STATIONS_ASK = ("/api/", "/repo/")


def port_number(text: str) -> int:
    """The value of ``--port``."""
    if text.isascii() and text.isdecimal() and int(text) <= MOST_PORT:
        return int(text)
    raise ArgumentTypeError(f"a port is a number up to {MOST_PORT}")


def add_arguments(parser: ArgumentParser, config: HubConfig) -> None:
    """What the command takes."""
    parser.add_argument("--address", default=config.address)
    parser.add_argument("--port", type=port_number, default=config.port)
    parser.add_argument("--listening", type=int, metavar="NUMBER", help="the open socket a starter has handed over")


def serve(arguments: Sequence[str], *, config: HubConfig) -> None:
    """Until stopped."""
    parser = ArgumentParser(prog="mitmach hub serve", description=HELP)
    add_arguments(parser, config)
    chosen = parser.parse_args(arguments)
    if chosen.listening is None:
        listening = listen(chosen.address, chosen.port)
    else:
        listening = socket.socket(fileno=chosen.listening)
    signal.signal(signal.SIGTERM, _stop)
    _answer(listening, config)


def listen(address: str, port: int) -> socket.socket:
    """A socket at which nobody else listens; port 0 takes a free one. Ends the program with words when it cannot."""
    try:
        family, kind, protocol, _, place = socket.getaddrinfo(address, port, type=socket.SOCK_STREAM)[0]
        listening = socket.socket(family, kind, protocol)
        listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listening.bind(place)
        listening.listen(BACKLOG)
    except OSError as error:
        there = f": {name_listener(port)}" if error.errno == errno.EADDRINUSE else ""
        sys.exit(f"the hub cannot listen at {address}, port {port}: {error.strerror}{there}")
    return listening


def _answer(listening: socket.socket, config: HubConfig) -> None:
    from sync.hub.connections import BoundedServer
    from sync.hub.wsgi import application

    logging.getLogger("waitress").setLevel(logging.ERROR)  # strangers that go away are no news
    _, most = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (min(_OPEN_FILES, most), most))
    BoundedServer(
        application, listening=listening, bounds=bounds_of(config), people=PEOPLE_THREADS, stations=STATION_THREADS
    ).run()


def bounds_of(config: HubConfig) -> ServerBounds:
    """What this hub allows to whom it does not know."""
    from django.conf import settings
    from django.http.cookie import parse_cookie
    from django.urls import Resolver404, resolve

    from sync.hub.accounts.known_browser import COOKIE, read_cookie
    from sync.hub.connections import Headers, ServerBounds
    from sync.hub.console.web.uploads import LONG, MOST_BYTES

    def may_be_long(path: str, headers: Headers) -> bool:
        cookies = parse_cookie(headers.get("COOKIE", ""))
        if read_cookie(cookies.get(COOKIE, "")) is None:  # nobody has signed in there
            return False
        try:
            return resolve(path).url_name in LONG
        except Resolver404:
            return False

    return ServerBounds(
        body_bytes=settings.DATA_UPLOAD_MAX_MEMORY_SIZE,
        long_body_bytes=MOST_BYTES + settings.DATA_UPLOAD_MAX_MEMORY_SIZE,
        may_be_long=may_be_long,
        is_for_people=lambda path: not path.startswith(_STATIONS_ASK),
        proxies=TrustedProxies(config.trusted_proxies),
    )


def _stop(_number: int, _frame: FrameType | None) -> None:
    sys.exit(0)

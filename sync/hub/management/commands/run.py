"""``run``: web server, worker and, below a parent, forwarding together, for demonstrations and small installations."""

from __future__ import annotations

import json
import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from argparse import ArgumentParser
from pathlib import Path
from types import FrameType
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

import sync

START_SECONDS = 60
STOP_SECONDS = 20
_LOOK_SECONDS = 0.05


class _Stopped(Exception):  # noqa: N818 (it is no error)
    """Somebody asked this process to end."""


class Command(BaseCommand):
    help = "Run web server and worker (and forward, below a parent) until stopped. When one ends, so do the others."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--address", default=settings.HUB_CONFIG.address)
        parser.add_argument("--port", type=int, default=settings.HUB_CONFIG.port, help="0 takes a free one")
        parser.add_argument("--ready-file", type=Path, help="written as JSON once the hub answers")

    def handle(self, *_args: Any, **options: Any) -> None:
        address, port = options["address"], options["port"] or _free_port(options["address"])
        signal.signal(signal.SIGTERM, _stop)
        children: list[subprocess.Popen[bytes]] = []
        try:
            children += [_start("serve", f"--address={address}", f"--port={port}"), _start("worker", "--announce")]
            if settings.HUB_CONFIG.parent:
                children += self._start_forwarding()
            url = f"http://{address}:{port}/"
            _wait_until_ready(url, children)
            if options["ready_file"]:
                _write_ready_file(options["ready_file"], {"url": url, "pid": os.getpid()})
            self.stderr.write(f"The hub is ready at {url}")
            while all(child.poll() is None for child in children):
                time.sleep(0.2)
            raise CommandError("a part of the hub has ended by itself")
        except (_Stopped, KeyboardInterrupt):
            pass
        finally:
            _end(children)

    def _start_forwarding(self) -> list[subprocess.Popen[bytes]]:
        if not settings.HUB_FOLDER.parent.exists():
            self.stderr.write("hub.toml names a parent which this hub has not joined yet (command join-parent)")
            return []
        return [_start("forward")]


def _stop(_number: int, _frame: FrameType | None) -> None:
    raise _Stopped


def _free_port(address: str) -> int:
    with socket.create_server((address, 0)) as server:
        return int(server.getsockname()[1])


def _start(*arguments: str) -> subprocess.Popen[bytes]:
    data = str(settings.HUB_FOLDER.root)
    project = Path(sync.__file__).parents[1]
    return subprocess.Popen(
        [sys.executable, "-m", "sync.hub", "--data", data, *arguments],
        env={**os.environ, "PYTHONPATH": str(project)},
        # A session of its own: a Ctrl+C reaches this process alone, which then ends its children in order.
        start_new_session=True,
    )


def _wait_until_ready(url: str, children: list[subprocess.Popen[bytes]]) -> None:
    deadline = time.monotonic() + START_SECONDS
    while time.monotonic() < deadline:
        if any(child.poll() is not None for child in children):
            raise CommandError("a part of the hub has ended while starting; its own message says why")
        try:
            with urllib.request.urlopen(f"{url}health/ready", timeout=5):  # noqa: S310 (our own address)
                return
        except OSError:
            time.sleep(_LOOK_SECONDS)
    raise CommandError(f"the hub does not answer at {url}")


def _write_ready_file(place: Path, value: dict[str, Any]) -> None:
    waiting = place.with_name(f".{place.name}.new")
    waiting.write_text(json.dumps(value), encoding="utf-8")
    waiting.replace(place)


def _end(children: list[subprocess.Popen[bytes]]) -> None:
    signal.signal(signal.SIGTERM, signal.SIG_IGN)
    for child in children:
        if child.poll() is None:
            child.terminate()
    for child in children:
        try:
            child.wait(STOP_SECONDS)
        except subprocess.TimeoutExpired:
            os.killpg(child.pid, signal.SIGKILL)
            child.wait()

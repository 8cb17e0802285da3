"""``run``: web server, worker and, below a parent, forwarding together, for demonstrations and small installations.

Without Django: this process only watches over the others, and need not hold all that they do.
"""

from __future__ import annotations

import json
import os
import signal
import socket
import subprocess
import sys
import time
from argparse import ArgumentParser
from collections.abc import Sequence
from ipaddress import ip_address
from pathlib import Path
from types import FrameType
from typing import Any

import sync
from sync.files import write_durably
from sync.hub.config import HubConfig
from sync.hub.data_folder import HubFolder
from sync.hub.monitoring.answering import is_ready
from sync.hub.server import listen, port_number
from sync.processes import ending_with_starter, hold, name_holder

HELP = "Run web server and worker (and forward, below a parent) until stopped. When one ends, so do the others."
START_SECONDS = 60
STOP_SECONDS = 20
_LOOK_SECONDS = 0.05


class _Stopped(Exception):  # noqa: N818 (it is no error)
    """Somebody asked this process to end."""


def add_arguments(parser: ArgumentParser, config: HubConfig) -> None:
    """What the command takes."""
    parser.add_argument("--address", default=config.address)
    parser.add_argument("--port", type=port_number, default=config.port, help="0 takes a free one")
    parser.add_argument("--ready-file", type=Path, help="written as JSON once the hub answers")


def run(arguments: Sequence[str], *, folder: HubFolder, config: HubConfig) -> None:
    """Until stopped. Ends the program with words when a part of the hub ends by itself."""
    parser = ArgumentParser(prog="mitmach hub run", description=HELP)
    add_arguments(parser, config)
    chosen = parser.parse_args(arguments)
    alone = _hold_alone(folder)
    signal.signal(signal.SIGTERM, _stop)
    children: list[subprocess.Popen[bytes]] = []
    try:
        with listen(chosen.address, chosen.port) as listening:
            host, port = _reached_at(listening)
            children.append(_start(folder, "serve", f"--listening={listening.fileno()}", hand_over=listening))
        children.append(_start(folder, "worker", "--announce"))
        if config.parent:
            children += _start_forwarding(folder)
        url = f"http://{f'[{host}]' if ':' in host else host}:{port}/"
        _wait_until_ready(host, port, children)
        sys.stderr.write(f"The hub is ready at {url}\n")
        if chosen.ready_file:
            _write_ready_file(chosen.ready_file, {"url": url, "pid": os.getpid()})
        while all(child.poll() is None for child in children):
            time.sleep(0.2)
        sys.exit("a part of the hub has ended by itself")
    except (_Stopped, KeyboardInterrupt):
        pass
    finally:
        _end(children)
        os.close(alone)


def _hold_alone(folder: HubFolder) -> int:
    try:
        held = hold(folder.root)
    except OSError as error:
        sys.exit(f"there is no hub in {folder.root}: {error.strerror}")
    if held is None:
        sys.exit(f"the hub in {folder.root} runs already: {name_holder(folder.root)}")
    return held


def _reached_at(listening: socket.socket) -> tuple[str, int]:
    """Where this machine reaches its own socket, whatever name and scheme others call it by."""
    host, port = listening.getsockname()[:2]
    address = ip_address(host.partition("%")[0])
    if address.is_unspecified:
        host = "127.0.0.1" if address.version == 4 else "::1"
    return host, port


def _start_forwarding(folder: HubFolder) -> list[subprocess.Popen[bytes]]:
    if not folder.parent.exists():
        sys.stderr.write("hub.toml names a parent which this hub has not joined yet (command join-parent)\n")
        return []
    return [_start(folder, "forward")]


def _stop(_number: int, _frame: FrameType | None) -> None:
    raise _Stopped


def _start(folder: HubFolder, *arguments: str, hand_over: socket.socket | None = None) -> subprocess.Popen[bytes]:
    data = str(folder.root)
    project = Path(sync.__file__).parents[1]
    return subprocess.Popen(
        ending_with_starter([sys.executable, "-m", "sync.hub", "--data", data, *arguments]),
        env={**os.environ, "PYTHONPATH": str(project)},
        # A session of its own: a Ctrl+C reaches this process alone, which then ends its children in order.
        start_new_session=True,
        pass_fds=(hand_over.fileno(),) if hand_over else (),
    )


def _wait_until_ready(host: str, port: int, children: list[subprocess.Popen[bytes]]) -> None:
    deadline = time.monotonic() + START_SECONDS
    while time.monotonic() < deadline:
        if any(child.poll() is not None for child in children):
            sys.exit("a part of the hub has ended while starting; its own message says why")
        if is_ready(host, port, patience_seconds=5):
            return
        time.sleep(_LOOK_SECONDS)
    sys.exit(f"the hub does not answer at {host}, port {port}")


def _write_ready_file(place: Path, value: dict[str, Any]) -> None:
    write_durably(place, json.dumps(value).encode())


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

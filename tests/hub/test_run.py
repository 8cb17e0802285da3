"""``hub run`` is ready in every setting an operator may choose, is there once, and leaves nothing behind."""

from __future__ import annotations

import json
import os
import shutil
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
import requests

import sync
from sync import processes
from sync.hub.config import HubConfig, write_hub_config
from tests.kits.hub import Hub
from tests.kits.waiting import PATIENCE_S, wait_until

PROJECT = Path(sync.__file__).parents[1]


def start(folder: Path, *arguments: str, **more: str) -> subprocess.Popen[str]:
    command = [sys.executable, "-m", "sync.hub", "--data", str(folder), *arguments]
    surroundings = {**os.environ, **more}
    return subprocess.Popen(
        command, cwd=PROJECT, stderr=subprocess.PIPE, text=True, start_new_session=True, env=surroundings
    )


@contextmanager
def running(folder: Path, *arguments: str, **environment: str) -> Iterator[str]:
    """Where the hub says that it is ready."""
    ready = folder / "ready.json"
    ready.unlink(missing_ok=True)
    process = start(folder, "run", f"--ready-file={ready}", *(arguments or ("--port=0",)), **environment)
    with process:
        wait_until(lambda: ready.exists() or process.poll() is not None)
        assert process.poll() is None, process.stderr and process.stderr.read()
        try:
            yield str(json.loads(ready.read_text("utf-8"))["url"])
        finally:
            process.terminate()
            process.communicate(timeout=PATIENCE_S)


def set_up(hub: Hub, **settings: object) -> None:
    hub.folder.config.unlink()
    write_hub_config(HubConfig(**settings), hub.folder.config)  # type: ignore[arg-type]


def refused(folder: Path, *arguments: str) -> str:
    """The words with which a start ends at once."""
    with start(folder, *arguments) as process:
        _, words = process.communicate(timeout=PATIENCE_S)
    assert process.returncode not in (0, None)
    assert "Traceback" not in words
    return words


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as place:
        return int(place.getsockname()[1])


PROXY = {"http_proxy": "http://127.0.0.1:9", "HTTP_PROXY": "http://127.0.0.1:9", "all_proxy": "http://127.0.0.1:9"}
"""Surroundings that send whoever listens to them to a proxy which is not there."""


@pytest.mark.parametrize(
    ("settings", "environment"),
    [
        ({}, {}),
        ({"hosts": ("hub.example.org",)}, {}),
        ({"hosts": ("hub.example.org",), "https": True, "trusted_proxies": ("10.0.0.1",)}, {}),
        ({"https": True, "trusted_proxies": ("127.0.0.1",)}, PROXY),
        ({"address": "0.0.0.0"}, {}),
        ({"address": "::1"}, {}),
        ({"address": "::"}, {}),
        ({"address": "localhost", "public_address": "https://hub.example.org"}, PROXY),
    ],
)
def test_run_is_ready_however_the_hub_is_set_up(
    hub: Hub, settings: dict[str, object], environment: dict[str, str]
) -> None:
    set_up(hub, **settings)
    with running(hub.folder.root, "--port=0", **environment) as url, requests.Session() as session:
        session.trust_env = False
        assert session.get(f"{url}health/ready", timeout=PATIENCE_S, allow_redirects=False).json() == {"ready": True}


def test_with_https_nobody_but_the_named_proxy_is_answered_as_if_over_https(hub: Hub) -> None:
    set_up(hub, hosts=("hub.example.org",), https=True, trusted_proxies=("127.0.0.1",))
    told = {"Host": "hub.example.org", "X-Forwarded-Proto": "https"}
    with running(hub.folder.root) as url:
        assert requests.get(f"{url}login/", headers=told, timeout=PATIENCE_S).status_code == 200
        plain = requests.get(f"{url}login/", headers={"Host": told["Host"]}, timeout=PATIENCE_S, allow_redirects=False)
        assert plain.headers["Location"].startswith("https://hub.example.org/")
        wrong = requests.get(f"{url}login/", headers={**told, "Host": "elsewhere.example"}, timeout=PATIENCE_S)
        assert wrong.status_code == 400
    set_up(hub, hosts=("hub.example.org",), https=True, trusted_proxies=("10.0.0.1",))
    with running(hub.folder.root) as url:
        stranger = requests.get(f"{url}login/", headers=told, timeout=PATIENCE_S, allow_redirects=False)
        assert stranger.status_code == 301


def test_a_second_hub_on_one_folder_ends_at_once_and_names_the_first(hub: Hub) -> None:
    with running(hub.folder.root):
        words = refused(hub.folder.root, "run", "--port=0")
        assert "runs already: process" in words
        assert str(hub.folder.root) in words
        assert "a worker is at work here already: process" in refused(hub.folder.root, "worker")
    with running(hub.folder.root):  # and when it is over, it is over
        pass


def test_a_second_hub_on_one_port_ends_at_once_and_names_the_first(hub: Hub, tmp_path: Path) -> None:
    other = tmp_path / "other"
    shutil.copytree(hub.folder.root, other)
    with running(hub.folder.root, f"--port={free_port()}") as url:
        port = url.rstrip("/").rpartition(":")[2]
        for command in ("run", "serve"):
            words = refused(other, command, f"--port={port}")
            assert f"port {port}" in words
            assert str(hub.folder.root) in words
        assert requests.get(f"{url}health/ready", timeout=PATIENCE_S).ok


def test_a_foreign_program_on_the_port_is_named(hub: Hub) -> None:
    with socket.create_server(("127.0.0.1", 0)) as foreign:
        words = refused(hub.folder.root, "run", f"--port={foreign.getsockname()[1]}")
        assert f"process {os.getpid()}" in words


@pytest.mark.parametrize("port", ["99999", "-1", "http", "٨٠", ""])
def test_a_port_that_is_none_is_told(hub: Hub, port: str) -> None:
    for command in ("run", "serve"):
        assert "a port is a number" in refused(hub.folder.root, command, f"--port={port}")


def test_an_address_that_is_not_here_is_told(hub: Hub) -> None:
    assert "cannot listen at 192.0.2.1" in refused(hub.folder.root, "run", "--port=0", "--address=192.0.2.1")


def test_a_folder_that_is_not_there_is_told(tmp_path: Path) -> None:
    assert "There is no hub" in refused(tmp_path / "nothing", "run", "--port=0")


def test_nothing_outlives_a_starter_that_was_killed(hub: Hub) -> None:
    ready = hub.folder.root / "ready.json"
    with start(hub.folder.root, "run", "--port=0", f"--ready-file={ready}") as process:
        wait_until(ready.exists)
        children = Path(f"/proc/{process.pid}/task/{process.pid}/children").read_text("ascii").split()
        assert len(children) == 2
        process.send_signal(signal.SIGKILL)
    try:
        wait_until(lambda: not any(is_alive(child) for child in children))
    finally:
        for child in filter(is_alive, children):
            os.kill(int(child), signal.SIGKILL)


def is_alive(pid: str) -> bool:
    """False also for one that has ended and waits for somebody to ask how."""
    try:
        return Path(f"/proc/{pid}/stat").read_text("ascii").rpartition(")")[2].split()[0] != "Z"
    except (OSError, IndexError):
        return False


def test_a_folder_is_held_by_one_and_the_holder_is_named(tmp_path: Path) -> None:
    held = processes.hold(tmp_path)
    assert held is not None
    assert processes.hold(tmp_path) is None
    assert f"process {os.getpid()}" in processes.name_holder(tmp_path)
    os.close(held)
    again = processes.hold(tmp_path)
    assert again is not None
    os.close(again)
    assert processes.name_holder(tmp_path) == "another process"
    assert not list(tmp_path.iterdir())


def test_nobody_listens_at_a_free_port() -> None:
    assert processes.name_listener(free_port()) == "another program"

"""Two web processes of one hub on PostgreSQL behind nginx, as the documents set them up: either answers for both."""

from __future__ import annotations

import dataclasses
import re
from pathlib import Path
from urllib.parse import urlencode

import pytest

from sync.hub.config import write_hub_config
from sync.hub.intake.models import Batch
from tests.hub.test_run import free_port, start
from tests.kits.hub import Hub
from tests.kits.real.proxies import HERE, NAME, Proxy, nginx
from tests.kits.waiting import PATIENCE_S, wait_until


@pytest.mark.parametrize("hub", ["postgresql"], indirect=True)
def test_either_of_two_processes_answers_for_both(hub: Hub, tmp_path: Path) -> None:
    config = dataclasses.replace(hub.config, hosts=(NAME,), https=True, trusted_proxies=(HERE,))
    hub.folder.config.unlink()
    write_hub_config(config, hub.folder.config)
    ports = (free_port(), free_port())
    folder = tmp_path / "proxy"
    folder.mkdir()
    processes = [start(hub.folder.root, "serve", f"--port={port}") for port in ports]
    try:
        with nginx(folder, hub_port=ports[0], more_ports=ports[1:]) as proxy:
            wait_until(lambda: [proxy.ask("GET", "/health/ready").status for _ in range(4)] == [200] * 4)
            cookie = sign_in(proxy, hub.account.password)
            seen = {proxy.ask("GET", "/polls/", Cookie=cookie).status for _ in range(4)}
            assert seen == {200}, "who signed in at the one is known to the other"
            station = hub.enrolled_station()
            batches = [station.batch() for _ in range(6)]
            assert [proxy.ask("POST", "/api/v1/batches", one.to_bytes()).status for one in batches] == [200] * 6
            again = [proxy.ask("POST", "/api/v1/batches", batches[0].to_bytes()) for _ in range(2)]
            assert again[0].body == again[1].body  # type: ignore[attr-defined]
            assert Batch.objects.count() == 6
            processes[0].terminate()
            processes[0].communicate(timeout=PATIENCE_S)
            left = [proxy.ask("GET", "/polls/", Cookie=cookie).status for _ in range(4)]
            assert left == [200] * 4, "one that is gone is left out"
    finally:
        for process in processes:
            process.terminate()
            process.communicate(timeout=PATIENCE_S)


def sign_in(proxy: Proxy, password: str) -> str:
    """The cookies of somebody who is signed in."""
    page = proxy.ask("GET", "/login/")
    token = re.search(r'csrfmiddlewaretoken" value="(\w+)"', page.body.decode())  # type: ignore[attr-defined]
    cookie = re.search(r"csrftoken=\w+", page.headers["Set-Cookie"])
    assert token and cookie
    body = urlencode({"csrfmiddlewaretoken": token[1], "username": "admin", "password": password}).encode()
    sent = {
        "Content_Type": "application/x-www-form-urlencoded", "Cookie": cookie[0], "Referer": f"https://{NAME}/login/",
    }  # fmt: skip
    answer = proxy.ask("POST", "/login/", body, **sent)
    session = re.search(r"sessionid=\w+", " ".join(answer.headers.get_all("Set-Cookie") or ()))
    assert answer.status == 302 and session
    return session[0]

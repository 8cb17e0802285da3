"""The example configurations in ``docs/proxy``, each run by the real program before a real hub."""

from __future__ import annotations

import gzip
import re
import socket
import ssl
from collections.abc import Iterator
from http.client import HTTPResponse
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import pytest

from sync.hub.accounts.sign_in_brake import MOST_FROM_ONE
from sync.hub.config import HubConfig, write_hub_config
from sync.hub.intake.views import MAX_REQUEST_BYTES
from tests.kits.hub import Hub
from tests.kits.real.hubs import answering_hub
from tests.kits.real.proxies import NAME, Proxy, caddy, nginx
from tests.kits.waiting import PATIENCE_S

PROXIES: dict[str, Any] = {"nginx": nginx, "caddy": caddy}
FORM = "application/x-www-form-urlencoded"


@pytest.fixture(params=PROXIES)
def proxy(request: pytest.FixtureRequest, hub: Hub, tmp_path: Path) -> Iterator[Proxy]:
    hub.folder.config.unlink()
    write_hub_config(HubConfig(hosts=(NAME,), https=True, trusted_proxies=("127.0.0.1",)), hub.folder.config)
    folder = tmp_path / "proxy"
    folder.mkdir()
    with answering_hub(hub.folder.root) as running, PROXIES[request.param](folder, hub_port=running.port) as proxy:
        yield proxy


def sign_in(proxy: Proxy, password: str, *, source: str, **headers: str) -> int:
    page = proxy.ask("GET", "/login/", source=source)
    token = re.search(r'csrfmiddlewaretoken" value="(\w+)"', page.body.decode())  # type: ignore[attr-defined]
    cookie = re.search(r"csrftoken=\w+", page.headers["Set-Cookie"])
    assert token and cookie
    body = urlencode({"csrfmiddlewaretoken": token[1], "username": "admin", "password": password}).encode()
    sent = {"Content_Type": FORM, "Cookie": cookie[0], "Referer": f"https://{NAME}/login/", **headers}
    return proxy.ask("POST", "/login/", body, source=source, **sent).status


def test_a_hub_behind_a_proxy_as_the_documents_set_it_up(hub: Hub, proxy: Proxy, tmp_path: Path) -> None:
    """One hub and one proxy for all of it: starting them takes longer than all that is asked."""
    _people_come_over_https(proxy)
    _stations_are_served(hub, proxy)
    _nobody_writes_who_they_are(hub, proxy)
    _public_pages_are_shown(proxy, kept=tmp_path / "proxy" / "kept")
    if proxy.gathers_bodies:
        _long_ones_are_refused(proxy)


def _people_come_over_https(proxy: Proxy) -> None:
    page = proxy.ask("GET", "/login/")
    assert page.status == 200
    assert "Secure" in page.headers["Set-Cookie"]
    assert "max-age" in page.headers["Strict-Transport-Security"]
    plain = plain_answer(proxy)
    assert plain.status in {301, 308}
    assert plain.headers["Location"].startswith(f"https://{NAME}")
    assert proxy.ask("GET", "/metrics").status == 404


def plain_answer(proxy: Proxy) -> HTTPResponse:
    """To somebody who comes without HTTPS."""
    with socket.create_connection(("127.0.0.1", proxy.plain_port), PATIENCE_S) as line:
        line.sendall(f"GET /login/ HTTP/1.1\r\nHost: {NAME}\r\nConnection: close\r\n\r\n".encode())
        answer = HTTPResponse(line)
        answer.begin()
        answer.close()
        return answer


def _stations_are_served(hub: Hub, proxy: Proxy) -> None:
    station = hub.enrolled_station()
    batch = station.batch([station.report("x" * 500) for _ in range(50)])
    answer = proxy.ask("POST", "/api/v1/batches", batch.to_bytes())
    assert (answer.status, answer.headers["Content-Type"]) == (200, "application/jose")
    assert proxy.ask("GET", "/repo/metadata/timestamp.json").status == 200
    assert proxy.ask("PUT", f"/api/v1/blobs/{'a' * 64}", b"x").status == 401  # it is handed on
    too_long = proxy.ask("POST", "/api/v1/batches", b"x" * (MAX_REQUEST_BYTES + 1))
    assert too_long.status == 413
    assert b"words" in too_long.body  # type: ignore[attr-defined]  # by the hub, whose words a station shows


def _nobody_writes_who_they_are(hub: Hub, proxy: Proxy) -> None:
    """The stranger writes another address each time; the owner comes from elsewhere."""
    told = [
        {"X_Forwarded_For": f"198.51.100.{number}", "Forwarded": f"for=198.51.100.{number}"}
        for number in range(MOST_FROM_ONE)
    ]
    answers = [sign_in(proxy, "wrong", source="127.0.0.2", **headers) for headers in told]
    assert answers == [200] * (MOST_FROM_ONE - 1) + [429]
    assert sign_in(proxy, hub.account.password, source="127.0.0.3") == 302


def _long_ones_are_refused(proxy: Proxy) -> None:
    """Before they are sent: nobody gathers half a gigabyte of a stranger."""
    assert refusal_of_length(proxy, "/api/v1/batches", 4_000_000) == 413
    # The hub itself refuses this one and hangs up; where it does so while the proxy still sends, the proxy says 502.
    assert refusal_of_length(proxy, "/stick/", 100_000_000) in {413, 502}


def refusal_of_length(proxy: Proxy, path: str, length: int) -> int:
    raw = socket.create_connection(("127.0.0.1", proxy.port), PATIENCE_S)
    context = ssl.create_default_context(cafile=str(proxy.certificate))
    with context.wrap_socket(raw, server_hostname=NAME) as line:
        line.sendall(f"POST {path} HTTP/1.1\r\nHost: {NAME}\r\nContent-Length: {length}\r\n\r\n".encode())
        line.sendall(b"x" * 100_000)
        answer = HTTPResponse(line)
        answer.begin()
        status = answer.status
        answer.close()
    return status


def _public_pages_are_shown(proxy: Proxy, *, kept: Path) -> None:
    """They are asked for again only when they have changed; nginx keeps them, and no answer to a code."""
    page = proxy.ask("GET", "/public/de/")
    assert (page.status, page.headers["Set-Cookie"]) == (200, None)
    head = proxy.ask("HEAD", "/public/de/")
    assert (head.status, head.body, head.headers["ETag"]) == (200, b"", page.headers["ETag"])  # type: ignore[attr-defined]
    for path, kind in (("/public/de/", "text/html"), ("/public/data/app.json", "application/json")):
        short = proxy.ask("GET", path, Accept_Encoding="gzip")
        assert (short.headers["Content-Encoding"], short.headers["Content-Type"].split(";")[0]) == ("gzip", kind)
        whole = proxy.ask("GET", path)
        assert gzip.decompress(short.body) == whole.body  # type: ignore[attr-defined]
        for tag in (short.headers["ETag"], whole.headers["ETag"]):
            again = proxy.ask("GET", path, If_None_Match=tag, Accept_Encoding="gzip")
            assert (again.status, again.body) == (304, b""), (path, tag)  # type: ignore[attr-defined]
    answer = proxy.ask("POST", "/public/de/code/", b"code=4711181501234567", Content_Type=FORM)
    assert (answer.status, answer.headers["Cache-Control"]) == (200, "no-store")
    if proxy.gathers_bodies:
        files = [file.read_bytes() for file in kept.rglob("*") if file.is_file()]
        assert len(files) == 2 and any(page.body in file for file in files)  # type: ignore[attr-defined]

"""Our requests carry our own proof, whatever the surroundings keep for the same address."""

import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer

import pytest
import requests

from sync.http_session import new_session


class Listener(HTTPServer):
    """Keeps the credentials that came with each request."""

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Handler)
        self.heard: list[str | None] = []


class Handler(BaseHTTPRequestHandler):
    def do_PUT(self) -> None:
        assert isinstance(self.server, Listener)
        self.server.heard.append(self.headers["Authorization"])
        self.send_response(204)
        self.end_headers()

    def log_message(self, *_: object) -> None:
        pass


@pytest.fixture
def listener() -> Iterator[Listener]:
    with Listener() as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        yield server
        server.shutdown()
        thread.join()


def test_a_netrc_of_the_machine_neither_adds_nor_replaces_credentials(tmp_path, monkeypatch, listener):
    netrc = tmp_path / ".netrc"
    netrc.write_text("default login somebody password secret\n")
    netrc.chmod(0o600)
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.delenv("NETRC", raising=False)
    url = f"http://127.0.0.1:{listener.server_port}/"
    with new_session() as session:
        session.put(url, headers={"Authorization": "ck1 ours"}, timeout=10)
        session.put(url, timeout=10)
    assert listener.heard == ["ck1 ours", None]


@pytest.mark.parametrize("said", [[False], [True, False]], ids=["before", "as the name leads elsewhere meanwhile"])
def test_where_a_session_may_not_reach_nothing_is_sent(listener: Listener, said: list[bool]) -> None:
    asked: list[tuple[str, str]] = []

    def may_reach(host: str, address: str) -> bool:
        asked.append((host, address))
        return said[len(asked) - 1]

    with new_session(may_reach) as session, pytest.raises(requests.ConnectionError):
        session.put(f"http://127.0.0.1:{listener.server_port}/", timeout=10)
    assert asked == [("127.0.0.1", "127.0.0.1")] * len(said) and listener.heard == []


def test_where_it_may_reach_it_asks_as_always(listener: Listener) -> None:
    with new_session(lambda _host, address: address == "127.0.0.1") as session:
        assert session.put(f"http://127.0.0.1:{listener.server_port}/", timeout=10).status_code == 204

"""Why no hub is reached: each cause by its own word, against real servers, certificates, proxies and name look-ups."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest
import requests

from sync import http_session
from sync.agent.hub_client import HttpHubClient
from sync.connection import look_at_hub, not_reached
from sync.http_session import new_session
from sync.protocol.connection_faults import ConnectionFault, check_hub_address
from sync.protocol.errors import Refused, SyncError, TryLater, Untrusted
from tests.kits.real.answers import DAY, NOW, Authority, Saying, answering

PROXIES = ("http_proxy", "https_proxy", "HTTP_PROXY", "HTTPS_PROXY", "all_proxy", "ALL_PROXY", "no_proxy", "NO_PROXY")


@pytest.fixture(autouse=True)
def _no_surroundings(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in (*PROXIES, "REQUESTS_CA_BUNDLE", "CURL_CA_BUNDLE"):
        monkeypatch.delenv(name, raising=False)


@pytest.fixture
def stack() -> Iterator[ExitStack]:
    with ExitStack() as stack:
        yield stack


@pytest.fixture
def authority(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Authority:
    """One that this machine trusts."""
    found = Authority(tmp_path)
    monkeypatch.setattr(http_session, "MACHINE_AUTHORITIES", found.file)
    return found


def why_not(url: str) -> SyncError:
    """What enrolment, the agent and the check of a station are told alike."""
    errors: list[SyncError] = []
    with new_session() as session:
        for act in (
            lambda: look_at_hub(url, session),
            lambda: HttpHubClient(url, find_key=lambda _: None, session=session).enrol("x"),
            lambda: HttpHubClient(url, find_key=lambda _: None, session=session).heads("x"),
        ):
            with pytest.raises(SyncError) as caught:
                act()
            errors.append(caught.value)
    assert len({(type(error), error.reason) for error in errors}) == 1
    return errors[0]


def test_a_hub_with_a_certificate_of_the_citys_own_authority_is_reached(authority: Authority, stack: ExitStack) -> None:
    url = stack.enter_context(answering(certificate=authority.certificate()))
    with new_session() as session:
        look_at_hub(url, session)


@pytest.mark.parametrize(
    ("period", "fault"),
    [
        ((NOW - 30 * DAY, NOW - DAY), ConnectionFault.EXPIRED),
        ((NOW + DAY, NOW + 30 * DAY), ConnectionFault.CLOCK),
    ],
)
def test_a_certificate_out_of_its_time_is_told_with_what_the_clock_says(authority, stack, period, fault) -> None:
    begins, ends = period
    url = stack.enter_context(answering(certificate=authority.certificate(begins=begins, ends=ends)))
    error = why_not(url)
    assert isinstance(error, TryLater) and error.reason is fault
    assert f"{NOW.astimezone():%Y-}" in str(error) and "clock" in str(error)


def test_an_authority_nobody_knows_is_told_as_that(authority: Authority, tmp_path: Path, stack: ExitStack) -> None:
    (tmp_path / "other").mkdir()
    stranger = Authority(tmp_path / "other")
    error = why_not(stack.enter_context(answering(certificate=stranger.certificate())))
    assert isinstance(error, TryLater) and error.reason is ConnectionFault.AUTHORITY


def test_a_certificate_of_another_name_is_told_as_that(authority: Authority, stack: ExitStack) -> None:
    url = stack.enter_context(answering(certificate=authority.certificate(address="127.0.0.2")))
    assert why_not(url).reason is ConnectionFault.OTHER_NAME


def test_https_where_none_is_spoken(stack: ExitStack) -> None:
    url = stack.enter_context(answering())
    assert why_not(url.replace("http://", "https://")).reason is ConnectionFault.NO_TLS


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
def test_a_redirect_is_not_followed_and_says_where_to(stack: ExitStack, status: int) -> None:
    target = "https://login.example/portal?token=secret"
    url = stack.enter_context(answering(Saying(status, b"moved", (("Location", target),))))
    error = why_not(url)
    assert isinstance(error, Untrusted) and error.reason is ConnectionFault.REDIRECT
    assert "https://login.example" in str(error) and "secret" not in str(error)


@pytest.mark.parametrize("status", [502, 504])
def test_a_web_server_without_its_hub_is_told_as_that(stack: ExitStack, status: int) -> None:
    url = stack.enter_context(answering(Saying(status, b"<html>Bad Gateway")))
    error = why_not(url)
    assert isinstance(error, TryLater) and error.reason is ConnectionFault.HUB_DOWN


def test_a_machine_without_a_hub(stack: ExitStack) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))  # not listening
        assert why_not(f"http://127.0.0.1:{taken.getsockname()[1]}").reason is ConnectionFault.CLOSED


@pytest.mark.parametrize("scheme", ["http", "https"])
def test_a_proxy_that_wants_a_sign_in(monkeypatch: pytest.MonkeyPatch, stack: ExitStack, scheme: str) -> None:
    proxy = stack.enter_context(answering(Saying(407, b"who are you?")))
    monkeypatch.setenv(f"{scheme}_proxy", proxy)
    error = why_not(f"{scheme}://hub.example")
    assert isinstance(error, TryLater) and error.reason is ConnectionFault.PROXY
    assert "407" in str(error)


@pytest.mark.parametrize("scheme", ["http", "https"])
def test_a_proxy_that_is_not_there(monkeypatch: pytest.MonkeyPatch, scheme: str) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        monkeypatch.setenv(f"{scheme}_proxy", f"http://user:secret@127.0.0.1:{taken.getsockname()[1]}")
        error = why_not(f"{scheme}://hub.example")
    assert error.reason is ConnectionFault.PROXY
    assert "secret" not in str(error) and "object at" not in str(error)


def test_a_login_page_in_the_hubs_place_is_no_hub(stack: ExitStack) -> None:
    url = stack.enter_context(answering(Saying(200, b"<html>Welcome to our guest network")))
    with new_session() as session, pytest.raises(Untrusted, match="no hub"):
        look_at_hub(url, session)


@pytest.mark.parametrize(("network", "fault"), [(True, ConnectionFault.NO_NAME), (False, ConnectionFault.NO_NETWORK)])
def test_a_name_nobody_knows_and_no_network_at_all(network: bool, fault: ConnectionFault) -> None:
    url = "http://hub.invalid"
    with new_session() as session, pytest.raises(requests.RequestException) as caught:
        session.get(url, timeout=10)
    assert not_reached(caught.value, url, network=lambda: network).reason is fault


def _without_network(*arguments: str) -> subprocess.CompletedProcess[str]:
    command = ["unshare", "--map-root-user", "--net", "--", sys.executable, "-P", *arguments]
    here = {"PYTHONPATH": str(Path(__file__).parents[2]), "PATH": os.environ["PATH"]}
    return subprocess.run(command, capture_output=True, text=True, check=False, env=here)


@pytest.mark.parametrize("address", ["https://hub.invalid", "http://198.51.100.7:8000", "http://[2001:db8::7]"])
def test_a_machine_whose_cable_is_pulled_says_so_by_itself(address: str) -> None:
    if _without_network("-c", "").returncode:
        pytest.skip("this system lets nobody take a program's network away")
    program = (
        "from sync.connection import look_at_hub; from sync.http_session import new_session\n"
        f"try: look_at_hub({address!r}, new_session())\n"
        "except Exception as error: print(repr(error.reason))"
    )
    done = _without_network("-c", program)
    assert done.stdout.strip() == repr(ConnectionFault.NO_NETWORK), done.stderr


@pytest.mark.parametrize(
    "right",
    ["https://hub.example", "http://127.0.0.1:8000/", "https://[::1]:8443", "https://hüb.example.", "https://h/x"],
)
def test_addresses_of_hubs(right: str) -> None:
    check_hub_address(right)


@pytest.mark.parametrize(
    "wrong",
    [
        *(
            "",
            "hub",
            "hub.example",
            "hub.example:8000",
            "//hub.example",
            "https:/hub.example",
            "https://",
            "http://:80",
        ),
        *("ftp://hub.example", "file:///etc", "https://user:pw@hub.example", "https://hub.example/?q", "https://h/#a"),
        *("https://hub example", "https://hub.example\n", "https://hub.example:99999", "https://[::1"),
        *("https://hub..example", "https://.example", f"https://{'x' * 64}.example"),
    ],
)
def test_what_is_no_address_is_refused_with_an_example_of_one(wrong: str) -> None:
    with pytest.raises(Refused, match=r"like https://hub\.example\.org") as caught:
        check_hub_address(wrong)
    assert caught.value.reason is ConnectionFault.NO_ADDRESS

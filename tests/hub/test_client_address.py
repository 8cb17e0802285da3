"""Whom a request comes from: told by a named proxy, and by nobody else."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sync.hub.client_address import TrustedProxies, read_address, subscriber_of, told_by_named_proxies

STRANGER, CITIZEN, PROXY, FAR_PROXY = "203.0.113.66", "198.51.100.7", "127.0.0.1", "10.1.2.3"
ADDRESSES = st.ip_addresses().map(str)


def seen_by_application(named: list[str], environ: dict[str, Any]) -> dict[str, Any]:
    seen: dict[str, Any] = {}

    def application(environ: dict[str, Any], _start: Any) -> Iterable[bytes]:
        seen.update(environ)
        return []

    told_by_named_proxies(application, named)({"wsgi.url_scheme": "http", **environ}, lambda *_: None)  # type: ignore[arg-type, return-value]
    return seen


@pytest.mark.parametrize(
    ("peer", "told", "client"),
    [
        (PROXY, CITIZEN, CITIZEN),
        (PROXY, f"1.2.3.4, {CITIZEN}", CITIZEN),  # the first was written by the client
        (PROXY, f"{CITIZEN}, {FAR_PROXY}", CITIZEN),  # through two of ours
        (PROXY, f"{STRANGER}, {CITIZEN}, {FAR_PROXY}, {PROXY}", CITIZEN),
        (STRANGER, CITIZEN, STRANGER),  # no proxy of ours
        (STRANGER, PROXY, STRANGER),
        (PROXY, "", PROXY),
        (PROXY, "unknown", PROXY),
        (PROXY, f"{CITIZEN}, secret", PROXY),
        ("::ffff:127.0.0.1", CITIZEN, CITIZEN),  # a socket of both families
        (PROXY, "[2001:db8::7]:4711", "2001:db8::7"),
        (PROXY, f"{CITIZEN}:4711", CITIZEN),
    ],
)
def test_the_client_is_whom_the_last_named_proxy_was_called_by(peer: str, told: str, client: str) -> None:
    proxies = TrustedProxies(["127.0.0.1", "10.0.0.0/8"])
    assert proxies.client_of(peer, {"X_FORWARDED_FOR": told} if told else {}) == client


@given(peer=ADDRESSES, told=st.lists(st.one_of(ADDRESSES, st.text(max_size=20))), scheme=st.text(max_size=10))
def test_without_a_named_proxy_nothing_that_is_told_is_believed(peer: str, told: list[str], scheme: str) -> None:
    environ = {"REMOTE_ADDR": peer, "HTTP_X_FORWARDED_FOR": ",".join(told), "HTTP_X_FORWARDED_PROTO": scheme}
    seen = seen_by_application([], environ)
    assert (seen["REMOTE_ADDR"], seen["wsgi.url_scheme"]) == (peer, "http")
    assert not [name for name in seen if "FORWARDED" in name]


@given(written=st.lists(ADDRESSES), client=st.ip_addresses(v=4).map(str))
def test_whatever_a_client_writes_before_it_changes_nothing(written: list[str], client: str) -> None:
    told = ", ".join([*written, client])
    seen = seen_by_application([PROXY], {"REMOTE_ADDR": PROXY, "HTTP_X_FORWARDED_FOR": told})
    expected = client if client != PROXY else None
    assert expected is None or seen["REMOTE_ADDR"] == client


@pytest.mark.parametrize(
    ("peer", "told", "scheme"),
    [
        (PROXY, "https", "https"),
        (PROXY, "http, https", "https"),
        (PROXY, "https, http", "http"),
        (PROXY, "gopher", "http"),
        (STRANGER, "https", "http"),
    ],
)
def test_only_a_named_proxy_says_that_it_was_called_over_https(peer: str, told: str, scheme: str) -> None:
    seen = seen_by_application([PROXY], {"REMOTE_ADDR": peer, "HTTP_X_FORWARDED_PROTO": told})
    assert seen["wsgi.url_scheme"] == scheme


@given(st.text(max_size=60))
def test_no_text_breaks_the_reading_of_an_address(text: str) -> None:
    read_address(text)
    assert isinstance(subscriber_of(text), str)


def test_one_subscriber_does_not_count_as_many() -> None:
    assert len({subscriber_of(f"2001:db8:1:2::{number:x}") for number in range(60)}) == 1
    assert subscriber_of("2001:db8:1:2::1") != subscriber_of("2001:db8:1:3::1")
    assert subscriber_of("192.0.2.1") != subscriber_of("192.0.2.2")
    assert subscriber_of("::ffff:192.0.2.1") == subscriber_of("192.0.2.1")


@pytest.mark.parametrize("name", ["proxy.example.org", "10.0.0.0/33", "10.0.0.1/8", ""])
def test_a_proxy_is_named_by_address_or_network(name: str) -> None:
    with pytest.raises(ValueError, match=r"."):
        TrustedProxies([name])

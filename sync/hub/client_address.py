"""Who calls: the address and the scheme of a request, believed only as far as a named proxy tells them.

A proxy that ``trusted_proxies`` names says in ``X-Forwarded-For`` whom it speaks for, and in ``X-Forwarded-Proto`` how
it was called. What anybody else writes into these headers is thrown away before the application sees it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address, ip_network
from wsgiref.types import StartResponse, WSGIApplication, WSGIEnvironment

Address = IPv4Address | IPv6Address
Network = IPv4Network | IPv6Network

FORWARDED_FOR = "X_FORWARDED_FOR"
FORWARDED_PROTO = "X_FORWARDED_PROTO"
_SCHEMES = frozenset({"http", "https"})
_SUBSCRIBER_BITS = 64
"""One subscriber has at least so large a part of the new address space: nobody counts as many by changing the rest."""


class TrustedProxies:
    """The proxies an operator has named."""

    def __init__(self, names: Iterable[str] = ()) -> None:
        """Addresses or networks (``10.0.0.0/8``). Raises ValueError for anything else."""
        self._networks: tuple[Network, ...] = tuple(ip_network(name) for name in names)

    def knows(self, peer: str) -> bool:
        """True for the address of a named proxy."""
        address = read_address(peer)
        return address is not None and any(address in network for network in self._networks)

    def client_of(self, peer: str, headers: Mapping[str, str]) -> str:
        """The address a request comes from.

        Each proxy appends whom it was called by, so it is read from the end, as far as the proxies are ours.
        """
        client = peer
        for told in reversed(headers.get(FORWARDED_FOR, "").split(",")):
            address = read_address(told)
            if not self.knows(client) or address is None:
                break
            client = str(address)
        return client

    def scheme_of(self, peer: str, headers: Mapping[str, str], *, otherwise: str) -> str:
        """``https`` or ``http``, as the nearest proxy was called."""
        told = headers.get(FORWARDED_PROTO, "").rpartition(",")[2].strip().lower()
        return told if told in _SCHEMES and self.knows(peer) else otherwise


@lru_cache(maxsize=1024)
def read_address(text: str) -> Address | None:
    """An address as peers and proxies write it, perhaps with a port or in brackets; None for anything else."""
    text = text.strip()
    if text.startswith("["):
        text = text[1:].partition("]")[0]
    elif text.count(":") == 1:
        text = text.partition(":")[0]
    try:
        address = ip_address(text.partition("%")[0])
    except ValueError:
        return None
    return (address.ipv4_mapped or address) if isinstance(address, IPv6Address) else address


def subscriber_of(text: str) -> str:
    """What counts as one stranger: an IPv4 address, or the /64 of an IPv6 address. Anything else counts as itself."""
    address = read_address(text)
    if address is None:
        return text
    if isinstance(address, IPv4Address):
        return str(address)
    return str(ip_network((address, _SUBSCRIBER_BITS), strict=False).network_address)


def told_by_named_proxies(application: WSGIApplication, named: Sequence[str]) -> WSGIApplication:
    """An application whose ``REMOTE_ADDR`` and scheme are the client's, and that sees no header that says otherwise."""
    proxies = TrustedProxies(named)

    def answer(environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        told = {name.removeprefix("HTTP_"): environ.pop(name) for name in [*environ] if _is_forwarded(name)}
        peer = str(environ.get("REMOTE_ADDR", ""))
        environ["REMOTE_ADDR"] = proxies.client_of(peer, told)
        environ["wsgi.url_scheme"] = proxies.scheme_of(peer, told, otherwise=environ["wsgi.url_scheme"])
        return application(environ, start_response)

    return answer


def _is_forwarded(name: str) -> bool:
    return name.startswith("HTTP_X_FORWARDED_") or name in {"HTTP_FORWARDED", "HTTP_X_REAL_IP"}

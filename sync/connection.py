"""Why a connection did not come about, read out of what the libraries raise; and whether a hub answers at all.

Shared by stations and by hubs below another. Proves nothing: what an answer is worth, its signature says.
"""

from __future__ import annotations

import errno
import socket
import ssl
from collections.abc import Callable, Iterator, Mapping
from datetime import UTC, datetime
from pathlib import Path
from urllib.parse import urlsplit

import requests

from sync.http_session import bounded
from sync.protocol.connection_faults import ConnectionFault, check_hub_address
from sync.protocol.encoding import parse_json
from sync.protocol.errors import Refused, SyncError, TryLater, Untrusted

CONNECT_SECONDS, LOOK_SECONDS = 10, 10

_EXPIRED, _NOT_YET, _OTHER_NAMES = 10, 9, {62, 63, 64}
"""X509_V_ERR_CERT_HAS_EXPIRED, _CERT_NOT_YET_VALID; _HOSTNAME, _EMAIL and _IP_ADDRESS_MISMATCH of OpenSSL."""

_NO_WAY = {errno.ENETUNREACH, errno.EHOSTUNREACH, errno.ENETDOWN, errno.EADDRNOTAVAIL}

_MOST_CHARACTERS = 4096


def has_network() -> bool:
    """Whether the kernel knows any way out of this machine."""
    ipv4, ipv6 = Path("/proc/net/route"), Path("/proc/net/ipv6_route")
    if ipv4.exists() and len(ipv4.read_text().splitlines()) > 1:  # its first line is a heading; loopback is not in it
        return True
    routes = [line.split() for line in ipv6.read_text().splitlines()] if ipv6.exists() else []
    return any(not route[0].startswith(("fe80", "ff")) and route[-1] != "lo" for route in routes)


def not_reached(
    error: requests.RequestException,
    url: str,
    *,
    now: datetime | None = None,
    network: Callable[[], bool] = has_network,
) -> SyncError:
    """The error to raise for a request that got no answer, with its cause as reason. ``now`` is this machine's time."""
    host = urlsplit(url).netloc.rpartition("@")[2] or url
    causes = list(_causes(error))
    for kind in (ssl.SSLError, requests.exceptions.ProxyError, OSError):
        for cause in causes:
            if isinstance(cause, kind) and (found := _read(cause, host, now or datetime.now(UTC), network)):
                return found
    if isinstance(error, ValueError):  # what requests raises for what is no address
        return Refused(ConnectionFault.NO_ADDRESS, address=url)
    return TryLater(ConnectionFault.BROKEN, host=host, detail=type(error).__name__)


def unusual_answer(
    status: int, headers: Mapping[str, str], url: str, *, after_seconds: float | None = None
) -> SyncError | None:
    """The error of an answer that somebody before the hub gave, or that sends us elsewhere; None for any other."""
    host = urlsplit(url).netloc.rpartition("@")[2]
    if 300 <= status < 400:
        target = headers.get("Location", "")
        return Untrusted(ConnectionFault.REDIRECT, host=host, target=_without_details(target) or "nowhere")
    if status == 407:
        return TryLater(ConnectionFault.PROXY, host=host, detail="407, it wants a sign-in")
    if status in {502, 504}:
        return TryLater(ConnectionFault.HUB_DOWN, after_seconds=after_seconds, host=host, status=status)
    return None


def look_at_hub(
    url: str, session: requests.Session, *, patience_seconds: float = CONNECT_SECONDS + LOOK_SECONDS
) -> None:
    """Ask whether a hub answers at this address, and has answered in time.

    Raises Refused, TryLater or Untrusted with the cause if not.
    """
    check_hub_address(url)
    address = url.rstrip("/") + "/health"
    try:
        with (
            bounded(session, patience_seconds),
            session.get(
                address, timeout=(CONNECT_SECONDS, LOOK_SECONDS), allow_redirects=False, stream=True
            ) as response,
        ):
            said = next(response.iter_content(_MOST_CHARACTERS), b"")
    except requests.RequestException as error:
        raise not_reached(error, url) from error
    if found := unusual_answer(response.status_code, response.headers, url):
        raise found
    if not _is_health(said):
        raise Untrusted(f"something answers at {urlsplit(url).netloc} ({response.status_code}), but it is no hub")


def _is_health(said: bytes) -> bool:
    try:
        told = parse_json(said)
    except ValueError:
        return False
    return isinstance(told, dict) and "state" in told


def _read(cause: BaseException, host: str, now: datetime, network: Callable[[], bool]) -> SyncError | None:
    clock = f"{now.astimezone():%Y-%m-%d %H:%M %Z}"
    if isinstance(cause, ssl.SSLCertVerificationError):
        if cause.verify_code == _EXPIRED:
            return TryLater(ConnectionFault.EXPIRED, host=host, clock=clock)
        if cause.verify_code == _NOT_YET:
            return TryLater(ConnectionFault.CLOCK, host=host, clock=clock)
        if cause.verify_code in _OTHER_NAMES:
            return TryLater(ConnectionFault.OTHER_NAME, host=host)
        return TryLater(ConnectionFault.AUTHORITY, host=host, detail=cause.verify_message)
    if isinstance(cause, ssl.SSLError):
        return TryLater(ConnectionFault.NO_TLS, host=host, detail=cause.reason or type(cause).__name__)
    if isinstance(cause, requests.exceptions.ProxyError):
        return TryLater(ConnectionFault.PROXY, host=host, detail=_innermost(cause))
    if isinstance(cause, socket.gaierror):
        return TryLater(ConnectionFault.NO_NAME, host=host) if network() else TryLater(ConnectionFault.NO_NETWORK)
    if isinstance(cause, OSError) and cause.errno in _NO_WAY:
        return TryLater(ConnectionFault.SILENT, host=host) if network() else TryLater(ConnectionFault.NO_NETWORK)
    if isinstance(cause, ConnectionRefusedError):
        return TryLater(ConnectionFault.CLOSED, host=host)
    if isinstance(cause, TimeoutError | requests.Timeout):
        return TryLater(ConnectionFault.SILENT, host=host)
    return None


def _innermost(error: BaseException) -> str:
    """The words of the operating system, or of the proxy, without the objects libraries print around them."""
    known = [cause for cause in _causes(error) if type(cause) is OSError or isinstance(cause, ConnectionError)]
    known = [cause for cause in known if not isinstance(cause, requests.RequestException)]
    last = known[-1] if known else None
    return str(getattr(last, "strerror", None) or last or type(error).__name__)


def _causes(error: BaseException) -> Iterator[BaseException]:
    """An error and everything it came of; libraries wrap in several ways."""
    waiting, seen = [error], set()
    while waiting:
        cause = waiting.pop(0)
        if id(cause) in seen:
            continue
        seen.add(id(cause))
        yield cause
        others = (*cause.args, getattr(cause, "reason", None), cause.__cause__, cause.__context__)
        waiting += [other for other in others if isinstance(other, BaseException)]


def _without_details(target: str) -> str:
    """Where to, without what may be a secret in it."""
    try:
        parts = urlsplit(target)
        return f"{parts.scheme}://{parts.netloc.rpartition('@')[2]}" if parts.netloc else parts.path
    except ValueError:
        return ""

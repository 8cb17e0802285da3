"""Fetching the calendar of another program from its address: as rarely as said, within bounds, and not from inside.

An address that somebody has typed must not lead the hub to what only the hub can reach. So it asks public addresses
over https; hosts that the operator names in the settings may be anywhere.
"""

from __future__ import annotations

import ipaddress
from collections.abc import Collection
from contextlib import closing
from dataclasses import dataclass
from urllib.parse import SplitResult, urljoin, urlsplit

import requests
from urllib3.exceptions import HTTPError

from sync.http_session import bounded, new_session
from sync.hub.content.calendar_import import is_calendar
from sync.hub.drafts.models import MOST_ADDRESS, MOST_MARK
from sync.protocol.errors import Refused
from sync.protocol.reasons import Reason
from sync.version import VERSION

MOST_FETCHED_BYTES = 2_000_000
MOST_ENTRIES = 2_000
"""What stands in a larger one is worked through for longer than others should wait."""
FETCH_SECONDS = 30.0
"""For all of it, with every redirection."""
CONNECT_SECONDS, ANSWER_SECONDS = 10, 20
MOST_HOPS = 3
_CHUNK = 64 * 1024
_NAT64 = ipaddress.ip_network("64:ff9b::/96")


class CalendarFault(Reason):
    """Why a calendar cannot be fetched from an address."""

    NO_ADDRESS = "calendar-no-address", "this is no address of a calendar"
    NOT_SECURE = "calendar-not-secure", "the address does not begin with https"
    OWN_NETWORK = "calendar-own-network", "%(host)s is in a network of its own"
    UNREACHED = "calendar-unreached", "%(host)s cannot be reached"
    UNPROVEN = "calendar-unproven", "%(host)s cannot prove who it is"
    TOO_SLOW = "calendar-too-slow", "%(host)s did not answer in time"
    NOT_GIVEN = "calendar-not-given", "%(host)s does not give the calendar (HTTP %(status)s)"
    TOO_MANY_HOPS = "calendar-too-many-hops", "%(host)s sends from one address to the next"
    TOO_LARGE = "calendar-too-large", "the calendar is too large"
    NO_CALENDAR = "calendar-no-calendar", "what is there is no calendar that can be read"
    NOT_FIT = "calendar-not-fit", "what is in the calendar does not fit into a draft"


@dataclass(frozen=True)
class FetchedCalendar:
    """What a server gave, and how it will know this state again. ``data`` is None when it is as before."""

    data: bytes | None
    etag: str
    last_modified: str


def check_address(text: str, *, own_hosts: Collection[str]) -> str:
    """The address that is meant. Raises Refused for one that is not asked."""
    address = text.strip()
    if address[:9].lower() == "webcal://":
        address = f"https://{address[9:]}"
    _host_of(address, _small(own_hosts))
    return address


def host_of(address: str) -> str:
    """The name of the server in a checked address."""
    return urlsplit(address).hostname or ""


def fetch_calendar(
    address: str, *, etag: str = "", last_modified: str = "", own_hosts: Collection[str]
) -> FetchedCalendar:
    """What is at this address now. Raises Refused with a CalendarFault."""
    own_hosts, inside = _small(own_hosts), list[str]()

    def may_reach(host: str, at: str) -> bool:
        if host.lower() in own_hosts or is_public(at):
            return True
        inside.append(host)
        return False

    host = host_of(address)
    known = {"If-None-Match": etag, "If-Modified-Since": last_modified}
    headers = {
        "User-Agent": f"Mitmachstation/{VERSION}",
        "Accept": "text/calendar",
        "Accept-Encoding": "identity",
        **{name: value for name, value in known.items() if value},
    }
    with closing(new_session(may_reach)) as session:
        try:
            with bounded(session, FETCH_SECONDS):
                for _hop in range(MOST_HOPS + 1):
                    host = _host_of(address, own_hosts)
                    with session.get(
                        address,
                        headers=headers,
                        timeout=(CONNECT_SECONDS, ANSWER_SECONDS),
                        allow_redirects=False,
                        stream=True,
                    ) as response:
                        if not response.is_redirect:
                            return _read(response, host)
                        address = urljoin(address, response.headers["Location"])
        except requests.RequestException as error:
            raise _refused(error, host, is_inside=bool(inside)) from error
        except (OSError, ValueError, HTTPError) as error:  # what is read raw fails in its own words
            raise Refused(CalendarFault.UNREACHED, host=host) from error
    raise Refused(CalendarFault.TOO_MANY_HOPS, host=host)


def is_public(address: str) -> bool:
    """Whether this address (IP) is one that anybody on the internet can ask."""
    try:
        found = ipaddress.ip_address(address.partition("%")[0])
    except ValueError:
        return False
    if isinstance(found, ipaddress.IPv6Address):
        inner = found.ipv4_mapped or found.sixtofour
        if found in _NAT64:
            inner = ipaddress.IPv4Address(int(found) & 0xFFFFFFFF)
        if inner is not None:
            return is_public(str(inner))
    return found.is_global and not found.is_multicast


def _host_of(address: str, own_hosts: Collection[str]) -> str:
    """The server that this address names. Raises Refused for an address that is not asked."""
    split = _split(address)
    host = (split.hostname or "").lower()
    if host in own_hosts:
        return host
    if split.scheme != "https":
        raise Refused(CalendarFault.NOT_SECURE)
    is_number = host.replace(".", "").isdigit() or ":" in host
    is_local = "." not in host.strip(".") and ":" not in host
    if is_local or (is_number and not is_public(host)):
        raise Refused(CalendarFault.OWN_NETWORK, host=host)
    return host


def _small(hosts: Collection[str]) -> Collection[str]:
    return {host.lower() for host in hosts}


def _split(address: str) -> SplitResult:
    try:
        split = urlsplit(address)
        is_address = split.port != 0 and bool(split.hostname) and split.scheme in ("http", "https")
    except ValueError:
        is_address = False
    plain = address.isascii() and address.isprintable() and " " not in address
    if not is_address or not plain or len(address) > MOST_ADDRESS or split.username is not None:
        raise Refused(CalendarFault.NO_ADDRESS)
    return split


def _read(response: requests.Response, host: str) -> FetchedCalendar:
    marks = [response.headers.get(name, "") for name in ("ETag", "Last-Modified")]
    etag, modified = (mark if len(mark) <= MOST_MARK and mark.isascii() else "" for mark in marks)
    if response.status_code == requests.codes.not_modified:
        return FetchedCalendar(None, etag, modified)
    if response.status_code != requests.codes.ok:
        raise Refused(CalendarFault.NOT_GIVEN, host=host, status=response.status_code)
    data = bytearray()
    # As it was sent: what is packed could become a thousand times as much.
    for chunk in response.raw.stream(_CHUNK, decode_content=False):
        data += chunk
        if len(data) > MOST_FETCHED_BYTES:
            raise Refused(CalendarFault.TOO_LARGE)
    if not is_calendar(bytes(data)):
        raise Refused(CalendarFault.NO_CALENDAR)
    if data.upper().count(b"BEGIN:VEVENT") > MOST_ENTRIES:
        raise Refused(CalendarFault.TOO_LARGE)
    return FetchedCalendar(bytes(data), etag, modified)


def _refused(error: requests.RequestException, host: str, *, is_inside: bool) -> Refused:
    if is_inside:
        return Refused(CalendarFault.OWN_NETWORK, host=host)
    if isinstance(error, requests.exceptions.SSLError):
        return Refused(CalendarFault.UNPROVEN, host=host)
    if isinstance(error, requests.Timeout):
        return Refused(CalendarFault.TOO_SLOW, host=host)
    return Refused(CalendarFault.UNREACHED, host=host)

"""Why a hub cannot be reached: words with facts, and the one rule of what its address looks like. Connects to nothing.

Who finds out which it is stands in ``sync.connection``; attendants read the words of the station's catalogues.
"""

from __future__ import annotations

from urllib.parse import urlsplit

from sync.protocol.errors import Refused
from sync.protocol.reasons import Reason


class ConnectionFault(Reason):
    """Why nothing of our hub arrives, each with what whoever looks after the machine should do."""

    NO_ADDRESS = (
        "no-address",
        "'%(address)s' is no address of a hub: it begins with https:// (or http://) and a name, and holds no password,"
        " like https://hub.example.org",
    )
    NO_NETWORK = (
        "no-network",
        "this machine has no network; look at its cable, its wireless network or its SIM card",
    )
    NO_NAME = (
        "no-name",
        "the network does not know the name %(host)s; look for a slip in the hub's address, then at the network",
    )
    SILENT = "silent", "nothing answers at %(host)s; the hub is off, or something in the network keeps us from it"
    CLOSED = "closed", "the machine %(host)s is there, but no hub is running at this port"
    BROKEN = "broken", "the connection to %(host)s broke off (%(detail)s)"
    HUB_DOWN = "hub-down", "the web server of %(host)s answers (%(status)s), but the hub behind it does not"
    PROXY = (
        "proxy",
        "the proxy this machine is set up with does not let us through to %(host)s (%(detail)s); look at its settings",
    )
    NO_TLS = (
        "no-tls",
        "no encrypted connection with %(host)s (%(detail)s); is the port another, or does the address begin with"
        " http://?",
    )
    EXPIRED = (
        "expired",
        "the certificate of %(host)s has expired. The clock of this machine says %(clock)s: if that is wrong, set it;"
        " if it is right, whoever runs the hub has to renew the certificate",
    )
    CLOCK = (
        "clock",
        "the clock of this machine is wrong, so that the certificate of %(host)s does not hold for it: it says"
        " %(clock)s; set it",
    )
    AUTHORITY = (
        "authority",
        "the certificate of %(host)s is vouched for by nobody this machine knows (%(detail)s): something else may"
        " stand in between. If it is the hub's own, its authority has to be made known to this machine"
        " (update-ca-certificates)",
    )
    OTHER_NAME = (
        "other-name",
        "the certificate shown is not one of %(host)s; look for a slip in the hub's address: something else may stand"
        " in between",
    )
    REDIRECT = (
        "redirect",
        "%(host)s sends us on to %(target)s, where we do not go: the hub has moved and its new address has to be set,"
        " or the network asks for a sign-in first",
    )


def check_hub_address(address: str) -> None:
    """Refuse what can be no hub's address, before anything is tried or kept. Raises Refused with NO_ADDRESS."""
    try:
        parts = urlsplit(address)
        is_one = bool(parts.scheme in {"http", "https"} and parts.hostname and parts.port != 0)
        (parts.hostname or "").encode("idna")  # an empty part between two dots is in no name
        is_bare = parts.username is None and not parts.query and not parts.fragment
    except ValueError:
        is_one = is_bare = False
    if not (is_one and is_bare and address.isprintable() and " " not in address):
        raise Refused(ConnectionFault.NO_ADDRESS, address=address)

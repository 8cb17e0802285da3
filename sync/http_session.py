"""HTTP sessions of our own: what they send of credentials is what we gave them.

``requests`` would otherwise take a password for any address out of a ``.netrc`` in the home folder, and put it in the
place of our own proof. Proxies that the machine is set up with are used, and the authorities that it trusts: a city
may have one of its own for its hub.
"""

from __future__ import annotations

from pathlib import Path

import requests

MACHINE_AUTHORITIES = Path("/etc/ssl/certs/ca-certificates.crt")
"""What ``update-ca-certificates`` writes; ``requests`` would otherwise know only the authorities it brings along."""


def new_session() -> requests.Session:
    """A session that adds no credentials of the surroundings."""
    session = requests.Session()
    session.auth = _as_it_is
    if MACHINE_AUTHORITIES.exists():
        session.verify = str(MACHINE_AUTHORITIES)
    return session


def _as_it_is(request: requests.PreparedRequest) -> requests.PreparedRequest:
    return request

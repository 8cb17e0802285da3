"""HTTP sessions of our own: what they send of credentials is what we gave them.

``requests`` would otherwise take a password for any address out of a ``.netrc`` in the home folder, and put it in the
place of our own proof. Proxies and certificates that the machine is set up with are used.
"""

from __future__ import annotations

import requests


def new_session() -> requests.Session:
    """A session that adds no credentials of the surroundings."""
    session = requests.Session()
    session.auth = _as_it_is
    return session


def _as_it_is(request: requests.PreparedRequest) -> requests.PreparedRequest:
    return request

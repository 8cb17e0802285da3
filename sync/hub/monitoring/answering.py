"""Whether the web process answers at the port of ``hub.toml``: for alarms, which come from another process."""

from __future__ import annotations

from http.client import HTTPConnection, HTTPException

from sync.hub.config import HubConfig

PATIENCE_SECONDS = 15
_ANY = {"0.0.0.0": "127.0.0.1", "::": "::1"}  # noqa: S104  nothing is bound to it here


def is_answering(config: HubConfig) -> bool:
    """False also where it answers that it is not ready."""
    line = HTTPConnection(_ANY.get(config.address, config.address), config.port, timeout=PATIENCE_SECONDS)
    try:
        line.request("GET", "/health/ready")
        return line.getresponse().status == 200
    except (OSError, HTTPException):
        return False
    finally:
        line.close()

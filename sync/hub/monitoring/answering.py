"""Whether the web process answers, asked from another process: at a start, and for alarms. Without Django."""

from __future__ import annotations

from http.client import HTTPConnection, HTTPException

from sync.hub.config import HubConfig

PATIENCE_SECONDS = 15
_ANY = {"0.0.0.0": "127.0.0.1", "::": "::1"}  # noqa: S104  nothing is bound to it here


def is_answering(config: HubConfig) -> bool:
    """At the port of ``hub.toml``. False also where it answers that it is not ready."""
    return is_ready(_ANY.get(config.address, config.address), config.port, patience_seconds=PATIENCE_SECONDS)


def is_ready(host: str, port: int, *, patience_seconds: float) -> bool:
    """Asked past every proxy, redirection and check of names: those are for outsiders."""
    line = HTTPConnection(host, port, timeout=patience_seconds)
    try:
        line.request("GET", "/health/ready")
        return line.getresponse().status == 200
    except (OSError, HTTPException):
        return False
    finally:
        line.close()

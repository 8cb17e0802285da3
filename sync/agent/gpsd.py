"""Where the station is, as gpsd tells: asked once, when the team wants to know; nobody is followed."""

from __future__ import annotations

import socket
import time
from contextlib import suppress

from sync.protocol.districts import Point
from sync.protocol.encoding import parse_json

ADDRESS = ("127.0.0.1", 2947)
WITHIN_SECONDS = 8.0
"""A receiver that has been on for a while tells every second."""
MOST_METRES = 100.0
"""A position that may be farther off is none."""

_WATCH = b'?WATCH={"enable":true,"json":true};\n'
_MOST_BYTES = 1_000_000


def locate(*, address: tuple[str, int] = ADDRESS, within_seconds: float = WITHIN_SECONDS) -> Point | None:
    """Longitude and latitude; None without gpsd, without a receiver, or while that has found no position."""
    deadline = time.monotonic() + within_seconds
    with suppress(OSError), socket.create_connection(address, timeout=within_seconds) as connection:
        connection.sendall(_WATCH)
        rest, taken = b"", 0
        while taken < _MOST_BYTES and (left := deadline - time.monotonic()) > 0:
            connection.settimeout(left)
            if not (data := connection.recv(4096)):
                break
            taken += len(data)
            *lines, rest = (rest + data).split(b"\n")
            found = next((point for line in lines if (point := point_of(line))), None)
            if found:
                return found
    return None


def point_of(line: bytes) -> Point | None:
    """The position one of gpsd's sentences tells; None where it tells none that is good enough."""
    with suppress(ValueError, KeyError, TypeError, RecursionError):
        told = parse_json(line)
        longitude, latitude, off = float(told["lon"]), float(told["lat"]), float(told.get("eph", 0))
        is_fix = told["class"] == "TPV" and int(told["mode"]) >= 2 and 0 <= off <= MOST_METRES
        if is_fix and -180 <= longitude <= 180 and -90 <= latitude <= 90:
            return longitude, latitude
    return None

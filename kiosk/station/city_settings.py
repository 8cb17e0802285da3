"""What a city says of itself in the content: each setting that nobody could use is as good as none."""

from __future__ import annotations

from datetime import tzinfo
from typing import Any
from zoneinfo import ZoneInfo

from accessibility.contrast import OwnColours
from sync.protocol.city_colours import readable_colours
from sync.protocol.receipt_address import is_receipt_address


def read_zone(name: Any) -> tzinfo | None:
    """A zone this machine has never heard of is none: a poll that ends an hour off is better than no station."""
    try:
        return ZoneInfo(name) if isinstance(name, str) else None
    except (KeyError, ValueError, OSError):
        return None


def read_receipt_address(address: Any) -> str:
    """One that no telephone could use is none: a receipt without a QR code is better than no station."""
    return address if isinstance(address, str) and is_receipt_address(address) else ""


def read_colours(wire: Any) -> OwnColours | None:
    """Those on which words could not be read are none: the station has its own."""
    found = readable_colours(wire)
    return OwnColours(*found) if found else None

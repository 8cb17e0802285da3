"""Where the code of a receipt is looked up with a telephone: a web address with a place for the code. Values only.

The hub's settings name it, the published places carry it, and the QR code on a receipt holds it with the code put in.
"""

from __future__ import annotations

import re

PLACE = "{code}"
"""Where the code goes."""

MOST_CHARACTERS = 120
"""Longer ones make a QR code whose squares are too small on paper."""

BETWEEN = "."
"""Stands between a code and what proves it."""

_ADDRESS = re.compile(r"https://[A-Za-z0-9.-]+(:[0-9]{1,5})?/[A-Za-z0-9._~/?#=&%-]*\{code\}[A-Za-z0-9._~/?#=&%-]*")


def is_receipt_address(text: str) -> bool:
    """True for an HTTPS address of plain characters with exactly one place for the code, not at its host's name."""
    return len(text) <= MOST_CHARACTERS and _ADDRESS.fullmatch(text) is not None


def receipt_link(address: str, code: str, proof: str = "") -> str:
    """The address for this code, of letters and digits, and what proves it; empty where there is no address."""
    return address.replace(PLACE, slip_code(code, proof))


def slip_code(code: str, proof: str) -> str:
    """A code with what proves it, as a QR code holds them."""
    return f"{code}{BETWEEN}{proof}" if proof else code

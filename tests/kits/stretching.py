"""Numbers, codes and PINs are stretched at full cost, but the same one only once in a process."""

from __future__ import annotations

import hashlib
from functools import cache


def stretch_once() -> None:
    """From now on, what scrypt makes of the same secret, salt and cost is remembered."""
    hashlib.scrypt = cache(hashlib.scrypt)

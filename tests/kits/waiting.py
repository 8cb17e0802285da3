"""Waiting for what happens beside a test, in another process or thread. The limit is generous: how fast the machine is
decides how long a test takes, never whether it passes.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import TypeVar

PATIENCE_S = 60.0
PATIENCE_MS = round(1000 * PATIENCE_S)
"""The same for Qt's own ways to wait."""

_LOOK_EVERY_S = 0.01

T = TypeVar("T")


def wait_until(is_so: Callable[[], object], *, patience_s: float = PATIENCE_S) -> None:
    """Look again and again until it is so. Raises TimeoutError."""
    wait_for(lambda: True if is_so() else None, patience_s=patience_s)


def wait_for(look: Callable[[], T | None], *, patience_s: float = PATIENCE_S) -> T:
    """The first thing the look finds. Raises TimeoutError."""
    deadline = time.monotonic() + patience_s
    while (found := look()) is None:
        if time.monotonic() > deadline:
            raise TimeoutError(f"it did not come about in {patience_s:.0f} seconds")
        time.sleep(_LOOK_EVERY_S)
    return found

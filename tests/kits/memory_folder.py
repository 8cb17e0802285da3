"""Where tests lay their folders: in memory if there is room. What a disk does with a commit is proved with a watched
disk (`tests/kits/on_disk.py`), not by waiting for one thousands of times.
"""

from __future__ import annotations

import os
from pathlib import Path

_PLACE = Path("/dev/shm")
_LEAST_FREE_BYTES = 4 * 1024**3
"""Several workers with a database server each leave most of it free."""


def memory_folder() -> Path | None:
    """A folder that lies in memory, or None where there is none, it is small, or no program may be started in it."""
    try:
        found = os.statvfs(_PLACE)
    except OSError:
        return None
    is_fit = os.access(_PLACE, os.W_OK) and not found.f_flag & os.ST_NOEXEC
    return _PLACE if is_fit and found.f_bavail * found.f_frsize >= _LEAST_FREE_BYTES else None

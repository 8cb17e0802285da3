"""Files that are there whole or not at all, whatever happens meanwhile. Knows nothing of what is in them."""

from __future__ import annotations

import os
from pathlib import Path

UNFINISHED = ".unfinished"
"""What the name of a file ends with while it is being written."""


def write_durably(path: Path, data: bytes) -> None:
    """Write a file so that its name never stands for half of it: aside, synced, renamed, folder synced."""
    aside = path.with_name(path.name + UNFINISHED)
    with aside.open("wb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())
    aside.replace(path)
    sync_folder(path.parent)


def sync_folder(folder: Path) -> None:
    """Bring the names in a folder onto the disk."""
    descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)

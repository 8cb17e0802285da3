"""A real filesystem of a few megabytes, which can really be full."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest


@contextmanager
def small_disk(folder: Path, *, kilobytes: int) -> Iterator[Path]:
    """The folder is a filesystem of its own until the block ends. Skips the test where nobody may mount one."""
    if os.geteuid() != 0:
        pytest.skip("only root may mount a filesystem")
    folder.mkdir(parents=True, exist_ok=True)
    command = ["mount", "-t", "tmpfs", "-o", f"size={kilobytes}k", "tmpfs", str(folder)]
    if subprocess.run(command, check=False, capture_output=True).returncode:
        pytest.skip("no filesystem can be mounted here")
    try:
        yield folder
    finally:
        subprocess.run(["umount", "--lazy", str(folder)], check=True)


def fill(folder: Path, *, leave: int = 0) -> Path:
    """Fill the filesystem but for so many bytes; the file that does it."""
    hog = folder / "hog"
    with hog.open("wb") as file:
        while (free := os.statvfs(folder).f_bavail * os.statvfs(folder).f_frsize) > leave:
            file.write(bytes(min(free - leave, 65536)))
            file.flush()
    return hog

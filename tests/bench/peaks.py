"""The most memory a program and its children have held, in megabytes (resident). Read while they are there."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

_LOOK_SECONDS = 0.02


def peak_mb(pid: int) -> float:
    """So far, each process at its own highest; 0 for a program that is gone."""
    try:
        lines = Path(f"/proc/{pid}/status").read_text(encoding="ascii").splitlines()
        own = next((int(line.split()[1]) / 1024 for line in lines if line.startswith("VmHWM:")), 0.0)
        children = Path(f"/proc/{pid}/task/{pid}/children").read_text(encoding="ascii").split()
    except (FileNotFoundError, ProcessLookupError):
        return 0.0
    return own + sum(peak_mb(int(child)) for child in children)


@contextmanager
def watched_peak(pid: int) -> Iterator[list[float]]:
    """Looks at a program that will be gone when the block ends. The list holds the highest figure seen."""
    seen, is_over = [0.0], threading.Event()

    def look() -> None:
        while not is_over.wait(_LOOK_SECONDS):
            seen[0] = max(seen[0], peak_mb(pid))

    thread = threading.Thread(target=look, daemon=True)
    thread.start()
    try:
        yield seen
    finally:
        is_over.set()
        thread.join()

"""Starting this project's programs for journeys and measurements."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

from tests.kits.waiting import PATIENCE_S, wait_for

PROJECT = Path(__file__).resolve().parents[3]


def environment() -> dict[str, str]:
    """Ours, with the project importable."""
    return {**os.environ, "PYTHONPATH": str(PROJECT)}


def run_python(*arguments: str, **more: str) -> str:
    """Run a program to its end, with ``more`` in its environment; its standard output.

    Raises CalledProcessError when it fails.
    """
    command = [sys.executable, *arguments]
    return subprocess.run(command, env=environment() | more, check=True, capture_output=True, text=True).stdout


def start_python(*arguments: str, own_group: bool = False, pass_fds: Sequence[int] = ()) -> subprocess.Popen[bytes]:
    """Start a program that goes on, its messages unheard; with ``own_group`` it can be killed with all it starts.

    What is open as ``pass_fds`` is open there, too, under the same numbers.
    """
    command = [sys.executable, *arguments]
    return subprocess.Popen(
        command, env=environment(), stderr=subprocess.DEVNULL, start_new_session=own_group, pass_fds=pass_fds
    )


def wait_for_file(path: Path, *, patience_s: float = PATIENCE_S) -> bytes:
    """The content of a file another program writes when it is ready. Raises TimeoutError."""
    return wait_for(lambda: (path.read_bytes() or None) if path.exists() else None, patience_s=patience_s)


def end(process: subprocess.Popen[bytes]) -> None:
    """Ask a program to end and wait until it has."""
    process.terminate()
    process.wait()


def memory_mb(pid: int) -> float:
    """Memory of a process and its children (PSS), in megabytes."""
    lines = Path(f"/proc/{pid}/smaps_rollup").read_text(encoding="ascii").splitlines()
    own = int(next(line.split()[1] for line in lines if line.startswith("Pss:"))) / 1024
    children = Path(f"/proc/{pid}/task/{pid}/children").read_text(encoding="ascii").split()
    return own + sum(memory_mb(int(child)) for child in children)

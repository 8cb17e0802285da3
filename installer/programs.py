"""Starting this project's own programs, and ending them again. Knows nothing of what they do."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from sync.processes import ending_with_starter

PROJECT = Path(__file__).resolve().parents[1]
_END_SECONDS = 20


class Failed(Exception):  # noqa: N818  said to the person as it stands
    """A program did not do what it was started for."""


def run(arguments: Sequence[str], *, offscreen: bool = False) -> str:
    """Run a program to its end; what it wrote to standard output. Raises Failed when it did not succeed."""
    environment = _environment() | ({"QT_QPA_PLATFORM": "offscreen"} if offscreen else {})
    done = subprocess.run([sys.executable, *arguments], env=environment, stdout=subprocess.PIPE, text=True, check=False)
    if done.returncode:
        raise Failed(f"{' '.join(arguments[:4])} ended with {done.returncode}")
    return done.stdout


def start(arguments: Sequence[str], *, log: Path | None) -> subprocess.Popen[bytes]:
    """Start a program that goes on as long as this one; its messages go to a log file, or to ours."""
    command = ending_with_starter([sys.executable, *arguments])
    if log is None:
        return subprocess.Popen(command, env=_environment(), stdout=sys.stderr)
    with log.open("ab") as file:
        return subprocess.Popen(command, env=_environment(), stdout=file, stderr=file)


@contextmanager
def end_at_exit(program: subprocess.Popen[bytes]) -> Iterator[subprocess.Popen[bytes]]:
    """Ask the program to end when the block ends, and insist after a while."""
    try:
        yield program
    finally:
        program.terminate()
        try:
            program.wait(_END_SECONDS)
        except subprocess.TimeoutExpired:
            program.kill()
            program.wait()


def _environment() -> dict[str, str]:
    return {**os.environ, "PYTHONPATH": str(PROJECT)}

"""Programs on this machine: starting one that ends with its starter, and naming one that is in the way. Linux only."""

from __future__ import annotations

import fcntl
import os
from collections.abc import Iterator, Sequence
from pathlib import Path

_LISTENING = "0A"
"""The state of a socket in ``/proc/net/tcp``."""


def ending_with_starter(command: Sequence[str]) -> list[str]:
    """A command whose process the kernel kills when the process that starts it is gone, however it went."""
    return ["setpriv", "--pdeathsig", "KILL", *command]


def hold(folder: Path) -> int | None:
    """Hold a folder for this process alone, until it ends; returns a file descriptor to keep. None: another holds it.

    Nothing is written, and nothing stays behind. Raises OSError for a folder that cannot be opened, and for a link.
    """
    descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW | os.O_CLOEXEC)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        os.close(descriptor)
        return None
    return descriptor


def name_holder(folder: Path) -> str:
    """In words: the process that holds a folder."""
    inode = str(folder.stat().st_ino)
    for line in _lines(Path("/proc/locks")):
        words = line.split()
        if len(words) > 5 and words[1] == "FLOCK" and words[5].rpartition(":")[2] == inode:
            return _name(words[4])
    return "another process"


def name_listener(port: int) -> str:
    """In words: the process that listens at this port."""
    sockets = {f"socket:[{inode}]" for inode in _sockets_at(port)}
    for place in Path("/proc").glob("[0-9]*/fd/*"):
        try:
            if str(place.readlink()) in sockets:
                return _name(place.parts[2])
        except OSError:
            continue  # it has ended meanwhile, or is not ours to look at
    return "another program"


def _sockets_at(port: int) -> Iterator[str]:
    for table in ("tcp", "tcp6"):
        for line in _lines(Path("/proc/net") / table)[1:]:
            words = line.split()
            if words[3] == _LISTENING and int(words[1].rpartition(":")[2], 16) == port:
                yield words[9]


def _name(pid: str) -> str:
    try:
        command = Path(f"/proc/{pid}/cmdline").read_bytes().decode(errors="replace").split("\0")
    except OSError:
        return "another process"
    return f"process {pid} ({' '.join(filter(None, command))})"


def _lines(place: Path) -> list[str]:
    try:
        return place.read_text("ascii").splitlines()
    except OSError:
        return []

"""Whether somebody who takes a disk away can read it: what Linux tells about encryption below a folder and of swap.

Reads only. ``root`` is where ``/sys`` and ``/proc`` are looked for. What a disk, or the host of a virtual machine,
encrypts by itself cannot be seen from inside.
"""

from __future__ import annotations

import re
from enum import StrEnum
from pathlib import Path

MEMORY = ("tmpfs", "ramfs")
ENCRYPTING = ("ecryptfs", "fuse.gocryptfs", "fuse.cryfs")
"""File systems that are no disk, and those that encrypt what is above them."""


class Encryption(StrEnum):
    """What can be seen of it."""

    YES = "yes"
    NO = "no"
    UNKNOWN = "unknown"


def encryption_below(folder: Path, *, root: Path = Path("/")) -> Encryption:
    """Of the disk on which a folder lies, or would lie."""
    mounted = [mount for mount in _mounts(root) if folder.resolve().is_relative_to(mount[0])]
    if not mounted:
        return Encryption.UNKNOWN
    _, kind, number, source = max(mounted, key=lambda mount: len(mount[0].parts))  # of equal ones the last is on top
    if kind in MEMORY or kind in ENCRYPTING:
        return Encryption.YES
    return _of_block(_by_number(root, number) or _by_name(root, source), root=root)


def plain_swap(*, root: Path = Path("/")) -> list[str]:
    """Swap that is not known to be encrypted, by its name: what is in memory may be written there in the clear."""
    lines = _read(root / "proc/swaps").splitlines()[1:]
    found = []
    for name, kind in ((_unescaped(line.split()[0]), line.split()[1]) for line in lines if len(line.split()) > 1):
        if kind == "file":
            state = encryption_below(Path(name), root=root)
        elif Path(name).name.startswith("zram"):
            continue  # it is memory itself
        else:
            state = _of_block(_by_name(root, name), root=root)
        if state is not Encryption.YES:
            found.append(name)
    return found


def _mounts(root: Path) -> list[tuple[Path, str, str, str]]:
    """Place, kind, number of the device and source of each file system, as in proc(5); a later one covers earlier."""
    mounts = []
    for line in _read(root / "proc/self/mountinfo").splitlines():
        before, _, after = line.partition(" - ")
        fields, rest = before.split(), after.split()
        if len(fields) > 4 and len(rest) > 1:
            mounts.append((Path(_unescaped(fields[4])), rest[0], fields[2], _unescaped(rest[1])))
    return mounts[::-1]


def _by_number(root: Path, number: str) -> Path | None:
    place = root / "sys/dev/block" / number
    return place.resolve() if place.exists() else None


def _by_name(root: Path, source: str) -> Path | None:
    blocks = root / "sys/class/block"
    name = Path(source).name
    if not source.startswith("/dev/"):
        return None
    if source.startswith("/dev/mapper/"):
        return next((place for place in blocks.glob("dm-*") if _read(place / "dm/name").strip() == name), None)
    return blocks / name if (blocks / name).exists() else None


def _of_block(block: Path | None, *, root: Path) -> Encryption:
    if block is None:
        return Encryption.UNKNOWN
    if _read(block / "dm/uuid").startswith("CRYPT-"):
        return Encryption.YES
    below = sorted(path.name for path in (block / "slaves").glob("*"))
    if below:  # volumes and arrays: no better than the worst of what they lie on
        states = {_of_block(_by_name(root, f"/dev/{name}"), root=root) for name in below}
        return next(state for state in (Encryption.NO, Encryption.UNKNOWN, Encryption.YES) if state in states)
    return Encryption.UNKNOWN if block.name.startswith("loop") else Encryption.NO


def _read(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8", errors="replace")
    except OSError:
        return ""


def _unescaped(text: str) -> str:
    return re.sub(r"\\([0-7]{3})", lambda found: chr(int(found[1], 8)), text)

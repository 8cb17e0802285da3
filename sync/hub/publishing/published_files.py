"""Everything that is published at one moment, content and announcements, read as stations find it: from the timestamp
down. Changes nothing and needs no key.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from tuf.api.metadata import Metadata, Snapshot, Targets, Timestamp

from sync.hub.publishing.repository import place_of
from sync.protocol.announced_paths import FOLDER, ROLE
from sync.rooted_folder import RootedFolder


@dataclass(frozen=True)
class PublishedFiles:
    """One moment of a repository. ``token`` names it: another moment has another token."""

    folder: Path
    token: str
    hashes: Mapping[str, str]
    """Path to SHA-256 (hex) of every file; announcements lie below ``hub/``."""

    def read(self, path: str) -> bytes:
        """The bytes of a file; none for a path that is not published. Raises OSError when the file is gone."""
        sha256 = self.hashes.get(path)
        return RootedFolder(self.folder).read(place_of(path, sha256)) if sha256 else b""

    def announced(self, name: str) -> bytes:
        """The same of an announcement, by its name."""
        return self.read(FOLDER + name)

    def below(self, folder: str) -> list[str]:
        """The paths below a folder (``polls/``), sorted."""
        return sorted(path for path in self.hashes if path.startswith(folder))


def moment_of(repository: Path) -> tuple[str, bytes]:
    """The token of what is published now, and the timestamp it stands for; empty before the first package."""
    try:
        stamp = RootedFolder(repository).read("metadata/timestamp.json")
    except FileNotFoundError:
        return "", b""
    return hashlib.sha256(stamp).hexdigest(), stamp


def read_published(repository: Path) -> PublishedFiles:
    """What is published now; nothing before the first package. Raises OSError for half a repository."""
    token, stamp = moment_of(repository)
    if not stamp:
        return PublishedFiles(repository, "", {})
    files = RootedFolder(repository)
    version = Metadata[Timestamp].from_bytes(stamp).signed.snapshot_meta.version
    snapshot = Metadata[Snapshot].from_bytes(files.read(f"metadata/{version}.snapshot.json")).signed
    hashes: dict[str, str] = {}
    for role in ("targets", ROLE):
        if listed := snapshot.meta.get(f"{role}.json"):
            data = files.read(f"metadata/{listed.version}.{role}.json")
            targets = Metadata[Targets].from_bytes(data).signed.targets
            hashes |= {path: target.hashes["sha256"] for path, target in targets.items()}
    return PublishedFiles(repository, token, hashes)

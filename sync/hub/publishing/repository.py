"""The TUF repository: signed content as files, for stations to fetch over the network or from a stick.

Knows files and signatures, not what the files mean and not where they come from. A package becomes visible with one
rename, of ``timestamp.json``; whoever reads before it sees the package before, whole.
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from pathlib import Path
from typing import TypeVar

from securesystemslib.signer import Key, Signer  # type: ignore[attr-defined]
from tuf.api.metadata import Metadata, MetaFile, Role, Root, Snapshot, TargetFile, Targets, Timestamp
from tuf.api.serialization.json import JSONSerializer

from sync.errors import Refused
from sync.hub.publishing.signing import RepositorySigners

ROOT_LIFETIME = timedelta(days=5 * 365)
TARGETS_LIFETIME = timedelta(days=365)
SNAPSHOT_LIFETIME = timedelta(days=90)
TIMESTAMP_LIFETIME = timedelta(days=90)
"""Until then a station may believe that what it has is the newest."""

_Signed = TypeVar("_Signed", Root, Targets, Snapshot, Timestamp)
_ROLES = ("root", "targets", "snapshot", "timestamp")


def make_root(
    keys: Mapping[str, Sequence[Key]],
    *,
    thresholds: Mapping[str, int],
    signers: Sequence[Signer],
    version: int,
    now: datetime,
) -> Metadata[Root]:
    """A root: which keys sign which role, and how many of them must. Signed by all ``signers``.

    With several holders each of them adds a signature on their own machine. Raises ValueError when a role has fewer
    keys than its threshold.
    """
    root = Root(version=version, expires=_seconds(now + ROOT_LIFETIME), consistent_snapshot=True)
    for role in _ROLES:
        if len(keys[role]) < thresholds[role]:
            raise ValueError(f"the role {role} needs {thresholds[role]} keys and has {len(keys[role])}")
        root.roles[role] = Role([], thresholds[role])
        for key in keys[role]:
            root.add_key(key, role)
    return _signed(root, *signers)


class ContentRepository:
    """The published content of one hub, in its folder."""

    def __init__(self, folder: Path) -> None:
        self._metadata = folder / "metadata"
        self._targets = folder / "targets"

    def version(self) -> int:
        """The version of the newest content package; 0 before the first."""
        return self._newest("targets")

    def start(self, root: Metadata[Root]) -> None:
        """Begin with the first root. Raises FileExistsError when there is one already."""
        self._metadata.mkdir(parents=True, exist_ok=True)
        self._targets.mkdir(parents=True, exist_ok=True)
        if self._newest("root"):
            raise FileExistsError("the repository has a root already")
        self._write(root, "1.root.json")

    def newest_root(self) -> Metadata[Root]:
        """The root to follow now. Raises Refused before the first."""
        if not (version := self._newest("root")):
            raise Refused("the repository has no root yet")
        return Metadata[Root].from_file(str(self._metadata / f"{version}.root.json"))

    def add_root(self, root: Metadata[Root]) -> None:
        """The next root, as it was signed by people. Earlier ones stay: stations walk from theirs to the newest."""
        self._write(root, f"{root.signed.version}.root.json")

    def publish(self, files: Mapping[str, bytes], *, signers: RepositorySigners, now: datetime) -> int:
        """Publish these files (path to bytes) as a new package, in place of the one before. Returns its version.

        Files of earlier packages stay, for stations that are just fetching them.
        """
        targets = Targets(version=self.version() + 1, expires=_seconds(now + TARGETS_LIFETIME))
        for path, data in files.items():
            target = TargetFile.from_data(path, data, ["sha256"])
            targets.targets[path] = target
            self._write_target(path, target.hashes["sha256"], data)
        self._write(_signed(targets, signers.targets), f"{targets.version}.targets.json")
        self.renew(snapshot=signers.snapshot, timestamp=signers.timestamp, now=now)
        return targets.version

    def renew(self, *, snapshot: Signer, timestamp: Signer, now: datetime) -> None:
        """Say anew that the newest package is the newest, with a new date of expiry."""
        head = Snapshot(version=self._newest("snapshot") + 1, expires=_seconds(now + SNAPSHOT_LIFETIME))
        head.meta["targets.json"] = MetaFile(version=self.version())
        self._write(_signed(head, snapshot), f"{head.version}.snapshot.json")
        stamp = Timestamp(version=self._timestamp_version() + 1, expires=_seconds(now + TIMESTAMP_LIFETIME))
        stamp.snapshot_meta = MetaFile(version=head.version)
        self._write(_signed(stamp, timestamp), "timestamp.json")

    def _newest(self, role: str) -> int:
        versions = (path.name.split(".")[0] for path in self._metadata.glob(f"*.{role}.json"))
        return max((int(version) for version in versions if version.isdecimal()), default=0)

    def _timestamp_version(self) -> int:
        place = self._metadata / "timestamp.json"
        return Metadata[Timestamp].from_file(str(place)).signed.version if place.exists() else 0

    def _write(self, metadata: Metadata[_Signed], name: str) -> None:
        _write_durably(self._metadata / name, metadata.to_bytes(JSONSerializer(compact=False)))

    def _write_target(self, path: str, sha256: str, data: bytes) -> None:
        place = self._targets / Path(path).parent / f"{sha256}.{Path(path).name}"
        if not place.exists() or hashlib.sha256(place.read_bytes()).hexdigest() != sha256:
            place.parent.mkdir(parents=True, exist_ok=True)
            _write_durably(place, data)


def _signed(signed: _Signed, *signers: Signer) -> Metadata[_Signed]:
    metadata = Metadata(signed)
    for signer in signers:
        metadata.sign(signer, append=True)
    return metadata


def _seconds(moment: datetime) -> datetime:
    return moment.replace(microsecond=0)


def _write_durably(place: Path, data: bytes) -> None:
    """The whole file under its name, or nothing: on disk before the rename, and the rename on disk too."""
    waiting = place.with_name(f".{place.name}.new")
    with waiting.open("wb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())
    waiting.replace(place)
    folder = os.open(place.parent, os.O_RDONLY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)

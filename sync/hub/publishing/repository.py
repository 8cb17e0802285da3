"""The TUF repository: signed content as files, for stations to fetch over the network or from a stick.

Knows files and signatures, not what the files mean and not where they come from. A package becomes visible with one
rename, of ``timestamp.json``; whoever reads before it sees the package before, whole.
"""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Mapping, Sequence
from datetime import datetime, timedelta
from pathlib import Path, PurePosixPath
from typing import TypeVar

from securesystemslib.signer import Key, Signer  # type: ignore[attr-defined]
from tuf.api.metadata import (
    DelegatedRole,
    Delegations,
    Metadata,
    MetaFile,
    Role,
    Root,
    Snapshot,
    TargetFile,
    Targets,
    Timestamp,
)
from tuf.api.serialization.json import JSONSerializer

from sync.hub.publishing.signing import AnnouncingSigners, RepositorySigners
from sync.protocol.announced_paths import PATTERN
from sync.protocol.announced_paths import ROLE as HUB
from sync.protocol.encoding import from_timestamp, parse_json_object
from sync.protocol.errors import Refused
from sync.rooted_folder import RootedFolder

ROOT_LIFETIME = timedelta(days=5 * 365)
TARGETS_LIFETIME = timedelta(days=365)
SNAPSHOT_LIFETIME = timedelta(days=90)
TIMESTAMP_LIFETIME = timedelta(days=90)
"""Until then a station may believe that what it has is the newest."""

PUBLICATIONS_KEPT = 20
"""Of what changes often, this many versions stay: a station that is just fetching one finds its files."""

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
        self._files = RootedFolder(folder)

    def version(self) -> int:
        """The version of the newest content package; 0 before the first."""
        return self._newest("targets")

    def start(self, root: Metadata[Root]) -> None:
        """Begin with the first root. Raises FileExistsError when there is one already."""
        self._files.make_folder("metadata")
        self._files.make_folder("targets")
        if self._newest("root"):
            raise FileExistsError("the repository has a root already")
        self._write(root, "1.root.json")

    def newest_root(self) -> Metadata[Root]:
        """The root to follow now. Raises Refused before the first."""
        if not (version := self._newest("root")):
            raise Refused("the repository has no root yet")
        return Metadata[Root].from_bytes(self._read(f"{version}.root.json"))

    def add_root(self, root: Metadata[Root]) -> None:
        """The next root, as it was signed by people. Earlier ones stay: stations walk from theirs to the newest."""
        self._write(root, f"{root.signed.version}.root.json")

    def publish(self, files: Mapping[str, bytes], *, signers: RepositorySigners, now: datetime) -> int:
        """Publish these files (path to bytes) as a new package, in place of the one before. Returns its version.

        Files of earlier packages stay, for stations that are just fetching them.
        """
        targets = Targets(version=self.version() + 1, expires=_seconds(now + TARGETS_LIFETIME))
        targets.delegations = _delegations(signers.hub.public_key)
        for path, data in files.items():
            targets.targets[path] = self._new_target(path, data)
        self._write(_signed(targets, signers.targets), f"{targets.version}.targets.json")
        # Signed anew, by the key this package names.
        self._write_announcements(self._announcements(), signer=signers.hub, now=now)
        self.renew(snapshot=signers.snapshot, timestamp=signers.timestamp, now=now)
        return targets.version

    @property
    def lets_hub_announce(self) -> bool:
        """False while the newest package was published by a program that knew no announcements."""
        return bool(self._newest(HUB))

    def announced(self) -> Mapping[str, str]:
        """Path to SHA-256 (hex) of what the hub announces now."""
        return {path: target.hashes["sha256"] for path, target in self._announcements().items()}

    def announced_files(self) -> Mapping[str, bytes]:
        """Path to bytes of what is announced now. Raises OSError when a file is missing, as in half a copy."""
        return {path: self._files.read(place_of(path, sha256)) for path, sha256 in self.announced().items()}

    def announced_file(self, path: str) -> bytes:
        """What is announced now under this path; empty for nothing. Raises OSError as above."""
        target = self._announcements().get(path)
        return self._files.read(place_of(path, target.hashes["sha256"])) if target else b""

    def announce(
        self, changed: Mapping[str, bytes], *, gone: Collection[str], signers: AnnouncingSigners, now: datetime
    ) -> None:
        """Announce these files (path to bytes) beside or in place of those before, and no more what is ``gone``."""
        targets = {path: target for path, target in self._announcements().items() if path not in gone}
        for path, data in changed.items():
            targets[path] = self._new_target(path, data)
        self._write_announcements(targets, signer=signers.hub, now=now)
        self.renew(snapshot=signers.snapshot, timestamp=signers.timestamp, now=now)
        self._forget_old_announcements()

    def renew(self, *, snapshot: Signer, timestamp: Signer, now: datetime, hub: Signer | None = None) -> None:
        """Say anew that the newest package is the newest, with a new date of expiry.

        With ``hub``, the announcements get a new date too.
        """
        if hub and self.lets_hub_announce:
            self._write_announcements(self._announcements(), signer=hub, now=now)
        head = Snapshot(version=self._next("snapshot", now), expires=_seconds(now + SNAPSHOT_LIFETIME))
        for role in ("targets", HUB) if self.lets_hub_announce else ("targets",):
            head.meta[f"{role}.json"] = self._newest_list(role)
        self._write(_signed(head, snapshot), f"{head.version}.snapshot.json")
        stamp = Timestamp(version=self._next_timestamp(now), expires=_seconds(now + TIMESTAMP_LIFETIME))
        stamp.snapshot_meta = MetaFile(version=head.version)
        self._write(_signed(stamp, timestamp), "timestamp.json")

    def expires(self) -> datetime | None:
        """When the first of what stations check runs out; None before the first package."""
        if not self.version() or "timestamp.json" not in self._files.files("metadata"):
            return None
        roles = ("root", "targets", "snapshot", *((HUB,) if self.lets_hub_announce else ()))
        names = ["timestamp.json", *(f"{self._newest(role)}.{role}.json" for role in roles)]
        return min(from_timestamp(parse_json_object(self._read(name))["signed"]["expires"]) for name in names)

    def _newest_list(self, role: str) -> MetaFile:
        # With its hash: a hub restored from a backup may give out a number again, and means another list by it.
        version = self._newest(role)
        data = self._read(f"{version}.{role}.json")
        return MetaFile(version, hashes={"sha256": hashlib.sha256(data).hexdigest()})

    def _announcements(self) -> dict[str, TargetFile]:
        version = self._newest(HUB)
        if not version:
            return {}
        return dict(Metadata[Targets].from_bytes(self._read(f"{version}.{HUB}.json")).signed.targets)

    def _write_announcements(self, targets: Mapping[str, TargetFile], *, signer: Signer, now: datetime) -> None:
        told = Targets(version=self._next(HUB, now), expires=_seconds(now + TARGETS_LIFETIME))
        told.targets = dict(targets)
        self._write(_signed(told, signer), f"{told.version}.{HUB}.json")

    def _forget_old_announcements(self) -> None:
        for role in (HUB, "snapshot"):
            for version in self._versions(role)[:-PUBLICATIONS_KEPT]:
                self._files.remove(f"metadata/{version}.{role}.json")
        kept = set()
        for version in self._versions(HUB):
            listed = Metadata[Targets].from_bytes(self._read(f"{version}.{HUB}.json")).signed.targets
            kept |= {place_of(path, target.hashes["sha256"]) for path, target in listed.items()}
        for name in self._files.files(f"targets/{HUB}"):
            if f"targets/{HUB}/{name}" not in kept:
                self._files.remove(f"targets/{HUB}/{name}")

    def _newest(self, role: str) -> int:
        return max(self._versions(role), default=0)

    def _versions(self, role: str) -> list[int]:
        names = (name for name in self._files.files("metadata") if name.endswith(f".{role}.json"))
        versions = (name.split(".")[0] for name in names)
        return sorted(int(version) for version in versions if version.isdecimal())

    def _next(self, role: str, now: datetime) -> int:
        # By the clock, so that a hub restored from a backup does not give out numbers that stations have seen.
        return max(self._newest(role) + 1, int(now.timestamp()))

    def _next_timestamp(self, now: datetime) -> int:
        is_there = "timestamp.json" in self._files.files("metadata")
        newest = Metadata[Timestamp].from_bytes(self._read("timestamp.json")).signed.version if is_there else 0
        return max(newest + 1, int(now.timestamp()))

    def _write(self, metadata: Metadata[_Signed], name: str) -> None:
        self._files.write(f"metadata/{name}", metadata.to_bytes(JSONSerializer(compact=False)))

    def _read(self, name: str) -> bytes:
        return self._files.read(f"metadata/{name}")

    def _new_target(self, path: str, data: bytes) -> TargetFile:
        target = TargetFile.from_data(path, data, ["sha256"])
        place = place_of(path, target.hashes["sha256"])
        if self._files.look(place) is None or self._files.read(place) != data:
            self._files.write(place, data)
        return target


def place_of(path: str, sha256: str) -> str:
    """Where in a repository the file of this path and hash (hex) lies."""
    return str(PurePosixPath("targets", path).with_name(f"{sha256}.{PurePosixPath(path).name}"))


def _delegations(key: Key) -> Delegations:
    role = DelegatedRole(HUB, [key.keyid], threshold=1, terminating=True, paths=[PATTERN])
    return Delegations(keys={key.keyid: key}, roles={HUB: role})


def _signed(signed: _Signed, *signers: Signer) -> Metadata[_Signed]:
    metadata = Metadata(signed)
    for signer in signers:
        metadata.sign(signer, append=True)
    return metadata


def _seconds(moment: datetime) -> datetime:
    return moment.replace(microsecond=0)

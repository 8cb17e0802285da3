"""A signed content repository in a folder, made with python-tuf itself, for a hub twin to serve."""

from __future__ import annotations

import hashlib
from datetime import datetime, timedelta
from pathlib import Path

from securesystemslib.signer import CryptoSigner
from tuf.api.metadata import Metadata, MetaFile, Root, Snapshot, TargetFile, Targets, Timestamp

ROLES = ("root", "targets", "snapshot", "timestamp")


class RepositoryTwin:
    """Publishes; ``folder`` is what a hub serves under /repo/."""

    def __init__(self, folder: Path, now: datetime) -> None:
        self.folder = folder
        self.now = now
        self.signers = {role: CryptoSigner.generate_ed25519() for role in ROLES}
        self.versions = dict.fromkeys(ROLES, 0)
        (folder / "metadata").mkdir(parents=True)
        (folder / "targets").mkdir()
        self.write_root()

    @property
    def root_sha256(self) -> str:
        return hashlib.sha256((self.folder / "metadata" / "1.root.json").read_bytes()).hexdigest()

    def write_root(self) -> None:
        self.versions["root"] += 1
        root = Root(version=self.versions["root"], expires=self.now + timedelta(days=1000), consistent_snapshot=True)
        for role in ROLES:
            root.add_key(self.signers[role].public_key, role)
        self._write("root", root)

    def publish(self, files: dict[str, bytes], custom: dict[str, dict[str, str]] | None = None, days: int = 90) -> None:
        self.versions["targets"] += 1
        targets = Targets(version=self.versions["targets"], expires=self.now + timedelta(days=365))
        for path, data in files.items():
            target = TargetFile.from_data(path, data, ["sha256"])
            if custom and path in custom:
                target.unrecognized_fields["custom"] = custom[path]
            targets.targets[path] = target
            place = self.folder / "targets" / Path(path).parent / f"{target.hashes['sha256']}.{Path(path).name}"
            place.parent.mkdir(parents=True, exist_ok=True)
            place.write_bytes(data)
        self._write("targets", targets)
        self.renew(days)

    def renew(self, days: int = 90) -> None:
        for role in ("snapshot", "timestamp"):
            self.versions[role] += 1
        expires = self.now + timedelta(days=days)
        snapshot = Snapshot(version=self.versions["snapshot"], expires=expires)
        snapshot.meta["targets.json"] = MetaFile(version=self.versions["targets"])
        self._write("snapshot", snapshot)
        timestamp = Timestamp(version=self.versions["timestamp"], expires=expires)
        timestamp.snapshot_meta = MetaFile(version=self.versions["snapshot"])
        self._write("timestamp", timestamp)

    def _write(self, role: str, signed) -> None:  # type: ignore[no-untyped-def]
        metadata = Metadata(signed)
        metadata.sign(self.signers[role])
        name = "timestamp.json" if role == "timestamp" else f"{signed.version}.{role}.json"
        (self.folder / "metadata" / name).write_bytes(metadata.to_bytes())

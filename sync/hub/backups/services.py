"""Making, proving and restoring whole copies of a hub. Only a proven copy lets stations forget what they sent."""

from __future__ import annotations

import hashlib
import json
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from django.db import connection, transaction

from sync.files import sync_folder, sync_tree
from sync.hub.attachments.store import note_safe
from sync.hub.audit import services as audit
from sync.hub.audit.anchors import compare
from sync.hub.audit.events import AuditEvent
from sync.hub.backups.dump import read_copy, write_copy
from sync.hub.backups.models import BackupSeen
from sync.hub.backups.verify import Proof, prove_copy
from sync.hub.ballot_log.hold import hold_log
from sync.hub.data_folder import HubFolder
from sync.hub.intake.models import Batch, BatchState, ChainHead
from sync.hub.stations import selectors as stations
from sync.hub.stations.hub_clock import begin_clock
from sync.protocol.encoding import from_timestamp, parse_json_object, to_timestamp
from sync.protocol.errors import Refused
from sync.protocol.signed_note import AuditHead
from sync.version import VERSION

MANIFEST = "manifest.json"
_DATABASE = "hub.sqlite"
WITNESSES_WITHIN = timedelta(days=30)
"""A station that was heard of within this time before a backup is one whose word a restored hub waits for."""
_FOLDERS = ("content", "repository", "results", "blobs", "keys")
_FILES = ("hub.toml", "parent.json")


@dataclass(frozen=True)
class Backup:
    """A proven backup: where it lies, when it was made, and what it holds."""

    place: Path
    made_at: datetime
    proof: Proof
    pieces: frozenset[str] = frozenset()
    """Names of the pieces of attachments in it, each the hash of its bytes."""


def back_up(folder: HubFolder, into: Path, *, with_keys: bool, by: str, now: datetime) -> Backup:
    """Copy the whole hub into a new folder in ``into``, prove the copy, and let stations know what is safe.

    Raises Refused when the copy does not hold what it should, OSError when it cannot be written; then nothing is safe
    that was not before, and what was written is no backup.
    """
    place = into / f"hub-{now:%Y%m%dT%H%M%SZ}"
    waiting = into / f".{place.name}.new"
    into.mkdir(parents=True, exist_ok=True)
    waiting.mkdir(mode=0o700)
    write_copy(waiting / _DATABASE)
    for name in _FOLDERS:
        if (folder.root / name).is_dir() and (with_keys or name != "keys"):
            shutil.copytree(folder.root / name, waiting / name)
    if not with_keys:  # their public halves are no secret, and stations know the hub by them
        (waiting / "keys").mkdir(mode=0o700)
        shutil.copy2(folder.public_keys, waiting / "keys")
    for name in _FILES:
        if (folder.root / name).exists():
            shutil.copy2(folder.root / name, waiting / name)
    manifest = {"made_at": to_timestamp(now), "version": VERSION, "files": _digests(waiting)}
    (waiting / MANIFEST).write_text(json.dumps(manifest, indent=1, sort_keys=True), encoding="utf-8")
    sync_tree(waiting)
    waiting.rename(place)
    sync_folder(into)
    return verify(place, by=by, now=now)


def verify(place: Path, *, by: str, now: datetime) -> Backup:
    """Prove a backup of this hub, as it lies there now, and let stations know what is safe. Raises Refused."""
    backup = prove(place)
    if backup.proof.epoch != stations.epoch():
        raise Refused("this is a backup of another hub, or of a database before this one")
    if backup.proof.audit and compare(backup.proof.audit, may_be_lost=True).is_rewritten:
        raise Refused("the audit log of this hub is not the one in the backup, gone on: somebody has rewritten it")
    with transaction.atomic():
        chains = sum(_raise_safe(chain, seq, batch_hash) for chain, (seq, batch_hash) in backup.proof.heads.items())
        note_safe(backup.pieces)
        BackupSeen.objects.create(made_at=backup.made_at, verified_at=now, batches=backup.proof.batches)
        audit.append(AuditEvent.BACKUP_VERIFIED, by, at=now, batches=backup.proof.batches, chains=chains)
    return backup


def prove(place: Path) -> Backup:
    """Read a whole backup: every file by its hash, every batch by its chain. Raises Refused."""
    try:
        manifest = parse_json_object((place / MANIFEST).read_bytes())
        made_at, expected = from_timestamp(manifest["made_at"]), dict(manifest["files"])
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise Refused(f"there is no whole backup in {place}: {error}") from error
    found = _digests(place)
    for name in sorted(expected.keys() | found.keys()):
        if expected.get(name) != found.get(name):
            raise Refused(f"the file {name} of the backup is not the one that was written")
    pieces = frozenset(digest for name, digest in found.items() if Path(name).match(f"blobs/*/{digest}"))
    return Backup(place, made_at, prove_copy(place / _DATABASE), pieces)


def head_in(place: Path) -> AuditHead:
    """The head of the audit log in a backup, which is read as a whole. Raises Refused."""
    head = prove(place).proof.audit
    if head is None:
        raise Refused(f"the audit log in {place} is empty")
    return head


def newest_in(folder: Path) -> Path:
    """The newest backup in a folder, or the folder itself when it is one. Raises Refused when there is none."""
    if (folder / MANIFEST).exists():
        return folder
    places = sorted(path.parent for path in folder.glob(f"hub-*/{MANIFEST}"))
    if not places:
        raise Refused(f"there is no backup in {folder}")
    return places[-1]


@contextmanager
def restored_files(place: Path, folder: HubFolder) -> Iterator[None]:
    """Lay the files of a backup into a new data folder, for a block that makes a hub of them. If it fails they go.

    Raises FileExistsError when anything is there already.
    """
    was_there = folder.root.exists()
    folder.root.mkdir(mode=0o700, parents=True, exist_ok=True)
    if any(folder.root.iterdir()):
        raise FileExistsError(f"{folder.root} is not empty")
    try:
        for name in (*_FOLDERS, *_FILES):
            if (place / name).is_dir():
                shutil.copytree(place / name, folder.root / name)
            elif (place / name).exists():
                shutil.copy2(place / name, folder.root / name)
        yield
    except BaseException:
        connection.close()
        _empty(folder.root)
        if not was_there:
            folder.root.rmdir()
        raise


def restore_database(backup: Backup, *, by: str, now: datetime) -> None:
    """Fill this hub's empty database from a proven backup. Stations will send again what is missing in it.

    Raises Refused when the database does not hold afterwards what the backup was proven to hold.
    """
    read_copy(backup.place / _DATABASE)
    here = Batch.objects.exclude(state=BatchState.ASIDE).count()
    if (stations.epoch(), here) != (backup.proof.epoch, backup.proof.batches):
        raise Refused(f"the database holds {here} batches after the restore, the backup {backup.proof.batches}")
    begin_clock(now)
    # Whoever was heard of lately may have seen a log that has grown since the backup.
    hold_log(stations.heard_since(backup.made_at - WITNESSES_WITHIN), now=now)
    audit.append(AuditEvent.HUB_RESTORED, by, at=now, made=to_timestamp(backup.made_at))


def _empty(folder: Path) -> None:
    for path in folder.iterdir():
        if path.is_dir():
            shutil.rmtree(path)
        else:
            path.unlink()


def _raise_safe(chain: tuple[str, str], seq: int, batch_hash: str) -> int:
    device, inc = chain
    here = Batch.objects.exclude(state=BatchState.ASIDE).filter(device=device, inc=inc, seq=seq, hash=batch_hash)
    if not here.exists():
        return 0  # the backup knows another history than this database: it proves nothing about this one
    return ChainHead.objects.filter(device=device, inc=inc, safe__lt=seq).update(safe=seq)


def _digests(place: Path) -> dict[str, str]:
    files = (path for path in sorted(place.rglob("*")) if path.is_file() and path.name != MANIFEST)
    return {str(path.relative_to(place)): _digest(path) for path in files}


def _digest(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()

"""Making, proving and restoring whole copies of a hub. Only a proven copy lets stations forget what they sent.

A backup is one file, sealed to the hub's recovery keys (``archive.py``). The hub itself cannot open it: while it is
made, a key that is forgotten afterwards proves that what lies there is what was read.
"""

from __future__ import annotations

import hashlib
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial
from pathlib import Path

from django.db import transaction

from sync.files import make_folders, move_durably
from sync.hub.attachments.store import note_safe
from sync.hub.audit import services as audit
from sync.hub.audit.anchors import compare
from sync.hub.audit.events import AuditEvent
from sync.hub.backups.archive import Opens, read_archive, write_archive
from sync.hub.backups.dump import migrate_copy, read_copy, write_copy
from sync.hub.backups.models import BackupSeen
from sync.hub.backups.recovery import SecretKey, make_recovery_key, public_keys
from sync.hub.backups.verify import Proof, prove_copy
from sync.hub.ballot_log.hold import hold_log
from sync.hub.data_folder import HubFolder
from sync.hub.intake.models import Batch, BatchState, ChainHead
from sync.hub.new_folder import empty, filling
from sync.hub.stations import selectors as stations
from sync.hub.stations.hub_clock import begin_clock
from sync.key_files import is_locked, load_open_key, to_file
from sync.processes import hold
from sync.protocol.encoding import to_timestamp
from sync.protocol.errors import Refused
from sync.protocol.signed_note import AuditHead
from sync.rooted_folder import RootedFolder

PROVEN, UNPROVEN = ".age", ".unproven.age"
"""How the name of a backup ends once it is proven, and until then."""
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
    left_out: frozenset[str] = frozenset()
    """Polls whose counting keys this hub holds without a password, so that they are not in it."""


def back_up(
    folder: HubFolder, into: Path, *, with_keys: bool, by: str, now: datetime, counting_password: bytes | None = None
) -> Backup:
    """Copy the whole hub into a new file in ``into``, prove the copy, and let stations know what is safe.

    Counting keys are in it only under a password: their own, or ``counting_password``. Raises Refused when the copy
    does not hold what it should (it then stays under a name that says so, and nothing is safe that was not before), or
    when there is no recovery key; OSError when it cannot be written.
    """
    keys = public_keys(folder.recovery_keys)
    secret, public = make_recovery_key()
    make_folders(into, mode=0o700)
    name = f"hub-{now:%Y%m%dT%H%M%SZ}"
    place, draft = into / f"{name}{PROVEN}", into / f"{name}{UNPROVEN}"
    if place.exists():
        raise FileExistsError(f"{place} is there already")
    counting, left_out = _counting_keys(folder, counting_password) if with_keys else ({}, frozenset())
    with _working_folder(folder) as work:
        write_copy(work / _DATABASE)
        files: list[tuple[str, Opens | bytes]] = [(_DATABASE, partial(RootedFolder(work).open, _DATABASE))]
        files += counting.items()
        files += _files_of(folder, with_keys=with_keys)
        manifest = write_archive(draft, files, keys=[*keys, public], made_at=now)
        try:
            if read_archive(draft, secret).files != manifest.files:
                raise Refused("what lies there is not what was written")
            proof = prove_copy(work / _DATABASE)
        except Refused as error:
            raise Refused(f"{error}. This copy proves nothing and is never restored; it is called {draft}") from error
    move_durably(draft, place)
    return _note_proven(Backup(place, manifest.made_at, proof, _pieces(manifest.files), left_out), by=by, now=now)


def verify(place: Path, key: SecretKey, *, folder: HubFolder, by: str, now: datetime) -> Backup:
    """Prove a backup of this hub, as it lies there now, and let stations know what is safe. Raises Refused."""
    with _working_folder(folder) as work:
        return _note_proven(_prove(place, key, work), by=by, now=now)


def verify_unopened(place: Path, *, by: str, now: datetime) -> BackupSeen:
    """Whether a backup still is, bit for bit, one that this hub has proven. Raises Refused when it is not."""
    digest = _digest(place)
    seen = BackupSeen.objects.filter(digest=digest).first()
    if seen is None:
        raise Refused(
            f"{place} is none of the backups that this hub has proven, or it has changed since; "
            "with the recovery key it can be read from end to end"
        )
    with transaction.atomic():
        again = BackupSeen.objects.create(made_at=seen.made_at, verified_at=now, batches=seen.batches, digest=digest)
        audit.append(AuditEvent.BACKUP_VERIFIED, by, at=now, batches=seen.batches, chains=0)
    return again


def head_in(place: Path, key: SecretKey, *, folder: HubFolder) -> AuditHead:
    """The head of the audit log in a backup, which is read as a whole. Raises Refused."""
    with _working_folder(folder) as work:
        head = _prove(place, key, work).proof.audit
    if head is None:
        raise Refused(f"the audit log in {place} is empty")
    return head


def newest_in(folder: Path) -> Path:
    """The newest proven backup in a folder, or this one backup. Raises Refused when there is none."""
    if not folder.is_dir():
        places = [folder] if folder.is_file() else []
    else:
        places = sorted(path for path in folder.glob(f"hub-*{PROVEN}") if path.is_file())
    proven = [path for path in places if not path.name.endswith(UNPROVEN)]
    if places and not proven:
        raise Refused(f"{places[-1]} was never proven: its making ended before that, or it is damaged")
    if not proven:
        raise Refused(f"there is no backup in {folder}")
    return proven[-1]


@contextmanager
def restored_files(place: Path, key: SecretKey, folder: HubFolder) -> Iterator[Backup]:
    """Prove a backup and lay its files into a new data folder, for a block that makes a hub of them.

    If the block fails they go. Raises FileExistsError when anything is there already, and Refused for a backup that is
    not whole.
    """
    with filling(folder) as work:
        backup = _prove(place, key, work)
        for name in (*_FOLDERS, *_FILES):
            if (work / name).is_dir():
                shutil.copytree(work / name, folder.root / name, dirs_exist_ok=True)
            elif (work / name).exists():
                shutil.copy2(work / name, folder.root / name)
        folder.make_shared_folders()
        yield backup


def restore_database(backup: Backup, folder: HubFolder, *, by: str, now: datetime) -> None:
    """Fill this hub's empty database from a proven backup. Stations will send again what is missing in it.

    Raises Refused when the database does not hold afterwards what the backup was proven to hold.
    """
    read_copy(folder.half_made / _DATABASE)
    here = Batch.objects.exclude(state=BatchState.ASIDE).count()
    if (stations.epoch(), here) != (backup.proof.epoch, backup.proof.batches):
        raise Refused(f"the database holds {here} batches after the restore, the backup {backup.proof.batches}")
    begin_clock(now)
    # Whoever was heard of lately may have seen a log that has grown since the backup.
    hold_log(stations.heard_since(backup.made_at - WITNESSES_WITHIN), now=now)
    audit.append(AuditEvent.HUB_RESTORED, by, at=now, made=to_timestamp(backup.made_at))


def _prove(place: Path, key: SecretKey, into: Path) -> Backup:
    """Lay the files of a backup into a folder, and read all: files by hash, batches by chain. Raises Refused."""
    manifest = read_archive(place, key, into=into)
    if _DATABASE not in manifest.files:
        raise Refused(f"there is no database in {place}")
    migrate_copy(into / _DATABASE)
    return Backup(place, manifest.made_at, prove_copy(into / _DATABASE), _pieces(manifest.files))


def _note_proven(backup: Backup, *, by: str, now: datetime) -> Backup:
    if backup.proof.epoch != stations.epoch():
        raise Refused("this is a backup of another hub, or of a database before this one")
    if backup.proof.audit and compare(backup.proof.audit, may_be_lost=True).is_rewritten:
        raise Refused("the audit log of this hub is not the one in the backup, gone on: somebody has rewritten it")
    digest = _digest(backup.place)
    with transaction.atomic():
        chains = sum(_raise_safe(chain, seq, batch_hash) for chain, (seq, batch_hash) in backup.proof.heads.items())
        note_safe(backup.pieces)
        BackupSeen.objects.create(made_at=backup.made_at, verified_at=now, batches=backup.proof.batches, digest=digest)
        audit.append(AuditEvent.BACKUP_VERIFIED, by, at=now, batches=backup.proof.batches, chains=chains)
    return backup


def _files_of(folder: HubFolder, *, with_keys: bool) -> Iterator[tuple[str, Opens]]:
    """What belongs into a backup besides the database and the counting keys, by its name there.

    Through no link: some of these folders are written by programs with fewer rights than a backup needs.
    """
    public = (folder.public_keys, folder.recovery_keys)  # no secret, and stations know the hub by them
    for name in _FOLDERS:
        files = RootedFolder(folder.root / name)
        for found in files.all_files():
            path = folder.root / name / found
            is_counting_key = path.is_relative_to(folder.trustee_keys) and not path.name.endswith(".public.json")
            is_secret = path.is_relative_to(folder.keys) and path not in public
            if not is_counting_key and (with_keys or not is_secret):
                yield f"{name}/{found}", partial(files.open, found)
    for name in _FILES:
        yield name, partial(RootedFolder(folder.root).open, name)


def _counting_keys(folder: HubFolder, password: bytes | None) -> tuple[dict[str, bytes], frozenset[str]]:
    """Counting keys under a password, by their names in a backup; and the polls whose keys are left out."""
    files, left_out = {}, set()
    for path in sorted(folder.trustee_keys.glob("*/*.pem")):
        if is_locked(path):
            files[str(path.relative_to(folder.root))] = path.read_bytes()
        elif password:
            files[str(path.relative_to(folder.root))] = to_file(load_open_key(path), password)
        else:
            left_out.add(path.parent.name)
    return files, frozenset(left_out)


@contextmanager
def _working_folder(folder: HubFolder) -> Iterator[Path]:
    """A folder of the hub's own for what must not lie elsewhere in the clear. Raises Refused while it is in use."""
    work = folder.root / ".backup"
    work.mkdir(mode=0o700, exist_ok=True)
    held = hold(work)
    if held is None:
        raise Refused("another backup is being made or read just now")
    try:
        empty(work)  # what one before this was cut off with
        yield work
    finally:
        empty(work)
        os.close(held)


def _pieces(files: dict[str, str]) -> frozenset[str]:
    return frozenset(digest for name, digest in files.items() if Path(name).match(f"blobs/*/{digest}"))


def _raise_safe(chain: tuple[str, str], seq: int, batch_hash: str) -> int:
    device, inc = chain
    here = Batch.objects.exclude(state=BatchState.ASIDE).filter(device=device, inc=inc, seq=seq, hash=batch_hash)
    if not here.exists():
        return 0  # the backup knows another history than this database: it proves nothing about this one
    return ChainHead.objects.filter(device=device, inc=inc, safe__lt=seq).update(safe=seq)


def _digest(place: Path) -> str:
    with place.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()

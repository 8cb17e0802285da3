"""``audit-check``: whether the audit log is whole, and the one that others have witnessed."""

from __future__ import annotations

from argparse import ArgumentParser
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from sync.hub.audit.anchors import compare
from sync.hub.audit.selectors import verify_chain
from sync.hub.backups.services import head_in, newest_in
from sync.hub.ballot_log.selectors import signed_audit_heads
from sync.hub.data_folder import HubFolder
from sync.hub.management.acting import told_as_words
from sync.hub.management.passwords import ask_recovery_key
from sync.hub.publishing.services import published_note
from sync.key_files import load_signing_key
from sync.protocol.errors import Untrusted
from sync.protocol.signed_note import AuditHead, Checkpoint


class Command(BaseCommand):
    help = (
        "Prove the audit log: every entry by its hash, and the whole by its heads that stand in the signed checkpoints "
        "of the ballot log, in what is published, and in backups. Also takes a checkpoint that a station or a mirror "
        "keeps: the file log.checkpoint of its announcements."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--backup", type=Path, metavar="DIR", help="a backup, or a folder of them: the newest")
        parser.add_argument("--recovery-key", type=Path, metavar="FILE", help="opens the backup; asked for without it")
        parser.add_argument("--checkpoint", type=Path, metavar="FILE", help="as a station or a mirror keeps it")

    def handle(self, *_args: Any, **options: Any) -> None:
        check = verify_chain()
        if check.broken_at is not None:
            raise CommandError(f"the audit log is broken at entry {check.broken_at}")
        count = 0
        with told_as_words():
            for place, head, may_be_lost in _heads(options["backup"], options["recovery_key"], options["checkpoint"]):
                count += 1
                if compare(head, may_be_lost=may_be_lost).is_rewritten:
                    raise CommandError(
                        f"the audit log was rewritten: by {place} entry {head.number} had the hash {head.hash}"
                    )
        self.stdout.write(f"whole: {check.entries} entries, the last {check.last_hash}; heads compared: {count}")


def _heads(
    backup: Path | None, recovery_key: Path | None, checkpoint: Path | None
) -> Iterator[tuple[str, AuditHead, bool]]:
    """Each head that is known elsewhere: where from, the head, and whether a restore may have lost it."""
    folder: HubFolder = settings.HUB_FOLDER
    key = load_signing_key(folder.log_key).public if folder.log_key.exists() else None
    for head, may_be_lost in signed_audit_heads(key):
        yield "a signed checkpoint", head, may_be_lost
    notes = {"what is published": published_note(folder)}
    if checkpoint:
        notes[str(checkpoint)] = checkpoint.read_text(encoding="utf-8")
    for place, note in notes.items():
        try:
            found = Checkpoint.open(note, origin=Checkpoint.read_unproven(note).origin, key=key) if key else None
        except Untrusted:
            continue
        if found and found.audit:
            yield place, found.audit, True
    if backup:
        newest = newest_in(backup)
        yield str(newest), head_in(newest, ask_recovery_key(recovery_key), folder=folder), True

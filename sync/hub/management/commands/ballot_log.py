"""``ballot-log``: proofs from the ballot log, and rebuilding it after the hub was restored."""

from __future__ import annotations

import base64
from argparse import ArgumentParser
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand
from django.utils import timezone

from sync.hub.ballot_log import selectors, services
from sync.hub.management.acting import COMMAND_LINE, told_as_words
from sync.hub.publishing.repository import ContentRepository
from sync.key_files import load_signing_key
from sync.protocol.announced_paths import FOLDER
from sync.protocol.ballot_log import origin_of
from sync.protocol.keys import SigningKey
from sync.protocol.signed_note import verifier_key
from sync.side_files import is_side_file


class Command(BaseCommand):
    help = (
        "The ballot log. `proof` writes the proof that a ballot is in it, `growth` the hashes that show that it has "
        "only grown, `key` what checks both with any program that knows the formats of c2sp.org. `rebuild` takes what "
        "a restored hub lacks from a published copy: a mirror of the repository, the folder ck1/repo of a stick, or "
        "the folder of announcements of a station."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        steps = parser.add_subparsers(dest="step", required=True)
        steps.add_parser("proof", help="that a ballot is in the log").add_argument("tracker")
        steps.add_parser("growth", help="from an earlier size to now").add_argument("before", type=int, metavar="SIZE")
        steps.add_parser("key", help="the public key of the log in one line")
        steps.add_parser("rebuild", help="after a restore").add_argument("copy", type=Path, metavar="FOLDER")

    def handle(self, *_args: Any, **options: Any) -> None:
        with told_as_words():
            key = load_signing_key(settings.HUB_FOLDER.log_key)
            self.stdout.write(getattr(self, f"_{options['step']}")(key, options))

    def _proof(self, key: SigningKey, options: dict[str, Any]) -> str:
        return selectors.prove_ballot(options["tracker"], origin=origin_of(key.public)).removesuffix("\n")

    def _growth(self, key: SigningKey, options: dict[str, Any]) -> str:
        steps = selectors.prove_growth(options["before"], origin=origin_of(key.public))
        return "\n".join(base64.b64encode(step).decode() for step in steps)

    def _key(self, key: SigningKey, _options: dict[str, Any]) -> str:
        return verifier_key(origin_of(key.public), key.public)

    def _rebuild(self, key: SigningKey, options: dict[str, Any]) -> str:
        now = timezone.now()
        files = read_copy(options["copy"])
        lines = services.rebuild(files, key=key, by=COMMAND_LINE, today=timezone.localdate(now), now=now)
        return f"ballots added to the log: {lines}"


def read_copy(folder: Path) -> Mapping[str, bytes]:
    """The announcements in a copy of the repository, or in a plain folder, by name."""
    if (folder / "metadata").is_dir():
        files = ContentRepository(folder).announced_files()
        return {path.removeprefix(FOLDER): data for path, data in files.items()}
    return {path.name: path.read_bytes() for path in folder.iterdir() if path.is_file() and not is_side_file(path.name)}

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

from sync.files import move_durably
from sync.hub.ballot_log import selectors, services
from sync.hub.ballot_log.hold import release_hold
from sync.hub.data_folder import HubFolder
from sync.hub.intake.log_alarms import tell_two_logs
from sync.hub.management.acting import COMMAND_LINE, told_as_words
from sync.hub.management.arguments import one_line
from sync.hub.publishing.repository import ContentRepository
from sync.hub.triage.services import MOST_NOTE
from sync.key_files import load_signing_key
from sync.protocol.announced_paths import FOLDER
from sync.protocol.ballot_log import CHECKPOINT, origin_of
from sync.protocol.errors import Refused
from sync.protocol.keys import SigningKey
from sync.protocol.signed_note import verifier_key
from sync.side_files import is_side_file


class Command(BaseCommand):
    help = (
        "The ballot log. `proof` writes the proof that a ballot is in it, `growth` the hashes that show that it has "
        "only grown, `key` what checks both with any program that knows the formats of c2sp.org. `rebuild` takes what "
        "a restored hub lacks from a published copy: a mirror of the repository, the folder ck1/repo of a stick, or "
        "the folder of announcements of a station. `go-on` lets the log of a restored hub grow although stations have "
        "not told yet what they have seen of it. `begin-again` is the way out when two logs were signed: it puts the "
        "key of the log aside, and the next publication begins another log with all ballots."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        steps = parser.add_subparsers(dest="step", required=True)
        steps.add_parser("proof", help="that a ballot is in the log").add_argument("tracker")
        steps.add_parser("growth", help="from an earlier size to now").add_argument("before", type=int, metavar="SIZE")
        steps.add_parser("key", help="the public key of the log in one line")
        steps.add_parser("rebuild", help="after a restore").add_argument("copy", type=Path, metavar="FOLDER")
        for step, words in (("go-on", "although stations have not told"), ("begin-again", "under a new key")):
            note = steps.add_parser(step, help=words)
            note.add_argument("--note", required=True, type=one_line(MOST_NOTE), help="why; it is in the audit log")

    def handle(self, *_args: Any, **options: Any) -> None:
        with told_as_words():
            key = load_signing_key(settings.HUB_FOLDER.log_key)
            self.stdout.write(_STEPS[options["step"]](key, options))


def _proof(key: SigningKey, options: dict[str, Any]) -> str:
    return selectors.prove_ballot(options["tracker"], origin=origin_of(key.public)).removesuffix("\n")


def _growth(key: SigningKey, options: dict[str, Any]) -> str:
    steps = selectors.prove_growth(options["before"], origin=origin_of(key.public))
    return "\n".join(base64.b64encode(step).decode() for step in steps)


def _key(key: SigningKey, _options: dict[str, Any]) -> str:
    return verifier_key(origin_of(key.public), key.public)


def _rebuild(key: SigningKey, options: dict[str, Any]) -> str:
    now = timezone.now()
    files = read_copy(options["copy"])
    if CHECKPOINT not in files:
        raise Refused(f"there is no ballot log in {options['copy']}")
    try:
        lines = services.rebuild(files, key=key, by=COMMAND_LINE, today=timezone.localdate(now), now=now)
    except services.TwoLogs as found:
        tell_two_logs(found, by=COMMAND_LINE, now=now)
        raise Refused(f"{found}. The way out is: ballot-log begin-again") from found
    return f"ballots added to the log: {lines}"


def _go_on(_key: SigningKey, options: dict[str, Any]) -> str:
    missing = release_hold(note=options["note"], by=COMMAND_LINE, now=timezone.now())
    return f"the ballot log goes on; stations that had not told: {missing}"


def _begin_again(key: SigningKey, options: dict[str, Any]) -> str:
    folder: HubFolder = settings.HUB_FOLDER
    # Kept: what it has signed is still proven with it.
    move_durably(folder.log_key, folder.log_key.with_name(f"log-{key.public.kid}.pem"))
    services.begin_again(kid=key.public.kid, note=options["note"], by=COMMAND_LINE, now=timezone.now())
    return "the key of the ballot log is put aside; publish the content to begin another log"


_STEPS = {
    "proof": _proof,
    "growth": _growth,
    "key": _key,
    "rebuild": _rebuild,
    "go-on": _go_on,
    "begin-again": _begin_again,
}


def read_copy(folder: Path) -> Mapping[str, bytes]:
    """The announcements in a copy of the repository, or in a plain folder, by name."""
    if (folder / "metadata").is_dir():
        files = ContentRepository(folder).announced_files()
        return {path.removeprefix(FOLDER): data for path, data in files.items()}
    return {path.name: path.read_bytes() for path in folder.iterdir() if path.is_file() and not is_side_file(path.name)}

"""``ceremony``: the root of all content in the hands of people. Only ``install`` needs the hub itself."""

from __future__ import annotations

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand
from django.utils import timezone
from tuf.api.metadata import Metadata, Root
from tuf.api.serialization.json import JSONSerializer

from sync.files import write_durably, write_new
from sync.hub.management.acting import COMMAND_LINE, told_as_words
from sync.hub.management.passwords import ask_new_password, ask_password
from sync.hub.publishing import ceremony
from sync.hub.publishing.services import install_root, newest_root
from sync.key_files import is_locked, load_signing_key


class Command(BaseCommand):
    help = (
        "Give the root of all content to people. Each of three runs `key` on a machine without a network and hands "
        "over the public half. `draft` names them in a new root; two of them and who held the root before run `sign`. "
        "`install` publishes it. Stations follow by themselves."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        steps = parser.add_subparsers(dest="step", required=True)
        key = steps.add_parser("key", help="make one person's key, under a password")
        key.add_argument("--out", type=Path, required=True, metavar="FILE.pem")
        draft = steps.add_parser("draft", help="write a new root that names its holders")
        draft.add_argument("--holder", type=Path, action="append", required=True, metavar="FILE.public.json")
        draft.add_argument("--needed", type=int, default=ceremony.FEWEST_SIGNERS, help="signatures the next root needs")
        for role in ceremony.OTHER_ROLES:
            draft.add_argument(f"--{role}", type=Path, metavar="FILE.public.json", help=f"a new key for {role}")
        draft.add_argument("--before", type=Path, metavar="ROOT.json", help="the root before; at the hub: its newest")
        draft.add_argument("--out", type=Path, required=True, metavar="FILE.json")
        sign = steps.add_parser("sign", help="add one signature to a draft")
        sign.add_argument("draft", type=Path, metavar="FILE.json")
        sign.add_argument("--key", type=Path, required=True, metavar="FILE.pem")
        install = steps.add_parser("install", help="at the hub: check a signed root and publish it")
        install.add_argument("draft", type=Path, metavar="FILE.json")

    def handle(self, *_args: Any, **options: Any) -> None:
        with told_as_words():
            getattr(self, f"_{options['step']}")(options)

    def _key(self, options: dict[str, Any]) -> None:
        public = ceremony.make_root_key(options["out"], password=ask_new_password("the new key"))
        self.stdout.write(f"private half: {options['out']}   public half: {public}")

    def _draft(self, options: dict[str, Any]) -> None:
        before = Metadata[Root].from_file(str(options["before"])) if options["before"] else None
        others = {role: ceremony.read_public(options[role]) for role in ceremony.OTHER_ROLES if options[role]}
        draft = ceremony.draft_root(
            before or newest_root(settings.HUB_FOLDER),
            [ceremony.read_public(place) for place in options["holder"]],
            threshold=options["needed"],
            others=others,
            now=timezone.now(),
        )
        write_new(options["out"], draft.to_bytes(JSONSerializer(compact=False)))
        self.stdout.write(f"root {draft.signed.version}, not signed yet: {options['out']}")

    def _sign(self, options: dict[str, Any]) -> None:
        key: Path = options["key"]
        draft = Metadata[Root].from_file(str(options["draft"]))
        ceremony.sign_root(draft, load_signing_key(key, ask_password(str(key)) if is_locked(key) else None))
        write_durably(options["draft"], draft.to_bytes(JSONSerializer(compact=False)))
        self.stdout.write(f"signatures: {len(draft.signatures)}")

    def _install(self, options: dict[str, Any]) -> None:
        draft = Metadata[Root].from_file(str(options["draft"]))
        version = install_root(draft, folder=settings.HUB_FOLDER, by=COMMAND_LINE, now=timezone.now())
        self.stdout.write(f"root {version} is published")
        if settings.HUB_FOLDER.publisher_keys.joinpath("root.pem").exists():
            self.stdout.write("The root key in keys/publisher is of no more use; remove it.")

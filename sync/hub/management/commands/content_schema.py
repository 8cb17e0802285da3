"""``content schema``: what the JSON files of a content source may hold, as JSON Schema."""

from __future__ import annotations

import json
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand

from sync.hub.content.definitions import DEFINITIONS, json_schema


class Command(BaseCommand):
    help = "Print what the JSON files of a content source may hold, as JSON Schema."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "file", nargs="?", choices=DEFINITIONS, help="only of this file; without one: an object with all"
        )

    def handle(self, *_args: Any, **options: Any) -> None:
        chosen = options["file"]
        schema = json_schema(chosen) if chosen else {file: json_schema(file) for file in DEFINITIONS}
        self.stdout.write(json.dumps(schema, indent=1, ensure_ascii=False))

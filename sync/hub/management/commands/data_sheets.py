"""``data-sheets``: print for every kind of record what is in it, who reads it and how long it is kept, as JSON."""

from __future__ import annotations

import json
from typing import Any

from django.core.management.base import BaseCommand

from sync.protocol.data_sheets import DATA_SHEETS


class Command(BaseCommand):
    help = "Print the data sheets: what stations tell people of what is stored, and what erases it goes by."

    def handle(self, *_args: Any, **_options: Any) -> None:
        self.stdout.write(json.dumps([sheet.to_wire() for sheet in DATA_SHEETS], indent=1))
